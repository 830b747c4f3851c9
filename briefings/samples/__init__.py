"""Sample analyses for an empty library, with dates relative to the day of import.

Two invented notes about the same events. They agree on dates and on the pledge and disagree on how much of it can be
kept. The second one has faults for an audit to find.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_FOLDER = Path(__file__).parent
_NAMES = ("soya", "calls")  # the last one is what "summary" alone means
_MEETING_DAYS = 49  # from today to a day in the month of the meeting
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as a template writes it."""

    date: date

    @property
    def year(self) -> int:
        """2026."""
        return self.date.year

    @property
    def month(self) -> str:
        """The month alone: "April 2026"."""
        return f"{_MONTHS[self.date.month - 1]} {self.date.year}"

    @property
    def long(self) -> str:
        """In running text: "February 4, 2026"."""
        return f"{_MONTHS[self.date.month - 1]} {self.date.day}, {self.date.year}"

    @property
    def apa(self) -> str:
        """In a reference: "2026, February 4"."""
        return f"{self.date.year}, {_MONTHS[self.date.month - 1]} {self.date.day}"


def samples(today: date) -> list[tuple[str, bytes]]:
    """The file name and text of each sample as of a day, in the order of import."""
    days = {"call": -4, "early": -3, "published": -1, "figures": 6, "expiry": 12, "meeting": _MEETING_DAYS}
    parts = {name: _Day(today + timedelta(days)) for name, days in days.items()}
    return [
        (f"readout-sample-{name}.txt", (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").format_map(parts).encode())
        for name in _NAMES
    ]

"""Reads the words that come with a file: "the note of 5 February, a new version of a3". Pure."""

import re
from dataclasses import dataclass
from datetime import date

from briefings.reading.dates import find

_ANALYSIS = re.compile(r"\ba-?(\d{1,15})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    """The analysis that a file `revises` (0: none is named), and the day on which it was published, if one is named."""

    revises: int = 0
    published: date | None = None

    @property
    def line(self) -> str:
        """The words that say the same after `/import`."""
        revision = f"revision a{self.revises}" if self.revises else ""
        return f"{revision} published {self.published}".strip() if self.published else revision


NO_CAPTION = Caption()


def parse_caption(words: str, today: date) -> Caption:
    """The one analysis that a caption names, and its one day that isn't in the future; of two, none is meant."""
    named = {int(number) for number in _ANALYSIS.findall(words)}
    days = {each.when.first for each in find(words, today, leaning="past") if each.when.precision in ("day", "instant")}
    past = {day for day in days if day <= today}
    return Caption(named.pop() if len(named) == 1 else 0, past.pop() if len(past) == 1 else None)

"""Recurrence rules as phrases express them."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

EVERY_DAY = frozenset(range(1, 8))
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurrence rule.

    `days` holds ISO weekdays, `month_days` days of a month (-1 is the last), `month` the month of a yearly rule.
    `which` picks one of the month's weekdays: 1 the first, -1 the last, 0 none. `at` is a wall time in `zone`, an IANA
    name; both are None if not given.
    """

    frequency: Literal["daily", "weekly", "monthly", "yearly"]
    interval: int = 1
    days: frozenset[int] = frozenset()
    month_days: tuple[int, ...] = ()
    month: int = 0
    which: int = 0
    at: time | None = None
    zone: str | None = None

    @property
    def weekdays(self) -> frozenset[int] | None:
        """The ISO weekdays of a weekly rule; None for other rules."""
        if self.interval != 1 or self.frequency not in ("daily", "weekly"):
            return None
        return self.days or (EVERY_DAY if self.frequency == "daily" else None)

    @property
    def rule(self) -> str:
        """The rule in iCalendar form (RFC 5545), without the time of day."""
        days = ",".join(f"{self.which or ''}{_DAYS[day - 1]}" for day in sorted(self.days))
        parts = (
            f"FREQ={self.frequency.upper()}",
            f"INTERVAL={self.interval}" if self.interval > 1 else "",
            f"BYMONTH={self.month}" if self.month else "",
            f"BYDAY={days}" if days else "",
            f"BYMONTHDAY={','.join(map(str, self.month_days))}" if self.month_days else "",
        )
        return ";".join(filter(None, parts))

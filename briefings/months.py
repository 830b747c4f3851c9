"""The date of publication of a text that names only its month."""

from calendar import monthrange
from datetime import date

_LENGTH = len("2016-05")


class Month(date):
    """A month without a known day; it stands in order with days as its first one, but equals none of them."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Month) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = date.__hash__

    def isoformat(self) -> str:
        """The year and the month: "2016-05"."""
        return f"{self:%Y-%m}"

    __str__ = isoformat


def day_or_month(iso: str) -> date:
    """The day or, of a text like "2016-05", the month. Raises ValueError."""
    if len(iso) != _LENGTH:
        return date.fromisoformat(iso)
    first = date.fromisoformat(f"{iso}-01")
    return Month(first.year, first.month, 1)


def first_day(of: date) -> date:
    """The day itself, or the first one of a month, as a date to count from."""
    return date(of.year, of.month, of.day)


def last_day(of: date) -> date:
    """The day itself, or the last one of a month."""
    if not isinstance(of, Month):
        return of
    return date(of.year, of.month, monthrange(of.year, of.month)[1])

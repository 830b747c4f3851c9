"""Time spans from numbers: days, weeks, months, years, or the early, middle or late part of one; None if impossible."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from briefings.model.agenda import EventDate, Precision

Direction = Literal["past", "future", "near"]
Part = Literal["early", "mid", "late"]

_SEASON_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_HALVES = 2
_EARLIEST, _LATEST = 1000, 2999


def day(year: int, month: int, number: int) -> EventDate | None:
    """A day as a span; None for a day that doesn't exist or a year out of range."""
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    only = date(year, month, number)
    return EventDate(only, only, "day")


def one_day(only: date) -> EventDate:
    """A day that is known to exist."""
    return EventDate(only, only, "day")


def months(year: int, month: int, count: int = 1, precision: Precision = "month") -> EventDate | None:
    """`count` months, from the first day of one to the last day of another."""
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12):
        return None
    last_year, last_month = shifted(year, month, count - 1)
    return EventDate(date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]), precision)


def year(number: int) -> EventDate | None:
    """1 January to 31 December."""
    return months(number, 1, 12, "year")


def quarter(number: int, which: int) -> EventDate | None:
    """Three months of year `number`; None unless `which` is 1 to 4."""
    return months(number, 3 * which - 2, 3, "quarter") if 1 <= which <= 4 else None


def half(number: int, which: int) -> EventDate | None:
    """Six months of year `number`; None unless `which` is 1 or 2."""
    return months(number, 6 * which - 5, 6, "range") if which in {1, 2} else None


def season(number: int, name: str) -> EventDate | None:
    """Three months; a winter starts in December of its named year."""
    return months(number, _SEASON_MONTH[name], 3, "season")


def decade(first: int) -> EventDate | None:
    """Ten years from the given one."""
    return months(first, 1, 120, "range")


def week(inside: date) -> EventDate:
    """Monday to Sunday around a day."""
    monday = inside - timedelta(days=inside.weekday())
    return EventDate(monday, monday + timedelta(days=6), "week")


def weekend(inside: date) -> EventDate:
    """Saturday and Sunday of the week around a day."""
    saturday = week(inside).first + timedelta(days=5)
    return EventDate(saturday, saturday + timedelta(days=1), "range")


def part(whole: EventDate | None, which: Part) -> EventDate | None:
    """The early, middle or late third of a month or a year."""
    if whole is None or whole.precision not in {"month", "year"}:
        return None
    if whole.precision == "year":
        return months(whole.first.year, {"early": 1, "mid": 5, "late": 9}[which], 4, "range")
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.last.day)}[which]
    return EventDate(whole.first.replace(day=first), whole.first.replace(day=last), "range")


def part_of_month(whole: EventDate | None, what: str, number: int) -> EventDate | None:
    """The numbered half or week of a month, or its first or last "days"; 0 is the last one."""
    if whole is None or (what != "week" and number > _HALVES) or (what == "days" and number > 1):
        return None
    end = whole.last.day
    if what == "days":
        return part(whole, "early" if number else "late")
    if what == "half":
        first, last = (1, end // 2) if number == 1 else (end // 2 + 1, end)
    else:
        first, last = (7 * number - 6, 7 * number) if number else (end - 6, end)
    return EventDate(whole.first.replace(day=first), whole.first.replace(day=last), "range")


def between(first: EventDate | None, last: EventDate | None) -> EventDate | None:
    """From the start of one to the end of the other; None if in the wrong order."""
    if first is None or last is None or first.first > last.last:
        return None
    return EventDate(first.first, last.last, "range")


def shifted(year_number: int, month: int, by: int) -> tuple[int, int]:
    """The year and month `by` months later."""
    count = year_number * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def reversed_span(occurrences: Sequence[EventDate | None], reference: date, to: Direction) -> EventDate | None:
    """The occurrence in the given direction from the reference; skips None, else picks the nearest."""
    known = [when for when in occurrences if when]
    past = [when for when in known if when.first <= reference]
    future = [when for when in known if when.last >= reference]
    if to == "past" and past:
        return past[-1]
    if to == "future" and future:
        return future[0]
    return min(known, key=lambda when: (_distance(when, reference), when.first < reference), default=None)


def _distance(when: EventDate, reference: date) -> int:
    if when.first <= reference <= when.last:
        return 0
    return min(abs((when.first - reference).days), abs((when.last - reference).days))

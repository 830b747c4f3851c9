"""Context of a date: its reference day, and whether its sentence is about the past or the future."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.text import lazy_re

_BEFORE = 40  # characters before a date in which another weekday is looked for
_WEEKDAY_BEFORE = lazy_re(r"[a-z]day(?:,| or| and)(?: on)? $")  # after another weekday none is today
_STEP = {
    "last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "coming": 1, "upcoming": 1, "next": 1,
    "following": 1,
}  # fmt: skip


_HALF_A_WEEK = 3  # days
_DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_AROUND = {"day": spans.one_day, "weekend": spans.weekend}


@dataclass(frozen=True)
class Context:
    """The text around a date from `start` to `end`; without a reference date, relative dates aren't resolved."""

    text: str
    start: int
    end: int
    reference: date | None
    leaning: spans.Direction | None = None  # set where no clause is there to tell
    day_first: bool | None = None  # how the text writes days in figures, None if unknown

    @property
    def direction(self) -> spans.Direction:
        """Where the verb of its clause puts a date; without one the nearest is meant."""
        return self.leaning or "near"

    @property
    def _before(self) -> str:
        return self.text[max(0, self.start - _BEFORE) : self.start]

    def step(self, word: str) -> int:
        """-1, 0 or 1 for "last", "this", "next" and the like."""
        return _STEP[word.lower()]

    def yearly(self, make: Callable[[int], EventDate | None]) -> EventDate | None:
        """The intended occurrence of a yearly date."""
        if self.reference is None:
            return None
        around = [make(self.reference.year + by) for by in (-1, 0, 1)]
        return spans.reversed_span(around, self.reference, self.direction)

    def monthly(self, number: int) -> EventDate | None:
        """The day with this number in the intended month."""
        if self.reference is None:
            return None
        year, month = self.reference.year, self.reference.month
        around = [spans.day(*spans.shifted(year, month, by), number) for by in (-1, 0, 1)]
        return spans.reversed_span(around, self.reference, self.direction)

    def season(self, name: str, step: int | None) -> EventDate | None:
        """A season: the last past one (-1), this year's (0), the next one (1), or as the clause suggests."""
        if self.reference is None:
            return None
        here = self.reference
        known = [when for by in (-2, -1, 0, 1) if (when := spans.season(here.year + by, name))]
        if step == -1:
            return next((when for when in reversed(known) if when.last < here), None)
        if step == 1:
            return next((when for when in known if when.first > here), None)
        return spans.season(here.year, name) if step == 0 else spans.reversed_span(known, here, self.direction)

    def days(self, by: int) -> EventDate | None:
        """The day a number of days after the reference."""
        return spans.one_day(self.reference + timedelta(days=by)) if self.reference else None

    def weekday(self, number: int, relative: str = "") -> EventDate | None:
        """A weekday (0 is Monday): the latest or the next one, as the verb says, or else the nearest."""
        if self.reference is None:
            return None
        step = self.step(relative) if relative else None
        if step == 0 or relative.lower() in {"next", "following"}:
            return self.day_of_week(number, step or 0)
        back = (self.reference.weekday() - number) % 7
        ahead = self.direction == "future" or (self.direction == "near" and back > _HALF_A_WEEK)
        if step == 1 or (step is None and ahead):
            return self.days(-back % 7 or (7 if _WEEKDAY_BEFORE.search(self._before) else 0))
        return self.days(-(back or (7 if step == -1 else 0)))

    def day_of_week(self, number: int, weeks: int) -> EventDate | None:
        """A weekday a number of weeks after the reference's own week."""
        if self.reference is None:
            return None
        return spans.one_day(spans.week(self.reference).first + timedelta(days=number + 7 * weeks))

    def unit(self, name: str, by: int) -> EventDate | None:
        """The day, week, month, quarter, year or decade `by` steps from the reference."""
        here = self.reference
        if here is None or abs(by) > 999:
            return None
        if name in _DAYS_IN:
            return _AROUND.get(name, spans.week)(here + timedelta(days=by * _DAYS_IN[name]))
        if name == "month":
            return spans.months(*spans.shifted(here.year, here.month, by))
        if name == "quarter":
            year, month = spans.shifted(here.year, here.month, 3 * by)
            return spans.quarter(year, (month + 2) // 3)
        return spans.year(here.year + by) if name == "year" else spans.decade((here.year // 10 + by) * 10)


def group(match: re.Match[str], name: str) -> str:
    """The text of a named group; "" if it didn't match or doesn't exist."""
    return match.groupdict().get(name) or ""


def figure(match: re.Match[str], name: str) -> int:
    """The number in a named group, 0 if it didn't match."""
    return int(group(match, name) or 0)


Make = Callable[[re.Match[str], Context], EventDate | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A date pattern and its meaning."""

    pattern: str
    make: Make


def days_of_month(match: re.Match[str], context: Context, month: int) -> EventDate | None:
    """A day of a month, or a span from `day` to `day2`; the context gives a missing `year`."""
    first = figure(match, "day")
    last = figure(match, "day2") or first

    def in_year(year: int) -> EventDate | None:
        opening = spans.day(year, month, first)
        return opening if first == last else spans.between(opening, spans.day(year, month, last))

    return in_year(figure(match, "year")) if figure(match, "year") else context.yearly(in_year)


def whole_month(match: re.Match[str], context: Context, month: int, part: spans.Part | None) -> EventDate | None:
    """A month, or its early, middle or late part; the context gives a missing `year`."""

    def in_year(year: int) -> EventDate | None:
        whole = spans.months(year, month)
        return spans.part(whole, part) if part else whole

    return in_year(figure(match, "year")) if figure(match, "year") else context.yearly(in_year)

"""Context of a date: its reference day, and whether its sentence is about the past or the future."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from briefings.model.agenda import EventDate
from briefings.reading.dates import present_tense, spans
from briefings.text import lazy_re

_REACH = 140  # characters looked at on either side
_KEPT = 256  # clauses whose direction is kept: a text that says one thing again and again costs no more than another
# Words in -ed that say nothing about when: what they report may lie ahead.
_NO_PAST = (
    "[ns]eed|speed|feed|weed|breed|hundred|indeed|sacred|proceed|succeed|exceed|confirm|announc|agre|propos|promis|invit|pledg|vow|warn|suggest|signal|indicat|"
    "called|urg|demand|so-called|unprecedent|united|limited|detailed|related|shared|increased|renewed|continued"
)
_AHEAD = lazy_re(
    r"\b(?:will|shall|would|may|could|is set|are set|set (?:to|for)|scheduled|slated|due|upcoming|forthcoming|looming|"
    r"expect(?:s|ed)?|plan(?:s|ned|ning)?|to be (?:held|signed|decided)|(?:is|are) to|expires?|deadline|ahead of|next|"
    r"prepar\w+|hopes?|follows|awaits?|invited|intends?|until|by|soll(?:en)?|wird|werden)\b"
    r"|пройд[её]т|состоится|состоятся|будет|будут|ожида\w+|запланирован\w+|намечен\w+|планиру\w+|истекает|предсто\w+"
    r"|до конца|将|即将|预计|计划|拟|定于|到期",
    re.IGNORECASE,
)
_BACK = lazy_re(
    r"\b(?:was|were|had|did|took place|met|held|spoke|said|came|went|began|fell|rose|saw|made|told|gave|won|lost|left|"
    r"wrote|became|wurden?|waren|hatten?|begann(?:en)?|fanden|broke|sent|brought|struck|since|ago|(?<!the\s)last|earlier|previous(?:ly)?|after|"
    rf"(?!{_NO_PAST})\w{{2,}}ed)\b"
    r"|прош[её]л|прошл[аио]|состоял\w+|был[аио]?\b|встретил\w+|заяви\w+|сообщи\w+|подписа\w+|провё?л\w*|вырос\w*|упал\w*"
    r"|曾|已|于.{0,12}举行了|了|被|击败|落败|落选",
    re.IGNORECASE,
)
_FIRM = lazy_re(
    r"\b(?:(?:scheduled|expected|planned|set|slated|invited) (?:to|for|in|on|next)|will|due|upcoming|"
    r"(?<!was )(?<!were )(?<!had )(?<!ed )to be (?:\w{2,}(?:ed|en|ne|lt|ld)|begun|put|cut|shut))\b",
    re.IGNORECASE,
)
# What exists once it is named by its day, "the April 29 order", "its letter of 3 May": whatever is said of it.
_PAPER = (
    r"(?:orders?|rulings?|opinions?|judg(?:e)?ments?|letters?|memos?|memorand(?:um|a)|proclamations?|decrees?|complaints?|"
    r"resolutions?|agreements?|deal|accord|statements?|speech|remarks|interview|announcements?|e-?mails?|incidents?|"
    r"(?:cyber)?attacks?|raids?|strikes?\b(?!\swill)|bombings?|shootings?|explosions?|crash(?:es)?|earthquakes?|outages?|"
    r"breach(?:es)?|massacre|coup|uprising|riots?)"
)
_NAMED_REACH = 40  # characters before a date
_NAMED_BY_DAY = (
    lazy_re(r"(?:\b(?:the|this|that|its|their|his|her|our|your|my)|[’']s?)\s(?:early\s|late\s)?$", re.IGNORECASE),
    lazy_re(rf"\s(?!by\b|to\b)(?:[a-z-]{{3,15}}\s)?{_PAPER}\b"),
    lazy_re(rf"\b{_PAPER}\s(?:of|from|dated|issued\son|signed\son)\s(?:the\s)?$", re.IGNORECASE),
)
_WEEKDAY_BEFORE = lazy_re(r"[a-z]day(?:,| or| and)(?: on)? $")  # after another weekday none is today
_BOUND = lazy_re(r"[.!?;](?:\s|$)|[。！？；\n]")
_STEP = {
    "last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "coming": 1, "upcoming": 1, "next": 1,
    "following": 1,
}  # fmt: skip


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

    @cached_property
    def direction(self) -> spans.Direction:
        """Whether the clause is about the past or the future."""
        if self.leaning:
            return self.leaning
        return _direction(self._before, self._clause_behind, self._after)

    @property
    def _before(self) -> str:
        before = self.text[max(0, self.start - _REACH) : self.start]
        return before[max((m.end() for m in _BOUND.finditer(before)), default=0) :]

    @property
    def _after(self) -> str:
        return self.text[self.end : self.end + _REACH]

    @property
    def _clause_behind(self) -> str:
        stop = _BOUND.search(self._after)
        return self._after[: stop.start()] if stop else self._after

    def _is_set(self) -> bool:
        """Whether the present tense schedules something for this day, and no closer word is about the past."""
        return _is_set(self._before, self._clause_behind)

    def step(self, word: str) -> int:
        """-1, 0 or 1 for "last", "this", "next" and the like."""
        return _STEP[word.lower()]

    def yearly(self, make: Callable[[int], EventDate | None]) -> EventDate | None:
        """The intended occurrence of a yearly date."""
        if self.reference is None:
            return None
        around = [make(self.reference.year + by) for by in (-1, 0, 1)]
        direction = "past" if not self.leaning and names_paper(self.text, self.start, self.end) else self.direction
        return spans.reversed_span(around, self.reference, direction)

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
        """A weekday (0 is Monday): the latest or the next one, as the clause suggests."""
        if self.reference is None:
            return None
        step = self.step(relative) if relative else None
        if step == 0 or relative.lower() in {"next", "following"}:
            return self.day_of_week(number, step or 0)
        back = (self.reference.weekday() - number) % 7
        if step == 1 or (step is None and (self.direction == "future" or (not self.leaning and self._is_set()))):
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


def names_paper(text: str, start: int, end: int) -> bool:
    """Whether a date names an order, a speech or an attack, which its day has seen: "the April 29 order"."""
    before, noun, of = _NAMED_BY_DAY
    words = text[max(0, start - _NAMED_REACH) : start]
    return of.search(words) is not None or (before.search(words) is not None and noun.match(text, end) is not None)


@lru_cache(_KEPT)
def _direction(before: str, behind: str, after: str) -> spans.Direction:
    """The direction of a clause, by the text before the date, after it, and beyond the clause."""
    if _FIRM.search(f"{before} {behind}"):
        return "future"
    forth, back = _nearest(_AHEAD, before, after), _nearest(_BACK, before, after)
    return "near" if forth == back else "future" if forth < back else "past"


@lru_cache(_KEPT)
def _is_set(before: str, behind: str) -> bool:
    back = _nearest(_BACK, before, behind)
    near = present_tense.nearness(before, behind, back)
    return near <= back and near < present_tense.FAR


def _nearest(cue: re.Pattern[str], before: str, after: str) -> int:
    """The distance to the nearest cue; cues before the date count as nearer."""
    there = [len(before) - match.end() for match in cue.finditer(before)]
    behind = cue.search(after)
    return min([*there, *([behind.start() + 20] if behind else [])], default=10_000)


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

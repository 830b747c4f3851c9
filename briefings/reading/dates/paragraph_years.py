"""Gives a date without a year the year named before it in its paragraph: "On 14 December 1958 ... on 26 December".

A date of the past that could belong to the year of the text or to another one is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.reading.dates import DateFound, find
from briefings.reading.dates.adjacent_years import in_year, undated, year_beside

_HAS_YEAR = re.compile(r"\d{4}|[〇○零一二三四五六七八九]{4}\s?年")
_REACH = 120  # characters around a date in which its words are looked for
_DAYS_LATER = timedelta(days=14)
_LONG_AGO = 3  # years before the text, from which on a paragraph tells history
_RECENT = timedelta(days=400)  # from the day of the text, within which a day that was told is meant again
_NEAR = timedelta(days=183)  # after a day that was named, within which a later one follows it
# A year that only tells how old a thing is: "since 1958", ", built in 1958", "(1958".
_ASIDE = re.compile(
    r"(?:\b(?:since|until|till|before|by|seit|bis|vor|depuis|avant|до|dates?\sfrom)|[(（][^()（）]{0,40}|自从?|"
    r",\s(?:\w+ed|built|made|held|won|set\sup|born|written|begun|gebaut|gegründet|fondée?|créée?)\b[^,.;]{0,40})"
    r"(?:\s(?:on|in|im|am|en|le|the))?\s?$",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"\W*(?:(?:[Ii]n|[Dd]uring|[Bb]y|[Ii]m|[Ee]n|[Вв]|[Уу]же\sв|在|到)\s?(?:the\s(?:year\s)?)?(?:Jahre?\s|l’année\s)?)?"
)
# Words that lead back to the time of the text, or ahead of it.
_NOW = re.compile(
    r"\b(?:today|now(?:adays)?|yesterday|tomorrow|ago|(?:this|last|next|current)\s(?:year|month|week|spring|summer|autumn|fall|winter)|"
    r"will|shall|due|upcoming|scheduled|heute|gestern|morgen|jetzt|(?:dieses|letztes|nächstes)\sJahr|wird|werden|"
    r"aujourd[’']hui|hier|demain|cette\sannée|l['’]an\sdernier|сегодня|вчера|завтра|сейчас|будет|будут)\b|[’']ll\b"
    r"|(?:в\sэтом|в\sпрошлом|в\sследующем)\sгоду|今[年天日]|昨[天日]|明[年天]|去年|目前|现在|将",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A date with a year; `leads` if the dates behind it follow it."""

    when: EventDate
    leads: bool


class ToldYears:
    """Reads the dates of consecutive sentences; each paragraph starts anew.

    `sure` is where dates begin that have a year beside them.
    """

    def __init__(self, prose: str, published: date | None) -> None:
        self._prose, self._published = prose, published
        self._told: _Told | None = None
        self._before: _Told | None = None  # of the paragraph before
        self._days: dict[tuple[int, int, int, int], EventDate] = {}  # those told with their year, by day and month
        self._end = 0
        self.sure: set[int] = set()

    def settled(
        self, start: int, end: int, found: Sequence[DateFound], below: int | None = None
    ) -> Iterator[DateFound]:
        """The dates of a sentence, those without a year in the one told before; unclear ones are left out.

        `below` is the year in the heading above.
        """
        words = self._prose[start:end]
        if "\n" in self._prose[self._end : start] or _NOW.search(words):
            self._before, self._told = self._told, None
        self._end = end
        for each in found if found or self._published else undated(words):
            if _HAS_YEAR.search(words[each.start : each.end]):
                self._told = _as_told(words, each) or self._told
                self._note(each.when)
                yield each
            elif same := self._same_day(words, each):
                yield replace(each, when=same)
            elif beside := self._beside(words, each, below):
                self.sure.add(start + each.start)
                yield beside
            elif (one := self._in_year(words, each)) is not None:
                yield one

    def _note(self, when: EventDate) -> None:
        """Keeps the days that a date with a year names, also those at either end of a span."""
        if when.precision in {"day", "range"} and self._published and abs(when.first - self._published) < _RECENT:
            for day in (when.first, when.last):
                only = replace(when, first=day, last=day, precision="day")
                self._days[_in_any_year(only)] = only

    def _same_day(self, words: str, found: DateFound) -> EventDate | None:
        """The day that was told with its year before, unless this is about its return in another one."""
        same = self._days.get(_in_any_year(found.when)) if found.when.precision == "day" else None
        return None if same is None or same.first == found.when.first or _NOW.search(words) else same

    def _beside(self, words: str, found: DateFound, below: int | None) -> DateFound | None:
        """The date in the year that stands beside it, unless it is counted from the day of the text."""
        year = year_beside(words, found, below)
        again = in_year(words, found, year) if year else None
        return again if again and _in_any_year(again.when) == _in_any_year(found.when) else None

    def _in_year(self, words: str, found: DateFound) -> DateFound | None:
        """The date in the year that was told; as it is where none was; None where its year is unclear."""
        told, published = self._told, self._published
        if told is None and self._before and published:
            told = self._before if _follows(words, found, self._before) else None
        if told is None or published is None or told.when.last.year >= published.year:
            return found
        again = _after(words, found, told.when)
        if again is None:
            return found
        sure = told.leads and again.first - told.when.last <= _NEAR and told.when.first.year == told.when.last.year
        if sure and again.first <= published:
            self._told = _Told(again, leads=True)
            return replace(found, when=again)
        return None if told.when.last.year <= published.year - _LONG_AGO else found


def _follows(words: str, found: DateFound, before: _Told) -> bool:
    """Whether a date lies within days after the one told in the paragraph before."""
    again = _after(words, found, before.when) if before.when.precision == "day" else None
    return again is not None and again.first - before.when.last <= _DAYS_LATER


def _as_told(words: str, found: DateFound) -> _Told | None:
    """A date that later ones may follow; None for one that only tells how old a thing is."""
    before = words[max(0, found.start - _REACH) : found.start]
    if _ASIDE.search(before):
        return None
    return _Told(
        found.when,
        leads=found.when.precision != "year" or (found.start <= _REACH and _FRONT.fullmatch(before) is not None),
    )


def _after(words: str, found: DateFound, told: EventDate) -> EventDate | None:
    """The first occurrence of a day, month or season after a date; None for one counted from the day of the text."""
    start = max(0, found.start - _REACH)
    others = find(words[start : found.end + _REACH], told.first, leaning="future")
    again = next(
        (each.when for each in others if (start + each.start, start + each.end) == (found.start, found.end)), None
    )
    return again if again and _in_any_year(again) == _in_any_year(found.when) else None


def _in_any_year(when: EventDate) -> tuple[int, int, int, int]:
    return (when.first.month, when.first.day, when.last.month, when.last.day)

"""The year that stands beside a date without one: "FOSDEM 2026: February 1-2", or in the heading "Calendar 2027"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from briefings.reading.dates import DateFound, find

_REACH = 60  # characters before a date in which its year is looked for
_WORDS = 120  # characters around a date in which it is read again
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# A name with its year, then the date, with at most a verb of taking place between them.
_BEFORE = re.compile(
    rf"(?:[A-ZÀ-ÞА-ЯЁ][\w’'&.-]*|\b[Ii]n|\b[Yy]ear|^\W*|[\u4e00-\u9fff])[\s-]?\(?{_YEAR}(?:年[\u4e00-\u9fff]{{0,12}}|[\s,]*(?:edition|conference)?)"
    r"\)?(?:\s?[:：,，(（–—-]\s?|\s(?:(?:is|are|will\sbe|was|were|takes?\splace|runs?|opens?|begins?|starts?)\s)?"
    r"(?:held\s|scheduled\s|set\s|planned\s)?(?:for\s|on\s|from\s)|\s)[(（]?(?:the\s)?$"
)
# "The 2014 amendments arrived in the fall sitting."
_NAMED_BY_YEAR = re.compile(rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?)\s{_YEAR}\s[a-z]{{3,}}")
_ANY_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d%])")
_HEADING = re.compile(
    r"\b(?:calendar|events?|dates?|schedule|programme|program|timetable|meetings?|diary|conferences?|termine|kalender|"
    r"veranstaltungen|agenda|calendrier|календарь|расписание|события|мероприятия)\b|日程|日历|会议|活动",
    re.IGNORECASE,
)
_LONGEST_HEADING = 60  # characters


def heading_year(heading: str) -> int | None:
    """The only year in the heading of a calendar; None for other headings."""
    years = {int(year) for year in _ANY_YEAR.findall(heading)}
    if len(years) != 1 or len(heading) > _LONGEST_HEADING:
        return None
    bare = heading.strip("#*_ :.").isdecimal()
    return years.pop() if bare or _HEADING.search(heading) else None


def year_beside(words: str, found: DateFound, below: int | None) -> int | None:
    """The year for a date of a sentence that has none of its own; `below` is that of the heading above."""
    before = words[max(0, found.start - _REACH) : found.start]
    said = _BEFORE.search(before)
    if said:
        return int(said["year"])
    years, named_at = _years(words)
    if not years:
        return below
    return min(years) if len(years) == 1 and named_at < found.start else None


@lru_cache(maxsize=8)  # a paragraph is asked about once for each of its dates
def _years(words: str) -> tuple[set[int], int]:
    """All years in words, and where the first word named by one ends: "the 2026 summit"; else past their end."""
    named = _NAMED_BY_YEAR.search(words)
    return {int(year) for year in _ANY_YEAR.findall(words)}, named.end() - 1 if named else len(words)


def in_year(words: str, found: DateFound, year: int) -> DateFound | None:
    """The date read in a year; None where it isn't within it."""
    start = max(0, found.start - _WORDS)
    others = find(words[start : found.end + _WORDS], date(year, 1, 1), leaning="future")
    again = next((each for each in others if (start + each.start, start + each.end) == (found.start, found.end)), None)
    return replace(found, when=again.when) if again and again.when.first.year == year else None


def undated(words: str) -> Sequence[DateFound]:
    """The dates with a year beside them in a text without any other by which they could be read."""
    years, _ = _years(words)
    if len(years) != 1:
        return ()
    (year,) = years
    found = find(words, date(year, 1, 1), leaning="future")
    return [each for each in found if year_beside(words, each, None) == year and each.when.precision != "year"]

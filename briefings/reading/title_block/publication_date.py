"""Finds the publication date that a file states for itself.

Accepted are its metadata, a label such as "Published" or "Filed", the title of a record, and a byline or dateline; then
the day in the file's name. Dates in the running text, in tables and in references say nothing of the text's own date. A
file's properties count only if the text names their year.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import PurePath

from briefings.languages import language_in
from briefings.model.agenda import EventDate
from briefings.model.analysis import Reference
from briefings.months import Month
from briefings.reading.clauses import Clause, clause_around
from briefings.reading.dates import DateFound, find
from briefings.reading.language import language_of
from briefings.reading.layout import Layout, lines
from briefings.reading.title_block.date_lines import (
    Order,
    dateline,
    labelled,
    line_date,
    meeting_date,
    name_date,
    signature_date,
    title_date,
)
from briefings.text import one_line
from briefings.translatable import phrase

_HEAD_LINES = 30  # lines, empty ones included
_FIRST_LINES = 3  # in which a short line with a date may look like a heading and be none
_LONG = 250  # characters of a line of running text
_MOST_LONG = 2  # of them that belong to the head
_TAIL = 1_500  # characters at the end in which a label may stand
_LONGEST_TAIL_LINE = 90
_SENTENCE_END = re.compile(r"[.!?](?=\s+\W*[A-ZÀ-ÞА-ЯЁ])|[。！？；\n]")
_MARKUP = re.compile(r"^[#>\s]+|\*+|(?<!\w)_+|_+(?!\w)")
# What the head of a record of a meeting tells besides its day.
_TAKEN_DOWN = re.compile(
    r"\b(?:minutes|notes?(?=\s?:|\s(?:taker|by)\b)|scribes?|recording|(?:audio|video)\sof|attendees|present)\b|记录人|出席",
    re.IGNORECASE,
)
# An entry of a schedule up to its date: "- 3.14.0 beta 1: Tuesday, 2025-05-07".
_SCHEDULED = re.compile(r"(?:^|\n)\s*[•*+-]?\s*[^\n:]{1,80}:\s(?:[^\W\d_]{3,12},?\s)?$")
_LONGEST_DATE = 40  # characters of a heading that is a date
_MOST_LABELS = 2  # labelled days of one text; a docket or a list of decisions has more
_SHOWN = 80  # characters of a line that states a date
_FROM_NAME = phrase("from the file's name, which may be wrong")
_FROM_PROPERTIES = phrase("from the file's properties, which may be wrong")
_BEFORE = 160  # characters before a date in which its clause is looked at
_AROUND = 4_000  # characters at either end in which a property's year must stand
_CHECKED = 15_000  # characters at either end in which days after a stated date are looked for
_LATER = timedelta(days=400)
_SAVED = timedelta(days=1)  # by which a text may be of a day after the one in its name
_MADE = timedelta(days=92)  # between the month that a cover states and the making of its file
_MOST_TOLD = 300  # days of a text that are looked at
_MOST_LATER = 2  # days told of so long after a stated date that it may still be the text's own


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A publication date; `source` says in words where it comes from, such as "from the front matter"."""

    day: date
    source: str


def publication_date(
    name: str, layout: Layout, prose: str, references: Sequence[Reference], latest: date | None
) -> tuple[date | None, str]:
    """The publication date that a file states, at most `latest`, and its source in words; None and "" without one.

    It is a `Month` where the file names no day, also not elsewhere in that month.

    A date long before several days that the text tells of is another one's: an article's first edition, or a quoted
    document's.
    """
    limit, told = latest or date.max, _days_told(prose)
    first = min((each.start for each in references), default=len(layout.text))
    own, closing = own_dates(layout), _closing(layout.text, first)
    sources = (own, closing, _named(name, told), _property(layout))
    stated = (each for found in sources for each in found if each.day <= limit)
    likely = (each for each in stated if not _is_older(each.day, told))
    chosen = next(likely, None)
    if chosen and isinstance(chosen.day, Month):
        chosen = next((each for each in likely if _is_day_of(each, chosen.day)), chosen)
    return (chosen.day, chosen.source) if chosen else (None, "")


def _is_day_of(stated: StatedDate, month: Month) -> bool:
    """Whether a file states a day within a month; its properties may tell only when it was copied."""
    same = (stated.day.year, stated.day.month) == (month.year, month.month)
    return same and not isinstance(stated.day, Month) and stated.source != _FROM_PROPERTIES


def _days_told(prose: str) -> list[date]:
    """The days and months with a year that either end of a text tells of, those that it announces left out."""
    ends = prose if len(prose) <= 2 * _CHECKED else f"{prose[:_CHECKED]}\n{prose[-_CHECKED:]}"
    dates = find(ends, None)
    return [
        found.when.first
        for found in dates[:_MOST_TOLD]
        if found.when.precision in {"day", "instant", "month"}
        and not _is_ahead(ends, found, dates)
        and not _SCHEDULED.search(ends[max(0, found.start - _BEFORE) : found.start])
    ]


def _is_older(day: date, told: Sequence[date]) -> bool:
    return sum(each - day > _LATER for each in told) > _MOST_LATER


def own_dates(layout: Layout) -> list[StatedDate]:
    """The dates a file states for itself: in its metadata, and in a label, byline or dateline near its start."""
    source = phrase("as the page states") if layout.composed else phrase("from the front matter")
    return [*([StatedDate(layout.published, source)] if layout.published else []), *_opening(layout)]


def _from_line(day: date, line: str) -> StatedDate:
    words = one_line(_MARKUP.sub("", line))
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
    return StatedDate(day, phrase("from the line “{line}”", line=shown))


def _opening(layout: Layout) -> Iterator[StatedDate]:
    """Labelled dates of the first lines, then the title's, then those in bylines and datelines."""
    headings = {block.start for block in layout.blocks if block.kind == "heading"}
    tables = {
        at for block in layout.blocks if block.kind == "table" for at in range(block.start, min(block.end, 4_000))
    }
    kept = [(start, line) for start, line in _head(layout) if start not in tables]
    yield from _labelled([line for _, line in kept if len(line) <= _LONG])
    yield from (_from_line(day, line) for line in _titles(layout, kept, headings) if (day := title_date(line)))
    if any(_TAKEN_DOWN.search(line) for _, line in kept):
        yield from (_from_line(day, line) for _, line in kept if (day := meeting_date(line)))
    parts = _dated_parts(layout)
    order: Order = "" if language_of(layout.text[:_AROUND]) == "en" else "day"  # only English has both
    alone = sum(bool(line_date(line, first=True, order=order)) for _, line in kept) == 1
    for place, (start, line) in enumerate(kept):
        first = alone and place < _FIRST_LINES and not line.startswith("#")
        heading = not first and (start in headings or line.startswith("#"))
        day = (
            None if _MARKUP.sub("", line) in parts else line_date(line, heading=heading, first=first, order=order)
        ) or dateline(line)
        if day:
            yield _from_line(day, line)


def _labelled(kept: Sequence[str]) -> list[StatedDate]:
    """The labelled dates of lines; none of a list, whose entries have a day each."""
    told = [(day, line) for line in kept if (day := labelled(line))]
    return [_from_line(day, line) for day, line in told] if len({day for day, _ in told}) <= _MOST_LABELS else []


def _titles(layout: Layout, head: Sequence[tuple[int, str]], headings: Collection[int]) -> Iterator[str]:
    """The file's own title, and the first two lines or the first heading."""
    yield layout.title
    yield from (_MARKUP.sub("", line) for _, line in head[:2])
    yield from (_MARKUP.sub("", line) for line in [line for start, line in head if start in headings][:1])


def _dated_parts(layout: Layout) -> Collection[str]:
    """The headings that are dates, where a text such as a log has several; none is the date of the whole."""
    headings = (layout.text[block.start : block.end] for block in layout.blocks if block.kind == "heading")
    said = [_MARKUP.sub("", heading.strip()) for heading in headings]
    dated = {words for words in said if len(words) <= _LONGEST_DATE and line_date(words, heading=True)}
    return dated if len(dated) > 1 else frozenset()


def _head(layout: Layout) -> Iterator[tuple[int, str]]:
    """The first lines, up to the second long one."""
    long = 0
    for at, (start, end) in enumerate(lines(layout.text)):
        if at >= _HEAD_LINES or long >= _MOST_LONG:
            return
        line = layout.text[start:end].strip()
        long += len(line) > _LONG
        if line:
            yield start, line


def _closing(text: str, first_reference: int) -> Iterator[StatedDate]:
    """Labelled dates in short lines at the end, before any references, and the day of a signature in the last one."""
    end = min(len(text), first_reference)
    tail = [text[start:stop].strip() for start, stop in lines(text, max(0, end - _TAIL), end)]
    yield from _labelled([line for line in tail if len(line) <= _LONGEST_TAIL_LINE])
    yield from (_from_line(day, line) for line in [*filter(None, tail)][-1:] if (day := signature_date(line)))


@lru_cache(maxsize=1)
def _dates_in(prose: str) -> tuple[DateFound, ...]:
    """All dates of a text, found once for both steps that need them."""
    return tuple(find(prose, None))


def _named(name: str, told: Sequence[date]) -> Iterator[StatedDate]:
    """The day in the file's name, unless the text tells of later days."""
    day = name_date(PurePath(name).stem)
    if day and not any(each > day + _SAVED for each in told):
        yield StatedDate(day, _FROM_NAME)


def _property(layout: Layout) -> Iterator[StatedDate]:
    """The month that a line by itself states, or else the day in the properties, if the text names its year."""
    day = layout.created
    if day:
        yield from (each for each in _months_alone(layout) if abs(each.day - day) <= _MADE)
    if day and re.search(rf"(?<!\d){day.year}(?!\d)", layout.text[:_AROUND] + "\n" + layout.text[-_AROUND:]):
        yield StatedDate(day, _FROM_PROPERTIES)


def _months_alone(layout: Layout) -> Iterator[StatedDate]:
    """The months that a line at the head of a text states and nothing else, read in the text's language."""
    rows = dict(_head(layout))
    for found in find(layout.text[:_AROUND], None):
        said = layout.text[found.start : found.end]
        if found.when.precision == "month" and rows.get(found.start) == said:
            yield _from_line(Month(found.when.first.year, found.when.first.month, 1), said)


def newest_day(prose: str, references: Sequence[Reference], latest: date | None) -> date | None:
    """The newest day that a text or its references name, at most `latest`, or else the newest month.

    A text can't be older than this, so its dates without a year are read as of it where it states no day of its own;
    where it tells of a later year, as of that year's first day.
    """
    limit = latest or date.max
    stated = [found for found in _dates_in(prose) if found.when.first <= limit]
    listed = [when for when in _listed(references) if when.first <= limit]
    year = _last_said(prose, [found for found in stated if found.when.precision == "year"])
    days, months = (
        [*_said(prose, stated, kinds), *(when.first for when in listed if when.precision in kinds)]
        for kinds in (("day", "instant"), ("month",))
    )
    if not days and not months:
        return None
    newest = max(days + months + ([year] if year else []))
    within = [day for day in days if (day.year, day.month) == (newest.year, newest.month)]
    return max(within) if within else newest if newest == year else Month(newest.year, newest.month, 1)


def _said(prose: str, stated: Iterable[DateFound], kinds: Collection[str]) -> list[date]:
    said = _last_said(prose, [found for found in stated if found.when.precision in kinds])
    return [said] if said else []


def _last_said(prose: str, stated: Iterable[DateFound]) -> date | None:
    """The latest date that its clause puts in the past, or else the latest that it doesn't put in the future."""
    dates = _dates_in(prose)
    latest = sorted(stated, key=lambda found: found.when.first, reverse=True)[:_MOST_TOLD]
    clauses = [(found, _clause(prose, found, dates)) for found in latest]
    past = (found for found, clause in clauses if clause.tense == "past" and not _announces(clause))
    open_ = (found for found, clause in clauses if not _announces(clause))
    found = next(past, None) or next(open_, None)
    return found.when.first if found else None


def _is_ahead(prose: str, found: DateFound, dates: Sequence[DateFound]) -> bool:
    """Whether the clause of one of a text's dates places it in the future."""
    return _announces(_clause(prose, found, dates))


def _announces(clause: Clause) -> bool:
    own = clause.language
    bound = any(clause.bound(each) for each in (own.until, own.onto))
    return bound or clause.tense in ("will", "must", "may") or clause.is_beside(own.ahead)


def _clause(prose: str, found: DateFound, dates: Sequence[DateFound]) -> Clause:
    """The clause of one of a text's dates, within its sentence."""
    first = max(0, found.start - _BEFORE)
    start = max((match.end() for match in _SENTENCE_END.finditer(prose, first, found.start)), default=first)
    end = _SENTENCE_END.search(prose, found.end, found.end + _BEFORE)
    words = prose[start : end.start() if end else found.end + _BEFORE]
    at = bisect_left(dates, start, key=lambda each: each.start)
    near = takewhile(lambda each: each.end <= start + len(words), islice(dates, at, None))
    stated = [replace(each, start=each.start - start, end=each.end - start) for each in near]
    return clause_around(
        words, replace(found, start=found.start - start, end=found.end - start), stated, language_in(words, "en")
    )


def _listed(references: Sequence[Reference]) -> Iterator[EventDate]:
    for reference in references:
        if reference.date and len(reference.date) > len("2026"):
            yield from (found.when for found in find(_spelt(reference.date), None))


def _spelt(iso: str) -> str:
    return iso if len(iso) > len("2026-02") else f"{iso[:4]}年{iso[5:]}月"

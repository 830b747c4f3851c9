"""Dates in tables, and events: each row with a coming date is one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from briefings.languages import language_in
from briefings.model.agenda import EventDate
from briefings.model.analysis import Dated, Table
from briefings.reading.clauses import shortened
from briefings.reading.dates import DateFound, find
from briefings.reading.dates.clock import AFTER, at_time

_RULE = re.compile(r"^[\s|:+=-]*$")
_GAP = re.compile(r"\s*(?<!\\)\|\s*|\t+")
_MARKUP = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)")
_NAME_HEAD = re.compile(
    r"\b(?:event|what|title|topic|release|paper|meeting|session|milestone|task|item|subject|activity|vessel|name|description|"
    r"veranstaltung|thema|événement|событие)\b|活动|事项|会议",
    re.IGNORECASE,
)
_PAST_HEAD = re.compile(
    r"\b(?:happened|history|sales|price|value|rate|result|score|published|updated|filed|paid|received)\b", re.IGNORECASE
)
_MOST_ROWS, _MOST_CELLS = 500, 30
_LONGEST = 200  # characters of a cell that is read
_DIGIT = re.compile(r"\d")
_MOMENTS = frozenset({"day", "month", "range"})
_MOST_DATED = 2_000  # cells in which a date is sought
_SPAN = 31  # days that the event of a row takes at most


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row that announces an event, by the place of its line; `title` names it."""

    title: str
    when: EventDate
    start: int
    end: int


def table_rows(text: str, start: int, end: int, published: date, *, day_first: bool | None) -> Iterator[EventRow]:
    """The events of a table between two places of a text; none where no column holds dates."""
    rows = list(_rows(text, start, end))[:_MOST_ROWS]
    if len(rows) < 2:
        return
    head = [cell.lower() for cell in rows[0][2]]
    if any(_PAST_HEAD.search(cell) for cell in head):
        return
    body = [row for row in rows if _dated(row[2], published, day_first=day_first)]
    columns = [at for _, _, cells in body for at, _ in _dated(cells, published, day_first=day_first)]
    if not body or len(body) * 2 < len(rows) - 1:
        return
    column = max(set(columns), key=lambda at: (columns.count(at), -at))
    for left, right, cells in body:
        found = dict(_dated(cells, published, day_first=day_first)).get(column)
        if not found or found.first <= published or (found.last - found.first).days > _SPAN:
            continue
        if title := _named(cells, column, head):
            yield EventRow(title, _timed(found, cells, column), left, right)


def table_dates(
    text: str, tables: Sequence[Table], published: date | None, *, day_first: bool | None
) -> Iterator[Dated]:
    """The cells of tables that are nothing but a day or a month, in text order; bare years are figures."""
    cells = (cell for table in tables for row in table.rows for cell in row.cells if _DIGIT.search(text, *cell))
    for start, end in islice(cells, _MOST_DATED):
        found = _whole(text[start:end], published, day_first=day_first)
        if found and found.when.precision in _MOMENTS:
            yield Dated(found.when, start + found.start, start + found.end)


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, int, list[str]]]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped and not _RULE.match(stripped):
            cells = [_MARKUP.sub(r"\1", cell).strip() for cell in _GAP.split(stripped.strip("|"))]
            if 1 < len(cells) <= _MOST_CELLS:
                left = at + len(line) - len(line.lstrip())
                yield left, left + len(stripped), cells
        at += len(line)


def _dated(cells: Sequence[str], published: date, *, day_first: bool | None) -> list[tuple[int, EventDate]]:
    """The cells that are nothing but a date, and their dates."""
    return [
        (at, found.when) for at, cell in enumerate(cells) if (found := _whole(cell, published, day_first=day_first))
    ]


def _whole(cell: str, published: date | None, *, day_first: bool | None) -> DateFound | None:
    if not 4 <= len(cell) <= 60:
        return None
    found = find(cell, published, day_first=day_first)
    covered = sum(one.end - one.start for one in found)
    return found[0] if len(found) == 1 and covered >= 0.6 * len(cell) else None


def _timed(when: EventDate, cells: Sequence[str], column: int) -> EventDate:
    """The date with the time that a cell next to it gives."""
    for at, cell in enumerate(cells):
        match = AFTER.fullmatch(cell) if at != column and len(cell) < 30 else None
        if match and when.precision == "day" and (timed := at_time(when, match, None)):
            return timed
    return when


def _named(cells: Sequence[str], column: int, head: Sequence[str]) -> str:
    """The words of a row's own cells, the one under a telling heading first, with one more where that is short."""
    told = [
        (at, cell)
        for at, cell in enumerate(cells)
        if at != column and re.search(r"[^\W\d_]{2}", cell) and len(cell) <= _LONGEST and not AFTER.fullmatch(cell)
    ]
    if not told:
        return ""
    told.sort(key=lambda each: not (each[0] < len(head) and _NAME_HEAD.search(head[each[0]])))
    first = told[0][1]
    second = told[1][1] if len(told) > 1 and len(f"{first} {told[1][1]}".split()) <= 8 else ""
    return _titled(f"{first}, {second}" if second else first)


def _titled(words: str) -> str:
    return shortened(words, language_in(words, "en"))

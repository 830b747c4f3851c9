"""Finds tables in plain text: lines of cells between tabs, bars or aligned gaps, or of values between commas."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.reading.layout import Block, Layout, lines, trimmed
from briefings.reading.tables import separated

_SIGNS = {
    "bar": re.compile(r"(?:^|(?<=\s))\|(?=\s|$)"),
    "tab": re.compile(r"\t"),
    "gap": re.compile(r"(?<=\S)\s{2,}(?=\S)"),
}
_RULE = re.compile(r"[\s|:+=\-–—_]{3,}")
_MARKER = re.compile(
    r"\[\^?\d{1,4}\]|\(?(?:\d{1,4}|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+|[-*•–·◦▪—]|.{1,40}[:：]"
)
_LEADERS = re.compile(r"(?:\.\s?){4}|…{2}|_{4}")
_DIGIT = re.compile(r"\d")
_STOPS = frozenset(".!?。！？")
_LONGEST_CELL = 80  # characters
_LONGEST_VALUE = 40  # characters between commas
_FEWEST_ROWS = 3  # of two cells; two rows do where each has three
_ALIGNED = 0.6  # share of the cells that stand in one column with another row's
_STRETCHED = 2  # blanks
_VALUED = 0.5  # share of the lines of values that hold a number

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with cells; `kind` says what parts them."""

    start: int
    end: int
    kind: str
    cells: tuple[_Span, ...]
    margin: int  # where its line begins


def table_of_values(text: str) -> Layout:
    """A file of values between commas, semicolons or tabs: one table, whose first line names the columns."""
    start, end = trimmed(text, 0, len(text))
    return Layout(text, (Block("table", start, end, header_rows=1),) if start < end else (), composed=True)


def table_spans(text: str) -> list[_Span]:
    """The spans of a text's tables, in order."""
    return [(rows[0].start, rows[-1].end) for rows in _runs(text) if _is_table(text, rows)]


def _runs(text: str) -> Iterator[list[_Row]]:
    """Consecutive lines with cells that the same sign parts, with the rules between them."""
    run: list[_Row] = []
    for line in lines(text):
        start, end = trimmed(text, *line)
        if start < end and run and _RULE.fullmatch(text, start, end):
            continue
        row = _row(text, line[0], start, end)
        if run and (row is None or not _goes_on(run, row)):
            yield run
            run = []
        run += [row] if row else []
    if run:
        yield run


def _goes_on(run: Sequence[_Row], row: _Row) -> bool:
    same = run[-1].kind == row.kind
    return same and (row.kind not in {",", ";"} or len(run[-1].cells) == len(row.cells))


def _row(text: str, margin: int, start: int, end: int) -> _Row | None:
    """A line as the cells that its first fitting sign parts; None for a line of prose."""
    if end - start > 1_000 or _LEADERS.search(text, start, end):
        return None
    for kind, sign in _SIGNS.items():
        cells = tuple(_parted(sign, text, start, end))
        if len(cells) > 1:
            longest = max(b - a for a, b in cells)
            prose = text[end - 1] in _STOPS and cells[-1][1] - cells[-1][0] > _LONGEST_VALUE
            return None if longest > _LONGEST_CELL or prose else _Row(start, end, kind, cells, margin)
    for kind in (";", ","):
        if text.count(kind, start, end) > 1:
            cells = tuple(separated(kind)(text, start, end))
            fits = len(cells) > 2 and max(b - a for a, b in cells) <= _LONGEST_VALUE
            return _Row(start, end, kind, cells, margin) if fits and text[end - 1] not in _STOPS else None
    return None


def _parted(sign: re.Pattern[str], text: str, start: int, end: int) -> Iterator[_Span]:
    at = start
    for found in sign.finditer(text, start, end):
        if at < found.start():
            yield trimmed(text, at, found.start())
        at = found.end()
    if at < end:
        yield trimmed(text, at, end)


def _is_table(text: str, rows: Sequence[_Row]) -> bool:
    most = max(len(row.cells) for row in rows)
    if len(rows) < (_FEWEST_ROWS if most < 3 or rows[0].kind in {",", ";"} else 2) or _is_list(text, rows):
        return False
    if rows[0].kind in {",", ";"}:
        valued = sum(_DIGIT.search(text, row.cells[1][0], row.end) is not None for row in rows)
        loose = sum(text.count(", ", row.start, row.end) for row in rows)
        return valued >= _VALUED * len(rows) and loose < len(rows)
    return rows[0].kind != "gap" or (_is_aligned(rows) and _is_spaced(text, rows))


def _is_list(text: str, rows: Sequence[_Row]) -> bool:
    """Whether lines are entries of a list or labels with values, whose first cell is a mark."""
    marked = sum(len(row.cells) == 2 and _MARKER.fullmatch(text, *row.cells[0]) is not None for row in rows)
    return 2 * marked > len(rows)


def _is_aligned(rows: Sequence[_Row]) -> bool:
    """Whether most cells after the first begin or end in the same column as one of another row."""
    starts = Counter(cell[0] - row.margin for row in rows for cell in row.cells[1:])
    ends = Counter(cell[1] - row.margin for row in rows for cell in row.cells[1:])
    cells = [(row.margin, *cell) for row in rows for cell in row.cells[1:]]
    shared = sum(starts[a - margin] > 1 or ends[b - margin] > 1 for margin, a, b in cells)
    return shared >= _ALIGNED * len(cells)


def _is_spaced(text: str, rows: Sequence[_Row]) -> bool:
    """Whether gaps are wider than those that stretch a line, or most of three rows and more hold numbers."""
    gaps = [b[0] - a[1] for row in rows for a, b in pairwise(row.cells)]
    valued = sum(_DIGIT.search(text, row.cells[1][0], row.end) is not None for row in rows)
    return 2 * sum(gap > _STRETCHED for gap in gaps) >= len(gaps) or (
        len(rows) >= _FEWEST_ROWS and 2 * valued > len(rows)
    )

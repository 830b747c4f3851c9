"""Recognises tables, captions, tables of contents and footnotes."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from briefings.reading.pdf.lines import Cell, Line
from briefings.reading.pdf.measures import LOOSE, Measures, is_apart, same_column
from briefings.reading.pdf.pages import WIDE

_SMALL = 0.93  # of the usual size: notes are smaller than this
_WIDE_GAP = 2.5  # of the size, between two cells only: fewer are a stretched blank
_DEEPEST_INDENT = 4  # of the size
_LABEL = re.compile(
    r"(?:table|figure|fig|box|chart|map|exhibit|scheme|plate|graph|panel|таблица|табл|рисунок|рис|схема|график|"
    r"abbildung|abb|tabelle|tableau|tabla|figura|cuadro)\.?\s?(?:№\s?)?(?:[A-Z]{0,2}[.-]?\d{1,3}(?:[.-]\d{1,3})?[a-z]?|[IVX]{1,5})"
    r"(?P<end>\s?[.:|–—-]|\s|$)|[图表圖]\s?\d{1,3}(?P<close>[.:：\s]|$)",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\s?\.){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$|\s_{4,}\s*\d{1,4}$")
NOTE_MARK = re.compile(r"(?:[⁰¹²³⁴-⁹]{1,4}|[*†‡§¶]{1,3}|\[?\d{1,3}[\].)]?(?=\s))\s*(?=\S)")
_RAISED_MARK = re.compile(r"[⁰¹²³⁴-⁹]{1,4}|[*†‡§¶]")
_CALLED = re.compile(r"(?<=\S)[⁰¹²³⁴-⁹]{1,3}")
_NUMBER_MARK = re.compile(r"(\d{1,3})\s+\S")
_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FAR = 2  # of the size: notes set as large as the text stand at least so far below it
_NEAR = 1.5  # points
_MARKER = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]|\[\d{1,4}\]|[•◦▪‣∙·●○■□–—*-]|\d{1,2}(?:\.\d{1,2}){0,4}\.?"
)


def is_caption(lines: Sequence[Line], at: int, measures: Measures, *, apart: bool = False) -> bool:
    """Whether a line starts a figure or table caption, not a sentence that mentions one."""
    line = lines[at]
    label = _LABEL.match(line.text)
    if not label or not (apart or is_apart(lines, at, measures)):
        return False
    end = (label["end"] or label["close"] or "").strip()
    rest = line.text[label.end() :].strip()
    return bool(end) or not rest or line.size < _SMALL * measures.size or line.bold or not rest[0].islower()


def is_contents(line: Line) -> bool:
    """Whether a line is an entry in a table of contents."""
    return bool(_LEADER.search(line.text))


def _cells(line: Line) -> tuple[Cell, ...]:
    """The cells of a line, except the text after a list marker."""
    return line.cells[1:] if line.cells and _MARKER.fullmatch(line.cells[0].text) else line.cells


def is_tabular(line: Line) -> bool:
    """Whether wide gaps divide a line into cells."""
    cells = _cells(line)
    gaps = [b.x0 - a.x1 for a, b in pairwise(cells)]
    if gaps and max(gaps) > _WIDE_GAP * line.size:
        return True
    wide = sum(gap > WIDE * line.size for gap in gaps)
    return wide > 1 and not _is_stretched(line, cells, gaps)


def _is_stretched(line: Line, cells: Sequence[Cell], gaps: Sequence[float]) -> bool:
    """Whether a line was only justified: all gaps are alike, or some words have no gap."""
    full = line.indent < _DEEPEST_INDENT and line.lack < 0.5
    return full and max(gaps) < 1.4 * min(gaps) and len(cells) >= len(line.text.split()) / 2


def _aligned(line: Line, other: Line) -> bool:
    """Whether cells of two lines, other than the first ones, are aligned although neither line is full."""
    if line.lack < 1 or other.lack < 1 or not same_column(line, other):
        return False
    return any(_one_below(a, b, line.size) for a in _cells(line)[1:] for b in _cells(other)[1:])


def _one_below(a: Cell, b: Cell, size: float) -> bool:
    """Whether two cells share a left edge, or roughly that and a right edge or centre."""
    left, right = abs(a.x0 - b.x0), abs(a.x1 - b.x1)
    middle = abs(a.x0 + a.x1 - b.x0 - b.x1) / 2
    return left < _NEAR or (left < 3 * size and min(right, middle) < _NEAR)


def tables(lines: Sequence[Line], first: int) -> set[int]:
    """The lines of tables from the given line on: two or more consecutive ones with cells, and short ones between."""
    found: set[int] = set()
    run: list[int] = []
    aligned = [_aligned(*pair) for pair in pairwise(lines)]
    for at in range(first, len(lines)):
        celled = is_tabular(lines[at]) or any(aligned[max(0, at - 1) : at + 1])
        if celled and (not run or same_column(lines[run[-1]], lines[at])):
            run.append(at)
        elif not (run and _inside_table(lines, at, run)):
            found.update(range(run[0], run[-1] + 1) if len(run) > 1 else ())
            run = [at] if celled else []
    return found | set(range(run[0], run[-1] + 1) if len(run) > 1 else ())


def _inside_table(lines: Sequence[Line], at: int, run: Sequence[int]) -> bool:
    """Whether a short line between two with cells belongs to the table: a continued row or cell."""
    line = lines[at]
    near = at - run[-1] == 1 and same_column(lines[run[-1]], line)
    return near and (line.x1 - line.x0) * 2 < line.right - line.left and not line.bold and line.indent > 1


def notes(lines: Sequence[Line], measures: Measures) -> set[int]:
    """The lines of footnotes: small, at the foot of their column, the first with a mark."""
    found: set[int] = set()
    at = 0
    open_note = False
    for _, group in groupby(lines, key=lambda line: (line.page, line.slot)):
        column = list(group)
        start = len(column)
        while start and column[start - 1].size <= _SMALL * measures.size:
            start -= 1
        first = _first_note(column, start, goes_on=open_note)
        open_note = first < len(column)
        found.update(range(at + first, at + len(column)))
        at += len(column)
    return found


def _first_note(column: Sequence[Line], start: int, *, goes_on: bool) -> int:
    """Where a column's footnotes begin; its length if it has none."""
    large = _first_large_note(column)
    if large < len(column):
        return large
    if not start or start == len(column):
        return len(column)
    gap = column[start - 1].y - column[start].y
    if (NOTE_MARK.match(column[start].text) or goes_on) and gap > LOOSE * column[start].size:
        return start
    marked = (n for n in range(start, len(column)) if _RAISED_MARK.match(column[n].text))
    return next(marked, len(column))


def _first_large_note(column: Sequence[Line]) -> int:
    """Where footnotes in text size begin: far below the text, numbered as called, down to the column's end."""
    called = {mark for line in column for mark in _CALLED.findall(line.text)}
    for at in range(max(1, len(column) // 2), len(column)):
        mark = _NUMBER_MARK.match(column[at].text)
        far = column[at - 1].y - column[at].y > _FAR * column[at].size
        if mark and far and mark[1].translate(_RAISE) in called:
            alike = all(abs(line.size - column[at].size) < 0.1 and not line.bold for line in column[at:])
            return at if alike else len(column)
    return len(column)

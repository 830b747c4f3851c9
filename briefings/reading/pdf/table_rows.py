"""Puts the cells of a table's lines into columns by where they stand, and joins wrapped cells."""

from collections.abc import Sequence
from itertools import pairwise

from briefings.reading.pdf.lines import Line
from briefings.reading.tables import is_number

_WRAPPED = 1.35  # times the closest distance of two lines, up to which a line goes on with the row above it
_NUMERIC = 0.6  # share of a column's cells
_TRIED = 4  # numbers of columns
_MOSTLY = 0.8  # share of the cells that stand in one column


def table_rows(lines: Sequence[Line]) -> list[list[str]]:
    """The rows of a table, each with a cell for every column, "" for an empty one."""
    columns = _columns(lines)
    if not columns:
        return [[cell.text for cell in line.cells] for line in lines]
    closest = min((a.y - b.y for a, b in pairwise(lines) if a.page == b.page and a.y > b.y), default=0.0)
    rows: list[list[str]] = []
    for at, line in enumerate(lines):
        row = _row(line, columns)
        near = at and lines[at - 1].page == line.page and lines[at - 1].y - line.y <= _WRAPPED * closest
        if rows and near and not row[0] and 2 * sum(map(bool, row)) <= len(row):
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows


def is_plain(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are surely those of a table: most cells of some column after the first are numbers."""
    for column in zip(*(row[1:] for row in rows), strict=False):
        told = [words for words in column[1:] if words]
        if 2 * len(told) >= len(rows) - 1 and sum(map(is_number, told)) > _NUMERIC * len(told):
            return len({len(row) for row in rows}) == 1
    return False


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns' edges, by the lines with the most cells that stand below each other; none if no lines do."""
    for most in sorted({len(line.cells) for line in lines} - {0, 1}, reverse=True)[:_TRIED]:
        full = [line.cells for line in lines if len(line.cells) == most]
        edges = [(min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)) for cells in zip(*full, strict=True)]
        if all(left[1] <= right[0] for left, right in pairwise(edges)) and _hold(edges, lines):
            return edges
    return []


def _hold(columns: Sequence[tuple[float, float]], lines: Sequence[Line]) -> bool:
    """Whether most cells stand in one column alone."""
    cells = [cell for line in lines for cell in line.cells]
    alone = sum(sum(cell.x0 < right and left < cell.x1 for left, right in columns) <= 1 for cell in cells)
    return alone >= _MOSTLY * len(cells)


def _row(line: Line, columns: Sequence[tuple[float, float]]) -> list[str]:
    row: list[list[str]] = [[] for _ in columns]
    for cell in line.cells:
        # The column that a cell overlaps most, or else the nearest one.
        shared = [min(cell.x1, right) - max(cell.x0, left) for left, right in columns]
        row[max(range(len(columns)), key=shared.__getitem__)].append(cell.text)
    return [" ".join(words) for words in row]

"""The grid of a page's table: which cells are headers, and which columns and rows a cell spans."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from briefings.reading.office.tables import SPANNED, Cell

_MOST_COLUMNS, _MOST_ROWS = 40, 200  # that a cell spans
_DAY = re.compile(r"[0-3]?\d")
_WEEK, _FEWEST_DAYS, _MOSTLY = 7, 26, 0.8
_MOST_FILLED = 20_000  # cells of a table that stand for those spanned


@dataclass(frozen=True, slots=True)
class _Shape:
    columns: int
    rows: int
    header: bool


class Grid:
    """Collects the shapes of a table's cells, row by row."""

    def __init__(self) -> None:
        self._rows: list[list[_Shape]] = []

    def begin_row(self) -> None:
        """Notes a `<tr>`: the cells to come belong to it."""
        self._rows.append([])

    def begin_cell(self, node: LexborNode) -> None:
        """Notes a cell of the current row."""
        if not self._rows:
            self.begin_row()
        named = node.attributes
        columns, rows = _span(named.get("colspan"), _MOST_COLUMNS), _span(named.get("rowspan"), _MOST_ROWS)
        self._rows[-1].append(_Shape(columns, rows, node.tag == "th"))

    @property
    def headed(self) -> bool:
        """Whether any cell is a header."""
        return any(shape.header for row in self._rows for shape in row)

    @property
    def header_rows(self) -> int | None:
        """How many rows at the top consist of header cells; None if the table marks no header cells."""
        if not self.headed:
            return None
        count = 0
        for row in self._rows:
            if row and not all(shape.header for shape in row):
                break
            count += 1
        return count if count < len(self._rows) else 0

    def filled(self, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
        """The rows with an empty cell wherever another one spans, so that columns are aligned."""
        made: list[list[Cell]] = []
        spanned: dict[int, int] = {}  # the last row that a cell above fills, by column
        left = _MOST_FILLED
        for at, row in enumerate(rows):
            cells: list[Cell] = []
            shapes = self._rows[at] if at < len(self._rows) else []
            for number, cell in enumerate(row):
                while left and spanned.get(len(cells), -1) >= at:
                    cells.append(SPANNED)
                    left -= 1
                shape = shapes[number] if number < len(shapes) else _Shape(1, 1, header=False)
                wide = min(shape.columns, 1 + left)
                spanned.update(dict.fromkeys(range(len(cells), len(cells) + wide), at + shape.rows - 1))
                cells += [cell, *([SPANNED] * (wide - 1))]
                left -= wide - 1
            made.append(cells)
        return made


def is_calendar(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table shows the days of a month, as beside blog posts and in date pickers."""
    body = [[" ".join(piece.text for piece in cell).strip() for cell in row] for row in rows[1:]]
    told = [words for row in body for words in row if words]
    days = sum(_DAY.fullmatch(words) is not None for words in told)
    return max(map(len, rows), default=0) == _WEEK and days >= _FEWEST_DAYS and days >= _MOSTLY * len(told)


def _span(stated: str | None, most: int) -> int:
    """A span in columns or rows, at least 1."""
    words = (stated or "").strip()[:6]
    return min(int(words), most) or 1 if words.isdecimal() else 1

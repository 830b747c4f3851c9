"""Tables: rows of cells, or prose where a table only positions it on the page."""

from collections.abc import Sequence

from briefings.reading.layout import Piece

_PROSE_CELL = 400  # characters of running text from which a cell is no figure's or word's

Cell = Sequence[Piece]


def holds_prose(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is only used for layout: a single cell, headings inside, or mostly running text."""
    cells = [cell for row in rows for cell in row]
    if len(cells) == 1:
        return True
    long = sum(sum(len(piece.text) for piece in cell) > _PROSE_CELL for cell in cells)
    headed = any(piece.kind == "heading" for cell in cells for piece in cell)
    return bool(long) and (headed or long * 2 >= len(cells))


def row_text(row: Sequence[Cell]) -> str:
    """A row as one line, with separated cells."""
    cells = [" ".join(" ".join(piece.text.split()) for piece in cell).strip() for cell in row]
    return " | ".join(cells) if any(cells) else ""

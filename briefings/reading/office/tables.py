"""Tables: rows of cells, or prose where a table only positions it on the page."""

from collections.abc import Sequence

from briefings.reading.layout import Piece

_PROSE_CELL = 400  # characters of running text from which a cell is no figure's or word's

Cell = Sequence[Piece]
SPANNED: Cell = ()  # in place of a cell that another one fills
MOST_SPANNED = 50  # columns that a cell fills


def holds_prose(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is only used for layout: a single cell, headings inside, or mostly running text."""
    cells = [cell for row in rows for cell in row if cell != SPANNED]
    if len(cells) == 1:
        return True
    long = sum(sum(len(piece.text) for piece in cell) > _PROSE_CELL for cell in cells)
    headed = any(piece.kind == "heading" for cell in cells for piece in cell)
    return bool(long) and (headed or long * 2 >= len(cells))


def positions(rows: Sequence[Sequence[Cell]], *, headed: bool) -> bool:
    """Whether a page's table only arranges its text; `headed` says that it has header cells."""
    pieces = [piece for row in rows for cell in row for piece in cell]
    if any(piece.kind == "table" for piece in pieces) or holds_prose(rows):
        return True
    prose = sum(len(piece.text) for piece in pieces if len(piece.text) > _PROSE_CELL)
    return not headed and 2 * prose > sum(len(piece.text) for piece in pieces)


def table_piece(rows: Sequence[Sequence[Cell]], header_rows: int | None = None) -> Piece | None:
    """A table with a line per row, None if it has no text; `header_rows` as in `Piece`."""
    told = [row_text(row) for row in rows]
    if header_rows is not None:
        header_rows = sum(map(bool, told[:header_rows]))
    text = "\n".join(filter(None, told))
    return Piece("table", text, header_rows=header_rows) if text else None


def row_text(row: Sequence[Cell]) -> str:
    """A row as one line, with separated cells."""
    cells = [" ".join(" ".join(piece.text.split()) for piece in cell).strip().replace(" | ", " / ") for cell in row]
    return " | ".join(cells) if any(cells) else ""

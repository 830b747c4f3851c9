"""Tables: rows of cells, or prose where a table only positions it on the page."""

from collections.abc import Iterator, Sequence

from briefings.reading.layout import Link, Piece

_PROSE_CELL = 400  # characters of running text from which a cell is no figure's or word's

_BETWEEN = " | "  # cells

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
    told: list[str] = []
    links: list[Link] = []
    at = 0
    if header_rows is not None:
        header_rows = sum(bool(row_text(row)) for row in rows[:header_rows])
    for row in rows:
        if line := row_text(row):
            links += _links_in(row, at)
            told.append(line)
            at += len(line) + 1
    return Piece("table", "\n".join(told), header_rows=header_rows, links=tuple(links)) if told else None


def row_text(row: Sequence[Cell]) -> str:
    """A row as one line, with separated cells."""
    cells = [_cell_text(cell) for cell in row]
    return _BETWEEN.join(cells) if any(cells) else ""


def _cell_text(cell: Cell) -> str:
    return " ".join(" ".join(piece.text.split()) for piece in cell).strip().replace(_BETWEEN, " / ")


def _links_in(row: Sequence[Cell], at: int) -> Iterator[Link]:
    """The links of a row whose line begins at an offset; found by their words, in order."""
    for cell in row:
        words, after = _cell_text(cell), 0
        for piece in cell:
            for link in piece.links:
                linked = " ".join(piece.text[link.start : link.end].split())
                found = words.find(linked, after)
                if found >= 0:
                    yield Link(at + found, at + found + len(linked), link.url)
                    after = found + len(linked)
        at += len(words) + len(_BETWEEN)

"""Joins lines into running text, across hyphens, columns and pages."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from briefings.reading.layout import BULLET, UNCLEAR, Kind, Piece
from briefings.reading.pdf.blocks import DOT, ENDS, LIST_MARK, TextBlock
from briefings.reading.pdf.lines import Line
from briefings.reading.pdf.measures import Measures
from briefings.reading.pdf.non_prose import NOTE_MARK
from briefings.reading.plain_text.hyphens import LineJoiner
from briefings.reading.plain_text.page_notes import LOWERED
from briefings.reading.tables import is_number

_WRAPPED = 1.35  # times the closest distance of two lines, up to which a line goes on with the row above it
_NUMERIC = 0.6  # share of a column's cells
_TRIED = 4  # numbers of columns
_MOSTLY = 0.8  # share of the cells that stand in one column


def reflow(parts: Sequence[TextBlock], measures: Measures) -> Iterator[Piece]:
    """The pieces in order; a table within a paragraph is moved after it, notes go to the end of their section."""
    words = LineJoiner(line.text for part in parts for line in part.lines)
    open_part: list[TextBlock] = []
    held: list[TextBlock] = []
    noted: list[list[Line]] = []
    for part in parts:
        if part.kind == "note":
            if part.opens or not noted:
                noted.append([])
            noted[-1] += part.lines
        elif part.kind == "table" and open_part:
            held.append(part)
        elif open_part and _goes_over(open_part[-1], part, measures):
            open_part.append(part)
        else:
            yield from _finished(open_part, held, words)
            open_part, held = [part], []
    yield from _finished(open_part, held, words)
    yield from _notes(noted, words, min((part.level for part in parts if part.level > 1), default=1))


def _finished(open_part: Sequence[TextBlock], held: Iterable[TextBlock], words: LineJoiner) -> Iterator[Piece]:
    if open_part:
        yield _piece(open_part[0].kind, [line for part in open_part for line in part.lines], words, open_part[0].level)
    for part in held:
        yield _piece(part.kind, part.lines, words)


def _piece(kind: Kind, lines: Sequence[Line], words: LineJoiner, level: int = 0) -> Piece:
    if kind == "table" and any(len(line.cells) > 1 for line in lines):
        rows = table_rows(lines)
        text = "\n".join(" | ".join(row) for row in rows)
        return Piece(kind, text, header_rows=None if is_plain(rows) else UNCLEAR)
    text = words.joined([line.text for line in lines])
    if kind == "heading":
        return Piece(kind, text.rstrip(":："), level)
    mark = LIST_MARK.match(text) if kind == "item" else None
    if mark is None:
        return Piece(kind, text)
    return Piece(kind, text[mark.end() :], label=BULLET if DOT.match(text) else mark[0].strip())


def _notes(noted: Sequence[Sequence[Line]], words: LineJoiner, level: int) -> Iterator[Piece]:
    if noted:
        yield Piece("heading", "Notes", level)
    for lines in noted:
        text = words.joined([line.text for line in lines])
        mark = NOTE_MARK.match(text)
        sign = mark[0].strip(" [].)").translate(LOWERED) if mark else ""
        yield Piece("note", text[mark.end() :] if mark else text, label=f"{sign}." if sign.isdecimal() else sign)


def _goes_over(before: TextBlock, part: TextBlock, measures: Measures) -> bool:
    """Whether a part continues one that was cut at the end of a column or page."""
    last, first = before.lines[-1], part.lines[0]
    if part.opens or before.kind == "heading" or part.kind == "heading":
        return False
    if (last.page, last.slot) == (first.page, first.slot) and last.y > first.y and not part.opens:
        return not ENDS.search(last.text)
    if abs(last.size - first.size) > 0.07 * first.size:
        return False
    if first.text[:1].islower():
        return True
    widest = last.left + max(line.x1 - line.left for line in before.lines[-4:])
    return not ENDS.search(last.text) or not measures.ends_early(last, max(last.right, widest), first)


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

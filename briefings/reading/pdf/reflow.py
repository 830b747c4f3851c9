"""Joins lines into running text, across hyphens, columns and pages."""

from collections.abc import Iterable, Iterator, Sequence

from briefings.reading.layout import BULLET, UNCLEAR, Kind, Piece
from briefings.reading.pdf.blocks import DOT, ENDS, LIST_MARK, TextBlock
from briefings.reading.pdf.lines import Line
from briefings.reading.pdf.measures import Measures
from briefings.reading.pdf.non_prose import NOTE_MARK
from briefings.reading.pdf.table_rows import is_plain, table_rows
from briefings.reading.plain_text.hyphens import LineJoiner
from briefings.reading.plain_text.page_notes import LOWERED


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

"""Finds the tables among a text's blocks: rows of cells, header cells and the caption."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefings.model.analysis import Block, Section, Table, TableRow
from briefings.reading.layout import UNCLEAR, Layout, is_caption, lines, trimmed
from briefings.reading.outline import section_at
from briefings.translatable import plural

Span = tuple[int, int]
Split = Callable[[str, int, int], list[Span]]

_BAR, _TAB, _GAP = re.compile(r"(?<!\\)\|"), re.compile(r"\t"), re.compile(r"\s{2,}")
_RULE = re.compile(r"[\s|:+]*[=\-–—_][\s|:+=\-–—_]*")
_LEAD = re.compile(r"(?:[ \t]*>)*[ \t]*")  # of a table within a block quotation
_NUMBER = re.compile(r"[^\w\n]{0,4}\d[\d\s.,:'’/–%()+-]*(?:[^\W\d_]{1,4}\.?|[%€$£‰°+-])?[\s)*]*")
_YEAR = re.compile(r"\W?(?:1[5-9]|20)\d\d\W?(?:\s?[/–-]\s?\d{2,4})?")
_ANNOUNCES = re.compile(r"[:：][*_]*$")
_TITLE = re.compile(r"(?:table|tabelle|tableau|tabla|tabela|таблица)?\s?[:.]\s?\S", re.IGNORECASE)
_LONGEST_LINE = 250  # characters of a line that announces a table
_LONGEST_HEADER = 60  # characters of a header cell in a table that doesn't mark its own
_LONGEST_ROW, _MOST_COLUMNS = 20_000, 200  # characters, and cells in a row
_MOST_CELLS = 60_000  # of a text


class TooLarge(ValueError):
    """A table has more columns or longer rows than are read."""


def tables(layout: Layout, sections: Sequence[Section]) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables of a text, in order, and a warning that counts those that are too large: they are text only."""
    found: list[Table] = []
    cells = large = 0
    groups = [*_groups(layout)]
    for at, (first, last) in enumerate(groups):
        block = replace(layout.blocks[first], end=layout.blocks[last].end)
        if block.kind != "table" or block.header_rows == UNCLEAR:
            continue
        section = section_at(sections, block.start)
        try:
            table = _table(layout, block, section)
        except TooLarge:
            large += 1
            continue
        if table is None:
            continue
        size = sum(len(row.cells) for row in table.rows)
        if cells + size > _MOST_CELLS:
            large += 1
            continue
        cells += size
        found.append(replace(table, caption=_caption(layout, groups, at)))
    return tuple(found), _too_large(large)


def _too_large(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (
        plural(
            "{number} table is too large, so it is kept as text without rows and columns.",
            "{number} tables are too large, so they are kept as text without rows and columns.",
            number,
        ),
    )


def _groups(layout: Layout) -> Iterator[tuple[int, int]]:
    """The first and last index of the blocks that make one: rows of a plain text's table on consecutive lines."""
    first = 0
    for at, (one, other) in enumerate(pairwise(layout.blocks)):
        both = one.kind == other.kind == "table" and not layout.composed
        if not both or layout.text.count("\n", one.end, other.start) != 1 or is_caption(_of(layout.text, one)):
            yield first, at
            first = at + 1
    if layout.blocks:
        yield first, len(layout.blocks) - 1


def _of(text: str, block: Block) -> str:
    return text[block.start : block.end]


def _table(layout: Layout, block: Block, section: int | None) -> Table | None:
    text = layout.text
    spans = [_bare(text, *line) for line in lines(text, block.start, block.end)]
    ruled = next((at for at, (a, b) in enumerate(spans) if a < b and _RULE.fullmatch(text, a, b)), None)
    spans = [(a, b) for a, b in spans if a < b and not _RULE.fullmatch(text, a, b)]
    split = _splitter(text, spans)
    if any(b - a > _LONGEST_ROW for a, b in spans):
        raise TooLarge
    rows = [TableRow(a, b, tuple(split(text, a, b))) for a, b in spans]
    if max((len(row.cells) for row in rows), default=0) > _MOST_COLUMNS:
        raise TooLarge
    if sum(len(row.cells) > 1 for row in rows) < 2:
        return None
    number = block.header_rows
    if number is None:
        marked = ruled == 1 or _is_header(text, rows)
        number = int(marked and len(rows) > 1)
        number += number and len(rows) > 2 and all(row.cells[0][0] == row.cells[0][1] for row in rows[:2])
    body = rows[number:]
    if not body:
        return None
    heads = [row.cells for row in rows[:number] if any(a < b for a, b in row.cells)]
    header = tuple(_spread(cells) if cells is not heads[-1] else cells for cells in heads)
    return Table(block.start, block.end, section, tuple(_labelled(body) if layout.composed else body), header)


def _bare(text: str, start: int, end: int) -> Span:
    """A line without blanks and quote marks around it."""
    lead = _LEAD.match(text, start, end)
    return trimmed(text, lead.end() if lead else start, end)


def _splitter(text: str, spans: Sequence[Span]) -> Split:
    """The way in which most lines of a table separate their cells."""
    most = 0.6 * len(spans)
    if sum(_BAR.search(text, *span) is not None for span in spans) >= most:
        left = all(text[a] == "|" for a, _ in spans)
        right = all(text[b - 1] == "|" for _, b in spans)
        return lambda text, a, b: _split(_BAR, text, a + left, b - (right and b - a > 1))
    if sum(_TAB.search(text, *span) is not None for span in spans) >= most:
        return lambda text, a, b: _split(_TAB, text, a, b)
    if sum(_GAP.search(text, *span) is not None for span in spans) >= most:
        return lambda text, a, b: _split(_GAP, text, a, b)
    return separated(";" if sum(text.count(";", *span) for span in spans) >= len(spans) else ",")


def _split(sign: re.Pattern[str], text: str, start: int, end: int) -> list[Span]:
    cells: list[Span] = []
    for found in sign.finditer(text, start, end):
        cells.append(trimmed(text, start, found.start()))
        start = found.end()
    return [*cells, trimmed(text, start, end)]


def separated(sign: str) -> Split:
    """A splitter of lines of values between commas or semicolons, which may be in quotation marks."""
    cell = re.compile(rf'[ \t]*(?:"((?:[^"\n]|"")*)"|([^{sign}\n]*))[ \t]*(?:{sign}|$)')

    def split(text: str, start: int, end: int) -> list[Span]:
        cells: list[Span] = []
        line, at = text[start:end], 0
        while at <= len(line) and (found := cell.match(line, at)):
            left, right = found.span(1) if found[1] is not None else found.span(2)
            cells.append(trimmed(text, start + left, start + right))
            if not found[0].endswith(sign):
                break
            at = found.end()
        return cells

    return split


def _is_header(text: str, rows: Sequence[TableRow]) -> bool:
    """Whether the first row names the columns: words where the others have numbers, or three short names and more."""
    head = [text[a:b] for a, b in rows[0].cells]
    width = max(len(row.cells) for row in rows)
    told = [cell for cell in head[1:] if cell]
    if len(head) < width or len(told) < max(1, width - 2) or max(map(len, head)) > _LONGEST_HEADER:
        return False
    if any(_NUMBER.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in head):
        return False
    if all(_YEAR.fullmatch(cell) for cell in told):
        return width > 2 or not _YEAR.fullmatch(_first(text, rows[1].cells, 1))
    numeric = any(_is_numeric(text, rows[1:], column) for column in range(1, width))
    return numeric or (width > 2 and len(rows) > 2)


def _first(text: str, cells: Sequence[Span], column: int) -> str:
    return text[slice(*cells[column])] if column < len(cells) else ""


def is_number(words: str) -> bool:
    """Whether words are a number, perhaps with a unit."""
    return _NUMBER.fullmatch(words) is not None


def _is_numeric(text: str, rows: Sequence[TableRow], column: int) -> bool:
    """Whether most cells of a column are numbers."""
    told = [words for row in rows if (words := _first(text, row.cells, column))]
    return bool(told) and 2 * sum(is_number(words) for words in told) > len(told)


def _spread(cells: Sequence[Span]) -> tuple[Span, ...]:
    """Header cells above others, each of which goes for the empty ones after it."""
    made: list[Span] = []
    for cell in cells:
        empty = cell[0] == cell[1]
        made.append(made[-1] if empty and made else cell)
    return tuple(made)


def _labelled(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """The rows; one whose first cell is empty has that of the row above, which spans both."""
    label: Span | None = None
    for row in rows:
        first = row.cells[0]
        if first[0] < first[1]:
            label = first if len(row.cells) > 1 else None
        elif label:
            row = replace(row, cells=(label, *row.cells[1:]))
        yield row


def _caption(layout: Layout, groups: Sequence[tuple[int, int]], at: int) -> Span | None:
    """The caption before or after a table, or else the line before it that announces it."""
    before = layout.blocks[groups[at - 1][1]] if at else None
    after = layout.blocks[groups[at + 1][0]] if at + 1 < len(groups) else None
    text = layout.text
    if before and _is_title(text, before):
        return before.start, before.end
    if after and (_is_title(text, after) or _TITLE.match(text, after.start, after.end)):
        return after.start, after.end
    if before and before.end - before.start <= _LONGEST_LINE and _ANNOUNCES.search(text[before.start : before.end]):
        return before.start, before.end
    return None


def _is_title(text: str, block: Block) -> bool:
    words = _of(text, block)
    lone = block.kind == "table" and "\n" not in words and " | " not in words and not words.startswith("!")
    return lone or is_caption(words)

"""Puts the rows of tables into words: each cell with its header cells, and the caption. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

from briefings.model.analysis import Draft, Table, TableRow

_LINK = re.compile(
    r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"]{0,200}\")?\)|\[\[(?:[^\[\]|]{0,200}\\?\|)?([^\[\]|]{1,200})\]\]"
)
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,300}>")
_MARKS = re.compile(r"(?<!\\)(?:\*{1,3}|`{1,2}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w))")
_LONGEST_HEADING = 200  # characters
_LONGEST_CAPTION = 300  # characters that a row is shown with


def rows(draft: Draft) -> Iterator[tuple[Table, TableRow]]:
    """Every row of every table, in the text's order, without header rows."""
    return ((table, row) for table in draft.tables for row in table.rows)


def row_at(draft: Draft, offset: int) -> tuple[Table, TableRow] | None:
    """The row that contains an offset, with its table."""
    at = bisect_right(draft.tables, offset, key=lambda table: table.start) - 1
    if at < 0:
        return None
    table = draft.tables[at]
    index = bisect_right(table.rows, offset, key=lambda row: row.start) - 1
    found = index >= 0 and offset < table.rows[index].end
    return (table, table.rows[index]) if found else None


def headings(draft: Draft, table: Table) -> tuple[str, ...]:
    """The header of each column; "" for a column without one."""
    cells = [[(start, min(end, start + _LONGEST_HEADING)) for start, end in row] for row in table.header]
    columns = zip_longest(*([cell_words(draft.text, cell) for cell in row] for row in cells), fillvalue="")
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)


def caption(draft: Draft, table: Table) -> str:
    """The table's caption in one line; "" without one or if it is as long as a paragraph."""
    if table.caption is None or table.caption[1] - table.caption[0] > _LONGEST_CAPTION:
        return ""
    return cell_words(draft.text, table.caption).rstrip(":： ")


def row_words(draft: Draft, table: Table, row: TableRow) -> str:
    """A row in one line, its own words verbatim: "Country: Germany; Full: 87 %"."""
    names = headings(draft, table)
    told = []
    for at, cell in enumerate(row.cells):
        if words := cell_words(draft.text, cell):
            name = names[at] if at < len(names) else ""
            told.append(f"{name}: {words}" if name and name != words else words)
    return "; ".join(told)


def row_passage(draft: Draft, table: Table, row: TableRow) -> str:
    """A row in words, followed by the table's caption in brackets."""
    words, title = row_words(draft, table, row), caption(draft, table)
    return f"{words} ({title})" if title else words


def cell_words(text: str, cell: tuple[int, int]) -> str:
    """The words of a cell or caption in one line, without the marks of Markdown and HTML."""
    words = text[cell[0] : cell[1]]
    if not words.isalnum():
        words = _LINK.sub(lambda found: found[1] or found[2] or "", words)
        words = _MARKS.sub("", _TAG.sub(" ", words)).replace("\\|", "|")
    return " ".join(words.split())

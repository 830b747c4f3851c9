"""Reads a Word document in order: paragraphs, tables, and the notes at the end."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import takewhile

from docx import Document
from docx.document import Document as Opened
from lxml import etree
from lxml.etree import _Element

from briefings.reading.layout import BULLET, Kind, Layout, Piece
from briefings.reading.office.archive import BROKEN, open_archive, unopened
from briefings.reading.office.layout import arrange
from briefings.reading.office.numerals import counter_value
from briefings.reading.office.tables import MOST_SPANNED, SPANNED, Cell, holds_prose, table_piece
from briefings.reading.office.word.inline import ParagraphText, words_of
from briefings.reading.office.word.names import MC, W, child, number, value
from briefings.reading.office.word.text_styles import TextStyle, TextStyles, outline_level
from briefings.reading.title_block.date_lines import day_made
from briefings.translatable import phrase

_LEVEL = re.compile(r"%(\d)")
_DEEPEST = 8

_KIND = phrase("the Word document")
_ENTERED = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_BOX = f"{W}txbxContent"
_TAKEN_OUT = frozenset({f"{W}del", f"{W}moveFrom"})
_TEMPLATE = date(2013, 12, 23)  # the day in files that python-docx makes, whenever it does
_INDENTED = 500  # twentieths of a point from which a paragraph without a hanging line is a block quotation


def read_docx(data: bytes) -> Layout:
    """The layout of a .docx file. Raises Unreadable."""
    open_archive(data, _KIND)
    try:
        return _Reader(Document(BytesIO(data))).layout()
    except BROKEN as error:
        raise unopened(error, _KIND) from error


class _Reader:
    """Walks through one document once."""

    def __init__(self, document: Opened) -> None:
        self._body: _Element = document.element.body
        stated = any(rel.reltype.endswith("/core-properties") for rel in document.part.package.rels.values())
        properties = document.core_properties if stated else None  # python-docx would make some up
        self._title = ((properties.title if properties else "") or "").strip()
        self._created = properties.created if properties else None
        self._saved = properties.modified if properties else None
        self._left_out = False
        self._parts = {
            rel.reltype.rpartition("/")[2]: rel for rel in document.part.rels.values() if not rel.is_external
        }
        ends = (rel for rel in document.part.rels.values() if rel.reltype.endswith(("/header", "/footer")))
        self._around = [rel.target_part.blob for rel in ends if not rel.is_external]
        self._targets = {id_: rel.target_ref for id_, rel in document.part.rels.items() if rel.is_external}
        self._looks = TextStyles(document.styles.element)
        self._numbering = Numbering(self._part("numbering"))
        self._notes: list[str] = []
        self._texts = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}

    def layout(self) -> Layout:
        pieces = [*self._pieces(self._body)]
        days = (each.date() if each else None for each in (self._created, self._saved))
        created = day_made(*days)
        layout = replace(arrange(pieces, self._notes, self._title), around=tuple(self._page_lines()))
        return replace(layout, created=None if created == _TEMPLATE else created, left_out=self._left_out)

    def _page_lines(self) -> Iterator[str]:
        """The paragraphs of page headers and footers."""
        for part in self._around:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            for paragraph in etree.fromstring(part, parser).iter(f"{W}p"):
                yield "".join(words.text or "" for words in paragraph.iter(f"{W}t"))

    def _part(self, name: str) -> _Element | None:
        if name not in self._parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self._parts[name].target_part.blob, parser)

    def _notes_of(self, kind: str) -> dict[str, _Element]:
        part = self._part(f"{kind}s")
        return {} if part is None else {str(note.get(f"{W}id")): note for note in part.iterfind(f"{W}{kind}")}

    def _noted(self, kind: str, id_: str) -> int:
        """Stores the text of a note and returns its number, 0 if there is no such note."""
        note = self._texts[kind].get(id_)
        if note is None:
            return 0
        said = [self._words(each, TextStyle()).text.strip() for each in note.iter(f"{W}p")]
        self._notes.append("\n".join(filter(None, said)))
        return len(self._notes)

    def _pieces(self, within: _Element) -> Iterator[Piece]:
        for found in within:
            if found.tag == f"{W}p":
                yield self._piece(found)
                for box in _boxes(found):
                    yield from self._pieces(box)
            elif found.tag == f"{W}tbl":
                yield from self._table(found)
            elif found.tag in _ENTERED:
                yield from self._pieces(found)
            elif found.tag == f"{MC}AlternateContent" and (choice := found.find(f"{MC}Choice")) is not None:
                yield from self._pieces(choice)

    def _piece(self, paragraph: _Element) -> Piece:
        properties = child(paragraph, "pPr")
        look = self._looks.of(value(properties, "pStyle") or self._looks.paragraph)
        said = self._words(paragraph, look)
        role = outline_level(properties) or look.role
        if role and role.kind != "item":
            return Piece(role.kind, said.text, role.level, bold=said.bold, size=said.size, links=said.links)
        kind: Kind = "quote" if _is_indented(properties) else "paragraph"
        return self._listed(properties, look, said) or Piece(
            kind, said.text, bold=said.bold, size=said.size, links=said.links
        )

    def _listed(self, properties: _Element | None, look: TextStyle, said: ParagraphText) -> Piece | None:
        own = number(properties, "numPr", "numId")
        list_ = look.list_ if own is None else own
        if not list_ or not said.text.strip():
            return Piece("item", said.text, links=said.links) if look.role and own != 0 else None
        depth = number(properties, "numPr", "ilvl")
        label = self._numbering.label(list_, (look.depth or 0) if depth is None else depth)
        return Piece("item", said.text, label=label, bold=said.bold, size=said.size, links=said.links)

    def _words(self, paragraph: _Element, look: TextStyle) -> ParagraphText:
        words = words_of(paragraph, look, self._looks, self._noted, self._targets)
        self._left_out = self._left_out or words.left_out
        return words

    def _table(self, table: _Element) -> Iterator[Piece]:
        """A table as one piece with a line per row; a layout table as its prose."""
        rows = [*_within(table, f"{W}tr")]
        cells = [[*self._cells(row)] for row in rows]
        if holds_prose(cells):
            yield from (piece for row in cells for cell in row for piece in cell)
        elif piece := table_piece(cells, sum(1 for _ in takewhile(_is_header, rows)) or None):
            yield piece

    def _cells(self, row: _Element) -> Iterator[Cell]:
        """The cells of a row, with an empty one for each further column that one spans."""
        before = number(child(row, "trPr"), "gridBefore")
        yield from [SPANNED] * min(before or 0, MOST_SPANNED)
        for cell in _within(row, f"{W}tc"):
            yield [*self._pieces(cell)]
            spanned = number(child(cell, "tcPr"), "gridSpan") or 1
            yield from [SPANNED] * (min(spanned, MOST_SPANNED) - 1)


def _is_header(row: _Element) -> bool:
    """Whether a row is repeated at the head of each page."""
    mark = child(child(row, "trPr"), "tblHeader")
    return mark is not None and mark.get(f"{W}val") not in {"0", "false", "off"}


def _boxes(anchor: _Element) -> Iterator[_Element]:
    """The contents of the text boxes in an element, from the first alternative with any, without nested boxes."""
    if next(anchor.iter(_BOX), None) is None:
        return
    for found in anchor:
        if found.tag == _BOX:
            yield found
        elif found.tag == f"{MC}AlternateContent":
            yield from next(filter(None, ([*_boxes(each)] for each in found)), [])
        elif found.tag not in _TAKEN_OUT:
            yield from _boxes(found)


def _within(of: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, without those of nested tables."""
    for found in of:
        if found.tag == tag:
            yield found
        elif found.tag in _ENTERED:
            yield from _within(found, tag)


def _is_indented(properties: _Element | None) -> bool:
    indent = child(properties, "ind")
    if indent is None or indent.get(f"{W}hanging") or indent.get(f"{W}firstLine"):
        return False
    left = str(indent.get(f"{W}left") or indent.get(f"{W}start") or "0")
    return left.isdecimal() and int(left[:9]) >= _INDENTED


class Numbering:
    """Numbers the lists of a document; each call of `label` is the next item."""

    def __init__(self, numbering: _Element | None) -> None:
        self._abstract: dict[int, dict[int, _Element]] = {}
        self._lists: dict[int, int] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._counts: defaultdict[int, list[int]] = defaultdict(list)
        self._begun: set[int] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: _Element) -> None:
        for found in numbering.iterfind(f"{W}abstractNum"):
            levels = {_int(level.get(f"{W}ilvl")): level for level in found.iterfind(f"{W}lvl")}
            self._abstract[_int(found.get(f"{W}abstractNumId"))] = levels
        for found in numbering.iterfind(f"{W}num"):
            id_ = _int(found.get(f"{W}numId"))
            self._lists[id_] = number(found, "abstractNumId") or 0
            for override in found.iterfind(f"{W}lvlOverride"):
                start = number(override, "startOverride")
                if start is not None:
                    self._starts[id_, _int(override.get(f"{W}ilvl"))] = start

    def label(self, id_: int, depth: int) -> str:
        """The marker of the next item of a list at a depth from 0."""
        depth = min(max(depth, 0), _DEEPEST)
        kind = self._lists.get(id_, -1)
        level = self._abstract.get(kind, {}).get(depth)
        if level is None or value(level, "numFmt") in {"bullet", "none", None}:
            return BULLET
        counts = self._count(id_, kind, depth)
        written = _LEVEL.sub(
            lambda match: self._written(kind, counts, int(match[1]) - 1), value(level, "lvlText") or ""
        )
        return written.strip() or BULLET

    def _count(self, id_: int, kind: int, depth: int) -> list[int]:
        counts = self._counts[kind]
        if id_ not in self._begun:
            self._begun.add(id_)
            if any((id_, level) in self._starts for level in range(depth + 1)):
                counts.clear()
        del counts[depth + 1 :]
        while len(counts) <= depth:
            at = len(counts)
            counts.append(self._start(id_, kind, at) - (at == depth))
        counts[depth] += 1
        return counts

    def _start(self, id_: int, kind: int, depth: int) -> int:
        given = self._starts.get((id_, depth))
        start = number(child(self._abstract.get(kind, {}).get(depth), "start")) if given is None else given
        return 1 if start is None else start

    def _written(self, kind: int, counts: list[int], depth: int) -> str:
        if not 0 <= depth < len(counts):
            return ""
        return counter_value(counts[depth], value(self._abstract[kind].get(depth), "numFmt") or "decimal")


def _int(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0

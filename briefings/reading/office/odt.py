"""OpenDocument text: XML read in document order, with the notes at the end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element

from briefings.errors import Unreadable
from briefings.reading.layout import BULLET, Layout, Link, Piece
from briefings.reading.links import source_address
from briefings.reading.office.archive import BROKEN, open_archive, unopened
from briefings.reading.office.layout import arrange
from briefings.reading.office.links import CLOSED, OPENED, unmarked, without_marks
from briefings.reading.office.numerals import counter_value, joined, superscript
from briefings.reading.office.styles import Role, role_of
from briefings.reading.office.tables import MOST_SPANNED, SPANNED, Cell, holds_prose, table_piece
from briefings.translatable import phrase

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{_BASE}office:1.0}}", f"{_BASE}text:1.0}}", f"{_BASE}table:1.0}}"
STYLE, DRAW, FO = f"{_BASE}style:1.0}}", f"{_BASE}drawing:1.0}}", f"{_BASE}xsl-fo-compatible:1.0}}"
_DEEPEST = 20  # styles that one may inherit from
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_LINES_THROUGH = ("text-line-through-style", "text-line-through-type")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

_KIND = phrase("the OpenDocument text")
_PARSED = ("content.xml", "styles.xml", "meta.xml")  # the document's own; what is embedded is not read
_HREF = "{http://www.w3.org/1999/xlink}href"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BOXES = {f"{TEXT}section", f"{DRAW}text-box"}
_INDEXES = ("-index", "table-of-content", "bibliography")
_CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
_ROWS = {f"{TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}
_UNSAID = {f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}note", f"{DRAW}frame", f"{TEXT}ruby-text"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1_000
_PAGE_ENDS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")


def read_odt(data: bytes) -> Layout:
    """The layout of an .odt file. Raises Unreadable."""
    archive = open_archive(data, _KIND, _PARSED)
    try:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        if b"encryption-data" in manifest:
            raise Unreadable("The file is encrypted. Save it without a password and try again.")
        return _Reader(archive).layout()
    except BROKEN as error:
        raise unopened(error, _KIND) from error


def _parsed(archive: ZipFile, name: str) -> _Element | None:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


class _Reader:
    """Walks through one document once."""

    def __init__(self, archive: ZipFile) -> None:
        content = _parsed(archive, _PARSED[0])
        styles = _parsed(archive, _PARSED[1])
        self._styles = Styles([root for root in (styles, content) if root is not None])
        ends = {f"{STYLE}{name}" for name in _PAGE_ENDS}
        pages = [] if styles is None else [each for each in styles.iter() if each.tag in ends]
        self._around = tuple(
            "".join(map(str, words.itertext())) for each in pages for words in each.iter(f"{TEXT}p", f"{TEXT}h")
        )
        self._body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        meta = _parsed(archive, _PARSED[2])
        title = None if meta is None else meta.find(f".//{_TITLE}")
        self._title = (title.text or "").strip() if title is not None else ""
        self._notes: list[str] = []
        self._looks: set[bool] = set()
        self._targets: list[str] = []  # of the links in the paragraph
        self._left_out = False

    def layout(self) -> Layout:
        pieces = [] if self._body is None else [*self._pieces(self._body)]
        layout = arrange(pieces, self._notes, self._title)
        return replace(layout, left_out=self._left_out, around=self._around)

    def _pieces(self, within: _Element) -> Iterator[Piece]:
        for found in within:
            tag = str(found.tag)
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield self._piece(found)
                yield from self._framed(found)
            elif tag == f"{TEXT}list":
                yield from self._list(found, str(found.get(f"{TEXT}style-name", "")), 1)
            elif tag == f"{TABLE}table":
                yield from self._table(found)
            elif tag in _BOXES:
                yield from self._pieces(found)
            elif tag.endswith(_INDEXES):
                yield from (Piece("table", self._said(each)) for each in found.iter(f"{TEXT}p"))

    def _piece(self, paragraph: _Element, label: str = "") -> Piece:
        self._looks = set()
        style = str(paragraph.get(f"{TEXT}style-name", ""))
        look = self._styles.of(style)
        text, links = ("", ()) if look.struck else self._linked(paragraph, bold=look.bold)
        self._left_out = self._left_out or look.struck
        bold, size = self._looks == {True}, look.size
        level = str(paragraph.get(f"{TEXT}outline-level", ""))
        if paragraph.tag == f"{TEXT}h":
            return Piece("heading", text, int(level[:2]) if level.isdecimal() else 1)
        if look.role:
            return Piece(look.role.kind, text, look.role.level, bold=bold, size=size, links=links)
        return Piece("item" if label else "paragraph", text, label=label, bold=bold, size=size, links=links)

    def _said(self, within: _Element) -> str:
        return self._linked(within)[0]

    def _linked(self, within: _Element, *, bold: bool = False) -> tuple[str, tuple[Link, ...]]:
        """The text of a paragraph, and its links."""
        kept, self._targets = self._targets, []
        said = unmarked(self._marked(within, bold=bold), self._targets)
        self._targets = kept
        return said

    def _marked(self, within: _Element, *, bold: bool = False, high: bool = False) -> str:
        """The text of an element with its children; text after a child belongs to the element itself."""
        parts = [self._words(within.text, bold=bold, high=high)]
        for found in within:
            style = self._styles.of(str(found.get(f"{TEXT}style-name", ""))) if found.tag == f"{TEXT}span" else None
            if found.tag == f"{TEXT}note":
                parts.append(joined("".join(parts), self._noted(found)))
            elif found.tag == f"{TEXT}s":
                count = str(found.get(f"{TEXT}c", "1"))
                parts.append(" " * min(int(count[:5]) if count.isdecimal() else 1, _MOST_BLANKS))
            elif found.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
                parts.append(" " if found.tag == f"{TEXT}tab" else "\n")
            elif style and style.struck:
                self._left_out = True
            elif found.tag not in _UNSAID and isinstance(found.tag, str):
                weight = style.bold if style and style.weighted else bold
                target = source_address(str(found.get(_HREF, ""))) if found.tag == f"{TEXT}a" else ""
                self._targets += [target] if target else []
                said = self._marked(found, bold=weight, high=high or bool(style and style.high))
                parts.append(f"{OPENED}{said}{CLOSED}" if target else said)
            parts.append(self._words(found.tail, bold=bold, high=high))
        return "".join(parts)

    def _words(self, text: str | None, *, bold: bool, high: bool) -> str:
        words = without_marks(_BLANKS.sub(" ", text or ""))
        if words.strip():
            self._looks.add(bold)
        return superscript(words) if high else words

    def _noted(self, note: _Element) -> str:
        """Stores a note's text and returns its mark."""
        looks = self._looks
        body = note.find(f"{TEXT}note-body")
        said = [self._said(each).strip() for each in body.iter(f"{TEXT}p")] if body is not None else []
        self._looks = looks
        self._notes.append("\n".join(filter(None, said)))
        return superscript(str(len(self._notes)))

    def _framed(self, paragraph: _Element) -> Iterator[Piece]:
        """The text of frames beside a paragraph: captions and boxes, which aren't running text."""
        for box in paragraph.iter(f"{DRAW}text-box"):
            words = "\n".join(filter(None, (self._said(each).strip() for each in box.iterfind(f"{TEXT}p"))))
            yield Piece("table", words)

    def _list(self, list_: _Element, style: str, depth: int) -> Iterator[Piece]:
        form = self._styles.number(style, depth)
        number = 0
        for item in list_:
            start = str(item.get(f"{TEXT}start-value", ""))
            number = int(start[:9]) if start.isdecimal() else number + 1
            label = f"{counter_value(number, form)}." if form else BULLET
            for found in item:
                if found.tag == f"{TEXT}list":
                    yield from self._list(found, str(found.get(f"{TEXT}style-name", style)), depth + 1)
                elif found.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    yield self._piece(found, label)

    def _table(self, table: _Element) -> Iterator[Piece]:
        rows = [[*self._cells(row)] for row in _rows(table)]
        heads = sum(len([*_rows(head)]) for head in table.iterfind(f"{TABLE}table-header-rows"))
        if holds_prose(rows):
            yield from (piece for row in rows for cell in row for piece in cell)
        elif piece := table_piece(rows, heads or None):
            yield piece

    def _cells(self, row: _Element) -> Iterator[Cell]:
        """The cells of a row, with an empty one for each further column that one spans or that has the same cell."""
        for cell in row:
            if cell.tag in _CELLS:
                yield [*self._pieces(cell)] if cell.tag == f"{TABLE}table-cell" else SPANNED
                repeated = str(cell.get(f"{TABLE}number-columns-repeated", ""))
                yield from [SPANNED] * (min(int(repeated[:4]), MOST_SPANNED) - 1 if repeated.isdecimal() else 0)


def _rows(table: _Element) -> Iterator[_Element]:
    for found in table:
        if found.tag == f"{TABLE}table-row":
            yield found
        elif found.tag in _ROWS:
            yield from _rows(found)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style's look; `weighted` if it sets boldness, `size` in points, 0 if unknown."""

    role: Role | None = None
    bold: bool = False
    weighted: bool = False
    size: float = 0.0
    high: bool = False
    struck: bool = False


class Styles:
    """A document's styles by name."""

    def __init__(self, roots: Sequence[_Element]) -> None:
        self._styles = {str(one.get(f"{STYLE}name")): one for root in roots for one in root.iter(f"{STYLE}style")}
        self._lists = {str(one.get(f"{STYLE}name")): one for root in roots for one in root.iter(f"{TEXT}list-style")}
        self._known: dict[str, TextStyle] = {}

    def of(self, name: str) -> TextStyle:
        """A style's look; an empty one for an unknown style."""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def number(self, name: str, depth: int) -> str:
        """The number format of a list at a depth (from 1); "" for bullets."""
        list_ = self._lists.get(name)
        for level in list_.iterfind(f"{TEXT}list-level-style-number") if list_ is not None else ():
            if level.get(f"{TEXT}level") == str(depth):
                return _FORMS.get(str(level.get(f"{STYLE}num-format", "")), "")
        return ""

    def _made(self, name: str) -> TextStyle:
        role: Role | None = None
        found: dict[str, str] = {}
        for id_, style in self._chain(name):
            outline = str(style.get(f"{STYLE}default-outline-level", ""))
            told = Role("heading", int(outline)) if outline.isdecimal() and 0 < int(outline[:3]) < 10 else None
            role = role or told or role_of(str(style.get(f"{STYLE}display-name", id_)))
            for properties in style.iterfind(f"{STYLE}text-properties"):
                found = {str(key): str(value) for key, value in properties.attrib.items()} | found
        weight = found.get(f"{FO}font-weight", "")
        size = found.get(f"{FO}font-size", "").removesuffix("pt")
        return TextStyle(
            role,
            weight in _BOLD,
            bool(weight),
            float(size) if size.replace(".", "", 1).isdecimal() else 0.0,
            found.get(f"{STYLE}text-position", "").startswith(("super", "3", "5")),
            any(found.get(f"{STYLE}{name}", "none") != "none" for name in _LINES_THROUGH),
        )

    def _chain(self, name: str) -> Iterator[tuple[str, _Element]]:
        for _ in range(_DEEPEST):
            if (style := self._styles.get(name)) is None:
                yield from self._unknown(name)
                return
            yield name, style
            name = str(style.get(f"{STYLE}parent-style-name", ""))

    def _unknown(self, name: str) -> Iterator[tuple[str, _Element]]:
        """An element for a common style that the file uses without defining it; only its name is known."""
        if name:
            empty = next(iter(self._styles.values()), None)
            if empty is not None:
                yield name, empty.makeelement(f"{STYLE}style")

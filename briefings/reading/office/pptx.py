"""PowerPoint presentations: the text of each slide, its title as a heading, and the speaker's notes below."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element

from briefings.reading.layout import BULLET, Layout, Piece
from briefings.reading.office.archive import BROKEN, open_archive, unopened
from briefings.reading.office.layout import arrange
from briefings.reading.office.numerals import superscript
from briefings.reading.office.tables import table_piece
from briefings.reading.office.word.names import MC
from briefings.reading.title_block.date_lines import day_in, day_made
from briefings.translatable import phrase

_KIND = phrase("the presentation")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN, _CORE = "ppt/presentation.xml", "docProps/core.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
_LISTED = frozenset({"body", "obj", ""})  # placeholders whose paragraphs have bullets
_UNNAMED = frozenset({"powerpoint presentation", "presentation", "presentation1", "slide 1"})
_TEMPLATE = date(2013, 1, 27)  # the day in files that python-pptx makes, whenever it does


def read_pptx(data: bytes) -> Layout:
    """The layout of a .pptx file. Raises Unreadable."""
    archive = open_archive(data, _KIND)
    try:
        return _Presentation(archive).layout()
    except BROKEN as error:
        raise unopened(error, _KIND) from error


class _Presentation:
    """Reads one presentation once."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive, self._names = archive, frozenset(archive.namelist())
        self._left_out = False
        self._links: dict[str, tuple[str, str]] = {}  # of the slide being read: kind and path by id

    def layout(self) -> Layout:
        slides = [self._slide(path) for path in self._slides() if self._is_shown(path)]
        core = self._parsed(_CORE) if _CORE in self._names else None
        named = " ".join(((core.findtext("{*}title") if core is not None else "") or "").split())
        made = (core.findtext("{*}created") if core is not None else "") or ""
        title = "" if named.casefold() in _UNNAMED else named
        body = [*_titled(slides)]
        saved = (core.findtext("{*}modified") if core is not None else "") or ""
        created = day_made(day_in(made), day_in(saved))
        layout = arrange(body, title=title)
        return replace(layout, created=None if created == _TEMPLATE else created, left_out=self._left_out)

    def _is_shown(self, path: str) -> bool:
        """Whether a slide is not hidden; also notes whether text on it is left out."""
        slide = self._parsed(path)
        hidden = slide.get("show") in {"0", "false"}
        self._left_out = self._left_out or hidden or any(_is_struck(run) for run in slide.iter(f"{_A}r"))
        return not hidden

    def _parsed(self, name: str) -> _Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self._archive.read(name), parser)

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: kind and path by id."""
        folder, name = posixpath.split(path)
        listed = f"{folder}/_rels/{name}.rels"
        if listed not in self._names:
            return {}
        return {
            str(each.get("Id")): (
                str(each.get("Type", "")).rpartition("/")[2],
                posixpath.normpath(posixpath.join(folder, str(each.get("Target", "")))).lstrip("/"),
            )
            for each in self._parsed(listed)
            if each.get("TargetMode") != "External"
        }

    def _slides(self) -> Iterator[str]:
        related = self._related(_MAIN)
        for each in self._parsed(_MAIN).iterfind(f"{_P}sldIdLst/{_P}sldId"):
            _, path = related.get(str(each.get(f"{_R}id")), ("", ""))
            if path in self._names:
                yield path

    def _slide(self, path: str) -> list[Piece]:
        """A slide's pieces, its title first; the notes follow the rest."""
        self._links = self._related(path)
        pieces = [*self._shapes(self._parsed(path).find(f"{_P}cSld/{_P}spTree"))]
        notes = (path for kind, path in self._links.values() if kind == "notesSlide" and path in self._names)
        noted = [piece for each in notes for piece in self._noted(each)]
        titles = [piece for piece in pieces if piece.kind == "heading"]
        return [*titles[:1], *(piece for piece in pieces if piece not in titles[:1]), *noted]

    def _noted(self, path: str) -> Iterator[Piece]:
        root = self._parsed(path).find(f"{_P}cSld/{_P}spTree")
        said = [p for shape in (root.iter(f"{_P}sp") if root is not None else ()) for p in self._note(shape)]
        for at, words in enumerate(said):
            yield Piece("paragraph", words, label="" if at else "Speaker notes:")

    def _note(self, shape: _Element) -> list[str]:
        if _role(shape) not in {"body", "obj"}:
            return []
        return [words for each in shape.iter(f"{_A}p") if (words := _words(each).strip())]

    def _shapes(self, within: _Element | None) -> Iterator[Piece]:
        for found in within if within is not None else ():
            if found.tag == f"{_P}sp":
                yield from _shape(found)
            elif found.tag == f"{_P}grpSp":
                yield from self._shapes(found)
            elif found.tag == f"{_P}graphicFrame":
                yield from self._graphic(found)
            elif found.tag == f"{MC}AlternateContent":
                yield from self._shapes(found.find(f"{MC}Choice"))

    def _graphic(self, frame: _Element) -> Iterator[Piece]:
        """A table, or the words of a diagram."""
        for table in frame.iter(f"{_A}tbl"):
            rows = [[[Piece("paragraph", _words(cell))] for cell in row.iterfind(f"{_A}tc")] for row in table]
            look = table.find(f"{_A}tblPr")
            headed = look is not None and look.get("firstRow") in {"1", "true"}
            if piece := table_piece([row for row in rows if row], 1 if headed else None):
                yield piece
        for ids in frame.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
            _, path = self._links.get(str(ids.get(f"{_R}dm")), ("", ""))
            if path in self._names:
                for each in self._parsed(path).iter(f"{_A}p"):
                    yield Piece("item", _words(each), label=BULLET)


def _role(shape: _Element) -> str | None:
    """The kind of a placeholder, "" for a plain one, None for a shape that is none."""
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return None if found is None else str(found.get("type", ""))


def _shape(shape: _Element) -> Iterator[Piece]:
    role = _role(shape)
    if role in _FURNITURE:
        return
    paragraphs = [*shape.iterfind(f"{_P}txBody/{_A}p")]
    if role in _TITLES:
        title = " ".join(" ".join(_words(each) for each in paragraphs).split())
        yield Piece("heading", title, 0 if role == "ctrTitle" else 1)
        return
    for each in paragraphs:
        yield _paragraph(each, listed=role in _LISTED)


def _paragraph(paragraph: _Element, *, listed: bool) -> Piece:
    look = paragraph.find(f"{_A}pPr")
    marks = {str(each.tag).removeprefix(_A) for each in look} if look is not None else set()
    bulleted = "buNone" not in marks and (listed or not marks.isdisjoint({"buChar", "buAutoNum", "buBlip"}))
    text = _words(paragraph)
    return Piece("item", text, label=BULLET) if bulleted else Piece("paragraph", text, bold=_is_bold(paragraph))


def _is_bold(paragraph: _Element) -> bool:
    looks = [run.find(f"{_A}rPr") for run in paragraph.iterfind(f"{_A}r")]
    return bool(looks) and all(look is not None and look.get("b") in {"1", "true"} for look in looks)


def _words(within: _Element) -> str:
    """The text of a paragraph or a cell; fields such as the slide's number are left out."""
    parts: list[str] = []
    for found in within.iter(f"{_A}t", f"{_A}br", f"{_A}p"):
        if found.tag == f"{_A}t":
            above = found.getparent()
            number = above is not None and above.tag == f"{_A}fld" and above.get("type") == "slidenum"
            said = "" if number or _is_struck(above) else (found.text or "").replace("\x0b", "\n")
            parts.append(superscript(said) if _is_raised(above) else said)
        elif parts:
            parts.append("\n" if found.tag == f"{_A}br" else " ")
    return "".join(parts)


def _is_struck(run: _Element | None) -> bool:
    look = run.find(f"{_A}rPr") if run is not None else None
    return look is not None and look.get("strike", "noStrike") != "noStrike"


def _is_raised(run: _Element | None) -> bool:
    look = run.find(f"{_A}rPr") if run is not None else None
    height = look.get("baseline", "0") if look is not None else "0"
    return height.rstrip("%").partition(".")[0].isdecimal() and not height.startswith("0")


def _titled(slides: list[list[Piece]]) -> Iterator[Piece]:
    """All slides; only the first may hold the presentation's title, and a title said again is told once."""
    before = ""
    for number, slide in enumerate(slides):
        for piece in slide:
            if piece.kind != "heading":
                yield piece
                continue
            if piece.text != before:
                opens = number == 0 and (not piece.level or len(slides) > 1)
                yield replace(piece, level=0 if opens else 1)
            before = piece.text

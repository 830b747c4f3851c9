"""E-books: the chapters of an EPUB in reading order, each read as a web page."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element

from briefings.errors import Unreadable
from briefings.reading.layout import Layout, Piece
from briefings.reading.office.archive import BROKEN, open_archive, unopened
from briefings.reading.office.layout import arrange
from briefings.reading.title_block.date_lines import day_in
from briefings.reading.web.flow import passages_of
from briefings.reading.web.page import decode_page
from briefings.reading.web.parsing import parsed_page
from briefings.translatable import phrase

_KIND = phrase("the e-book")
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EVENT = "{http://www.idpf.org/2007/opf}event"  # what a date is of, in EPUB 2
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_MOSTLY = 0.6  # share of linked characters from which a chapter is a table of contents
_SHORT = 4_000  # characters of a chapter that may be one


@dataclass(frozen=True, slots=True)
class _Item:
    """A file that the book's package lists."""

    path: str
    kind: str
    properties: str


def read_epub(data: bytes) -> Layout:
    """The layout of an .epub file. Raises Unreadable."""
    archive = open_archive(data, _KIND, (_CONTAINER, _ENCRYPTION))
    try:
        return _Book(archive).layout()
    except BROKEN as error:
        raise unopened(error, _KIND) from error


class _Book:
    """Reads one book once."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive, self._names = archive, frozenset(archive.namelist())
        container = self._parsed(_CONTAINER)
        found = container.find(".//{*}rootfile") if container is not None else None
        self._path = str(found.get("full-path", "")) if found is not None else ""
        package = self._parsed(self._path)
        if package is None:
            raise Unreadable("The file is damaged: {kind} can't be opened.", kind=_KIND)
        self._package: _Element = package
        self._items = {str(each.get("id")): self._item(each) for each in package.iterfind("{*}manifest/{*}item")}
        self._labels = self._chapter_names()

    def layout(self) -> Layout:
        title = self._said("title")
        by = [said for each in self._metadata("creator") if (said := " ".join((each.text or "").split()))]
        pieces = [piece for path in self._chapters() for piece in self._chapter(path)]
        head = [Piece("heading", title)] if title else []
        head += [Piece("paragraph", f"By {', '.join(by)}")] if by else []
        kept = [piece for piece in pieces if piece.kind != "heading" or piece.text.casefold() != title.casefold()]
        return replace(arrange([*head, *kept], title=title, published=self._published()), titled=bool(title))

    def _parsed(self, name: str) -> _Element | None:
        if name not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        return etree.fromstring(self._archive.read(name), parser)

    def _item(self, listed: _Element) -> _Item:
        path = self._beside(self._path, str(listed.get("href", "")))
        return _Item(path, str(listed.get("media-type", "")), str(listed.get("properties", "")))

    def _beside(self, path: str, href: str) -> str:
        """The path of a file that another one names."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href.partition("#")[0])))

    def _metadata(self, name: str) -> list[_Element]:
        return self._package.findall(f"{{*}}metadata//{_DC}{name}")

    def _said(self, name: str) -> str:
        said = (" ".join((each.text or "").split()) for each in self._metadata(name))
        return next(filter(None, said), "")

    def _published(self) -> date | None:
        dates = [each for each in self._metadata("date") if each.get(_EVENT) in {None, "publication", "issued"}]
        days = (day_in(each.text) for each in dates if each.text)
        return next(filter(None, days), None)

    def _chapters(self) -> Iterator[str]:
        """The paths of the chapters, without the navigation. Raises Unreadable for a protected book."""
        protected = self._protected()
        named = (str(each.get("idref")) for each in self._package.iterfind("{*}spine/{*}itemref"))
        for id_ in dict.fromkeys(named):  # a damaged book may name an item many times
            item = self._items.get(id_)
            if item is None or item.kind not in _PAGES or "nav" in item.properties.split():
                continue
            if item.path in protected:
                raise Unreadable("The e-book is copy-protected, so Readout can't read it.")
            if item.path in self._names:
                yield item.path

    def _protected(self) -> frozenset[str]:
        root = self._parsed(_ENCRYPTION)
        named = root.iter("{*}CipherReference") if root is not None else ()
        return frozenset(posixpath.normpath(unquote(str(each.get("URI", "")))) for each in named)

    def _chapter(self, path: str) -> list[Piece]:
        body = parsed_page(decode_page(self._archive.read(path)).text).body
        passages = passages_of(body)[0] if body is not None else []
        size = sum(len(each.piece.text) for each in passages)
        if size < _SHORT and sum(each.linked for each in passages) > _MOSTLY * size:
            return []
        pieces = [each.piece for each in passages]
        label = self._labels.get(path, "")
        if not pieces or not label or any(piece.kind == "heading" for piece in pieces):
            return pieces
        return [Piece("heading", label, 1), *pieces]

    def _chapter_names(self) -> dict[str, str]:
        """What the book's table of contents calls each file, for chapters whose heading is a picture."""
        names: dict[str, str] = {}
        for item in self._items.values():
            if item.kind == "application/x-dtbncx+xml" and (root := self._parsed(item.path)) is not None:
                found = [(p.findtext(".//{*}text"), p.find("{*}content")) for p in root.iter("{*}navPoint")]
                links = [(said, str(where.get("src", ""))) for said, where in found if where is not None]
            elif "nav" in item.properties.split() and (root := self._parsed(item.path)) is not None:
                links = [("".join(map(str, a.itertext())), str(a.get("href", ""))) for a in root.iter("{*}a")]
            else:
                continue
            for said, href in links:
                names.setdefault(self._beside(item.path, href), " ".join((said or "").split()))
        return names

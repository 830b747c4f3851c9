"""Turns a page's bytes into a layout: encoding, head, article, text."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.errors import MessageError

from selectolax.lexbor import LexborHTMLParser, LexborNode

from briefings.errors import Unreadable
from briefings.reading.encoding import Decoded, as_read, decode
from briefings.reading.layout import Layout, Piece
from briefings.reading.office.layout import arrange
from briefings.reading.web.article import article_of
from briefings.reading.web.flow import pieces_of

_HEAD = 4096  # bytes in which a page names its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]{2,40})", re.I)
_MAIL = re.compile(rb"(?i)(?:from|mime-version|content-type|subject|date|snapshot-content-location):")
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
_WRONG = "\ufffd"  # stands for bytes that are none of the encoding's
_MOST_WRONG = 0.02  # share of characters; beyond it the page's letters decide, for what it says of itself is wrong
_DATES = (
    *('meta[property="article:published_time"]', 'meta[name="citation_publication_date"]', 'meta[name="date"]'),
    *('meta[name="dc.date" i]', 'meta[name="dcterms.created" i]', 'meta[itemprop="datePublished"]'),
    *('meta[name="pubdate" i]', 'meta[name="publish-date" i]', 'time[itemprop="datePublished"]', "time[pubdate]"),
)
_DAY = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_LONGEST_DATA = 200_000  # characters of a page's own data that are looked into
_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{1,60}$")


def read_html(data: bytes) -> Layout:
    """The layout of a page, or of one saved with its pictures in one file. Raises Unreadable."""
    markup = decode_page(_page_in_mail(data) if _MAIL.match(data) else data)
    page = LexborHTMLParser(markup.text)
    root = article_of(page)
    if root is None:
        raise Unreadable("The page contains no text.")
    pieces = [*_titled(page, [*pieces_of(root)])]
    if not pieces:
        raise Unreadable("The page contains no text. It may load its text with a script.")
    return replace(arrange(pieces, title=_title(page), published=_published(page)), doubts=markup.doubts)


def decode_page(data: bytes) -> Decoded:
    """The decoded markup, by byte order mark, declared encoding or a guess. Raises Unreadable."""
    named = _CHARSET.search(data[:_HEAD])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        label = (named[1] or named[2]).decode("ascii").lower()
        try:
            codec = codecs.lookup(label).name
            text = data.decode(_AS_BROWSERS.get(codec, codec), "replace").replace("\x00", "")
        except (LookupError, ValueError):  # a name that nobody knows, or one of no encoding of text
            text = _WRONG
        if text.count(_WRONG) <= _MOST_WRONG * len(text):
            return Decoded(text)
    decoded = decode(data)
    return Decoded(as_read(decoded.text), decoded.doubts)


def _page_in_mail(data: bytes) -> bytes:
    try:
        for part in message_from_bytes(data).walk():
            if part.get_content_type() == "text/html" and isinstance(found := part.get_payload(decode=True), bytes):
                return found
    except (MessageError, ValueError, LookupError) as error:
        raise Unreadable("The saved page is damaged and can't be opened.") from error
    raise Unreadable("The saved page contains no text.")


def _titled(page: LexborHTMLParser, pieces: list[Piece]) -> list[Piece]:
    """Makes the title the only first-level heading; one outside the article is put before it."""
    tops = [at for at, piece in enumerate(pieces) if piece.kind == "heading" and piece.level == 1]
    if len(tops) == 1:
        at = tops[0]
        pieces[at] = Piece("heading", pieces[at].text)
    elif not tops and (outside := [" ".join(h.text().split()) for h in page.css("h1")]) and len(set(outside)) == 1:
        return [Piece("heading", outside[0]), *pieces]
    return pieces


def _title(page: LexborHTMLParser) -> str:
    for selector in ('meta[name="citation_title"]', 'meta[property="og:title"]'):
        found = page.css_first(selector)
        if found is not None and (said := (found.attributes.get("content") or "").strip()):
            return " ".join(said.split())
    title = page.css_first("head > title")
    return _SITE.sub("", " ".join(title.text().split())) if title is not None else ""


def _published(page: LexborHTMLParser) -> date | None:
    """The publication date in the page's metadata."""
    return next((day for said in _dates(page) if (day := _day(said))), None)


def _dates(page: LexborHTMLParser) -> Iterator[str]:
    for selector in _DATES:
        for found in page.css(selector):
            yield found.attributes.get("content") or found.attributes.get("datetime") or ""
    for script in page.css('script[type="application/ld+json"]'):
        yield from _data_dates(script)


def _data_dates(script: LexborNode) -> Iterator[str]:
    said = script.text()
    try:
        data = json.loads(said) if len(said) < _LONGEST_DATA else None
    except (ValueError, RecursionError):
        return
    graph = data.get("@graph", [data]) if isinstance(data, dict) else data
    for thing in graph if isinstance(graph, list) else ():
        if isinstance(thing, dict):
            yield str(thing.get("datePublished", ""))


def _day(said: str) -> date | None:
    match = _DAY.match(said)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None

"""Turns a page's bytes into a layout: encoding, head, article, text."""

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError

from selectolax.lexbor import LexborHTMLParser

from briefings.errors import Unreadable
from briefings.reading.encoding import Decoded, as_read, decode
from briefings.reading.layout import Layout, Piece
from briefings.reading.links import site_of, source_address
from briefings.reading.office.layout import arrange
from briefings.reading.web.data_text import hidden_markup, is_empty
from briefings.reading.web.flow import passages_of
from briefings.reading.web.metadata import address_of, marking_lines_of, published_in, title_of
from briefings.reading.web.parsing import parsed_page
from briefings.reading.web.passage_places import BESIDE, PageElement, PagePassage, measure
from briefings.reading.web.selection import article
from briefings.reading.web.streamed import whole
from briefings.translatable import phrase

_HEAD = 4096  # bytes in which a page names its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]{2,40})", re.I)
_MAIL = re.compile(rb"(?i)(?:from|mime-version|content-type|subject|date|snapshot-content-location):")
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
_WRONG = "\ufffd"  # stands for bytes that are none of the encoding's
_MOST_WRONG = 0.02  # share of characters; beyond it the page's letters decide, for what it says of itself is wrong
_LINES = 4  # of a passage in which its date may stand
_LONG_PAGE = 2_000  # characters
_FEWEST_SENTENCES = 3
_ALL_READ = (phrase("No article stands out on the page, so all its visible text was read."),)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?:\s|$)|[。！？]")
_FEWEST_LINKS, _MOST_TO_OTHERS = 8, 0.6  # to one site, and the share of all links, from which it is the page's own
_MARKED_HEAD, _MARKED_FOOT, _MARKED_LENGTH = 12, 4, 80  # passages, and characters of one
_BEFORE, _AFTER = 8, 3  # passages around the article's start in which the page may show its date


def read_html(data: bytes) -> Layout:
    """The layout of a page's article, also of a page saved with its pictures in one file. Raises Unreadable."""
    markup = decode_page(_page_in_mail(data) if _MAIL.match(data) else data)
    page = parsed_page(whole(markup.text))
    address = address_of(page)
    passages, places = _passages(page, markup.text, address)
    core = measure(places, passages)
    if core is None or not passages:
        raise Unreadable("The page contains no text. It may load its text with a script.")
    headings = [each.piece.text for each in passages if each.piece.level == 1]
    title = title_of(page, headings)
    found = article(passages, core, title)
    lost = not found or _has_none(found, passages)
    content = _with_outer_links(passages if lost else found, address)
    pieces = _arranged([each.piece for each in content], title, headed=title in headings)
    published = published_in(page, _beside_title(passages, content))
    layout = arrange(pieces, title=title, published=published)
    return replace(
        layout,
        doubts=markup.doubts + (_ALL_READ if lost else ()) + _sentence_doubt(passages, content),
        titled=bool(title) and title not in headings,
        around=(*marking_lines_of(page, markup.text), *_marked_at_ends(passages)),
        left_out=any(node.text().strip() for node in page.css("s, del, strike")),
    )


def _passages(page: LexborHTMLParser, markup: str, address: str) -> tuple[list[PagePassage], list[PageElement]]:
    """What a page shows, or else the article that it holds in its data until a script shows it."""
    shown: tuple[list[PagePassage], list[PageElement]] = (
        ([], []) if page.body is None else passages_of(page.body, address)
    )
    if not is_empty(each.piece.text for each in shown[0]) or not (hidden := hidden_markup(page, markup)):
        return shown
    other = parsed_page(hidden)
    return passages_of(other.body, address) if other.body is not None else shown


def _with_outer_links(content: list[PagePassage], address: str) -> list[PagePassage]:
    """The passages without links within the site: the one most links go to, if the page doesn't tell its address."""
    sites = Counter(site_of(link.url) for each in content for link in each.piece.links)
    site, number = sites.most_common(1)[0] if sites and not address else ("", 0)
    if number < _FEWEST_LINKS or number <= _MOST_TO_OTHERS * sites.total():
        return content
    own = f"https://{site}/"
    for each in content:
        links = tuple(link for link in each.piece.links if source_address(link.url, own))
        each.piece = replace(each.piece, links=links)
    return content


def _beside_title(passages: Sequence[PagePassage], content: Sequence[PagePassage]) -> list[str]:
    """The short lines around the article's start, where a page shows its date."""
    opening = next((each for each in content if each.piece.kind != "heading"), content[0])
    first = next(at for at, each in enumerate(passages) if each is opening)
    near = passages[max(0, first - _BEFORE) : first + _AFTER]
    short = (each for each in near if each.piece.kind != "heading" and not each.place.told & BESIDE)
    return [line for each in short for line in each.piece.text.split("\n")[:_LINES]]


def _marked_at_ends(passages: Sequence[PagePassage]) -> list[str]:
    """The short lines at either end of a page that may name its marking, whether or not they belong to the article."""
    ends = [*passages[:_MARKED_HEAD], *passages[-_MARKED_FOOT:]]
    return [each.piece.text for each in ends if "tlp" in each.piece.text[:_MARKED_LENGTH].lower()]


def _sentence_doubt(passages: Sequence[PagePassage], content: Sequence[PagePassage]) -> tuple[str, ...]:
    """A warning for a long page without sentences: a list of links, or a page that loads its text with a script."""
    long = sum(len(each.piece.text) for each in passages) > _LONG_PAGE
    if not long or _sentences_in(content) >= _FEWEST_SENTENCES:
        return ()
    return (phrase("The page is long but has hardly any sentences. It may be a list, or load its text with a script."),)


def _sentences_in(passages: Sequence[PagePassage]) -> int:
    """About how many sentences passages hold."""
    prose = (each.piece.text for each in passages if each.piece.kind not in {"heading", "code"})
    return sum(len(_SENTENCE.findall(words)) for words in prose)


def _has_none(article: Sequence[PagePassage], passages: Sequence[PagePassage]) -> bool:
    """Whether what was taken for an article has no sentence, and the page has some."""
    return not _sentences_in(article) and _sentences_in(passages) > 0


def decode_page(data: bytes) -> Decoded:
    """The decoded markup, by valid UTF-8, byte order mark, declared encoding or a guess. Raises Unreadable."""
    if (valid := _valid_utf8(data)) is not None:
        return Decoded(valid)
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


def _valid_utf8(data: bytes) -> str | None:
    """The text, if it has letters beyond ASCII and all of them are valid UTF-8, whatever the page declares."""
    if data.isascii():
        return None
    try:
        return data.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return None


def _page_in_mail(data: bytes) -> bytes:
    try:
        for part in message_from_bytes(data).walk():
            if part.get_content_type() == "text/html" and isinstance(found := part.get_payload(decode=True), bytes):
                return found
    except (MessageError, ValueError, LookupError) as error:
        raise Unreadable("The saved page is damaged and can't be opened.") from error
    raise Unreadable("The saved page contains no text.")


def _arranged(pieces: list[Piece], title: str, *, headed: bool) -> list[Piece]:
    """Puts the title first as the only heading of its rank; `headed` says that the page shows it as a heading."""
    tops = [at for at, piece in enumerate(pieces) if piece.level == 1]
    shown = next((at for at in tops if pieces[at].text == title), None)
    if shown is not None or headed:
        below = pieces if shown is None else [*pieces[:shown], *pieces[shown + 1 :]]
        return [Piece("heading", title), *below]
    if len(tops) == 1:
        pieces[tops[0]] = Piece("heading", pieces[tops[0]].text)
    return pieces

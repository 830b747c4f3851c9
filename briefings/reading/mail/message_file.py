"""Saved e-mails: the subject as title, sender and date, and the message without its attachments."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from briefings.errors import Unreadable
from briefings.reading.encoding import Decoded, as_read, decode
from briefings.reading.layout import PROSE, Layout, Piece
from briefings.reading.office.layout import arrange
from briefings.reading.plain_text.plain_text import read_plain
from briefings.text import one_line, shows
from briefings.translatable import phrase, plural

_QUOTED = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|$))+", re.MULTILINE)
_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?\n", re.MULTILINE)
_SOFT_BREAK = re.compile(r"(?<=\S) \n(?=[^\s>])")
_NOT_PLAIN = frozenset(
    {"html", "calendar", "css", "csv", "directory", "enriched", "richtext", "rtf", "vcard", "x-vcard"}
)
_LONGEST_SIGNATURE = 1_000  # characters
_LINKED = 0.8  # share of a passage's characters in links from which it is a newsletter's furniture
_FEWEST = 0.7  # share of the page's text that the plain version must have to be read in its place
_MOST_PARTS = 500
_CUT_OFF = phrase("The e-mail is cut off, so its end may be missing.")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_GROUP = 4  # letters of base64 that stand for three bytes
_REPLACED = phrase("Some letters of the e-mail can't be decoded, so they were replaced.")
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|отв|回复|转发)\s?(?:\[\d+\])?[:：]\s*)+", re.IGNORECASE)


def read_mail(data: bytes) -> Layout:
    """The layout of one saved message. Raises Unreadable."""
    try:
        return _layout(message_from_bytes(data))
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise Unreadable("The file is damaged: {kind} can't be opened.", kind=phrase("the e-mail")) from error


def _layout(message: Message) -> Layout:
    parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    attached = [part for part in parts if _is_attached(part)]
    read = [part for part in parts if part not in attached]
    plain = [_decoded(part) for part in read if part.get_content_subtype() not in _NOT_PLAIN]
    body, doubts = [*_pieces(plain)], tuple(doubt for each in plain for doubt in each.doubts)
    if pages := [*_pages(read)]:
        size = sum(len(piece.text) for piece in pages)
        body = body if sum(len(piece.text) for piece in body) >= _FEWEST * size else pages
    if not body:
        raise Unreadable("The e-mail has no text. If its text is an attachment, save that and send it.")
    subject, when = _header(message, "Subject"), _date(message)
    title = _REPLY.sub("", subject).strip() or subject
    made = arrange([*_head(message, title, when), *body], title=title, published=when)
    cut = (_CUT_OFF,) if _is_cut_off(message, read) else ()
    return replace(made, titled=bool(title), doubts=doubts + cut + _attachments(attached))


def _head(message: Message, title: str, when: date | None) -> Iterator[Piece]:
    if title:
        yield Piece("heading", title)
    name, address = parseaddr(_header(message, "From"))
    if sender := name or address:
        yield Piece("paragraph" if name else "code", f"By {sender}")
    if when:
        yield Piece("code", when.isoformat())


def _header(message: Message, name: str) -> str:
    """A header in plain letters; one that can't be decoded stays as it is."""
    said = str(message.get(name, "") or "")
    try:
        return one_line(str(make_header(decode_header(said))))
    except (ValueError, LookupError, MessageError):
        return one_line(said)


def _date(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_attached(part: Message) -> bool:
    named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return named or part.get_content_maintype() != "text"


def _attachments(attached: Iterable[Message]) -> tuple[str, ...]:
    files = [part for part in attached if part.get_content_disposition() != "inline" and part.get_filename()]
    if not files:
        return ()
    return (plural("{number} attachment isn't read.", "{number} attachments aren't read.", len(files)),)


def _is_cut_off(message: Message, read: Iterable[Message]) -> bool:
    """Whether a part of the message isn't closed, or base64 ends within a group of letters."""
    unclosed = any(isinstance(each, CloseBoundaryNotFoundDefect) for each in message.defects)
    return unclosed or any(_is_base64(part) and _ends_in_a_group(_letters(part)) for part in read)


def _is_base64(part: Message) -> bool:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"


def _letters(part: Message) -> bytes:
    """The letters of base64 up to its padding."""
    written = str(part.get_payload()).encode("ascii", "replace")
    return _NOT_BASE64.sub(b"", written.partition(b"=")[0]) if written.rstrip()[-1:] != b"=" else b""


def _ends_in_a_group(letters: bytes) -> bool:
    return len(letters) % _GROUP > 0


def _payload(part: Message) -> bytes:
    """A part's content; of base64 that is cut off, what stands before the cut."""
    if _is_base64(part) and _ends_in_a_group(letters := _letters(part)):
        whole = len(letters) - (len(letters) % _GROUP == 1)
        return _whole(b64decode(letters[:whole] + b"=" * (-whole % _GROUP)))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _whole(data: bytes) -> bytes:
    """UTF-8 without a last letter of which bytes are missing; other encodings stay as they are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start] if error.reason == "unexpected end of data" else data
    return data


def _decoded(part: Message) -> Decoded:
    """A plain part's text in the encoding that it names, or else the likeliest one."""
    data, named = _payload(part), part.get_content_charset()
    if not data.strip():
        return Decoded("")
    try:
        decoded = Decoded(data.decode(named or "utf-8"))
    except (LookupError, ValueError):
        decoded = _guessed(data)
    text = as_read(decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _SOFT_BREAK.sub(" ", text)
    return replace(decoded, text=text)


def _guessed(data: bytes) -> Decoded:
    """A part's text in the likeliest encoding; unknown letters are replaced, since other parts may be sound."""
    try:
        return decode(data)
    except Unreadable:
        return Decoded(data.decode("utf-8", "replace"), (_REPLACED,))


def _pieces(plain: Iterable[Decoded]) -> Iterator[Piece]:
    for each in plain:
        at = 0
        for quoted in _QUOTED.finditer(each.text):
            yield from _own(each.text[at : quoted.start()])
            yield Piece("quote", _MARKS.sub("", quoted[0]).strip())
            at = quoted.end()
        yield from _own(each.text[at:])


def _own(text: str) -> Iterator[Piece]:
    """The pieces of what the sender wrote; the signature is no prose."""
    if not shows(text):
        return
    marks = [mark for mark in _SIGNATURE.finditer(text) if len(text) - mark.end() <= _LONGEST_SIGNATURE]
    end = marks[0].start() if marks else len(text)
    layout = read_plain(text[:end])
    for block in layout.blocks:
        words = block.words if block.kind == "heading" else layout.text[block.start : block.end]
        words = " ".join(words.split()) if block.kind in PROSE else words
        yield Piece(block.kind, words, block.level, "•" if block.kind == "item" else "")
    yield Piece("code", text[end:].strip())


def _pages(parts: Iterable[Message]) -> Iterator[Piece]:
    """The passages of a message's pages, without buttons and lines of links."""
    # as above: it loads the same parser
    from briefings.reading.web.flow import passages_of
    from briefings.reading.web.page import decode_page
    from briefings.reading.web.parsing import parsed_page  # most messages have a plain version

    for part in parts:
        if part.get_content_type() != "text/html" or not (data := _payload(part)).strip():
            continue
        try:
            page = decode_page(data)
        except Unreadable:
            page = _guessed(data)
        body = parsed_page(page.text).body
        for passage in passages_of(body)[0] if body is not None else []:
            if passage.linked <= _LINKED * len(passage.piece.text) and shows(passage.piece.text):
                yield passage.piece

"""Builds text with entities: offsets in UTF-16 units, no blank entity, nobody mentioned."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal
from urllib.parse import urlsplit

from telegram import MessageEntity

from bot.message import Run, Text

Style = Literal["bold", "italic", "code", "blockquote", "text_link"]

STYLES: tuple[Style, ...] = ("blockquote", "bold", "italic", "code", "text_link")
TRIMMED = " \t\r\n\v\f"  # what Telegram takes away at both ends of a message
MENTION = re.compile(r"(?<![A-Za-z0-9_])@\w+")
LAST_OF_ONE_UNIT = "\uffff"
LONGEST_LINK = 2048  # a choice


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one set of styles."""

    words: str
    styles: tuple[Style, ...] = ()
    link: str = ""


def write(text: Text, *styles: Style) -> list[Piece]:
    """A text with its own styles and the given ones."""
    return [piece for run in text for piece in _write_run(run, styles)]


def finish(pieces: Sequence[Piece]) -> tuple[str, tuple[MessageEntity, ...]]:
    """The text, trimmed as Telegram trims it, with its entities in order."""
    whole = "".join(piece.words for piece in pieces)
    pieces = _hushed(pieces, whole)
    first = len(whole) - len(whole.lstrip(TRIMMED))
    last = max(len(whole.rstrip(TRIMMED)), first)
    text = whole[first:last]
    units = _units(text)
    stretches = [
        (style, start, end, link)
        for style, begin, stop, link in _stretches(pieces)
        for start, end in _trimmed(whole, max(begin, first), min(stop, last))
    ]
    stretches.sort(key=lambda each: (each[1], -each[2], STYLES.index(each[0])))
    entities = (
        MessageEntity(style, units[start - first], units[end - first] - units[start - first], url=link or None)
        for style, start, end, link in stretches
    )
    return text, tuple(entities)


def units_of(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return _units(text)[-1]


def is_blank(text: str) -> bool:
    """Whether nothing is visible; Telegram rejects such messages."""
    return all(char.isspace() or unicodedata.category(char) in {"Cc", "Cf"} for char in text)


def _write_run(run: Run, styles: tuple[Style, ...]) -> Iterable[Piece]:
    words = run.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a pair cannot be sent
    bold: tuple[Style, ...] = ("bold",) if run.bold else ()
    italic: tuple[Style, ...] = ("italic",) if run.italic else ()
    around = tuple(dict.fromkeys((*styles, *bold, *italic)))
    if _is_web(run.link):
        # Within a link nobody is pinged, and code would put the link out.
        return [Piece(words, (*around, "text_link"), run.link)]
    if run.link.startswith(("http://", "https://")) and run.link != words:
        words = f"{words} <{run.link}>"
    return [Piece(words, _as_code(styles) if run.code else around)]


def _as_code(styles: tuple[Style, ...]) -> tuple[Style, ...]:
    # Code takes no other style but the quotation that it stands in.
    return ("blockquote", "code") if "blockquote" in styles else ("code",)


def _hushed(pieces: Sequence[Piece], whole: str) -> Sequence[Piece]:
    """Marks text that would mention someone as code, which Telegram doesn't parse."""
    edges = [edge for found in MENTION.finditer(whole) for edge in found.span()]
    quiet: list[Piece] = []
    place = 0
    for piece in pieces:
        end = place + len(piece.words)
        within = edges[bisect_right(edges, place) : bisect_left(edges, end)]
        for start, stop in pairwise([place, *within, end]):
            # Each mention begins at an edge and ends at the next: inside, their number up to here is odd.
            loud = bisect_right(edges, start) % 2 == 1 and not piece.link
            styles = _as_code(piece.styles) if loud else piece.styles
            quiet.append(Piece(piece.words[start - place : stop - place], styles, piece.link))
        place = end
    return quiet


def _is_web(link: str) -> bool:
    """Whether Telegram accepts it as a link: http(s), and a host with a dot."""
    if len(link) > LONGEST_LINK or re.search(r"[\s\x00-\x1f]", link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "").strip(".")
    except ValueError:
        return False


def _stretches(pieces: Sequence[Piece]) -> Iterator[tuple[Style, int, int, str]]:
    """Continuous stretches of a style, possibly over several pieces: style, start, end (exclusive), link."""
    begun: dict[Style, tuple[int, str]] = {}
    place = 0
    for piece in (*pieces, Piece("")):
        for style, (start, link) in list(begun.items()):
            if style not in piece.styles or (style == "text_link" and link != piece.link):
                yield style, start, place, link
                del begun[style]
        for style in piece.styles:
            begun.setdefault(style, (place, piece.link if style == "text_link" else ""))
        place += len(piece.words)


def _trimmed(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without blanks at its ends; None if nothing is left."""
    words = whole[start:end]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _units(text: str) -> Sequence[int]:
    """UTF-16 offsets by character offset, including the end."""
    if max(text, default="") <= LAST_OF_ONE_UNIT:
        return range(len(text) + 1)
    return list(accumulate((1 + (char > LAST_OF_ONE_UNIT) for char in text), initial=0))

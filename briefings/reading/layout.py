"""The common result of all format readers: a text, and blocks that classify its stretches.

Later steps work on this alone and don't know the file's format.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from briefings.model.analysis import Block, Draft, Kind
from briefings.model.marking import Marking, ProposedMarking
from briefings.reading.section_names import holds_notes, holds_references
from briefings.text import CHINESE_SIGN, lazy_re
from briefings.text.marking_lines import find_marking

__all__ = [
    "BULLET",
    "PROSE",
    "UNCLEAR",
    "Block",
    "Kind",
    "Layout",
    "Link",
    "Piece",
    "compose",
    "holds_text",
    "is_caption",
    "lines",
    "linked_spans",
    "stated_date",
    "trimmed",
    "with_prose",
    "without_marking",
]

S = TypeVar("S", Block, "Link")
BULLET = "•"
UNCLEAR = -1  # header rows of words side by side that may be no table
_CAPTION = lazy_re(
    r"(?:figure|fig\.|table|chart|exhibit|map|graph|рис(?:унок|\.)|табл(?:ица|\.)|abb(?:ildung|\.)|tabelle|tableau|图|表|圖)"
    r"\s?\d{1,3}(?:[.:：–—]|\s[–—-])\s?\S.{0,300}",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END = lazy_re(r"[.!?…:;。！？：；]")
_FULL_STOP = lazy_re(r"[.!?…。！？][\"'”’»)\]*_]*$")
_LONGEST_TITLE = 200  # characters
_FEWEST_WORDS = 6  # of a line in sentence case that is taken for a sentence without a full stop
_FEWEST_CHINESE = 12  # characters of one in Chinese
_FRONT_MATTER = 5_000  # characters at most that stand before a text, or name its pictures
_SHOWN = ("from the line", "from the words")  # how the source of a date in the text is told
_OTHER_TEXT: frozenset[Kind] = frozenset({"code", "note", "table"})
PROSE: frozenset[Kind] = frozenset({"paragraph", "item", "quote"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a source; the span is that of its words. `url` is an absolute http(s) address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's text and blocks; `title` and `published` come from its metadata, "" and None if missing.

    `composed` says that the text alone doesn't define its blocks; `own` is the text as in the file, with equal length,
    "" if it equals `text`; `doubts` are about its characters. `titled` says that `title` was written for readers, so a
    first heading with other words isn't the title. `filled` says that a form's fields have values. `created` is the
    day in the file's properties. `links` are in order; () for formats whose links aren't read.
    `left_out` says that struck or hidden text was left out, and `unread` has a sentence for all else that the file
    holds and the reading doesn't.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    published: date | None = None
    composed: bool = False
    own: str = ""
    doubts: tuple[str, ...] = ()
    titled: bool = False
    filled: bool = False
    created: date | None = None
    links: tuple[Link, ...] = ()
    left_out: bool = False
    unread: tuple[str, ...] = ()
    marking: Literal["", Marking] = ""  # that the file says it has; the text is without lines that hold nothing else
    proposal: ProposedMarking | None = None  # what it says of its secrecy without naming a marking
    around: tuple[str, ...] = ()  # lines that the file shows around the text, such as page headers


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a format without a text of its own, such as a word processor's.

    `label` is a list marker, written before the block. `bold` and `size` (in points, 0 if unknown) apply to the whole
    piece; a heading at level 0 is the title. `header_rows` says how many rows of a table are header cells, None if the
    format doesn't tell.
    """

    kind: Kind
    text: str
    level: int = 0
    label: str = ""
    bold: bool = False
    size: float = 0.0
    header_rows: int | None = None
    links: tuple[Link, ...] = ()  # by offset in `text`


def compose(pieces: Iterable[Piece], title: str = "", published: date | None = None) -> Layout:
    """A text built from pieces, with empty lines between them, and its blocks; in a list of sources a label is a
    mark.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    start = 0
    listed = False
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            continue
        if piece.kind == "heading":
            listed = holds_references(words) or holds_notes(words)
        label = f"{piece.label} " if piece.label else ""
        body = start if listed and piece.label != BULLET else start + len(label)
        stop = start + len(label) + len(words)
        heading = " ".join(words.split()) if piece.level else ""
        blocks.append(Block(piece.kind, body, stop, piece.level, heading, piece.header_rows))
        before = start + len(label) - (len(piece.text) - len(piece.text.lstrip()))
        links += (Link(before + each.start, before + each.end, each.url) for each in piece.links)
        parts.append(label + words)
        start = stop + 2
    return Layout("\n\n".join(parts), tuple(blocks), title, published, composed=True, links=tuple(links))


def linked_spans(draft: Draft) -> tuple[Link, ...]:
    """The links among a draft's citations, as its file had them."""
    cited = ((one, draft.references[one.references[0]]) for one in draft.citations if len(one.references) == 1)
    return tuple(Link(one.start, one.end, of.url) for one, of in cited if of.inline and of.url)


def stated_date(draft: Draft) -> date | None:
    """The date that a stored text's file gave in its metadata; None for one that the text shows or a person set."""
    shown = str(draft.date_source).startswith(_SHOWN)
    return draft.published if draft.blocks and draft.published_from == "text" and not shown else None


def with_prose(layout: Layout) -> Layout:
    """The layout; if it has headings but no prose, headings that end with a full stop become paragraphs."""
    if any(block.kind in PROSE for block in layout.blocks):
        return layout
    return replace(layout, blocks=tuple(_sentence_or_heading(layout.text, block) for block in layout.blocks))


def _sentence_or_heading(text: str, block: Block) -> Block:
    words = text[block.start : block.end].strip()
    if block.kind != "heading" or not _FULL_STOP.search(words):
        return block
    start = text.find(block.words, block.start, block.end)  # without Markdown's number signs
    return Block("paragraph", max(start, block.start), block.end)


def holds_text(layout: Layout, draft: Draft) -> bool:
    """Whether a file has more than title, headings and byline."""
    others = (block.start for block in layout.blocks if block.kind in _OTHER_TEXT)
    if layout.filled or draft.references or any(not layout.text.startswith("![", start) for start in others):
        return True
    if not draft.sentences:
        return len(_outside(layout).strip()) > _FRONT_MATTER
    return not _is_title(layout.text.strip(), layout.title.strip()) or bool(draft.dates or draft.mentions)


def _is_title(words: str, title: str) -> bool:
    """Whether a whole text is one line that reads as a title and isn't under another `title`."""
    if len(words) > _LONGEST_TITLE or "\n" in words or _SENTENCE_END.search(words) or title not in ("", words):
        return False
    parts = words.split()
    capitals = sum(part[0].isupper() for part in parts[1:])
    return len(CHINESE_SIGN.findall(words)) < _FEWEST_CHINESE and (
        len(parts) < _FEWEST_WORDS or 2 * capitals > len(parts)
    )


def _outside(layout: Layout) -> str:
    """The text in no block: markup nested too deeply to be parsed."""
    ends = [0, *(block.end for block in layout.blocks)]
    starts = [*(block.start for block in layout.blocks), len(layout.text)]
    return "".join(layout.text[end:start] for end, start in zip(ends, starts, strict=True))


def is_caption(words: str) -> bool:
    """Whether words are the caption of a figure or table."""
    return _CAPTION.fullmatch(words.strip("*_ ")) is not None


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the lines in a stretch, without line ends."""
    end = len(text) if end is None else end
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without whitespace at either end; empty at `start` if nothing is left."""
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    return (start, start) if left == len(body) else (start + left, start + len(body.rstrip()))


def without_marking(layout: Layout) -> Layout:
    """The layout with the marking that it names, without lines that hold nothing else.

    For texts that are composed of blocks.
    """
    found = find_marking(layout.text, layout.around)
    if found is None:
        return layout
    for start, end in reversed(found.lines):
        text, own = (each and each[:start] + each[end:] for each in (layout.text, layout.own))
        blocks = tuple(_moved(each, start, end) for each in layout.blocks if not start <= each.start <= each.end <= end)
        links = tuple(_moved(each, start, end) for each in layout.links if not start <= each.start < end)
        layout = replace(layout, text=text, own=own, blocks=blocks, links=links)
    return replace(layout, marking=found.marking)


def _moved(each: S, start: int, end: int) -> S:
    """A span at its place in a text without the characters from `start` to `end`."""
    return replace(each, start=_without(each.start, start, end), end=_without(each.end, start, end))


def _without(offset: int, start: int, end: int) -> int:
    return offset if offset < start else max(start, offset - (end - start))

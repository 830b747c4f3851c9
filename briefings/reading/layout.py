"""What a format makes of a file: a text, and blocks that say what each stretch of it is.

Every later step works on this alone and does not know which format the file had.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "note", "code", "table"]
PROSE: frozenset[Kind] = frozenset({"paragraph", "item"})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text without its surrounding blanks; `level` counts headings from 1, `words` is a heading's."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`title` holds the words of a title line, "" where the file has none."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a format that has no text of its own, such as a word processor's."""

    kind: Kind
    text: str
    level: int = 0


def compose(pieces: Iterable[Piece], title: str = "") -> Layout:
    """A text made of pieces, an empty line between two, with their blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        words = piece.text.strip()
        if words:
            blocks.append(Block(piece.kind, start, start + len(words), piece.level, words if piece.level else ""))
            parts.append(words)
            start += len(words) + 2
    return Layout("\n\n".join(parts), tuple(blocks), title)


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the lines in a stretch of text, without their line ends."""
    end = len(text) if end is None else end
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at either end; empty at `start` where nothing else is there."""
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    return (start, start) if left == len(body) else (start + left, start + len(body.rstrip()))

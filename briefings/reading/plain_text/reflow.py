"""Makes running text of hard-wrapped lines: hyphens healed, page ends and the signs of quoted messages left out."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.layout import BULLET, Block, Kind, Layout, Piece, compose, lines, trimmed
from briefings.reading.plain_text.hyphens import LineJoiner
from briefings.reading.plain_text.unwrap import quote_mark_end

_CUT = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_DOT = re.compile(r"(?:[-*•–·◦▪]\s+|\\[-–•]\s*)$")
_JOINED: frozenset[Kind] = frozenset({"paragraph", "item", "quote", "heading"})


def reflowed(text: str, blocks: Sequence[Block], furniture: frozenset[int]) -> Layout | None:
    """The text of the blocks with joined lines; None where the file's own lines do."""
    rows = [[*_rows(text, block, furniture)] for block in blocks]
    if not any(_is_changed(text, block, own, furniture) for block, own in zip(blocks, rows, strict=True)):
        return None
    words = LineJoiner(row for own in rows for row in own)
    return compose(_pieces(text, blocks, rows, words))


def _rows(text: str, block: Block, furniture: frozenset[int]) -> Iterator[str]:
    for start, end in lines(text, block.start, block.end):
        if start not in furniture:
            left, right = trimmed(text, quote_mark_end(text, start, end) if start > block.start else start, end)
            if left < right:
                yield text[left:right]


def _is_changed(text: str, block: Block, rows: Sequence[str], furniture: frozenset[int]) -> bool:
    """Whether a block has a hyphenated word, a page's end or quotation signs within."""
    if block.kind not in _JOINED:
        return False
    cut = any(_CUT.search(row) for row in rows[:-1])
    quoted = block.kind == "quote" and ">" in text[text.rfind("\n", 0, block.start) + 1 : block.start]
    return cut or quoted or any(start in furniture for start, _ in lines(text, block.start, block.end))


def _pieces(text: str, blocks: Sequence[Block], rows: Sequence[Sequence[str]], words: LineJoiner) -> Iterator[Piece]:
    for block, own in zip(blocks, rows, strict=True):
        if block.kind not in _JOINED:
            yield Piece(block.kind, text[block.start : block.end])
            continue
        marker = text[text.rfind("\n", 0, block.start) + 1 : block.start].lstrip() if block.kind == "item" else ""
        label = BULLET if _DOT.match(marker) else marker.strip()
        yield Piece(block.kind, words.joined(own), block.level, label)

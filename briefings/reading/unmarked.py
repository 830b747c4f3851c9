"""Takes Markdown's marks off words: emphasis, code and escapes. Addresses, code blocks and lone signs stay."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefings.reading.layout import Block, Layout
from briefings.reading.names import holds_notes, holds_references

_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!~>|-]")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(?=\S)([^`\n]{1,300}?)(?<=\S)\1(?!`)")
_ADDRESS = re.compile(r"https?://[^\s<>)\]*]+|\]\([^)\s]{0,300}\)|\bwww\.\S+|\b10\.\d{4,9}/\S+")
_LETTERS = r"0-9A-Za-z\u00c0-\u024f\u0400-\u04ff"  # beside which a sign is none; Chinese words have no blanks around
_LONGEST = 400  # characters between two marks
_EMPHASES = tuple(
    re.compile(
        rf"(?<![{_LETTERS}{sign}])({mark})(?![\s{sign}])({inner}{{1,{_LONGEST}}}?)(?<![\s{sign}]){mark}(?![{_LETTERS}{sign}])"
    )
    for sign, mark, inner in (
        (r"\*", r"\*{3}", r"[^*]"),
        (r"\*", r"\*{2}", r"(?:[^*]|(?<!\*)\*(?!\*))"),
        ("_", "_{3}", "[^_]"),
        ("_", "_{2}", "(?:[^_]|(?<!_)_(?!_))"),
        ("~", "~{2}", "[^~]"),
        (r"\*", r"\*", r"[^*]"),
        ("_", "_", "[^_]"),
    )
)
_GONE, _HIDDEN = "\x00", "\x01"  # a mark that was taken off, and what is no mark whatever it looks like


def unmarked(layout: Layout) -> Layout:
    """A layout whose words bear no marks; the same one where they bear none."""
    marks = sorted({at for block in _worded(layout.blocks) for at in _marks(layout.text, block)})
    if not marks:
        return layout
    gone = set(marks)
    text = "".join(sign for at, sign in enumerate(layout.text) if at not in gone)

    def moved(at: int) -> int:
        return at - bisect_left(marks, at)

    blocks = tuple(replace(block, start=moved(block.start), end=moved(block.end)) for block in layout.blocks)
    return replace(layout, text=text, blocks=blocks, composed=True, marked=False)


def _worded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that hold words for people: no code, and no list of sources, in which a mark tells a title."""
    listed = False
    for block in blocks:
        if block.kind == "heading":
            listed = holds_references(block.words) or holds_notes(block.words)
        if block.kind not in ("code", "note") and not (listed and block.kind != "heading"):
            yield block


def _marks(text: str, block: Block) -> Iterator[int]:
    """Where a block has characters that are marks."""
    words = text[block.start : block.end]
    words = _ESCAPED.sub(_GONE + _HIDDEN, words)
    words = _CODE.sub(lambda found: _around(found[1], _HIDDEN * len(found[2])), words)
    words = _ADDRESS.sub(lambda found: _HIDDEN * len(found[0]), words)
    for emphasis in _EMPHASES:
        words = emphasis.sub(lambda found: _around(found[1], found[2]), words)
    return (block.start + at for at, sign in enumerate(words) if sign == _GONE and text[block.start + at] != _GONE)


def _around(mark: str, words: str) -> str:
    return _GONE * len(mark) + words + _GONE * len(mark)

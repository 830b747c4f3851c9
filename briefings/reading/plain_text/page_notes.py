"""Finds numbered notes at the ends of pages or of a plain text, by their numbers and the marks that call them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.reading import section_names
from briefings.reading.layout import Block, lines, trimmed

_OPENED = re.compile(r"\[(\d{1,3})\]:?\s+\S|(\d{1,3})[.)]?\s+(?=[^\W\d_a-z]|[“\"‘«*_])|([¹²³⁴-⁹⁰]{1,5})\s*\S")
_CALLED = re.compile(
    r"(?<=\S)\s?\[(\d{1,3})\](?!\s?[:(])|(?<=[a-zà-ÿа-яё]{3})[.,;:!?”’\")]{0,2}(\d{1,3})(?=[\s.,;:]|$)|(?<=\S)([¹²³⁴-⁹⁰]{1,5})",
    re.MULTILINE,
)
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FEWEST = 2  # notes of a text


def with_notes(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks; paragraphs with the numbers that the text before calls are notes, unless it has a list of sources."""
    if any(_lists(text, block) for block in blocks):
        return blocks
    called = _calls(text)
    found: dict[int, list[int]] = {}  # the starts of notes by block
    last = 0
    for at, block in enumerate(blocks):
        for start, number in _numbered(text, block):
            if (
                number == last + 1
                and called.get(number, start) < start
                and (found.get(at) or start == _start(text, block))
            ):
                found.setdefault(at, []).append(start)
                last = number
    if last < _FEWEST:
        return blocks
    return [part for at, block in enumerate(blocks) for part in _parts(text, block, found.get(at, []))]


def _lists(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return len(words) < 100 and (section_names.holds_references(words) or section_names.holds_notes(words))


def _calls(text: str) -> dict[int, int]:
    """Where each number is called first."""
    found: dict[int, int] = {}
    for call in _CALLED.finditer(text):
        found.setdefault(int(next(filter(None, call.groups())).translate(LOWERED)), call.start())
    return found


def _numbered(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph or item that open with a number, and the number."""
    if block.kind in {"paragraph", "item", "quote"}:
        for start, end in lines(text, _start(text, block), block.end):
            if opened := _OPENED.match(text, trimmed(text, start, end)[0], end):
                number = next(filter(None, opened.groups()))
                yield start, int(number.translate(LOWERED))


def _start(text: str, block: Block) -> int:
    """The start of a block with its list number."""
    return text.rfind("\n", 0, block.start) + 1 if block.kind == "item" else block.start


def _parts(text: str, block: Block, starts: Sequence[int]) -> Iterator[Block]:
    if not starts:
        yield block
        return
    for start, end in zip(starts, [*starts[1:], block.end], strict=True):
        yield replace(block, kind="note", start=trimmed(text, start, end)[0], end=trimmed(text, start, end)[1])

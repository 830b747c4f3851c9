"""Prose that a page shows with its own line ends, as in `<pre>`: read like plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.reading.layout import BULLET, Block, Layout, Link, Piece
from briefings.reading.plain_text.plain_text import read_plain

_FEWEST_WORDS = 8
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]{0,2}(?=\s|$)|%[.](?=\s|$)|[。！？]")
_WORD = re.compile(r"[\"'“‘«(\[]{0,2}(?:[^\W\d_]+(?:[-'’./][^\W\d_]+)*|[$€£#]?\d[\d.,:/%-]*)[\"'”’»)\].,;:!?…]{0,3}")
_UNBROKEN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # scripts without spaces between words
_CODE = re.compile(
    r"[ \t]*(?:[$%>][ \t]|>>>|#!|//|/\*|--[ \t]|@\w|</?\w|"
    r"(?:def|class|import|from|function|var|let|const|return|if|for|while)\b[^\n]*[:;{}()]$)|[^\n]*[;{}]$",
    re.MULTILINE,
)
_MOSTLY = 0.85  # of the words of prose have only letters and stops
_MOST_WORDS = 60  # to a sentence in prose on average
_FEW = 0.1  # of the lines may look like code


def prose_lines(text: str, links: Sequence[Link], above: int) -> list[Piece]:
    """The pieces of a text with its own line ends, if it is prose; none for code. Headings rank below `above`."""
    if not _is_prose(text):
        return []
    layout = read_plain(text, exact=bool(links))  # offsets of links hold only for the text itself
    return [*_pieces(layout, links, above)]


def _is_prose(text: str) -> bool:
    words = text.split()
    sentences = len(_SENTENCE_END.findall(text))
    if not sentences or len(_CODE.findall(text)) > _FEW * (text.count("\n") + 1):
        return False
    if len(_UNBROKEN.findall(text)) * 2 > len(text):
        return True
    plain = sum(_WORD.fullmatch(word) is not None for word in words)
    return _FEWEST_WORDS <= len(words) <= _MOST_WORDS * sentences and plain >= _MOSTLY * len(words)


def _pieces(layout: Layout, links: Sequence[Link], above: int) -> Iterator[Piece]:
    left = sorted(links, key=lambda link: link.start, reverse=True)
    for block in layout.blocks:
        own: list[Link] = []
        while left and left[-1].start < block.end:
            link = left.pop()
            if block.start <= link.start and link.end <= block.end:
                own.append(replace(link, start=link.start - block.start, end=link.end - block.start))
        yield _piece(layout.text, block, tuple(own), above)


def _piece(text: str, block: Block, links: tuple[Link, ...], above: int) -> Piece:
    if block.kind == "heading":
        return Piece("heading", block.words, min(block.level + above, 6))
    marker = text[text.rfind("\n", 0, block.start) + 1 : block.start].strip() if block.kind == "item" else ""
    label = marker if any(map(str.isalnum, marker)) else BULLET if marker else ""
    return Piece(block.kind, text[block.start : block.end], label=label, links=links)

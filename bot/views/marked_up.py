"""Paragraphs of a text as blocks: lists, block quotations, links and notes' marks, as Markdown writes them."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.message import Block, Bullets, Inline, Paragraph, Quote, Run, Text, text
from bot.views.unmarked import unmarked

_LEAD = re.compile(r"(?:[ \t]*(?:[-*+•‣]|\d{1,3}[.)])[ \t]+|[ \t]*>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*[-*+•‣][ \t]+")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\((https?://[^\s()]{1,500})(?:[ \t]+\"[^\"\n]*\")?\)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\](:?)")


def line_start(words: str, start: int) -> int:
    """Where the sign of a list or of a block quotation stands before `start`; `start` itself where there is none."""
    begin = words.rfind("\n", 0, start) + 1
    return begin if begin < start and _LEAD.fullmatch(words, begin, start) else start


def blocks(paragraphs: Iterable[str]) -> Iterator[Block]:
    """The paragraphs, items that follow one another as one list."""
    for kind, those in groupby(paragraphs, key=_kind):
        match kind:
            case "item":
                yield Bullets(tuple(linked(_ITEM.sub("", each, count=1)) for each in those))
            case "number":
                yield Paragraph(_lines([linked(each) for each in those]))
            case "quote":
                yield from (Quote(linked(_QUOTED.sub("", each))) for each in those)
            case _:
                yield from (Paragraph(linked(each)) for each in those)


def _lines(items: Iterable[Text]) -> Text:
    parts: list[Inline] = []
    for item in items:
        parts += [*(["\n"] if parts else []), *item]
    return text(*parts)


def _kind(paragraph: str) -> str:
    if all(_QUOTED.match(line) for line in paragraph.split("\n")):
        return "quote"
    return "item" if _ITEM.match(paragraph) else "number" if _NUMBER.match(paragraph) else ""


def linked(words: str) -> Text:
    """Words with their links as such, without marks of emphasis; a note's mark is its number in brackets."""
    words = _NOTE.sub(r"[\1]", words)
    parts: list[Inline] = []
    end = 0
    for found in _LINK.finditer(words):
        parts += [unmarked(words[end : found.start()]), Run(unmarked(found[1]), link=found[2])]
        end = found.end()
    return text(*parts, unmarked(words[end:]))

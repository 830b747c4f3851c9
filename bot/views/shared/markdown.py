"""Strips Markdown markers from displayed text.

The stored text keeps them, because its offsets are the file's.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.message import Block, Bullets, Inline, Paragraph, Quote, Run, Text, text

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
_OPENED = re.compile(r"^\*\*(?=[\"“«(]?[A-ZА-ЯЁ\u4e00-\u9fff])")  # of what is marked beyond this sentence
_CLOSED = re.compile(r"(?<=[.!?…。！？])\*\*$")
_SIGNS = frozenset("*_~`\\")
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"))


def plain_lines(words: str) -> str:
    """The text at unchanged length, with every line or page separator as a newline."""
    return words.translate(_LINE_ENDS)


def strip_markdown(words: str) -> str:
    """The text without emphasis, code and escape markers; addresses and single markers stay."""
    words = plain_lines(words)
    if _SIGNS.isdisjoint(words):
        return words
    known = _ESCAPED.sub(_GONE + _HIDDEN, words)
    known = _CODE.sub(lambda found: _around(found[1], _HIDDEN * len(found[2])), known)
    known = _ADDRESS.sub(lambda found: _HIDDEN * len(found[0]), known)
    for emphasis in _EMPHASES:
        known = emphasis.sub(lambda found: _around(found[1], found[2]), known)
    for edge in (_OPENED, _CLOSED):
        known = edge.sub(_GONE * 2, known)
    return "".join(words[at] for at, sign in enumerate(known) if sign != _GONE or words[at] == _GONE)


def _around(mark: str, words: str) -> str:
    return _GONE * len(mark) + words + _GONE * len(mark)


# Paragraphs of a text as blocks: lists, block quotations, links and notes' marks, as Markdown writes them.
_LEAD = re.compile(r"(?:[ \t]*(?:[-*+•‣]|\d{1,3}[.)])[ \t]+|[ \t]*>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*[-*+•‣][ \t]+")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\((https?://[^\s()]{1,500})(?:[ \t]+\"[^\"\n]*\")?\)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\](:?)")


def line_start(words: str, start: int) -> int:
    """The position of a list or quote marker before `start`, or `start`."""
    begin = words.rfind("\n", 0, start) + 1
    return begin if begin < start and _LEAD.fullmatch(words, begin, start) else start


def blocks(paragraphs: Iterable[str]) -> Iterator[Block]:
    """Paragraphs, with consecutive list items as one list."""
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
    """Text with links, without emphasis markers; a footnote mark becomes its number in brackets."""
    words = _NOTE.sub(r"[\1]", words)
    parts: list[Inline] = []
    end = 0
    for found in _LINK.finditer(words):
        parts += [strip_markdown(words[end : found.start()]), Run(strip_markdown(found[1]), link=found[2])]
        end = found.end()
    return text(*parts, strip_markdown(words[end:]))

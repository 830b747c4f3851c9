"""Finds the links of a Markdown text, in brackets and by name, and the bare addresses of any text."""

import re
from collections.abc import Iterator

from briefings.reading.layout import Link
from briefings.reading.links import source_address

_WORDS = r"(?<![!\\])\[((?:[^\[\]\n\\]|\\.|\n(?!\s*\n)|!?\[[^\[\]\n]{0,200}\]){1,500})\]"
_ADDRESS = r"(?:<([^<>\n]{1,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000}))"
_TARGET = rf"\(\s{{0,4}}{_ADDRESS}(?:\s{{1,4}}[\"'(][^\n]{{0,300}}?[\"')])?\s{{0,4}}\)"
_LINK = re.compile(_WORDS + r"(?:" + _TARGET + r"|\[([^\[\]\n]{0,200})\])?")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]{0,199})\]:[ \t]*<?([^\s<>]{1,2000})>?", re.MULTILINE)
_BARE = re.compile(r"(?<!\]\()(?<![\w\[\"'=/])https?://[^\s<>()\[\]\"'`|*，。；：、（）《》「」]{4,2000}")
CODE = re.compile(r"(`{1,3})(?!`)[^`\n]{1,1000}?(?<!`)\1(?!`)")


def markdown_links(text: str) -> tuple[Link, ...]:
    """The links to sources, in order; their spans are those of the words shown."""
    plain = CODE.sub(lambda found: "`" * len(found[0]), text)
    named = {" ".join(each[1].lower().split()): each[2] for each in _DEFINITION.finditer(plain)}
    return tuple(_links(text, plain, named))


def _links(text: str, plain: str, named: dict[str, str]) -> Iterator[Link]:
    for found in _LINK.finditer(plain):
        words = text[found.start(1) : found.end(1)]
        name = " ".join((found[4] or words.strip("[]")).lower().split())  # "[[plan]]" shows brackets around the link
        target = found[2] or found[3] or named.get(name, "")
        if url := source_address(target):
            yield Link(found.start(1), found.end(1), url)


def bare_links(text: str) -> Iterator[Link]:
    """The addresses that stand in a text as they are, in order."""
    for found in _BARE.finditer(text):
        words = found[0].rstrip(".,;:!?")
        if url := source_address(words):
            yield Link(found.start(), found.start() + len(words), url)

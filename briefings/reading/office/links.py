"""Marks the links in words while their blanks are joined, and gives their places afterwards."""

import re
from collections.abc import Iterable, Sequence

from briefings.reading.layout import Link
from briefings.reading.links import source_address

OPENED, CLOSED = "\ue000", "\ue001"  # private characters, which a page uses for icons alone
MARKS = OPENED + CLOSED
_NO_MARKS = str.maketrans("", "", MARKS)
_OUTWARD = re.compile(rf"{OPENED}(\s+)|(\s+){CLOSED}")
_MARK = re.compile(f"[{MARKS}]")
_HYPERLINK = re.compile(r"\s*HYPERLINK\s+\"([^\"]{1,2000})\"")  # a field's instruction


def without_marks(words: str) -> str:
    """Words without the characters that mark links."""
    return words.translate(_NO_MARKS)


def blanks_outside(words: str) -> str:
    """Marked words with the blanks at the edges of links moved out of them."""
    return _OUTWARD.sub(lambda found: f"{found[1]}{OPENED}" if found[1] else f"{CLOSED}{found[2]}", words)


def unmarked(words: str, targets: Sequence[str]) -> tuple[str, tuple[Link, ...]]:
    """The words without marks, and the links among them; `targets` are those of the opening marks, in order."""
    parts: list[str] = []
    links: list[Link] = []
    left = iter(targets)
    url, start, size, at = "", 0, 0, 0
    for mark in _MARK.finditer(words):
        parts.append(words[at : mark.start()])
        size, at = size + mark.start() - at, mark.end()
        if mark[0] == OPENED:
            url, start = next(left, ""), size
        elif url:
            links += [Link(start, size, url)] if start < size else []
            url = ""
    return "".join([*parts, words[at:]]), tuple(links)


def hyperlink(instruction: str) -> str:
    """The source that a field's instruction links to; "" for none."""
    found = _HYPERLINK.match(instruction)
    return source_address(found[1]) if found else ""


def joined_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links with those joined that a change of look cut in two."""
    made: list[Link] = []
    for link in links:
        if made and made[-1].end == link.start and made[-1].url == link.url:
            made[-1] = Link(made[-1].start, link.end, link.url)
        else:
            made.append(link)
    return tuple(made)

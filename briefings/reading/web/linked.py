"""Marks the links in a page's words while its blanks are joined, and gives their places afterwards."""

import re
from collections.abc import Sequence

from briefings.reading.layout import Link

OPENED, CLOSED = "\ue000", "\ue001"  # private characters, which a page uses for icons alone
MARKS = OPENED + CLOSED
_NO_MARKS = str.maketrans("", "", MARKS)
_OUTWARD = re.compile(rf"{OPENED}(\s+)|(\s+){CLOSED}")
_MARK = re.compile(f"[{MARKS}]")


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

"""Word wrap at the terminal's width, between words or between Chinese and Japanese characters."""

import os
from collections.abc import Iterator
from typing import TextIO

from bot.message import columns
from briefings.text import lazy_re

Fragments = list[tuple[str, str]]  # a style in prompt_toolkit's words, and the text that bears it
UNSEEN = "[ZeroWidthEscape]"  # prompt_toolkit's mark for what takes no room
_LEAST = 12  # columns; narrower terminals are taken to have that many
_SIGN = lazy_re(r"\s*(?:(?:- |\d+\. |> )+)?")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"  # without Hangul, which has spaces
_TOKEN = lazy_re(rf"\s+|[“‘（「『【《]*[{_WIDE}][，。！？；：、）」』】》”’…]*|[^\s{_WIDE}]+")
_BUTTON = lazy_re(r"\s{2,}|\S+(?:\s\S+)*")
_ROW = lazy_re(r"\[\d+\]")
_WHOLE = lazy_re(r"\W{0,3}(?:https?://|~?/\w)\S+")  # an address or a path, which is copied in one piece
_JOINER = "\u200d"


def width_of(stdout: TextIO, setting: int | None) -> int | None:
    """The output width in columns: as configured, or that of the terminal; None if there is none."""
    if setting is None and stdout.isatty():
        return os.get_terminal_size(stdout.fileno()).columns or None
    return setting


def wrap(fragments: Fragments, width: int | None) -> Fragments:
    """Adds line breaks between words, so that no line is longer than `width` columns.

    Continuation lines of a list item are indented. A word longer than a line is cut, except for addresses and paths.
    """
    if width is None:
        return fragments
    seen = "".join(words for style, words in fragments if style != UNSEEN)
    cuts = [*_cuts(seen, max(width, _LEAST))]
    found: Fragments = []
    at = 0
    for style, words in fragments:
        if style == UNSEEN:
            found.append((style, words))
            continue
        found += _cut(style, words, at, cuts)
        at += len(words)
    return found


def _cut(style: str, words: str, at: int, cuts: list[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """One fragment, starting at an offset, with its breaks."""
    place, end = at, at + len(words)
    for start, after, instead in cuts:
        if after < at or start >= end:
            continue
        if start > place:
            yield style, words[place - at : start - at]
        if start >= at:
            yield "", instead
        place = max(place, after)
    if place < end:
        yield style, words[place - at :]


def _cuts(text: str, width: int) -> Iterator[tuple[int, int, str]]:
    """Stretches to replace with a line break: start, end, replacement."""
    at = 0
    for line in text.split("\n"):
        if line and not line.strip("="):
            if len(line) > width:
                yield at + width, at + len(line), ""
        elif columns(line) > width:
            yield from ((at + start, at + end, instead) for start, end, instead in _broken(line, width))
        at += len(line) + 1


def _broken(line: str, width: int) -> Iterator[tuple[int, int, str]]:
    sign = _SIGN.match(line)
    hang = (sign[0] if sign[0].strip() == ">" else " " * len(sign[0])) if sign else ""
    hang = "" if len(hang) > width // 2 else hang
    used, end, fresh = columns(sign[0] if sign else ""), 0, True
    tokens = _BUTTON if _ROW.match(line) else _TOKEN
    for token in tokens.finditer(line, sign.end() if sign else 0):
        if token[0].isspace():
            continue
        gap = 0 if fresh else token.start() - end
        if not fresh and used + gap + columns(token[0]) > width:
            yield end, token.start(), f"\n{hang}"
            used, gap = len(hang), 0
        used += gap
        if used + columns(token[0]) > width and not _WHOLE.match(token[0]):
            for place in _places(token[0], width - used, width - len(hang)):
                yield token.start() + place, token.start() + place, f"\n{hang}"
                used = len(hang) - columns(token[0][:place])
        used += columns(token[0])
        end, fresh = token.end(), False


def _places(word: str, first: int, other: int) -> Iterator[int]:
    """Where to cut a word longer than a line: never before a combining mark or within a joined character."""
    room = first
    for at, sign in enumerate(word):
        taken = columns(sign)
        if taken > room and at and word[at - 1] != _JOINER:
            yield at
            room = other
        room -= taken

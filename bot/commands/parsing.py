"""Splits a typed line into words. Quotation marks group words; an apostrophe is an ordinary letter."""

import re

_WORD = re.compile(r'"([^"]*)"(?!\S)|“([^“”]*)”(?!\S)|(\S+)')
_DIGITS = 6  # of a page's number
_MARKS = "/!"  # what people put before a command's name


def split(line: str) -> tuple[str, str]:
    """The first word without its prefix, and the rest."""
    name, *rest = line.strip().lstrip(_MARKS).split(maxsplit=1) or [""]
    return name, rest[0] if rest else ""


def words(rest: str) -> tuple[str, ...]:
    """The words of a line; a quoted group counts as one, an empty pair of quotes as none."""
    found = (next(filter(None, groups), "") for groups in _WORD.findall(rest))
    return tuple(" ".join(word.split()) for word in found if word.strip())


def without_prefix(line: str) -> str:
    """A line without its command prefix."""
    return line.strip().lstrip(_MARKS)


def page_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Splits off "page N" at the end; page 1 by default."""
    if len(words) > 1 and words[-2].lower() == "page" and words[-1].isdecimal() and len(words[-1]) <= _DIGITS:
        return words[:-2], int(words[-1])
    return words, 1

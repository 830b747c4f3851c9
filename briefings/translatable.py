"""Sentences with placeholders that can be translated later.

A `Phrase` is an English sentence and can be used as a str. It also carries its pattern, which is the key in the
catalogs, and the parts to insert into the translation.
"""

from collections.abc import Mapping, Sequence
from functools import reduce


class Phrase(str):
    """An English sentence with its pattern and parts for translation; `many` is the plural for `number`."""

    __slots__ = ("many", "number", "parts", "pattern")
    pattern: str
    many: str
    number: int
    parts: Mapping[str, object]


def phrase(pattern: str, **parts: object) -> Phrase:
    """Formats a pattern: `phrase("There is no event e{id}.", id=3)`."""
    return _made(pattern, "", 1, parts)


def plural(one: str, many: str, number: int, **parts: object) -> Phrase:
    """The singular or plural pattern for a number; both call it {number}."""
    return _made(one, many, number, parts)


def in_quotes(words: str) -> Phrase:
    """Puts words in the quotation marks of the reader's language."""
    return phrase("“{words}”", words=words)


def side_by_side(names: Sequence[str]) -> str:
    """Joins names with commas: "a, b"."""
    return reduce(lambda one, other: phrase("{one}, {other}", one=one, other=other), names) if names else ""


def kept(sentence: str) -> str:
    """Marks a sentence as translatable that is stored as text; parts of an f-string are recovered from that text."""
    return sentence


def packed(words: str) -> object:
    """A phrase as JSON, to send it to another process."""
    if not isinstance(words, Phrase):
        return words
    parts = {name: packed(part) if isinstance(part, str) else part for name, part in words.parts.items()}
    return [words.pattern, words.many, words.number, parts]


def unpacked(kept: object) -> str:
    """Reverses `packed`; other JSON is returned as text."""
    match kept:
        case [str(pattern), str(many), int(number), dict(parts)]:
            told = {name: unpacked(part) if isinstance(part, list) else part for name, part in parts.items()}
            return _made(pattern, many, number, told)
        case _:
            return str(kept)


def _made(pattern: str, many: str, number: int, parts: Mapping[str, object]) -> Phrase:
    chosen = many if many and number != 1 else pattern
    given = {"number": f"{number:,}", **parts} if many else dict(parts)
    made = Phrase(chosen.format(**given) if given else chosen)
    made.pattern, made.many, made.number, made.parts = pattern, many, number, parts
    return made

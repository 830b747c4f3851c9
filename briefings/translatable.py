"""Sentences with placeholders that can be translated later.

A `Phrase` is an English sentence and can be used as a str. It also carries its pattern, which is the key in the
catalogs, and the parts to insert into the translation; both are stored with it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from string import Formatter
from typing import Any

from briefings.months import Month

_FORMATS = ("", ",")  # of parts in a pattern that comes from elsewhere; "," groups the digits of a number
_STORED = '{"pattern": '  # the start of a stored phrase


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


def packed(words: str) -> str | dict[str, object]:
    """A phrase as JSON values that keep its pattern and parts; other text as it is."""
    if not isinstance(words, Phrase):
        return words
    plural_ = {"many": words.many, "number": words.number} if words.many else {}
    return {"pattern": words.pattern, **plural_, "parts": {name: _packed(part) for name, part in words.parts.items()}}


def unpacked(values: object) -> str:
    """Reverses `packed`. Raises ValueError for values that it doesn't make."""
    match values:
        case str():
            return values
        case {"pattern": str(pattern), "parts": dict(parts), **rest}:
            given = {
                str(name): part if isinstance(part, int | float) else unpacked(part) for name, part in parts.items()
            }
            return _made(pattern, *_plural(pattern, given, rest), given)
        case _:
            raise ValueError("these values are no sentence")


def stored(words: str) -> str:
    """Text for a column: a phrase as a JSON object with its pattern and parts, other text as it is."""
    return json.dumps(packed(words), ensure_ascii=False) if isinstance(words, Phrase) else words


def restored(text: str) -> str:
    """Reverses `stored`; text that holds no phrase, as earlier versions stored it, stays as it is."""
    if not text.startswith(_STORED):
        return text
    try:
        return unpacked(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _packed(part: object) -> object:
    return part if isinstance(part, int | float) else packed(part if isinstance(part, str) else str(part))


def _plural(pattern: str, parts: Mapping[str, object], rest: Mapping[Any, object]) -> tuple[str, int]:
    """The plural pattern, or "", and the number. Raises ValueError if a pattern doesn't fit its parts."""
    many, number = rest.get("many", ""), rest.get("number", 1)
    if not isinstance(many, str) or not isinstance(number, int) or rest.keys() - {"many", "number"}:
        raise ValueError("these values are no plural")
    if many and "number" in parts:
        raise ValueError("the number is given twice")
    known = {*parts, "number"} if many else {*parts}
    if (parts or many) and not all(_fits(each, known) for each in (pattern, many)):
        raise ValueError("a part is missing or has a format")
    return many, number


def _fits(pattern: str, known: Collection[str]) -> bool:
    """Whether a pattern needs only these parts, with no format but ",": another could take any time to apply."""
    fields = [(name, how, kind) for _, name, how, kind in Formatter().parse(pattern) if name is not None]
    return all(name in known and name.isidentifier() and how in _FORMATS and not kind for name, how, kind in fields)


def _made(pattern: str, many: str, number: int, parts: Mapping[str, object]) -> Phrase:
    chosen = many if many and number != 1 else pattern
    given = {"number": f"{number:,}", **parts} if many else dict(parts)
    made = Phrase(chosen.format(**given) if given else chosen)
    made.pattern, made.many, made.number, made.parts = pattern, many, number, parts
    return made


MONTHS = (
    *(phrase("January"), phrase("February"), phrase("March"), phrase("April"), phrase("May"), phrase("June")),
    *(phrase("July"), phrase("August"), phrase("September"), phrase("October"), phrase("November")),
    phrase("December"),
)


def day_phrase(day: date) -> Phrase:
    """A date as readers write it: "9 November 2026"; of a month without a day "November 2026"."""
    if isinstance(day, Month):
        return phrase("{month} {year}", month=MONTHS[day.month - 1], year=day.year)
    return phrase("{day} {month} {year}", day=day.day, month=MONTHS[day.month - 1], year=day.year)

"""A linear classifier of plain sentences: which kind of request each is, and how surely. Pure, without network.

`weights.txt` is written by `benchmarks/train_plain_words.py`: the kinds, the scale, and for each bucket of features one
character a kind.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, sqrt
from zlib import crc32

from briefings.text import CHINESE_SIGN, lazy_re

__all__ = ["Guess", "classify"]

BUCKETS = 6144
_CLOCK = lazy_re(r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}[:.]\d\d\b")
_YEAR = lazy_re(r"\b(?:19|20)\d\d\b|(?:19|20)\d\d(?=年)")
_ID = lazy_re(r"\b([ae])\d+\b")
_DIGITS = lazy_re(r"\d+")
_WORD = lazy_re(r"[\u4e00-\u9fff]+|[^\W_]+|[?？=]")
_SHORTEST, _LONGEST = 3, 4  # letters of an n-gram within a word
_HAN_LONGEST = 3
_MOST_WORDS = 40  # of a sentence that are looked at

_ZERO = 79  # the character of a weight of nothing: "O", in the middle of those from "!" to "}"


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind of request, and how likely it is from 0 to 1."""

    kind: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class _Weights:
    kinds: tuple[str, ...]
    scale: float
    rows: tuple[bytes, ...]


@cache
def _weights() -> _Weights:
    text = files("bot.commands.natural_language.classifier").joinpath("weights.txt").read_bytes()
    kinds, scale, *rows = text.split(b"\n")
    return _Weights(tuple(kinds.decode().split("|")), float(scale), tuple(rows))


def classify(sentence: str, rule: str) -> tuple[Guess, ...]:
    """All kinds, likeliest first; `rule` is what the phrase rules say of the sentence, "" for nothing."""
    known = _weights()
    at = features(sentence, rule)
    rows = [known.rows[bucket] for bucket in at if known.rows[bucket]]
    sums = [sum(column) - _ZERO * len(rows) for column in zip(*rows, strict=True)] or [0] * len(known.kinds)
    scale = known.scale / sqrt(len(at))
    most = max(sums)
    shares = [exp(scale * (each - most)) for each in sums]
    whole = sum(shares)
    ranked = sorted(zip(known.kinds, shares, strict=True), key=lambda pair: -pair[1])
    return tuple(Guess(kind, share / whole) for kind, share in ranked)


def features(sentence: str, rule: str) -> list[int]:
    """The buckets of a sentence's features, without duplicates; `rule` is what the phrase rules say, "" for nothing."""
    named = {f"rule {rule}", *_named(words_of(sentence))}
    return sorted({crc32(name.encode()) % BUCKETS for name in named})


def words_of(sentence: str) -> list[str]:
    """The lower-case words, with a sign in place of each time, year, id and number."""
    plain = unicodedata.normalize("NFKC", sentence).lower().translate({0x27: "", 0x2019: "", 0x451: "е"})
    for pattern, sign in ((_CLOCK, " timeofday "), (_YEAR, " yyyy "), (_ID, r" \1id "), (_DIGITS, " 0 ")):
        plain = pattern.sub(sign, plain)
    return _WORD.findall(plain)[:_MOST_WORDS]


def _named(words: list[str]) -> Iterator[str]:
    yield "bias"
    yield f"length {min(len(words), 12)}"
    yield from (f"w {word}" for word in words)
    yield from (f"p {before} {after}" for before, after in pairwise(("^", *words, "$")))
    yield from (f"t {' '.join(words[at : at + 3])}" for at in range(len(words) - 2))
    yield f"first {' '.join(words[:1])}"
    for word in words:
        yield from _han(word) if CHINESE_SIGN.match(word) else _letters(f"<{word}>")


def _letters(word: str) -> Iterator[str]:
    for size in range(_SHORTEST, _LONGEST + 1):
        yield from (f"c {word[at : at + size]}" for at in range(len(word) - size + 1))


def _han(word: str) -> Iterator[str]:
    for size in range(1, _HAN_LONGEST + 1):
        yield from (f"h {word[at : at + size]}" for at in range(len(word) - size + 1))

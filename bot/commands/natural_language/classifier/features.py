"""Features of a sentence for the classifier: words, word pairs and character n-grams, hashed into buckets. Pure."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from briefings.text import CHINESE_SIGN, lazy_re

BUCKETS = 6144
_CLOCK = lazy_re(r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}[:.]\d\d\b")
_YEAR = lazy_re(r"\b(?:19|20)\d\d\b|(?:19|20)\d\d(?=年)")
_ID = lazy_re(r"\b([ae])\d+\b")
_DIGITS = lazy_re(r"\d+")
_WORD = lazy_re(r"[\u4e00-\u9fff]+|[^\W_]+|[?？=]")
_SHORTEST, _LONGEST = 3, 4  # letters of an n-gram within a word
_HAN_LONGEST = 3
_MOST_WORDS = 40  # of a sentence that are looked at


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

"""Checks parts of words that mean something else than the whole: a third in two-thirds, native in non-native."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from briefings.summarising.grounding.tokens import tokens
from briefings.text.patterns import lazy_re

_TURNING = r"(?:non|ex|anti|pro|pre|post|semi|half|near|quasi|pseudo|sub|vice|un|dis|self|cross|would|so)"
_TURNED = lazy_re(rf"\b{_TURNING}-([^\W\d_]+)", re.IGNORECASE)
_PARTS = r"(halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?)"
_FRACTION = lazy_re(rf"\b(?:(\w+)[- ])?{_PARTS}\b", re.IGNORECASE)
_ONE = frozenset(["a", "one", "the"])
_COUNTS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine"])
_CHINESE_NUMBER = lazy_re(r"[一二三四五六七八九十百千万亿两零〇]{2,}|[二三四五六七八九十]|\d+(?:分之\d+)?")
_CHINESE_FRACTION = lazy_re(r"(.)分之(.)|.分(?!之|钟|别|为|成|部|布)")
_CHINESE_TURNED = lazy_re(r"[非反未无不]([\u4e00-\u9fff]{2})")
_OWNED = lazy_re(r"([A-Z][\w-]+)['’]s? ((?:\w+ ){0,2}?\w+)\b")
_PASSIVE = lazy_re(r"[被由把]|(?:был[аои]?|быть)\b|\b\w+(?:ен[аоы]?|ан[аоы]?|ся)\b")
_RUSSIAN = lazy_re(r"[а-яё]+", re.IGNORECASE)
_PREPOSITIONS = frozenset(["в", "на", "с", "из", "от", "к", "за", "под", "над", "у", "против", "для", "без", "через"])
_AGAINST = lazy_re(r", (?:а|но) |; ")
_SHARED = 3  # words of an owner's thing that are looked at


def partial_words(sentence: str, source: str) -> bool:
    """Whether one of its words or numbers occurs in the source only as part of another one."""
    alone = _TURNED.sub(" ", source).lower()
    left = _TURNED.sub(" ", sentence).lower()
    turned = any(_has(left, part) and not _has(alone, part) for part in _TURNED.findall(source.lower()))
    return turned or bool(_fractions(sentence) - _fractions(source)) or _chinese(sentence, source)


def _has(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _fractions(text: str) -> set[tuple[str, str]]:
    """Numerators ("one" by default) and singular denominators of fractions; other ordinals are left out."""
    found = [(before.lower(), part.lower().removesuffix("s")) for before, part in _FRACTION.findall(text)]
    return {
        (before if before in _COUNTS else "one", part)
        for (before, part), whole in zip(found, _FRACTION.finditer(text), strict=True)
        if before in _COUNTS or before in _ONE - {"the"} or whole[2].lower().endswith("s")
    }


def _chinese(sentence: str, source: str) -> bool:
    mine, theirs = ([found[0] for found in _CHINESE_NUMBER.finditer(text)] for text in (sentence, source))
    if any(number not in theirs and number in source for number in mine):
        return True
    parts, known = ({found[0] for found in _CHINESE_FRACTION.finditer(text)} for text in (sentence, source))
    if known and parts - known:
        return True
    bare, plain = (_CHINESE_TURNED.sub("", text) for text in (sentence, source))
    return any(word in bare and word not in plain for word in _CHINESE_TURNED.findall(source))


def other_owner(sentence: str, source: str) -> bool:
    """Whether a thing belongs to someone else than in the source."""
    mine, theirs = (
        {(owner, word) for owner, thing in _OWNED.findall(text) for word in thing.split()[:_SHARED]}
        for text in (sentence, source)
    )
    owners = {owner for owner, _ in theirs}
    return any(
        pair not in theirs and any(word == pair[1] for _, word in theirs) and pair[0] not in owners for pair in mine
    )


def exchanged(sentence: str, cited: Sequence[str]) -> bool:
    """Whether a Chinese or Russian sentence has the source's words with two of them swapped."""
    return any(_exchanged_chinese(sentence, source) or _exchanged_russian(sentence, source) for source in cited)


def _exchanged_chinese(sentence: str, source: str) -> bool:
    letters = lazy_re(r"[\u4e00-\u9fff]")
    mine, theirs = letters.findall(sentence), letters.findall(source)
    same = bool(mine) and Counter(mine) == Counter(theirs) and mine != theirs
    return same and not re.search(r"[，；]", source) and not any(_PASSIVE.search(text) for text in (sentence, source))


def _exchanged_russian(sentence: str, source: str) -> bool:
    """Whether words in other cases or after other prepositions, with all others the same, swapped places."""
    mine, theirs = ([word.lower() for word in _RUSSIAN.findall(text)] for text in (sentence, source))
    if not mine or _PASSIVE.search(sentence):
        return False
    if Counter(mine) == Counter(theirs):
        return bool(_governed(mine) - _governed(theirs)) or _crossed(sentence, source)
    terms = [[token.term for token in tokens(" ".join(words))] for words in (mine, theirs)]
    return Counter(terms[0]) == Counter(terms[1]) and sum((Counter(mine) - Counter(theirs)).values()) > 1


def _governed(words: Sequence[str]) -> set[tuple[str, str]]:
    return {(before, word) for before, word in pairwise(words) if before in _PREPOSITIONS}


def _crossed(sentence: str, source: str) -> bool:
    """Whether no part of a sentence has exactly the words of a part of its source."""
    mine, theirs = (
        [frozenset(_RUSSIAN.findall(part.lower())) for part in _AGAINST.split(text)] for text in (sentence, source)
    )
    return len(mine) > 1 and not set(mine) & set(theirs)

"""Finds the titles that a sentence names in any language, among other words and with slips of the finger. Pure."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from briefings.text import lazy_re
from briefings.text.glossary import in_english
from briefings.text.terms import content_terms, terms

_STEM = 4  # letters from which on a term stands for those that begin with it
_LONG = 5  # letters from which on a term may be misspelt
_LIKE = 0.8  # difflib's measure of likeness
_NO_NAMES = frozenset(  # words that sentences say about any title
    terms(
        "paper analysis report document doc article text piece study essay memo file thing one section part chapter "
        "date event digest digests reminder reminders summary sources source references citations events length author "
        "published please today tomorrow week month year day hour open read show tell give brief long short many new "
        "latest last next статья анализ доклад документ текст раздел часть глава событие дата напоминание дайджест "
        "источник"
    )
)
_ENGLISH_DOCUMENTS = (
    "paper|analysis|report|document|doc|article|text|study|piece|essay|memo|file|e?-?mail|letter|notes?|page|minutes"
    "|transcript|post|brief|one"
)
_RUSSIAN_DOCUMENTS = r"(?:стать|анализ|доклад|отчёт|документ|текст|работ|письм)\w*"
_DOCUMENTS = tuple(
    lazy_re(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?:the|this|that|our|my) )?(?P<name>.+?) (?:{_ENGLISH_DOCUMENTS})",
        rf"(?:the )?(?:{_ENGLISH_DOCUMENTS}) (?:about|on|of) (?P<name>.+)",
        rf"{_RUSSIAN_DOCUMENTS} (?:про|об?|по) (?P<name>.+)",
        r"(?P<name>.+?)(?:的|那|这)?(?:篇|份)?(?:论文|分析|报告|文章|文档|那篇|邮件|信)",
        r"关于(?P<name>.+?)的(?:那篇)?(?:论文|分析|报告|文章|文档)",
    )
)
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}


def named_titles(sentence: str, titles: Sequence[str], ignored: Iterable[str] = ()) -> list[int]:
    """The indexes of the titles that a sentence names best, those with equally many of its words; [] if it names none.

    A word counts the more, the fewer titles hold it; words of `ignored` don't count.
    """
    left = frozenset(_said(" ".join(ignored)))
    wanted = [term for term in dict.fromkeys(_said(sentence)) if term not in left]
    told = [_told(title) for title in titles]
    holding = {term: [at for at, each in enumerate(told) if _holds(each, term)] for term in wanted}
    worth = [sum(1 / len(at) for at in holding.values() if number in at) for number in range(len(titles))]
    most = max(worth, default=0)
    return [number for number, each in enumerate(worth) if most and each > most - 1e-9]


def name_of_document(words: str) -> str:
    """The name in words for a document: "Altona" for "the Altona page"; "" for words that speak of no document."""
    found = next(filter(None, (each.fullmatch(words.strip()) for each in _DOCUMENTS)), None)
    return found["name"].removesuffix("'s").removesuffix("’s") if found else ""


def says(title: str, words: str) -> bool:
    """Whether a title holds all the words, in any language."""
    told, wanted = _told(title), _wanted(words)
    return bool(wanted) and all(_holds(told, term) for term in wanted)


@lru_cache(maxsize=16)
def _wanted(words: str) -> tuple[str, ...]:
    return tuple(_said(words) or terms(in_english(words)))


@lru_cache(maxsize=1 << 15)  # 7 MB for the 17,000 titles of what is ahead in a library of 100,000 analyses
def _told(title: str) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(terms(in_english(title))) if each not in _NO_NAMES)


def _said(sentence: str) -> list[str]:
    """The telling terms of a sentence; Cyrillic names also in Latin letters."""
    found = [term for term in content_terms(in_english(sentence)) if term not in _NO_NAMES]
    return [*found, *(latin for term in found if (latin := _in_latin(term)) != term)]


def _in_latin(term: str) -> str:
    return "".join(_LATIN.get(char, char) for char in term)


def _holds(told: Iterable[str], term: str) -> bool:
    first = term[:1]  # words that begin with different letters are never alike
    return any(_alike(term, each) for each in told if each[:1] == first)


@lru_cache(maxsize=1 << 15)
def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if one.isdecimal() or other.isdecimal() or one[:1] != other[:1]:
        return False
    if shorter >= _STEM and (one.startswith(other) or other.startswith(one)):
        return True
    return shorter >= _LONG and SequenceMatcher(None, one, other).ratio() >= _LIKE

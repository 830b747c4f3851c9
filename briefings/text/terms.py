"""Terms for search and comparison: case-folded and stemmed, in any script.

Latin words are stemmed as English, Cyrillic ones as Russian. Chinese, Japanese and Korean text gives overlapping pairs
of characters, because it has no spaces between words. A term holds only letters and digits.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import filterfalse
from typing import TypeVar, cast

import Stemmer

from briefings.text.patterns import lazy_re

_CJK = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufa6d\ufa70-\ufad9\U00020000-\U000323af"
)
_FIRST_CJK = "\u3005"
_LETTER = rf"[^\W_{_CJK}]"
_INSIDE = (
    rf"(?:{_LETTER}|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e]|['’](?={_LETTER}))"
)
# Initials are bounded: in “a.a.a.…” each start would look through the rest of the text.
_WORD = lazy_re(
    rf"[{_CJK}]+|(?:[^\W\d_{_CJK}]\.){{2,12}}+(?!{_LETTER})|\d{{1,3}}(?:,\d{{3}})+(?![\d,])|{_LETTER}{_INSIDE}*"
)
_ASCII_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,12}+(?![A-Za-z0-9])|\d{1,3}(?:,\d{3})+(?![\d,])|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*"
)  # the same, three times as fast
_TYPOGRAPHIC = "“”‘«»–—…•\xa0"  # often all that keeps a text from being ASCII
_MARK_INSIDE = re.compile(r"[.,'][A-Za-z0-9]")  # without one, all that is no letter or digit parts words
_PARTED = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
_CJK_LETTER = lazy_re(rf"[{_CJK}]")
_MOST_KNOWN = 1 << 16
_UNSPACED = lazy_re(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CHARACTERS_A_WORD = 1.6  # Chinese characters that say as much as one English word
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_LONGEST = 64  # characters of a term; what is longer is no word, and a full-text index refuses it
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е"})

_FUNCTION_WORDS = """
a about above across after again against all along already also although am among an and another any are around as at
away be because been before being below beneath beside between beyond both but by can cannot could did didn't do does
doesn't doing don't done down during each either else ever every few for from further had has have having he hence her
here hers herself him himself his how however i if in inside instead into is isn't it its itself just least less let
like may me might mine more moreover most much must my myself neither never nevertheless no none nor not now of off
often on once one only onto or other others ought our ours ourselves out outside over own per perhaps quite rather same
shall she should since so some still such than that the their theirs them themselves then there thereby therefore these
they this those though through throughout thus to together too toward towards under unless until up upon very via
was wasn't we were weren't what whatever when where whereas whether which while who whom whose why will with within
without won't would yet you your yours yourself
а без более бы был была были было быть в вам вас ваш вдруг ведь весь во вот все всегда всего всей всем всех всю вы где
да даже для до другой его ее ей ему если есть еще же за зачем здесь и из или им ими иногда их к каждый как какая какой
когда конечно которая которого которое которой котором которому которую которые который которых кто куда ли либо лишь
лучше между меня мне много может можно мой моя мы на над надо наконец нас наш не него нее ней нельзя нем нет ни нибудь
никогда ним них ничего но ну о об оба однако он она они оно опять от ото перед по под после потому почти при про просто
раз разве с сам сама сами само свое своего своей свои своим своих свой свою себе себя сейчас со совсем так также такая
такие такого такое такой там те тебе тебя тем теперь то тогда того тоже той только том тот тут ты у уж уже хоть хотя
чего чей чем через что чтоб чтобы чуть эта эти этим этих это этого этой этом этому этот эту я
"""
_GRAMMATICAL = frozenset("的了着过吗呢吧嘛啊")  # a pair that holds one of these spans two words or ends in a particle
_FUNCTION_CHARACTERS = frozenset("是在和与及或也都就而但并将对为以于之其这那有不从到把被由向因所如若我你他她它们个一")
_FUNCTION_PAIRS = """
可以 没有 已经 因此 因为 所以 如果 虽然 但是 而且 并且 以及 或者 还是 可能 能够 应该 必须 关于 通过 根据 由于
对于 之间 其中 其他 这些 那些 这样 那样 这里 那里 什么 怎么 如何 为什 自己 大家 非常 十分
比较 同时 然而 然后 此外 另外 仍然 只有 只是 就是 不是 不会 不能
"""


def terms(text: str) -> list[str]:
    """All terms of a text, in order."""
    if not text.isascii():
        text = text.replace("’", "'")
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    if text.isascii():
        if _MARK_INSIDE.search(text):
            return list(map(_known_terms().__getitem__, _ASCII_WORD.findall(text)))
        # A word parted as bytes takes half the time of one that is found by a pattern.
        return list(map(_known_ascii_terms().__getitem__, text.encode().translate(_PARTED).split()))
    if text and max(text) < _FIRST_CJK and "".join(text.split()).isalnum():  # a list of words, needing no pattern
        return list(filter(None, map(_known_terms().__getitem__, text.split())))
    found: list[str] = []
    for word in _WORD.findall(text):
        if _CJK_LETTER.match(word):
            found += [word[i : i + 2] for i in _pair_starts(word)]
        elif term := _known_terms()[word]:
            found.append(term)
    return found


def content_terms(text: str) -> list[str]:
    """The terms of a text without function words: articles, pronouns, prepositions, auxiliaries, particles."""
    return list(without_function(terms(text)))


def without_function(found: Iterable[str]) -> Iterator[str]:
    """The terms without function words."""
    return filterfalse(_known_functions().__getitem__, found)


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each term with its place: character offsets in `text`, end exclusive."""
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if _CJK_LETTER.match(word):
            yield from ((word[i : i + 2], start + i, start + min(i + 2, len(word))) for i in _pair_starts(word))
        elif term := _known_terms()[word]:
            yield term, start, match.end()


def word_count(text: str) -> int:
    """How much a text says, in English words; 1.6 Chinese or Japanese characters say as much as one."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    return (
        len(_UNSPACED.sub(" ", text).split()) + round(unspaced / _CHARACTERS_A_WORD) if unspaced else len(text.split())
    )


def words_in(text: str) -> int:
    """The number of words as word processors count them: each Chinese or Japanese character is one."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    if not unspaced:
        return len(text.split())
    return unspaced + sum(any(map(str.isalnum, word)) for word in _UNSPACED.sub(" ", text).split())


def is_function(term: str) -> bool:
    """Whether a term is a function word."""
    return _known_functions()[term]


def _is_function(term: str) -> bool:
    if term.isascii() or not _CJK_LETTER.match(term):
        return term in _function_terms()
    characters = frozenset(term)
    return bool(characters & _GRAMMATICAL) or characters <= _FUNCTION_CHARACTERS or term in _function_pairs()


@lru_cache(maxsize=1)
def _function_terms() -> frozenset[str]:
    return frozenset(term for word in _FUNCTION_WORDS.split() for term in terms(word))


@lru_cache(maxsize=1)
def _function_pairs() -> frozenset[str]:
    return frozenset(_FUNCTION_PAIRS.split())


def _pair_starts(word: str) -> range:
    return range(max(1, len(word) - 1))


class _Known(dict[_Key, _Value]):
    """A cache of results; a plain dict, since an LRU cache takes twice as long to look up."""

    def __init__(self, find: Callable[[_Key], _Value]) -> None:
        self._find = find

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[key] = found = self._find(key)
        return found


@lru_cache(maxsize=1)
def _known_terms() -> _Known[str, str]:
    return _Known(_term)


@lru_cache(maxsize=1)
def _known_ascii_terms() -> _Known[bytes, str]:
    return _Known(lambda word: _term(word.decode()))


@lru_cache(maxsize=1)
def _known_functions() -> _Known[str, bool]:
    return _Known(_is_function)


def stem_of(word: str) -> str:
    """The stem of one word, "" if it has no letters or digits."""
    return _term(word)


def _term(word: str) -> str:
    """The stem of a word, "" if it has no letters or digits."""
    folded = word.lower() if word.isascii() and word.isalnum() else _folded(word)
    if len(folded) > _LONGEST or (not folded.isalpha() and any(map(str.isdigit, folded))):
        return folded[:_LONGEST]
    if "a" <= folded[:1] <= "z":
        return _stemmed(folded, "english")
    return _stemmed(folded, "russian") if "\u0400" <= folded[:1] <= "\u04ff" else folded


def _stemmed(word: str, language: str) -> str:
    # A stemmer keeps its word while at work, so that threads must not share one; making one costs next to nothing.
    return cast(str, Stemmer.Stemmer(language, maxCacheSize=0).stemWord(word))


def _folded(word: str) -> str:
    """The letters and digits of a word, without case, possessive and accents."""
    low = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").removesuffix("'s").translate(_PLAIN)
    if not word.isascii():
        # In Cyrillic, a letter such as й is one of its own, while a stress mark stands apart even when composed.
        low = low if "\u0400" <= low[:1] <= "\u04ff" else unicodedata.normalize("NFKD", low)
        low = "".join(c for c in low.translate(_PLAIN) if c != "ʼ" and unicodedata.category(c)[0] in "LN")
    return low.replace("'", "").replace(",", "")

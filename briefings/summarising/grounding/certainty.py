"""Checks that a sentence claims no more than its source: not certain for doubtful, nor all for some."""

import re
from collections.abc import Sequence

from briefings.summarising.grounding.clauses import Clause, nearest
from briefings.text.patterns import lazy_re

_ALL = (
    r"\b(?:all|every|everyone|everybody|each|always|entire(?:ly)?|whole|wholly|unanimous(?:ly)?|complete(?:ly)?|"
    r"total(?:ly)?|(?<!cent )(?<!% )full(?:y)?|все|всегда|каждый|единогласно)\b|所有|全部|一致|总是"
)
_ALONE = r"\b(?:only|solely|alone|exclusively|just|nothing but|только|лишь)\b|只有|仅"
_NEVER = r"\b(?:never|none|nobody|no one|nothing|никогда|никто|ничего)\b|从未|从不"
_SWEEPING = tuple(lazy_re(pattern, re.IGNORECASE) for pattern in (_ALL, _ALONE, _NEVER))
_ALL_OF = lazy_re(r"\ball (?:of |the )*(?:\d|\w+s\b)|\bвсе\b|所有", re.IGNORECASE)
_UNITED = lazy_re(r"\b(?:every\w*|each|both|unanimous\w*|entire|whole (?!\w+ before))", re.IGNORECASE)
_EXCEPTED = lazy_re(r"\b(?:except|excluding|apart from|other than|кроме)\b|除", re.IGNORECASE)
_LEADING = lazy_re(r"\b(\w+est|most|best|worst)\b", re.IGNORECASE)
_LESSENED = lazy_re(
    r"\b(?:second|third|fourth|fifth|one of the|among the|nearly the|almost the)[ -]+(?:\w+[ -])?"
    r"(\w+est|most|best|worst)\b",
    re.IGNORECASE,
)
_AT_LEAST = lazy_re(r"\b(?:at least|more than|over|no fewer than|no less than|более|не менее)\b", re.IGNORECASE)
_AT_MOST = lazy_re(
    r"\b(?:at most|less than|fewer than|under|up to|no more than|as many as|менее|не более)\b", re.IGNORECASE
)


def overstated(sentence: str, source: str, said: Sequence[Clause], known: Sequence[Clause]) -> bool:
    """Whether it states as certain, complete or first what the source hedges, limits or ranks second."""
    if any(sweeping.search(sentence) and not sweeping.search(source) for sweeping in _SWEEPING):
        return True
    if _ALL_OF.search(sentence) and not _ALL_OF.search(source) and not _UNITED.search(source):
        return True
    if _SWEEPING[0].search(sentence) and _EXCEPTED.search(source) and not _EXCEPTED.search(sentence):
        return True
    return _raised(sentence, source) or _bounded_otherwise(sentence, source) or _surer(said, known)


def _raised(sentence: str, source: str) -> bool:
    """Whether "second largest" became "largest"."""
    lessened = _words(_LESSENED, source) - _words(_LESSENED, sentence)
    return bool(lessened & _words(_LEADING, sentence) - _words(_LEADING, _LESSENED.sub(" ", source)))


def _words(pattern: re.Pattern[str], text: str) -> set[str]:
    return {found.lower() for found in pattern.findall(text)}


def _bounded_otherwise(sentence: str, source: str) -> bool:
    """Whether “more than” became “less than”, or the reverse."""
    return any(
        one.search(sentence) and not other.search(sentence) and other.search(source) and not one.search(source)
        for one, other in ((_AT_LEAST, _AT_MOST), (_AT_MOST, _AT_LEAST))
    )


def _surer(said: Sequence[Clause], known: Sequence[Clause]) -> bool:
    if any(clause.hedged for clause in said):
        return False
    return any(near and all(other.hedged for other in near) for near in (nearest(clause, known) for clause in said))

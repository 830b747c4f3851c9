"""Whether a passage connects the answer to what the question says about it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from briefings.answers.passages.question import AnswerKind, Question
from briefings.text import lazy_re

Place = tuple[int, int]
Placed = Sequence[tuple[str, int, int]]  # the terms of a passage with their places

_BESIDE = 30  # characters between what is asked for and what the question says of it
_LONGEST_WORD = 100  # characters
_STEM, _SUFFIX = 5, 4  # letters of a stem's family name, and of what may follow it
_DENIES = lazy_re(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|не|нет|ни|без|никто|никогда)\b|n[’']t\b|[不没未无]",
    re.IGNORECASE,
)
_YES_OR_NO = lazy_re(r"(?:do|does|did|is|are|was|were|has|have|will|would|can|could|should)\b", re.IGNORECASE)
_BY = lazy_re(r"\b(?:by|par|von|vom|durch)\b")
_NO_DEED = lazy_re(r"(?:\b(?:an?|the|its|their|his|her|these|those|all|of)|\d|\b\w+teen|\b\w+ty) $", re.IGNORECASE)


def are_synonyms(one: str, other: str) -> bool:
    """Whether two stems are related, such as those of "process" and "processor"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _SUFFIX


def held_by_nobody(question: Question, words: str, placed: Placed, found: Sequence[Place]) -> bool:
    """Whether none of those `found` has the role or did the action asked about.

    An agent stands before the verb, or after it and "by"; a word after an article or a number isn't a verb.
    """
    asked = next((word for word in question.words if not word.exact), None)
    if asked is None:
        return True
    if question.by_role:
        roles = [(start, end) for term, start, end in placed if term == asked.term]
        return not any(_apart(one, role) <= _BESIDE for one in found for role in _about(one, roles))
    deeds = [
        place
        for place in _places(asked, placed)
        if not _NO_DEED.search(words[max(0, place[0] - _LONGEST_WORD) : place[0]])
    ]
    return not any(_does(one, deed, words) for one in found for deed in _about(one, deeds))


def denies(question: Question, words: str) -> bool:
    """Whether a passage is negated and the question isn't, or the reverse; not for yes/no questions."""
    if _YES_OR_NO.match(question.text) or question.kind == "cause":
        return False
    return bool(_DENIES.search(question.text)) != bool(_DENIES.search(words))


def _does(one: Place, deed: Place, words: str) -> bool:
    before, after = deed[0] - one[1], one[0] - deed[1]
    return 0 <= before <= _BESIDE or (0 <= after <= _BESIDE and _BY.search(words, deed[1], one[0]) is not None)


def _places(word: AnswerKind, placed: Placed) -> Iterator[Place]:
    for term, start, end in placed:
        if term == word.term or term in word.kin or are_synonyms(term, word.term):
            yield start, end


def _about(one: Place, places: Sequence[Place]) -> Sequence[Place]:
    """Positions near one position, found in constant time in a sorted list."""
    first = bisect_left(places, (one[0] - _BESIDE - _LONGEST_WORD, 0))
    return places[first : bisect_left(places, (one[1] + _BESIDE + 1, 0))]


def _apart(one: Place, other: Place) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)

"""Tells at once that two claims can't contradict each other, so that few are compared word by word. Pure.

Each rule of `comparison` needs something of both claims: a quantity, one date, a place, opposite words. What a claim
has for them is a number of bits, one for each; two claims without a bit in common contradict each other by no rule.
Nor do two claims that have three words between them to which nothing in the other is akin.
"""

from dataclasses import dataclass
from functools import lru_cache

from briefings.disagreements import lexicon
from briefings.model.disagreements import Claim

_AFFIRMED, _DENIED, _SEQUENCE, _RANK, _QUANTITY, _DATE, _PLACE, _AGENT, _PASSIVE, _CHINESE = (1 << n for n in range(10))
_FAMILIES = 10  # the first bit of the families of words
_MOST = 2  # words that the rules let two claims have for themselves
_START, _START_ELSEWHERE = 6, 4  # letters that related words have in common: in Latin letters, and in others
Kin = frozenset[str | int]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a claim wants of another and offers to it; `kin` is what related words share, `telling` that of each word.

    A word that is akin to another word of the same claim, a title and a Chinese word aren't among the telling ones.
    """

    wanted: int = 0
    offered: int = 0
    kin: Kin = frozenset()
    telling: tuple[Kin, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word shares with related ones; its families and their opposites as bits; whether it tells claims apart."""

    kin: Kin
    same: int
    opposite: int
    is_telling: bool


_NONE = Outline()


def outline(claim: Claim) -> Outline:
    """The outline of a claim; an empty one if no rule is about it."""
    if "corrected" in claim.marks or claim.force in ("opinion", "forecast"):
        return _NONE
    words = [_word(each) for each in claim.words]
    wanted = offered = _of_both(claim)
    if claim.agents and not claim.negative:
        offered |= _AGENT
        wanted |= _AGENT if lexicon.has_one_agent(claim.words) else 0
    if "judging" not in claim.marks:
        wanted |= _AFFIRMED if claim.negative else _DENIED
        offered |= _DENIED if claim.negative else _AFFIRMED
        for word in words:
            wanted |= word.opposite
            offered |= word.same
    own, twice = _kin_of(words)
    telling = tuple(word.kin for word in words if word.is_telling and twice.isdisjoint(word.kin))
    return Outline(wanted, offered, own.union(*(_word(part).kin for name in claim.names for part in name)), telling)


def may_differ(one: Outline, other: Outline) -> bool:
    """Whether two claims may contradict each other."""
    common = one.wanted & other.offered
    if not common:
        return False
    if common & _CHINESE:
        return True
    alone = _alone(one, other)
    return alone <= _MOST and alone + _alone(other, one) <= _MOST


def _alone(one: Outline, other: Outline) -> int:
    """How many telling words of a claim are akin to nothing in the other."""
    return sum(map(other.kin.isdisjoint, one.telling))


def _of_both(claim: Claim) -> int:
    """What both claims need for a rule about their order, amounts, dates, places or agents.

    A Chinese word that is a part of another leaves a rest, which can be anything.
    """
    found = _SEQUENCE if claim.sequence else 0
    found |= _RANK if claim.ranks else 0
    found |= _DATE if len(claim.dates) == 1 else 0
    found |= _CHINESE if any(_is_chinese(each) for each in claim.words) else 0
    if not claim.negative:
        found |= _QUANTITY if claim.quantities else 0
        found |= _PLACE if claim.places else 0
        found |= _PASSIVE if claim.agents and "passive" in claim.marks else 0
    return found


def _kin_of(words: list[_Word]) -> tuple[Kin, Kin]:
    """What any of the words shares with related ones, and what two of them share."""
    seen: set[str | int] = set()
    twice: set[str | int] = set()
    for word in words:
        twice |= seen & word.kin
        seen |= word.kin
    return frozenset(seen), frozenset(twice)


@lru_cache(maxsize=1 << 13)
def _word(word: str) -> _Word:
    families = lexicon.families().get(word, ())
    start = word[: _START if word[0].isascii() else _START_ELSEWHERE]
    same = sum(1 << (_FAMILIES + 2 * line + side) for line, side in families)
    opposite = sum(1 << (_FAMILIES + 2 * line + 1 - side) for line, side in families)
    kin: Kin = frozenset((start, *(line for line, _ in families)))
    return _Word(kin, same, opposite, word not in lexicon.titles() and not _is_chinese(word))


def _is_chinese(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"

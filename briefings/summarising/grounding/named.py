"""Checks that each name occurs in the source, as such, inflected, or as initials."""

from collections.abc import Sequence
from itertools import pairwise

from briefings.summarising.grounding.tokens import Token, stems, tokens
from briefings.text.terms import is_function

_NATIVE = ("ian", "an", "n", "es", "ese", "ish", "i", "ic", "s")  # endings, in stems, of those who come from a place
_PLACE = ("", "a", "ia", "y", "e", "o", "i")  # and of the place
_LEAST = 4  # letters of a name that two of its forms have to share
_DAYS = stems(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August "
    "September October November December"
)
_NEAR = 3  # words within which two parts of one name stand
# Words with which a sentence may well begin although its source does not have them.
_OPENERS = stems(
    "overall meanwhile officials experts analysts observers authors author report paper people researchers supporters "
    "opponents critics members residents both today yesterday together according despite following given later earlier "
    "currently recently previously ultimately finally initially instead additionally furthermore likewise similarly "
    "consequently therefore thus hence plans talks work efforts part parts under since"
)


def unsupported_names(sentence: str, source: str) -> bool:
    """Whether a name, or two adjacent words of one, is missing from the source."""
    there = tokens(source)
    known, capitals = {token.term for token in there}, [token for token in there if token.capital]
    named = _names(sentence)
    initials = _initials(there, source)
    if any(not _known(token, known, capitals, initials, named) for token in named):
        return True
    return any(_torn(left, right, there) for left, right in pairwise(named) if _side_by_side(left, right, sentence))


def _names(sentence: str) -> list[Token]:
    found = tokens(sentence)
    openers = {token.start for token in found if _opens(token, sentence)}
    return [
        token
        for token in found
        if token.capital and not (is_function(token.term) and not _all_capitals(token, sentence))
        if not (token.start in openers and (token.term in _OPENERS or token.term.endswith("ly")))
    ]


def _opens(token: Token, sentence: str) -> bool:
    before = sentence[: token.start].rstrip(" \n\"'“‘«([")
    return not before or before[-1] in ".!?:"


def _all_capitals(token: Token, sentence: str) -> bool:
    word = sentence[token.start : token.end]
    return len(word) > 1 and word.isupper()


def _known(
    token: Token, known: set[str], capitals: Sequence[Token], initials: set[str], named: Sequence[Token]
) -> bool:
    if token.term in known or token.term.replace(".", "") in initials:
        return True
    if any(_akin(token.term, other.term) or _akin(other.term, token.term) for other in capitals):
        return True
    return _spells_out(token, named, known)


def _akin(native: str, place: str) -> bool:
    """Whether a word names the people of a place: Chinese and China."""
    roots = {native.removesuffix(ending) for ending in _NATIVE if native.endswith(ending)}
    return any(place.removesuffix(ending) in roots for ending in _PLACE if len(place) >= _LEAST + len(ending))


def _initials(there: Sequence[Token], source: str) -> set[str]:
    """The initials of two or more consecutive capitalised words."""
    runs: list[str] = []
    run = ""
    last: Token | None = None
    for token in there:
        joined = last is not None and source[last.end : token.start] in (" ", "-")
        if token.capital:
            run = (run if joined else "") + token.term[0]
            runs += [run[start:] for start in range(len(run) - 1)]
        elif not (joined and is_function(token.term)):
            run = ""
        last = token
    return {*runs}


def _spells_out(token: Token, named: Sequence[Token], known: set[str]) -> bool:
    """Whether the words around a name have the initials of an acronym in the source."""
    place = named.index(token)
    for first in range(max(0, place - 3), place + 1):
        for last in range(max(place, first + 1), min(len(named), place + 4)):
            if "".join(each.term[0] for each in named[first : last + 1]) in known:
                return True
    return False


def _side_by_side(left: Token, right: Token, sentence: str) -> bool:
    return sentence[left.end : right.start] == " "


def _torn(left: Token, right: Token, there: Sequence[Token]) -> bool:
    """Whether the source has both words of a name, as names, but never close together."""
    if {left.term, right.term} & _DAYS:
        return False
    places = [
        [n for n, token in enumerate(there) if token.term == each.term and token.capital] for each in (left, right)
    ]
    lefts, rights = places
    return bool(lefts and rights) and not any(0 < abs(a - b) <= _NEAR for a in lefts for b in rights)

"""Checks that the two sides of a relation haven't swapped places."""

import re
from collections.abc import Sequence
from itertools import pairwise

from briefings.summarising.grounding.clauses import parts
from briefings.summarising.grounding.opposites import sides
from briefings.summarising.grounding.tokens import Token, is_past, is_third_person, stems, tokens
from briefings.text import lazy_re

_PART = lazy_re(r"[;:。；]|[.?!](?=\s)|\n|\b(?:but|while|whereas|although|а|но)\b", re.IGNORECASE)
_PASSIVE = lazy_re(
    r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+)?(\w+)\b(?:\s+\w+){0,4}?\s+by\s+((?:\w+\s+){0,3}\w+)", re.I
)
_MUTUAL = lazy_re(r"meet|talk|discuss|agre|trade|negoti|cooper|join|share|sign|hold|border|compet|relat|say")
_LEADS = frozenset(
    [
        "will",
        "would",
        "may",
        "might",
        "can",
        "could",
        "shall",
        "should",
        "must",
        "to",
        "did",
        "do",
        "does",
        "not",
        "никогда",
        "не",
    ]
)
_TOWARDS = {"from": "to", "to": "from"}
_THAN = "than"
_LESS = lazy_re(r"\b(?:less|fewer|lower|smaller|shorter|younger|slower|worse|weaker|later)\b", re.IGNORECASE)
_TIME = stems("before after")
_REACH = 3  # things on each side of a relation that it may join

_Word = tuple[str, Token]


def swapped(sentence: str, cited: Sequence[str]) -> bool:
    """Whether two things swap roles around a relation in the source, or a direction is reversed."""
    said, known = _stretches([sentence]), _stretches(cited)
    if any(_turned_way(stretch, known) or _reversed(stretch, known, in_time=True) for stretch in said):
        return True
    clauses = [parts([each]) for each in (sentence, *cited)]
    return any(
        _reversed(clause, [each for found in clauses[1:] for each in found], in_time=False) for clause in clauses[0]
    )


def _stretches(sentences: Sequence[str]) -> list[str]:
    return [part for sentence in sentences for part in _PART.split(sentence) if part.strip()]


def _reversed(stretch: str, known: Sequence[str], *, in_time: bool) -> bool:
    for outer, middle in _joined(stretch, in_time=in_time):
        mine = _doers(stretch, outer, middle)
        theirs = {doer for other in known for doer in _doers(other, outer, middle)}
        if mine and theirs and not mine & theirs:
            return True
    return False


def _joined(stretch: str, *, in_time: bool) -> list[tuple[tuple[str, str], str]]:
    """Pairs of things near a relation, with that relation."""
    words = _words(stretch)
    found = []
    for number, word in enumerate(words):
        if (word[1].term in _TIME) == in_time and _relates(stretch, word):
            reach = 1 if in_time else _REACH
            before = [each[0] for each in words[:number] if _is_thing(stretch, each)][-reach:]
            after = [each[0] for each in words[number + 1 :] if _is_thing(stretch, each)][:reach]
            found += [((a, b), word[0]) for a in before for b in after if a != b]
    return found


def _doers(stretch: str, outer: tuple[str, str], middle: str) -> set[bool]:
    """For each place where the relation is between the two: whether the first is the agent."""
    words = [word for word, _ in _words(stretch)]
    first, second, between = ([n for n, word in enumerate(words) if word == each] for each in (*outer, middle))
    turned = _other_side(stretch, middle) ^ _is_passive(stretch, outer, middle)
    return {(a < b) ^ turned for a in first for b in second for m in between if min(a, b) < m < max(a, b)}


def _is_passive(stretch: str, outer: tuple[str, str], middle: str) -> bool:
    """Whether one of the two follows “by” as the agent of the relation."""
    found = [match for match in _PASSIVE.finditer(stretch) if is_past(match[1]) and _words(match[1])[0][0] == middle]
    return any(token.term in outer for match in found for token in tokens(match[2])) or "被" in stretch


def _other_side(stretch: str, middle: str) -> bool:
    if middle == _THAN:
        return _LESS.search(stretch) is not None
    about = sides(converse=True)
    return any(about.get(token.term) == (middle[1:], 1) for token in tokens(stretch))


def _words(stretch: str) -> list[_Word]:
    """The words of a stretch; converse words share one name."""
    about = sides(converse=True)
    named = [(f"={about[t.term][0]}" if t.term in about else t.term, t) for t in tokens(stretch)]
    return [(word, t) for word, t in named if t.content or word.startswith("=") or word == _THAN]


def _relates(stretch: str, word: _Word) -> bool:
    name, token = word
    if name.startswith("=") or name == _THAN:
        return True
    if token.capital or token.figure or token.unspaced or _MUTUAL.match(name):
        return False
    surface, before = stretch[token.start : token.end], stretch[: token.start].split()[-1:]
    return (
        is_past(surface)
        or bool(before and before[0].lower() in _LEADS)
        or is_third_person(surface, stretch[token.end :])
    )


def _is_thing(stretch: str, word: _Word) -> bool:
    name, token = word
    return not (name.startswith("=") or name == _THAN or token.figure or is_past(stretch[token.start : token.end]))


def _turned_way(stretch: str, known: Sequence[str]) -> bool:
    """Whether a name follows “to” where the source has only “from”, or the reverse."""
    ways = {way for other in known for way in _ways(other)}
    return any((_TOWARDS[word], name) in ways and (word, name) not in ways for word, name in _ways(stretch))


def _ways(stretch: str) -> set[tuple[str, str]]:
    pairs = pairwise(tokens(stretch))
    return {
        (left.term, right.term) for left, right in pairs if left.term in _TOWARDS and (right.capital or right.figure)
    }

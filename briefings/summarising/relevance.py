"""Finds the sentences about a topic or an event."""

from collections import Counter
from collections.abc import Sequence
from math import fsum, sqrt

from briefings.summarising.passages import Passage, Relevant
from briefings.text.terms import content_terms, terms

_ENOUGH = 0.5  # share of the topic's weight that a sentence must hold
_NEAR_BEST = 0.8  # share of the best sentence's score below which the others speak of something else


def relevant(topic: str, sections: Sequence[Passage], limit: int) -> list[Relevant]:
    """The sentences on a topic or an event's title, best first, at most `limit`; may be empty.

    A sentence must contain half of the topic's words, weighted by rarity, at least two if there are several, and nearly
    as many as the best sentence.
    """
    wanted = frozenset(content_terms(topic))
    found = [(i, j, held) for i, j, held in _held(wanted, sections) if held]
    common = Counter(term for _, _, held in found for term in held)
    weight = {term: 1 / sqrt(1 + common[term]) for term in sorted(wanted)}
    least, total = min(2, len(wanted)), sum(weight.values())
    scored = [Relevant(i, j, fsum(map(weight.__getitem__, held)) / total) for i, j, held in found if len(held) >= least]
    bar = max([_ENOUGH, *(_NEAR_BEST * one.score for one in scored)])
    best = sorted((one for one in scored if one.score >= bar), key=lambda one: (-one.score, one.section, one.sentence))
    return best[:limit]


def _held(wanted: frozenset[str], sections: Sequence[Passage]) -> list[tuple[int, int, frozenset[str]]]:
    return [
        (i, j, wanted.intersection(terms(passage.text[start:end])))
        for i, passage in enumerate(sections)
        for j, (start, end) in enumerate(passage.sentences)
    ]

"""Ranking the sentences that hold the words asked for."""

from collections.abc import Sequence

from briefings.store import Connection
from briefings.store import search as index
from briefings.store.search import Candidate
from briefings.words import content_terms, terms

_USUAL_LENGTH = 60  # terms; a longer sentence counts less for the same words


async def best(look: Connection, words: str, limit: int) -> tuple[list[Candidate], bool]:
    """The best sentences for the words, and whether a word was so common that only its newest matches were ranked.

    Sentences that hold all the words come first; those that hold some are taken only where there are too few.
    """
    wanted = list(dict.fromkeys(content_terms(words) or terms(words)))
    if not wanted:
        return [], False
    found = await index.holding(look, wanted)
    candidates = {c.id: c for c in found}
    bounded = len(found) >= index.BOUND
    for term in wanted if len(found) < limit and len(wanted) > 1 else ():
        single = await index.holding(look, [term])
        candidates.update((c.id, c) for c in single)
        bounded = bounded or len(single) >= index.BOUND
    return ranked(wanted, list(candidates.values()))[:limit], bounded


def ranked(wanted: Sequence[str], candidates: Sequence[Candidate]) -> list[Candidate]:
    """More of the words first, rarer words before common ones, then the shorter sentence, then the newer."""
    total = len(candidates)
    weight = {term: 1 + (total / (1 + sum(term in c.terms for c in candidates))) ** 0.5 for term in wanted}

    def score(candidate: Candidate) -> tuple[int, float, int]:
        held = [weight[term] for term in wanted if term in candidate.terms]
        return len(held) == len(wanted), sum(held) / (1 + len(candidate.terms) / _USUAL_LENGTH), candidate.id

    return sorted(candidates, key=score, reverse=True)

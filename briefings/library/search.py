"""Ranks sentences by search terms, finds the analyses that mention them, and corrects mistyped names."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import compress
from math import fsum, log

from briefings.model.analysis import Draft
from briefings.parsing import names
from briefings.store import Connection
from briefings.store.search import BOUND, Candidate, SentenceIndex
from briefings.text.numbers import number_query
from briefings.text.terms import content_terms, terms

_FEW = 10  # sentences that are filled up with those that have only some of the words
_SINGLES = 100  # of them for each of several words, at least
_COMBINED = 8  # ways in which several words are looked for together
_USUAL_LENGTH = 60  # terms; a longer sentence counts less for the same words


def best(
    connection: Connection, words: str, limit: int | None, within: Collection[int] | None = None
) -> tuple[list[Candidate], bool]:
    """The best sentences for the words, and whether a word was so common that only its newest matches were ranked.

    `within` limits the search to these analyses; None searches all. Of equal sentences the newest counts. Sentences
    with some of the words are only used if fewer than the limit have all of them, or fewer than ten where None limits
    them.
    """
    # The terms to look for: one of each group, which has several for a number that can be written in several ways.
    rest, numbers = number_query(words)
    plain = (frozenset({term}) for term in content_terms(rest) or ([] if numbers else terms(words)))
    wanted = list(dict.fromkeys([*plain, *numbers]))
    if not wanted:
        return [], False
    index = SentenceIndex(connection)
    found = index.sentences_with(wanted, within)
    candidates = {c.id: c for c in found}
    bounded = len(found) >= BOUND
    share = max(_SINGLES, BOUND // len(wanted))
    for group in wanted if len(found) < (limit or _FEW) and len(wanted) > 1 else ():
        single = index.sentences_with([group], within, share)
        candidates.update((c.id, c) for c in single)
        bounded = bounded or len(single) >= share
    most = max(len(found), _FEW) if limit is None else limit
    return _distinct(ranked(wanted, list(candidates.values())), most), bounded


def _distinct(candidates: Iterable[Candidate], most: int) -> list[Candidate]:
    """The first candidates without those that repeat an earlier one: with the same terms, and as long."""
    kept: dict[tuple[frozenset[str], int], Candidate] = {}
    for each in candidates:
        if len(kept) == most:
            break
        kept.setdefault((each.terms, each.end - each.start), each)
    return list(kept.values())


def ranked(wanted: Sequence[frozenset[str]], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Sorts by most groups of terms first, rarer ones first, shorter sentences first, then newer."""
    total = len(candidates)
    held = [[candidate.has(group) for group in wanted] for candidate in candidates]
    weights = [1 + (total / (1 + count)) ** 0.5 for count in map(sum, zip(*held, strict=True))]

    def score(place: int) -> tuple[int, float, int]:
        own, candidate = held[place], candidates[place]
        weight = sum(compress(weights, own))
        return all(own), weight / (1 + candidate.length / _USUAL_LENGTH), candidate.id

    return [candidates[place] for place in sorted(range(total), key=score, reverse=True)]


@dataclass(frozen=True, slots=True)
class AnalysisMention:
    """Where words occur: `analyses` by id, best first; `counts` is the number of sentences by term."""

    analyses: tuple[int, ...]
    counts: Mapping[str, int]


def mentioned_in(connection: Connection, words: Mapping[str, frozenset[str]], limit: int) -> AnalysisMention:
    """The analyses whose sentences contain most of the words; each word comes with its synonyms."""
    groups = list(words.values())
    found: dict[int, Candidate] = {}
    counts, index = {}, SentenceIndex(connection)
    for term, group in words.items():
        held = index.sentences_with([group])
        counts[term] = sum(candidate.has((term,)) for candidate in held)
        found.update((candidate.id, candidate) for candidate in held)
    together = [groups, *(groups[:i] + groups[i + 1 :] for i in range(len(groups) if len(groups) > 2 else 0))]
    for several in together[:_COMBINED] if len(groups) > 1 else ():
        found.update((candidate.id, candidate) for candidate in index.sentences_with(several))
    return AnalysisMention(tuple(_fullest(words, counts, found.values())[:limit]), counts)


def _fullest(
    words: Mapping[str, frozenset[str]], counts: Mapping[str, int], candidates: Iterable[Candidate]
) -> list[int]:
    """Ranks analyses by their best sentence plus half the weight of all their sentences; newer first."""
    best: dict[int, float] = {}
    by_analysis: dict[int, set[str]] = {}
    for candidate in candidates:
        held = {term for term, group in words.items() if candidate.has(group)}
        weight = _weight(held, counts)
        best[candidate.analysis] = max(best.get(candidate.analysis, 0.0), weight)
        by_analysis.setdefault(candidate.analysis, set()).update(held)
    return sorted(best, key=lambda id_: (best[id_] + _weight(by_analysis[id_], counts) / 2, id_), reverse=True)


def _weight(held: Iterable[str], counts: Mapping[str, int]) -> float:
    return fsum(1 / (1 + log(1 + counts[term])) for term in held)


_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones resemble too many others
_CLOSE = 0.75  # difflib's measure of likeness
_LONGEST = 200  # characters that are corrected


def corrected(words: str, drafts: Iterable[Draft]) -> str:
    """The words with each unknown one replaced by the most similar name; "" if none is."""
    if len(words) > _LONGEST:
        return ""
    known: dict[str, str] = {}
    for draft in drafts:
        told = (draft.title, *(each.heading for each in draft.sections), *(each.name for each in draft.actors))
        for word in _WORD.findall(" ".join(told)):
            known.setdefault(names.key(word), word)

    def near(found: re.Match[str]) -> str:
        wanted = names.key(found[0])
        close = [] if wanted in known else get_close_matches(wanted, known, n=1, cutoff=_CLOSE)
        return known[close[0]] if close else found[0]

    meant = _WORD.sub(near, words)
    return "" if meant == words else meant

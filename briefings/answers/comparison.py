"""Compares two analyses, or what is said on two topics: points of both, figures and dates that differ. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log, sqrt

from briefings.library.reports.provenance import quote
from briefings.model.analysis import Analysis, Draft, Reference, Sentence
from briefings.model.delivery import CitedSentence
from briefings.model.summary import Comparison, Differing, SharedSource, SidePair
from briefings.text.numbers import figures
from briefings.text.terms import content_terms, terms

_PAIRS = 6
_CLOSE = 0.3  # cosine of two sentences by their rare words, from which they are about the same point
_LEAST = 2  # words that both sentences have
_COMMON = 30  # sentences of a text with a word, from which it says nothing of what a sentence is about
_SPACES = re.compile(r"\W+")


def compare(first: Analysis, second: Analysis) -> Comparison:
    """The sentences of two analyses about the same points, how their figures and dates differ, and shared sources."""
    pairs = tuple(_pair(first, second, *each) for each in _matches(first.draft, second.draft))
    return Comparison(pairs, shared_sources(first, second))


def shared_sources(first: Analysis, second: Analysis) -> tuple[SharedSource, ...]:
    """The works that both reference lists have, in the order of the first."""
    others = {key: number for number, each in enumerate(second.draft.references, 1) for key in _keys(each)}
    found: dict[int, SharedSource] = {}
    for number, each in enumerate(first.draft.references, 1):
        other = next((others[key] for key in _keys(each) if key in others), None)
        if other is not None:
            found.setdefault(other, SharedSource(each, number, other))
    return tuple(found.values())


def _keys(reference: Reference) -> Iterator[str]:
    """By what a work is known: its DOI, its address, and its entry without signs, but for a link's words."""
    yield from (each.lower().rstrip("/") for each in (reference.doi, reference.url) if each)
    if not (reference.inline and reference.url):
        yield _SPACES.sub(" ", reference.entry.casefold()).strip()


def _matches(first: Draft, second: Draft) -> list[tuple[Sentence, Sentence]]:
    """The pairs of sentences most about the same point, each sentence once, in the order of the first text."""
    ours, theirs = _bags(first), _bags(second)
    weights = _weights(ours, theirs)
    scored = sorted(_scored(ours, theirs, weights), key=lambda each: -each[0])
    used: tuple[set[int], set[int]] = (set(), set())
    pairs: list[tuple[int, int]] = []
    for _score, at, other in scored:
        if at not in used[0] and other not in used[1] and len(pairs) < _PAIRS:
            pairs.append((at, other))
            used[0].add(at)
            used[1].add(other)
    return [(first.sentences[at], second.sentences[other]) for at, other in sorted(pairs)]


def _bags(draft: Draft) -> list[frozenset[str]]:
    """The content words of each sentence."""
    return [frozenset(content_terms(draft.text[each.start : each.end])) for each in draft.sentences]


def _weights(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """How rare each word is that stands in both texts."""
    counts = [Counter(term for bag in bags for term in bag) for bags in (ours, theirs)]
    both = {term for term in counts[0].keys() & counts[1].keys() if max(each[term] for each in counts) <= _COMMON}
    total = len(ours) + len(theirs)
    return {term: log(1 + total / (counts[0][term] + counts[1][term])) for term in both}


def _scored(
    ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> Iterator[tuple[float, int, int]]:
    """How close the sentences of two texts are that share rare words: score and both indexes."""
    places: dict[str, list[int]] = defaultdict(list)
    for other, bag in enumerate(theirs):
        for term in bag & weights.keys():
            places[term].append(other)
    sizes = [_size(bag, weights) for bag in theirs]
    for at, bag in enumerate(ours):
        shared: Counter[int] = Counter()
        sums: dict[int, float] = defaultdict(float)
        for term in bag & weights.keys():
            for other in places[term]:
                shared[other] += 1
                sums[other] += weights[term] ** 2
        own = _size(bag, weights)
        for other, number in shared.items():
            score = sums[other] / (own * sizes[other])
            if number >= _LEAST and score >= _CLOSE:
                yield score, at, other


def _size(bag: Iterable[str], weights: Mapping[str, float]) -> float:
    """The length of a sentence's vector; words that the other text hasn't count as the rarest."""
    rarest = max(weights.values(), default=1.0)
    return sqrt(sum(weights.get(term, rarest) ** 2 for term in bag)) or 1.0


def _pair(first: Analysis, second: Analysis, ours: Sentence, theirs: Sentence) -> SidePair:
    figures_ = _differing(_figures(first.draft, ours), _figures(second.draft, theirs))
    dates = _differing(_dates(first.draft, ours), _dates(second.draft, theirs))
    sides = (quote(first, ours.start, ours.end), quote(second, theirs.start, theirs.end))
    return SidePair(*sides, tuple(each for each in (figures_, dates) if each))


def _differing(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Differing | None:
    """What each side says that the other doesn't; None unless both say something else."""
    own = tuple(words for value, words in ours.items() if value not in theirs)
    other = tuple(words for value, words in theirs.items() if value not in ours)
    return Differing(own, other) if own and other else None


def _figures(draft: Draft, of: Sentence) -> dict[str, str]:
    """The figures of a sentence by their values, without those of dates and citations."""
    spans = [(each.start, each.end) for each in draft.dates] + [(each.start, each.end) for each in draft.citations]
    taken = [each for each in spans if of.start <= each[0] < of.end]
    words = draft.text[of.start : of.end]
    found = ((start + of.start, value, told) for start, value, told in figures(words))
    return {value: told for at, value, told in found if not any(start <= at < end for start, end in taken)}


def _dates(draft: Draft, of: Sentence) -> dict[str, str]:
    """The dates of a sentence as the text says them, by the days that they mean."""
    cited = [(each.start, each.end) for each in draft.citations if of.start <= each.start < of.end]
    inside = [each for each in draft.dates if of.start <= each.start < of.end]
    told = [each for each in inside if not any(start <= each.start < end for start, end in cited)]
    return {f"{each.when.first} {each.when.last}": draft.text[each.start : each.end] for each in told}


def about_both(points: Sequence[CitedSentence], topics: Sequence[str]) -> tuple[CitedSentence, ...]:
    """The sentences that have the words of all topics."""
    wanted = [frozenset(content_terms(each) or terms(each)) for each in topics]
    return tuple(each for each in points if all(words <= frozenset(terms(each.text)) for words in wanted))

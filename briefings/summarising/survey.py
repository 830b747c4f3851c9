"""What a whole text says of its own words: how often they come back, where, and in which company."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count, filterfalse, pairwise
from math import log

from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Passage
from briefings.words import content_terms, is_function, terms

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with sentences: `index` among the passages, `rank` among those with sentences, `words` its size."""

    index: int
    rank: int
    first: int  # number of its first sentence in the whole text
    words: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class Survey:
    """The sentences of a text in columns, and counts over all of them."""

    parts: tuple[Part, ...]
    texts: Sequence[str]
    sizes: Sequence[int]  # words
    terms: Sequence[list[str]]
    content: Sequence[list[str]]  # without function words and repeats
    holding: Counter[str]  # sentences that hold a term
    opening: dict[str, int]  # sections whose first sentence holds a term
    pairs: Sequence[Sequence[int]]  # of neighbouring terms, as numbers
    repeated: Sequence[int]  # of a pair by its number: 1 where more than one sentence has it, else 0
    shared: Sequence[float]  # of a pair by its number: the logarithm of how many sections have it
    title: frozenset[str]
    headings: frozenset[str]
    words: int


def survey(title: str, sections: Sequence[Passage]) -> Survey:
    """Reads all sentences once."""
    texts = [passage.text[start:end] for passage in sections for start, end in passage.sentences]
    sizes = [word_count(text) for text in texts]
    words = [terms(text) for text in texts]
    content = [list(dict.fromkeys(filterfalse(is_function, found))) for found in words]
    parts = _parts(sections, sizes)
    holding = Counter(chain.from_iterable(content))
    pairs, repeated, shared = _pairs(parts, words)
    return Survey(
        parts=parts,
        texts=texts,
        sizes=sizes,
        terms=words,
        content=content,
        holding=holding,
        opening=dict(Counter(term for part in parts for term in content[part.first])),
        pairs=pairs,
        repeated=repeated,
        shared=shared,
        title=frozenset(content_terms(title)),
        headings=frozenset(term for passage in sections for term in content_terms(passage.heading)),
        words=sum(sizes),
    )


def pairs_of(words: Sequence[str]) -> set[Pair]:
    """The pairs of neighbours."""
    return set(pairwise(words))


def _parts(sections: Sequence[Passage], sizes: Sequence[int]) -> tuple[Part, ...]:
    parts: list[Part] = []
    first = 0
    for index, passage in enumerate(sections):
        after = first + len(passage.sentences)
        if passage.sentences:
            parts.append(Part(index, len(parts), first, sum(sizes[first:after]), passage))
        first = after
    return tuple(parts)


def _pairs(
    parts: Sequence[Part], words: Sequence[list[str]]
) -> tuple[list[Sequence[int]], Sequence[int], Sequence[float]]:
    """The pairs of each sentence by number; which of them are repeated, and how widely they are shared.

    Numbers in arrays, for a long text has a million different pairs.
    """
    numbers: defaultdict[Pair, int] = defaultdict(count().__next__)
    found: list[Sequence[int]] = [array("I", [*map(numbers.__getitem__, pairwise(terms))]) for terms in words]
    repeated, sections = bytearray(len(numbers)), array("I", bytes(4 * len(numbers)))
    numbers.clear()
    for part in parts:
        here: set[int] = set()
        for pairs in found[part.first : part.first + len(part.passage.sentences)]:
            for again in here.intersection(pairs):
                repeated[again] = 1
            here.update(pairs)
        for pair in here:
            sections[pair] += 1
            if sections[pair] > 1:
                repeated[pair] = 1
    return found, repeated, array("d", map(log, sections))

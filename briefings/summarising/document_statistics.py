"""Word statistics of a text: frequency, position and co-occurrence."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count, pairwise
from math import log

from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Passage
from briefings.text.terms import content_terms, terms, without_function

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SectionStatistics:
    """A section with sentences: `index` among all passages, `rank` among those with sentences, `words` its size."""

    index: int
    rank: int
    first: int  # number of its first sentence in the whole text
    words: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class DocumentStatistics:
    """The sentences of a text in columns, and counts over all of them."""

    parts: tuple[SectionStatistics, ...]
    texts: Sequence[str]
    sizes: Sequence[int]  # words
    terms: Sequence[tuple[str, ...]]
    content: Sequence[tuple[str, ...]]  # without function words and repeats
    holding: Counter[str]  # sentences that hold a term
    rare: frozenset[str]  # terms that one sentence holds
    opening: tuple[frozenset[str], frozenset[str]]  # terms in the first sentence of a section, and of several
    pairs: Sequence[slice]  # of neighbouring terms, as places in the next two columns
    repeated: bytes  # 1 where more than one sentence has the pair, else 0
    shared: Sequence[float]  # the logarithm of how many sections have the pair
    title: frozenset[str]
    headings: frozenset[str]
    words: int


def document_statistics(title: str, sections: Sequence[Passage]) -> DocumentStatistics:
    """Reads all sentences once.

    Terms are stored in tuples, which the garbage collector scans only once: a long text has millions.
    """
    texts = [passage.text[start:end] for passage in sections for start, end in passage.sentences]
    sizes = [word_count(text) for text in texts]
    words = [tuple(terms(text)) for text in texts]
    content = [tuple(dict.fromkeys(without_function(found))) for found in words]
    parts = _parts(sections, sizes)
    holding = Counter(chain.from_iterable(content))
    opening = Counter(term for part in parts for term in content[part.first])
    pairs, repeated, shared = _pairs(parts, words)
    return DocumentStatistics(
        parts=parts,
        texts=texts,
        sizes=sizes,
        terms=words,
        content=content,
        holding=holding,
        rare=frozenset(term for term, sentences in holding.items() if sentences == 1),
        opening=(frozenset(opening), frozenset(term for term, sections in opening.items() if sections > 1)),
        pairs=pairs,
        repeated=repeated,
        shared=shared,
        title=frozenset(content_terms(title)),
        headings=frozenset(term for passage in sections for term in content_terms(passage.heading)),
        words=sum(sizes),
    )


def pairs_of(words: Sequence[str]) -> set[Pair]:
    """The pairs of neighbouring words."""
    return set(pairwise(words))


def _parts(sections: Sequence[Passage], sizes: Sequence[int]) -> tuple[SectionStatistics, ...]:
    parts: list[SectionStatistics] = []
    first = 0
    for index, passage in enumerate(sections):
        after = first + len(passage.sentences)
        if passage.sentences:
            parts.append(SectionStatistics(index, len(parts), first, sum(sizes[first:after]), passage))
        first = after
    return tuple(parts)


def _pairs(
    parts: Sequence[SectionStatistics], words: Sequence[tuple[str, ...]]
) -> tuple[list[slice], bytes, list[float]]:
    """The positions of each sentence's word pairs; which pairs repeat, and how widely they are shared.

    A pair is identified by its first position, since a long text has a million different ones. The position between two
    sentences is that of the pair across their border, which is never counted.
    """
    known: dict[Pair, int] = {}
    firsts = array("I", map(known.setdefault, pairwise(chain.from_iterable(words)), count()))
    known.clear()
    ends = [*accumulate(map(len, words))]
    places = [slice(end - len(found), max(end - len(found), end - 1)) for end, found in zip(ends, words, strict=True)]
    repeated, sections = bytearray(len(firsts)), array("I", bytes(4 * len(firsts)))
    for part in parts:
        here: set[int] = set()
        for place in places[part.first : part.first + len(part.passage.sentences)]:
            for again in here.intersection(firsts[place]):
                repeated[again] = 1
            here.update(firsts[place])
        for pair in here:
            sections[pair] += 1
            if sections[pair] > 1:
                repeated[pair] = 1
    logs = [0.0, *map(log, range(1, len(parts) + 1))]
    shared = [*map(logs.__getitem__, map(sections.__getitem__, firsts))]
    return places, bytes(map(repeated.__getitem__, firsts)), shared

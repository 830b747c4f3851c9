"""What a whole text says of its own words: how often they come back, where, and in which company."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import filterfalse, pairwise

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
    repeated: set[Pair]  # pairs of neighbouring terms in more than one sentence
    shared: dict[Pair, int]  # pairs in more than one section, and in how many
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
    holding: Counter[str] = Counter()
    for found in content:
        holding.update(found)
    repeated, shared = _pairs(parts, words)
    return Survey(
        parts=parts,
        texts=texts,
        sizes=sizes,
        terms=words,
        content=content,
        holding=holding,
        opening=dict(Counter(term for part in parts for term in content[part.first])),
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


def _pairs(parts: Sequence[Part], words: Sequence[list[str]]) -> tuple[set[Pair], dict[Pair, int]]:
    """The pairs in more than one sentence, and those in more than one section with their number of sections."""
    sections: Counter[Pair] = Counter()
    repeated: set[Pair] = set()
    for part in parts:
        here: set[Pair] = set()
        for found in words[part.first : part.first + len(part.passage.sentences)]:
            pairs = pairs_of(found)
            repeated |= pairs & here
            here |= pairs
        sections.update(here)
    shared = {pair: count for pair, count in sections.items() if count > 1}
    repeated.update(shared)
    return repeated, shared

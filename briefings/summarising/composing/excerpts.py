"""The excerpts that may be chosen: each sentence with those it has to be shown with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.summarising.passages import Place, SourceSentence

_BETWEEN = re.compile(r"(?<=[。！？]) |(?<=[。！？][”』」]) ")
_LONGEST = 2_000  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The indexes of sentences that must be quoted together, in text order."""

    sentences: tuple[int, ...]
    text: str


def spaced(parts: Sequence[str]) -> str:
    """Joins sentences, without a space after a Chinese full stop."""
    return _BETWEEN.sub("", " ".join(parts))


def excerpts(sentences: Sequence[SourceSentence]) -> Mapping[str, Excerpt]:
    """Excerpts by id: "3" is the third sentence, with those it must be quoted with."""
    found: dict[str, Excerpt] = {}
    for number, run in enumerate(shown_with(sentences), 1):
        texts = [sentences[index].text for index in run]
        if run and all(len(text) <= _LONGEST for text in texts):
            found[str(number)] = Excerpt(run, spaced(texts))
    return found


def shown_with(sentences: Sequence[SourceSentence]) -> list[tuple[int, ...]]:
    """For each sentence, the indexes of its run in text order; () if part of the run isn't given."""
    there = {
        (each.place.source, each.place.first): (index, each.place)
        for index, each in enumerate(sentences)
        if each.place is not None
    }
    return [() if each.place is None else _run(each.place, there) for each in sentences]


def _run(place: Place, there: Mapping[tuple[str, int], tuple[int, Place]]) -> tuple[int, ...]:
    if place.run is None:
        return ()
    number, last = place.run
    found = []
    while number <= last:
        index, other = there.get((place.source, number), (-1, place))
        if index < 0:
            return ()
        found.append(index)
        number = other.last + 1
    return tuple(found) if number == last + 1 else ()


def relative(sentences: Sequence[SourceSentence]) -> list[tuple[str, tuple[int, ...], int]]:
    """Each sentence with its run and its rank in text order, computed from the given sentences."""
    order = in_order(sentences, range(len(sentences)))
    ranks = {index: rank for rank, index in enumerate(order)}
    runs = shown_with(sentences)
    return [(each.text, run, ranks.get(n, -1)) for n, (each, run) in enumerate(zip(sentences, runs, strict=True))]


def in_order(sentences: Sequence[SourceSentence], indexes: Sequence[int]) -> list[int]:
    """Indexes in text order; sections are ordered by their first mention."""
    sections: dict[tuple[str, int], list[int]] = {}
    for index in dict.fromkeys(indexes):
        place = sentences[index].place
        if place is not None:
            sections.setdefault((place.source, place.section), []).append(index)
    return [index for found in sections.values() for index in sorted(found, key=lambda n: _first(sentences[n]))]


def _first(sentence: SourceSentence) -> int:
    return 0 if sentence.place is None else sentence.place.first

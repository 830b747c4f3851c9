"""Greedy selection of sentences by new content per word.

A heap holds each sentence's gain at its last evaluation. Gains only fall, so a sentence still on top when it is
evaluated again is the best one, and most are never evaluated again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from briefings.summarising.document_statistics import Pair, pairs_of

_NEWNESS = 0.55  # the part of a sentence's worth that is lost when all its words were said before
_BY_PAIRS = 0.6  # the part of newness that goes by pairs of neighbouring words, the rest goes by content words
_SAME = 0.6  # share of its content words in one chosen sentence from which on a sentence says nothing else
_LEAST = 4  # words; less is a heading, a label or a splinter


@dataclass(frozen=True, slots=True)
class Choice:
    """All sentences of a text by number: `worth` per word, `sizes` in words, `content` words without duplicates.

    `before` gives the sentences a sentence depends on, None if it can never be understood.
    """

    worth: Sequence[float]
    sizes: Sequence[int]
    terms: Sequence[Sequence[str]]
    content: Sequence[Sequence[str]]
    weight: Callable[[str], float]
    before: Callable[[int], tuple[int, ...] | None]


class Selection:
    """The sentences chosen so far, and the words left."""

    def __init__(self, choice: Choice, words: int) -> None:
        self.chosen: set[int] = set()
        self.left = words
        self._choice = choice
        self._terms: set[str] = set()
        self._pairs: set[Pair] = set()

    def include(self, numbers: Iterable[int]) -> None:
        """Adds given sentences, unless there are no words left for them."""
        for number in numbers:
            if self._choice.sizes[number] <= self.left:
                self._take((number,))

    def fill(self, numbers: Iterable[int]) -> None:
        """Adds the best sentences as long as one fits."""
        worth = self._choice.worth
        heap = [(-worth[n], n) for n in numbers]
        heapify(heap)
        while heap and self.left >= _LEAST:
            number = heappop(heap)[1]
            group = self._group(number)
            if group is None:
                continue
            gain = self._gain(group)
            if heap and -gain > heap[0][0]:
                heappush(heap, (-gain, number))
            else:
                self._take(group)

    def fill_each(self, spans: Iterable[Sequence[int]]) -> None:
        """Adds one sentence from each span; if words run short, from the spans with the best sentences."""
        served = self._affordable(spans)
        owed = sum(least for _, least in served)
        for span, least in served:
            owed -= least
            groups = [group for n in span if (group := self._group(n)) and self._size(group) <= self.left - owed]
            if groups:
                self._take(max(groups, key=lambda group: (self._gain(group), -group[0])))

    def _affordable(self, spans: Iterable[Sequence[int]]) -> list[tuple[Sequence[int], int]]:
        """The spans that fit in the words left, in order, each with its fewest words."""
        served: list[tuple[Sequence[int], int]] = []
        left = self.left
        for span in sorted(spans, key=lambda span: -max(self._choice.worth[n] for n in span)):
            sizes = [self._size(group) for n in span if (group := self._group(n))]
            if sizes and min(sizes) <= left:
                left -= min(sizes)
                served.append((span, min(sizes)))
        return sorted(served, key=lambda pair: pair[0][0])

    def _group(self, number: int) -> tuple[int, ...] | None:
        """The sentence after the unchosen ones it depends on; None if they can't be added."""
        if number in self.chosen or not _LEAST <= self._choice.sizes[number] <= self.left:
            return None
        before = self._choice.before(number)
        if before is None:
            return None
        group = (*(n for n in before if n not in self.chosen), number)
        fits = self._size(group) <= self.left and not any(map(self._said, group))
        return group if fits else None

    def _size(self, group: Sequence[int]) -> int:
        return sum(self._choice.sizes[n] for n in group)

    def _gain(self, group: Sequence[int]) -> float:
        """A group's worth per word."""
        choice = self._choice
        return sum(choice.sizes[n] * choice.worth[n] * self._new(n) for n in group) / self._size(group)

    def _new(self, number: int) -> float:
        content, weight = self._choice.content[number], self._choice.weight
        pairs = pairs_of(self._choice.terms[number])
        whole = sum(map(weight, content))
        fresh = sum(weight(term) for term in content if term not in self._terms)
        of_terms = fresh / whole if whole else 0.0
        of_pairs = len(pairs - self._pairs) / len(pairs) if pairs else 0.0
        return 1 - _NEWNESS + _NEWNESS * ((1 - _BY_PAIRS) * of_terms + _BY_PAIRS * of_pairs)

    def _said(self, number: int) -> bool:
        """Whether a chosen sentence already says the same."""
        content = self._choice.content[number]
        if sum(term in self._terms for term in content) < _SAME * len(content):
            return False
        held = [set(self._choice.content[n]) for n in sorted(self.chosen)]
        return any(sum(term in other for term in content) >= _SAME * max(len(content), 1) for other in held)

    def _take(self, group: Sequence[int]) -> None:
        for number in group:
            self.chosen.add(number)
            self.left -= self._choice.sizes[number]
            self._terms.update(self._choice.content[number])
            self._pairs |= pairs_of(self._choice.terms[number])

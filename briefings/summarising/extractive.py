"""Extractive summariser: lengths, lines that are no sentences, and the selection of sentences, verbatim and in order.

No network, deterministic. Two linear models score each sentence: how much of it people keep, for each word, and the
weight of the key facts in it. The best are taken until the word limit, each discounted for what the ones before it
said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import count
from math import log
from operator import mul
from statistics import fmean

from briefings.errors import BadInput
from briefings.summarising.anaphora import announces, depends_on_previous
from briefings.summarising.features import (
    DocumentStatistics,
    Pair,
    Row,
    SectionStatistics,
    document_statistics,
    pairs_of,
    rows,
)
from briefings.summarising.lines import begins_inside, is_cut, is_fragment, is_roll, leads, topics
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.summarising.weights import CONSTANT, FACT_CONSTANT, FACT_WEIGHTS, WEIGHTS
from briefings.text.terms import word_count

_WEIGHTY = 15  # words; a shorter section may go without a sentence


@dataclass(frozen=True, slots=True)
class Length:
    """A share of the text, with at least `least` and at most `most` words."""

    share: float
    least: int
    most: int
    every_section: bool


LENGTHS = {
    "short": Length(share=0.10, least=40, most=110, every_section=False),
    "medium": Length(share=0.20, least=80, most=220, every_section=True),
    "long": Length(share=0.35, least=140, most=450, every_section=True),
}


def budget(passages: Sequence[Passage], length: str) -> int:
    """The word limit of a "short", "medium" or "long" summary. Raises BadInput for other lengths.

    If every section must be covered, the limit grows until each has room for a sentence of usual size.
    """
    if length not in LENGTHS:
        raise BadInput("“{length}” isn't a summary length; use short, medium or long.", length=length)
    chosen = LENGTHS[length]
    sizes = [word_count(passage.text) for passage in passages]
    words = min(max(round(chosen.share * sum(sizes)), chosen.least), chosen.most)
    return max(words, _one_each(passages, sizes)) if chosen.every_section else words


def is_substantial(passage: Passage) -> bool:
    """Whether a section is long enough to be missed if a summary leaves it out."""
    return bool(passage.sentences) and word_count(passage.text) >= _WEIGHTY


def _one_each(passages: Sequence[Passage], sizes: Sequence[int]) -> int:
    pairs = zip(passages, sizes, strict=True)
    return round(sum(size / len(p.sentences) for p, size in pairs if p.sentences and size >= _WEIGHTY))


_NEWNESS = 0.55  # the part of a sentence's worth that is lost when all its words were said before
_BY_PAIRS = 0.6  # the part of newness that goes by pairs of neighbouring words, the rest goes by content words
_SAME = 0.6  # share of its content words in one chosen sentence from which on a sentence says nothing else
_LEAST = 4  # words; less is a heading, a label or a splinter


@dataclass(frozen=True, slots=True)
class Candidates:
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
    """The sentences chosen so far, and the words left: greedy selection by new content per word.

    A heap holds each sentence's gain at its last evaluation. Gains only fall, so a sentence still on top when it is
    evaluated again is the best one, and most are never evaluated again.
    """

    def __init__(self, choice: Candidates, words: int) -> None:
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


_USUAL_WORTH = 0.11  # the model tells how far a sentence lies above or below the usual
_LEAST_WORTH = 0.01
_SLIGHT_WORTH = 0.15  # below which a sentence is left out of a roomy summary, even if words remain
_OF_FACTS = (0.5, 4.0)  # what key facts count beside what people keep, in a tight summary and in a roomy one
_TIGHT, _ROOMY = 0.14, 0.20  # shares of the text that such summaries may fill
_OPENINGS = 2  # sentences of which one is taken, in a text without sections
_OPENING_FROM = 450  # words of the text
_OPENING_SENTENCES = 20  # among which these are looked for
_OPENING_WORDS = 10
_OPENING_SHARE = 0.35  # of a summary's words that one of them may take
_PADDING = 8  # words added to a sentence's length, so that very short ones do not win by chance
_STEP = 5  # words
_SMALL_STEPS = 40  # of that size; later ones double
_LONGEST_CHAIN = 2  # sentences that one sentence may pull in


@dataclass(frozen=True, slots=True)
class Learned:
    """A constant and what each of `features.NAMES` counts for, in what people keep and in the weight of key facts."""

    constant: float
    weights: Sequence[float]
    fact_constant: float = FACT_CONSTANT
    fact_weights: Sequence[float] = FACT_WEIGHTS

    def worth(self, row: Row, size: int, of_facts: float) -> float:
        """The worth, for each word, of a sentence of `size` words, where key facts count `of_facts`."""
        kept: float = _USUAL_WORTH + self.constant + sum(map(mul, self.weights, row))
        return max(kept, _LEAST_WORTH) + of_facts * max(self.facts(row), 0.0) / (size + _PADDING)

    def facts(self, row: Row) -> float:
        """The weight of the key facts in a sentence, about 0 to 3; less than 0 where there is hardly any."""
        weight: float = self.fact_constant + sum(map(mul, self.fact_weights, row))
        return weight


LEARNED = Learned(CONSTANT, WEIGHTS)


def choose(
    title: str,
    sections: Sequence[Passage],
    words: int,
    *,
    every_section: bool = False,
    least: int = 0,
    including: Sequence[ChosenSentence] = (),
    among: Sequence[ChosenSentence] = (),
    learned: Learned = LEARNED,
) -> list[ChosenSentence]:
    """Chooses sentences of at most `words` words in total, in text order; all of them if they fit.

    With `every_section`, each section of some size gets one sentence before any gets a second, while words last, unless
    its best is worth less than those usually chosen without regard to sections. With `least`, words are added until
    that many sentences fit; no text has to have more. A longer summary is chosen `including` the sentences of a shorter
    one, a shorter one `among` those of a longer.
    """
    places = [ChosenSentence(i, number) for i, part in enumerate(sections) for number in range(len(part.sentences))]
    text = document_statistics(title, sections)
    if text.words <= words:
        return places
    given, allowed = _numbers(places, including), _numbers(places, among) or range(len(places))
    valued = choice(text, learned, sum(text.sizes[number] for number in allowed) if among else words)
    longest = max(text.sizes) * (_LONGEST_CHAIN + 1)
    for room in _rooms(words):
        if text.words <= room:
            return [places[number] for number in allowed]
        selection = Selection(valued, room)
        selection.include(given)
        selection.fill_each(_opening(text, valued, room) if every_section else ())
        selection.fill_each(_sections_with_worth(text, valued, room) if every_section else ())
        selection.fill(_worth_telling(valued, allowed, room, least) if room >= _ROOMY * text.words else allowed)
        # With room for any group left, what is not chosen is left out for what it says, whatever the limit.
        if len(selection.chosen) >= min(least, len(allowed)) or selection.left >= longest:
            break
    return [places[number] for number in sorted(selection.chosen)]


def _opening(text: DocumentStatistics, valued: Candidates, words: int) -> list[list[int]]:
    """The first sentences that say what a text is about, of which a summary takes one; none where that takes too much.

    They are of some length, and are understood without others.
    """
    first: list[int] = []
    if len(text.parts) > 1 or text.words < _OPENING_FROM:
        return []
    for number in range(min(len(text.texts), _OPENING_SENTENCES)):
        if _OPENING_WORDS <= text.sizes[number] <= _OPENING_SHARE * words and valued.before(number) == ():
            first.append(number)
        if len(first) == _OPENINGS:
            break
    return [first] if first else []


def _rooms(words: int) -> Iterator[int]:
    """Growing word limits: in small steps first, then in ever larger ones, since a sentence may have any length."""
    for tries in count():
        yield words
        words += _STEP << max(0, tries - _SMALL_STEPS)


def _worth_telling(valued: Candidates, numbers: Sequence[int], words: int, least: int) -> Sequence[int]:
    """The sentences without those that state hardly anything; all where too few others remain."""
    telling = [number for number in numbers if valued.worth[number] >= _SLIGHT_WORTH]
    enough = len(telling) >= least and 2 * sum(valued.sizes[number] for number in telling) >= words
    return telling if enough else numbers


def _numbers(places: Sequence[ChosenSentence], chosen: Sequence[ChosenSentence]) -> Sequence[int]:
    wanted = frozenset(chosen)
    return [number for number, place in enumerate(places) if place in wanted]


def _sections_with_worth(text: DocumentStatistics, valued: Candidates, words: int) -> list[range]:
    """The sections of some size whose best sentence is worth as much as a usual one of a free choice."""
    free = Selection(valued, words)
    free.fill(range(len(text.texts)))
    usual = fmean([valued.worth[number] for number in free.chosen] or [0.0])
    spans = [_span(part) for part in text.parts if is_substantial(part.passage)]
    return [span for span in spans if max(valued.worth[number] for number in span) >= usual]


def _span(part: SectionStatistics) -> range:
    return range(part.first, part.first + len(part.passage.sentences))


def choice(text: DocumentStatistics, learned: Learned = LEARNED, words: int = 0) -> Candidates:
    """Every sentence of a text with its score, for a summary of so many words, and the sentences it depends on."""
    of_facts = _of_facts(words / max(text.words, 1))
    return Candidates(
        worth=[learned.worth(row, size, of_facts) for row, size in zip(rows(text), text.sizes, strict=True)],
        sizes=text.sizes,
        terms=text.terms,
        content=text.content,
        weight=lambda term: log(1 + text.holding[term]),
        before=_needs(text),
    )


def _of_facts(share: float) -> float:
    """What key facts count in a summary that may fill a share of its text: a tight one gives the gist first."""
    least, most = _OF_FACTS
    return least + (most - least) * min(max((share - _TIGHT) / (_ROOMY - _TIGHT), 0.0), 1.0)


def stands_alone(text: DocumentStatistics) -> Callable[[int], bool]:
    """Whether a sentence, by number, can be understood without those before it, headings and lead-ins excepted."""
    needs, introduced = _needs(text), introductions(text)
    return lambda number: needs(number) in ((), (introduced[number],))


def introductions(text: DocumentStatistics) -> list[int | None]:
    """For each sentence, the number of the line that introduces it as an item of a list, or None."""
    return [None if lead is None else part.first + lead for part in text.parts for lead in leads(part.passage)]


def _needs(text: DocumentStatistics) -> Callable[[int], tuple[int, ...] | None]:
    introduced = introductions(text)
    untold = topics(introduced) | _rolls(text)
    openers = frozenset(part.first for part in text.parts)

    def needs(number: int) -> tuple[int, ...] | None:
        if number in untold:
            return None
        chain = _chain(text, openers, number)
        lead = introduced[number]
        return chain if chain is None or lead is None or lead in chain else (lead, *chain)

    return cache(needs)


def _rolls(text: DocumentStatistics) -> frozenset[int]:
    """The sentences of sections that hold names, links, addresses or notices, unless there is nothing else."""
    found = frozenset(n for part in text.parts if is_roll(part.passage.heading) for n in _span(part))
    return found if len(found) < len(text.texts) else frozenset()


def _chain(text: DocumentStatistics, openers: frozenset[int], number: int) -> tuple[int, ...] | None:
    """The chain of earlier sentences that a sentence refers back to; None if it is too long.

    None also for a fragment, for one that refers to a fragment, and for a sentence that only announces the next ones:
    it comes with those or not at all.
    """
    if announces(text.texts[number]) or is_fragment(text.texts[number]):
        return None
    chain: list[int] = []
    while number not in openers and _leans(text.texts[number - 1], text.texts[number]):
        number -= 1
        chain.insert(0, number)
        if len(chain) > _LONGEST_CHAIN or _is_rest(text.texts[number]):
            return None
    return tuple(chain)


def _is_rest(line: str) -> bool:
    """Whether a line is a fragment that no sentence can refer to; a lead-in that ends in a colon is none."""
    return is_fragment(line) and not line.rstrip("*_ ").endswith((":", "："))


def _leans(before: str, sentence: str) -> bool:
    """Whether a sentence refers to the one before it, or is the rest of it."""
    return depends_on_previous(sentence) or (begins_inside(sentence) and is_cut(before))

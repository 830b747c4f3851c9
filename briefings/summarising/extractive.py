"""Extractive summariser: picks sentences, verbatim and in order; no network, deterministic.

Two linear models score each sentence: how much of it people keep, for each word, and the weight of the key facts in it.
The best are taken until the word limit, each discounted for what the ones before it said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from math import log
from operator import mul
from statistics import fmean

from briefings.summarising.anaphora import announces, depends_on_previous
from briefings.summarising.document_statistics import DocumentStatistics, SectionStatistics, document_statistics
from briefings.summarising.features import Row, rows
from briefings.summarising.fragments import is_fragment
from briefings.summarising.lengths import is_substantial
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.summarising.relevance import relevant
from briefings.summarising.selecting import Choice, Selection
from briefings.summarising.weights import CONSTANT, FACT_CONSTANT, FACT_WEIGHTS, WEIGHTS

__all__ = ["choose", "relevant"]

_USUAL_WORTH = 0.11  # the model tells how far a sentence lies above or below the usual
_LEAST_WORTH = 0.01
_SLIGHT_WORTH = 0.15  # below which a sentence is left out of a roomy summary, even if words remain
_OF_FACTS = (0.05, 3.0)  # what key facts count beside what people keep, in a tight summary and in a roomy one
_TIGHT, _ROOMY = 0.17, 0.20  # shares of the text that such summaries may fill
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
        selection.fill_each(_sections_with_worth(text, valued, room) if every_section else ())
        selection.fill(_worth_telling(valued, allowed, room, least) if room >= _ROOMY * text.words else allowed)
        # With room for any group left, what is not chosen is left out for what it says, whatever the limit.
        if len(selection.chosen) >= min(least, len(allowed)) or selection.left >= longest:
            break
    return [places[number] for number in sorted(selection.chosen)]


def _rooms(words: int) -> Iterator[int]:
    """Growing word limits: in small steps first, then in ever larger ones, since a sentence may have any length."""
    for tries in count():
        yield words
        words += _STEP << max(0, tries - _SMALL_STEPS)


def _worth_telling(valued: Choice, numbers: Sequence[int], words: int, least: int) -> Sequence[int]:
    """The sentences without those that state hardly anything; all where too few others remain."""
    telling = [number for number in numbers if valued.worth[number] >= _SLIGHT_WORTH]
    enough = len(telling) >= least and 2 * sum(valued.sizes[number] for number in telling) >= words
    return telling if enough else numbers


def _numbers(places: Sequence[ChosenSentence], chosen: Sequence[ChosenSentence]) -> Sequence[int]:
    wanted = frozenset(chosen)
    return [number for number, place in enumerate(places) if place in wanted]


def _sections_with_worth(text: DocumentStatistics, valued: Choice, words: int) -> list[range]:
    """The sections of some size whose best sentence is worth as much as a usual one of a free choice."""
    free = Selection(valued, words)
    free.fill(range(len(text.texts)))
    usual = fmean([valued.worth[number] for number in free.chosen] or [0.0])
    spans = [_span(part) for part in text.parts if is_substantial(part.passage)]
    return [span for span in spans if max(valued.worth[number] for number in span) >= usual]


def _span(part: SectionStatistics) -> range:
    return range(part.first, part.first + len(part.passage.sentences))


def choice(text: DocumentStatistics, learned: Learned = LEARNED, words: int = 0) -> Choice:
    """Every sentence of a text with its score, for a summary of so many words, and the sentences it depends on."""
    of_facts = _of_facts(words / max(text.words, 1))
    return Choice(
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
    """Whether a sentence, by number, can be understood without those before it."""
    needs = _needs(text)
    return lambda number: needs(number) == ()


def _needs(text: DocumentStatistics) -> Callable[[int], tuple[int, ...] | None]:
    return cache(partial(_chain, text, frozenset(part.first for part in text.parts)))


def _chain(text: DocumentStatistics, openers: frozenset[int], number: int) -> tuple[int, ...] | None:
    """The chain of earlier sentences that a sentence refers back to; None if it is too long.

    None also for a fragment, and for a sentence that only announces the next ones: it comes with those or not at all.
    """
    if announces(text.texts[number]) or is_fragment(text.texts[number]):
        return None
    chain: list[int] = []
    while number not in openers and depends_on_previous(text.texts[number]):
        number -= 1
        chain.insert(0, number)
        if len(chain) > _LONGEST_CHAIN:
            return None
    return tuple(chain)

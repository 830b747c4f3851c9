"""Extractive summariser: picks sentences, verbatim and in order; no network, deterministic.

A linear model scores each sentence per word. The best are taken until the word limit, each discounted for what the
ones before it said.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import count
from math import log
from operator import mul

from briefings.summarising.anaphora import announces, depends_on_previous
from briefings.summarising.document_statistics import DocumentStatistics, SectionStatistics, document_statistics
from briefings.summarising.features import rows
from briefings.summarising.lengths import is_substantial
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.summarising.relevance import relevant
from briefings.summarising.selecting import Choice, Selection
from briefings.summarising.weights import CONSTANT, WEIGHTS

__all__ = ["choose", "relevant"]

_USUAL_WORTH = 0.11  # the model tells how far a sentence lies above or below the usual
_LEAST_WORTH = 0.01
_STEP = 5  # words
_SMALL_STEPS = 40  # of that size; later ones double
_LONGEST_CHAIN = 2  # sentences that one sentence may pull in

Learned = tuple[float, Sequence[float]]  # a constant, and what each of `features.NAMES` counts for
LEARNED: Learned = (CONSTANT, WEIGHTS)


def choose(
    title: str,
    sections: Sequence[Passage],
    words: int,
    *,
    every_section: bool = False,
    least: int = 0,
    learned: Learned = LEARNED,
) -> list[ChosenSentence]:
    """Chooses sentences of at most `words` words in total, in text order; all of them if they fit.

    With `every_section`, each section of some size gets one sentence before any gets a second, while words last. With
    `least`, words are added until that many sentences fit; no text has to have more.
    """
    places = [
        ChosenSentence(index, number)
        for index, passage in enumerate(sections)
        for number in range(len(passage.sentences))
    ]
    text = document_statistics(title, sections)
    if text.words <= words:
        return places
    valued = choice(text, learned)
    longest = max(text.sizes) * (_LONGEST_CHAIN + 1)
    for room in _rooms(words):
        if text.words <= room:
            return places
        selection = Selection(valued, room)
        if every_section:
            selection.fill_each([_span(part) for part in text.parts if is_substantial(part.passage)])
        selection.fill(range(len(places)))
        # With room for any group left, what is not chosen is left out for what it says, whatever the limit.
        if len(selection.chosen) >= min(least, len(places)) or selection.left >= longest:
            break
    return [places[number] for number in sorted(selection.chosen)]


def _rooms(words: int) -> Iterator[int]:
    """Growing word limits: in small steps first, then in ever larger ones, since a sentence may have any length."""
    for tries in count():
        yield words
        words += _STEP << max(0, tries - _SMALL_STEPS)


def _span(part: SectionStatistics) -> range:
    return range(part.first, part.first + len(part.passage.sentences))


def choice(text: DocumentStatistics, learned: Learned = LEARNED) -> Choice:
    """Every sentence of a text with its score and the sentences it depends on."""
    constant, weights = learned
    usual = _USUAL_WORTH + constant
    return Choice(
        worth=[max(usual + sum(map(mul, weights, row)), _LEAST_WORTH) for row in rows(text)],
        sizes=text.sizes,
        terms=text.terms,
        content=text.content,
        weight=lambda term: log(1 + text.holding[term]),
        before=_needs(text),
    )


def _needs(text: DocumentStatistics) -> Callable[[int], tuple[int, ...] | None]:
    return cache(partial(_chain, text, frozenset(part.first for part in text.parts)))


def _chain(text: DocumentStatistics, openers: frozenset[int], number: int) -> tuple[int, ...] | None:
    """The chain of earlier sentences that a sentence refers back to; None if it is too long.

    None also for a sentence that only announces the next ones: it comes with those or not at all.
    """
    if announces(text.texts[number]):
        return None
    chain: list[int] = []
    while number not in openers and depends_on_previous(text.texts[number]):
        number -= 1
        chain.insert(0, number)
        if len(chain) > _LONGEST_CHAIN:
            return None
    return tuple(chain)

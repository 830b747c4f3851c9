"""A brief in five lines: what was decided or recommended, what it costs, what comes next, and the main points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from briefings.summarising.extractive import Document
from briefings.summarising.passages import ChosenSentence, Passage
from briefings.summarising.statistics import Sentence
from briefings.summarising.worth import decides, is_ahead, is_amount

BriefKind = Literal["decided", "figures", "ahead", "points"]
_MOST_LINES = 5
_MOST_WORDS = 45  # of a line, from which on its worth falls in proportion
_ALIKE = 0.45  # cosine from which on two lines say the same
_KINDS: dict[BriefKind, Callable[[Sentence], bool]] = {
    "decided": decides,
    "ahead": is_ahead,
    "figures": is_amount,
    "points": lambda _: True,
}
_ORDER: tuple[BriefKind, ...] = ("points", "decided", "ahead", "figures")  # of choice; then the worthiest again


@dataclass(frozen=True, slots=True)
class Brief:
    """The chosen sentences by what they tell, each in text order, and how many that tell what is ahead are left."""

    told: dict[BriefKind, list[ChosenSentence]]
    further_dates: int


def brief(
    title: str, sections: Sequence[Passage], is_past: Callable[[ChosenSentence], bool] = lambda _: False
) -> Brief:
    """At most five sentences that stand alone, by what they tell; kinds without a sentence are left out.

    `is_past` tells a sentence whose dates had all passed when the text was published.
    """
    document = Document(title, sections)
    lines = _Lines(document, is_past)
    for kind in _ORDER:
        lines.add(kind)
    while lines.add("points"):
        pass
    told: dict[BriefKind, list[ChosenSentence]] = {}
    for number in sorted(lines.chosen):
        told.setdefault(lines.kind(number), []).append(document.places[number])
    return Brief({kind: told[kind] for kind in _KINDS if kind in told}, lines.further_dates())


class _Lines:
    """The lines chosen so far, each the worthiest of its kind that says something new."""

    def __init__(self, document: Document, is_past: Callable[[ChosenSentence], bool]) -> None:
        self.chosen: list[int] = []
        self._document, self._is_past = document, is_past
        able = [
            each
            for each in document.sentences
            if document.can_be_told(each.number)
            and document.stands_alone(each.number)
            and not document.worth.tells_nothing(each)
        ]
        self._ranked = sorted(able, key=lambda each: (-self._worth(each), each.number))
        self._said = document.likeness(_ALIKE)

    def _worth(self, sentence: Sentence) -> float:
        worth = self._document.worth.of(sentence)
        return worth * min(1.0, _MOST_WORDS / self._document.size(sentence.number)) if worth > 0 else worth

    def kind(self, number: int) -> BriefKind:
        """What a line tells first of all."""
        return next(kind for kind in _KINDS if self._tells(kind, self._document.sentences[number]))

    def add(self, kind: BriefKind) -> bool:
        """Takes the worthiest sentence of a kind; False if there is none or no line is free."""
        if len(self.chosen) == _MOST_LINES:
            return False
        for sentence in self._ranked:
            if self._tells(kind, sentence) and self._is_new(sentence):
                self.chosen.append(sentence.number)
                self._said.add(sentence)
                return True
        return False

    def further_dates(self) -> int:
        """The number of sentences left that tell what is ahead."""
        return sum(self._tells("ahead", each) and self._is_new(each) for each in self._ranked)

    def _tells(self, kind: BriefKind, sentence: Sentence) -> bool:
        past = kind == "ahead" and self._is_past(self._document.places[sentence.number])
        return not past and _KINDS[kind](sentence)

    def _is_new(self, sentence: Sentence) -> bool:
        return sentence.number not in self.chosen and not self._said.known(sentence)

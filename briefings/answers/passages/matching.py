"""How well each unit of a text matches each word of a question: by itself, and with its surroundings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from briefings.answers.passages.proximity import are_synonyms
from briefings.answers.passages.question import AnswerKind, Question
from briefings.answers.passages.text_index import TextIndex
from briefings.text.synonyms import related_to

Credits = Mapping[str, float]  # by term of the question, from 0 to 1

_SYNONYM = 0.9
_RELATED = 0.7
_CODES = {"french": "fr", "german": "de"}
_STEM = 5  # letters that related stems share
# What a word counts that only the surroundings of a sentence say.
_CHAIN, _POINTED, _BEFORE, _EARLIER, _AFTER = 0.85, 0.75, 0.5, 0.35, 0.3
_HEADING, _TITLE, _SECTION, _TEXT = 0.6, 0.55, 0.35, 0.25
_NAME_IN_TEXT = 0.15  # what a name counts that only another part of the text holds
_NEAR_BEST = 0.75  # share of the best text's coverage from which all of a text's units are looked at


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A text and the words of the question in it.

    `own` has the credits of each unit that holds such a word, `strict` the same without related words, `sections` the
    strict ones of each section, `anywhere` the best of the whole text; `covered` is its weight, `titled` the title's.
    """

    index: TextIndex
    own: Mapping[int, Credits]
    strict: Mapping[int, Credits]
    sections: Mapping[int | None, Credits]
    headings: Sequence[Credits]
    title: Credits
    anywhere: Credits
    covered: float
    titled: float

    @property
    def fit(self) -> float:
        """How well the whole text fits the question."""
        return self.covered + 0.3 * self.titled


def wordings(word: AnswerKind) -> dict[str, float]:
    """The terms that stand for a word of the question, with what each counts."""
    found = dict.fromkeys(related_to(word.term), _RELATED) if not word.exact else {}
    return found | dict.fromkeys(word.kin, _SYNONYM) | {word.term: 1.0}


def matched(question: Question, index: TextIndex, weights: Mapping[str, float]) -> TextMatch | None:
    """Where a text matches the question; None where no word stands."""
    own: dict[int, dict[str, float]] = {}
    strict: dict[int, dict[str, float]] = {}
    for word in question.words:
        for term, worth in _present(word, index, question.language).items():
            for number in index.places[term]:
                _raise(own.setdefault(number, {}), word.term, worth)
                if worth > _RELATED:
                    _raise(strict.setdefault(number, {}), word.term, worth)
    if not own:
        return None
    sections: dict[int | None, dict[str, float]] = {}
    anywhere: dict[str, float] = {}
    for number, credit in own.items():
        for term, worth in credit.items():
            _raise(anywhere, term, worth)
            if term in strict.get(number, {}):
                _raise(sections.setdefault(index.units[number].section, {}), term, worth)
    title = _held_in(question, index.title)
    headings = [_held_in(question, terms) for terms in index.headings]
    covered, titled = share(anywhere, weights), share(title, weights)
    return TextMatch(index, own, strict, sections, headings, title, anywhere, covered, titled)


def _present(word: AnswerKind, index: TextIndex, asked_in: str) -> dict[str, float]:
    """The terms of a text that stand for a word, with what each counts; in another language only the word itself."""
    if asked_in and _CODES[asked_in] != index.draft.language:
        return {word.term: 1.0} if word.term in index.places else {}
    found = {term: worth for term, worth in wordings(word).items() if term in index.places}
    for term in index.families.get(word.term[:_STEM], ()) if len(word.term) >= _STEM else ():
        if are_synonyms(term, word.term):
            found[term] = max(found.get(term, 0.0), _SYNONYM)
    return found


def _raise(found: dict[str, float], term: str, worth: float) -> None:
    if worth > found.get(term, 0.0):
        found[term] = worth


def _held_in(question: Question, terms: frozenset[str]) -> dict[str, float]:
    """The credits of a heading or title."""
    found = {}
    for word in question.words:
        worth = max((worth for term, worth in wordings(word).items() if term in terms), default=0.0)
        if worth < _SYNONYM and any(are_synonyms(word.term, term) for term in terms):
            worth = _SYNONYM
        if worth:
            found[word.term] = worth
    return found


def share(found: Credits, weights: Mapping[str, float]) -> float:
    """The share of the question's weight in some credits."""
    return fsum(weights[term] * worth for term, worth in found.items()) / (fsum(weights.values()) or 1.0)


def candidates(matches: Sequence[TextMatch], weights: Mapping[str, float], most: int) -> list[tuple[TextMatch, int]]:
    """The units worth a closer look, at most `most`: those of the best texts, and elsewhere those near a match."""
    best = max((match.fit for match in matches), default=0.0)
    found = []
    for order, match in enumerate(matches):
        is_near = match.fit >= _NEAR_BEST * best
        near = 0.5 * match.covered + (0.35 if is_near else 0.0)
        said = {number: share(credit, weights) for number, credit in match.own.items()}
        beside = {number + step for number in said for step in (-1, 0, 1, 2)}
        for number in range(len(match.index.units)) if is_near else beside & set(range(len(match.index.units))):
            around = max(0.6 * said.get(number - 1, 0.0), 0.4 * said.get(number - 2, 0.0))
            score = near + 1.5 * said.get(number, 0.0) + 0.4 * around + 0.2 * said.get(number + 1, 0.0)
            found.append((-score, order, number))
    found.sort()
    return [(matches[order], number) for _, order, number in found[:most]]


def surroundings(question: Question, match: TextMatch, number: int) -> dict[str, float]:
    """The credits of a unit with its surroundings: what it points back to, its neighbours, headings, the whole text."""
    index = match.index
    unit = index.units[number]
    around: list[tuple[float, Credits]] = [(1.0, match.own.get(number, {}))]
    around += [(_CHAIN, match.own.get(each, {})) for each in range(unit.first, number)]
    neighbours = ((-1, _POINTED if unit.points else _BEFORE), (-2, _EARLIER), (1, _AFTER))
    for step, worth in neighbours:
        if 0 <= number + step < len(index.units) and index.units[number + step].section == unit.section:
            around.append((worth, match.own.get(number + step, {})))
    if unit.section is not None:
        around.append((_HEADING, match.headings[unit.section]))
    around += [(_TITLE, match.title), (_SECTION, match.sections.get(unit.section, {}))]
    found: dict[str, float] = {}
    for worth, credit in around:
        for term, value in credit.items():
            _raise(found, term, worth * value)
    for word in question.words:
        _raise(found, word.term, match.anywhere.get(word.term, 0.0) * (_NAME_IN_TEXT if word.exact else _TEXT))
    return found

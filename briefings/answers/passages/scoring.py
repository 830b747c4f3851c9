"""Scores how much of a question the sentences of a text cover, with their context."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, log
from operator import mul

from briefings.answers.passages.answer_types import amounts, shown
from briefings.answers.passages.proximity import are_synonyms, denies, held_by_nobody, is_far
from briefings.answers.passages.question import AnswerKind, Question
from briefings.answers.passages.weights import CONSTANT, WEIGHTS
from briefings.model.analysis import Draft, Sentence
from briefings.summarising.anaphora import depends_on_previous
from briefings.text.terms import spans, terms

_AROUND = (
    (0.8, "leaned on"),
    (0.7, "pointed at"),
    (0.5, "heading"),
    (0.5, "title"),
    (0.4, "before"),
    (0.3, "section"),
    (0.2, "text"),
)
_KIN = 0.9  # what another word for the same counts
_ITSELF = 0.8  # what a word counts at least that the passage says itself
_NEARBY = 0.3  # what a word counts at least that an answer cannot do without
_SORT = 0.3  # what a word that names a sort of thing counts
_NAME = re.compile(r"(?:[^\W\d_A-Z] |[,;] |\()([^\W\d_a-z][\w’'-]+)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CHAIN = 2  # sentences back to which a sentence may point
_NEAR = 40  # characters between an amount and what it counts
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this|these|это|его|ему|их|они|он|она)\b", re.IGNORECASE
)


NEEDED = ("number", "time", "place", "person")  # kinds of question whose answer holds what is asked for
# What each number of `ScoredPassage.traits` measures.
TRAITS = (
    "what it says of the question, with its surroundings",
    "what it says itself",
    "words of the question that it says itself, as a share",
    "a reason is asked for that it does not give",
    "an amount is asked for",
    "a time is asked for",
    "a reason is asked for",
    "somebody is asked for",
    "an amount stands before what is to be counted",
    "something is to be counted that it does not name",
    "a name or number is missing",
    "names and numbers that it says itself, as a share",
    "a deed is missing",
    "it says no deed itself",
    "the weightiest word that is missing",
    "the weightiest word that it does not say itself",
    "words of the question, up to 8",
    "what is asked for stands far from all that the question says of it",
    "somebody is asked for who does it, and nobody stands where its doer stands",
    "it denies something that the question does not, or the reverse",
    "so too where an amount or a time is asked for",
)


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A scored passage, starting with the sentence it depends on; `own` is where the main sentence starts.

    `covered` is the share of the question that it covers, `score` its certainty, `traits` the features behind it;
    `fits`: it contains the amount, time, place or person asked for, without which it isn't an answer.
    """

    start: int
    end: int
    own: int
    covered: float
    score: float
    traits: tuple[float, ...]
    fits: bool


def rarity(holding: Mapping[str, int], words: Sequence[AnswerKind]) -> dict[str, float]:
    """The weight of each word of the question, from the number of sentences with it."""
    return {word.term: (_SORT if word.sort else 1) / (1 + log(1 + holding[word.term])) for word in words}


def score_passages(question: Question, draft: Draft, weights: Mapping[str, float]) -> list[ScoredPassage]:
    """The scored sentences of a text, in its order."""
    sentences = [s for s in draft.sentences if draft.reference_section is None or s.section != draft.reference_section]
    held = [frozenset(terms(draft.text[s.start : s.end])) for s in sentences]
    title = frozenset(terms(draft.title))
    headings = [frozenset(terms(section.heading)) for section in draft.sections]
    sections: dict[int | None, frozenset[str]] = {}
    for sentence, words in zip(sentences, held, strict=True):
        sections[sentence.section] = sections.get(sentence.section, frozenset()) | words
    everywhere = frozenset[str]().union(*held)
    names = frozenset(_NAME.findall(draft.text))
    found = []
    for number, sentence in enumerate(sentences):
        chain = _leaned_on(draft, sentences, number)
        around = {
            "leaned on": frozenset[str]().union(*(held[n] for n in chain)),
            "heading": headings[sentence.section] if sentence.section is not None else frozenset[str](),
            "title": title,
            "section": sections[sentence.section],
            "text": everywhere,
            "pointed at": held[number - 1] if number and _points_back(draft, sentences, number) else frozenset(),
            "before": held[number - 1] if number and sentences[number - 1].section == sentence.section else frozenset(),
        }
        credit = {word.term: _credit(word, held[number], around) for word in question.words}
        if max(credit.values(), default=0) >= _AROUND[0][0]:
            found.append(_weighed(question, draft, sentences, (number, chain), credit, weights, names))
    return [replace(each, fits=False) for each in found] if _other_year(question, draft) else found


def _other_year(question: Question, draft: Draft) -> bool:
    """Whether the question names a year that the text doesn't contain."""
    dated = f"{draft.text} {draft.published or ''}"
    return any(_YEAR.fullmatch(word.term) and word.term not in dated for word in question.words)


def _leaned_on(draft: Draft, sentences: Sequence[Sentence], number: int) -> list[int]:
    chain: list[int] = []
    while (
        len(chain) < _CHAIN
        and number
        and sentences[number - 1].section == sentences[number].section
        and depends_on_previous(draft.text[sentences[number].start : sentences[number].end])
    ):
        number -= 1
        chain.append(number)
    return chain


def _points_back(draft: Draft, sentences: Sequence[Sentence], number: int) -> bool:
    """Whether a pronoun may refer to the previous sentence of the section."""
    own = sentences[number]
    near = sentences[number - 1].section == own.section
    return near and _POINTS.search(draft.text, own.start, own.end) is not None


def _credit(word: AnswerKind, held: frozenset[str], around: Mapping[str, frozenset[str]]) -> float:
    if word.term in held:
        return 1.0
    if word.kin & held or any(are_synonyms(word.term, term) for term in held):
        return _KIN
    for worth, name in _AROUND:
        if word.term in around[name] or (name in ("leaned on", "pointed at") and word.kin & around[name]):
            return worth if not (word.exact and name in ("section", "text")) else 0.0
    return 0.0


def _weighed(
    question: Question,
    draft: Draft,
    sentences: Sequence[Sentence],
    place: tuple[int, list[int]],
    credit: Mapping[str, float],
    weights: Mapping[str, float],
    names: frozenset[str],
) -> ScoredPassage:
    number, chain = place
    own = sentences[number]
    start = sentences[chain[-1]].start if chain else own.start
    words = draft.text[own.start if question.kind in ("number", "time") else start : own.end]
    found = shown(question, words, names)
    placed = list(spans(words))
    fits = question.kind == "any" or bool(found)
    nobody = question.kind == "person" and held_by_nobody(question, words, placed, found)
    denied = denies(question, words)
    traits = (
        *_traits(question, credit, weights, fits=fits, counted=_counts(question, words)),
        question.kind in NEEDED and question.kind != "person" and is_far(question, placed, found),
        nobody,
        denied,
        denied and question.kind in ("number", "time"),
    )
    answers = question.kind not in NEEDED or (fits and not (nobody and question.by_role))
    score = CONSTANT + sum(map(mul, WEIGHTS, traits))
    return ScoredPassage(start, own.end, own.start, traits[0], score, traits, answers)


def _traits(
    question: Question, credit: Mapping[str, float], weights: Mapping[str, float], *, fits: bool, counted: bool
) -> tuple[float, ...]:
    whole = fsum(weights.values())
    itself = {term: value if value >= _ITSELF else 0.0 for term, value in credit.items()}
    exact = [word.term for word in question.words if word.exact]
    deeds = [word.term for word in question.words if word.deed]
    return (
        fsum(weights[term] * value for term, value in credit.items()) / whole,
        fsum(weights[term] * value for term, value in itself.items()) / whole,
        fsum(value > 0 for value in itself.values()) / len(itself),
        question.kind == "cause" and not fits,
        question.kind == "number",
        question.kind == "time",
        question.kind == "cause",
        question.kind == "person",
        counted,
        any(not itself.get(term, 1) for term in question.counted),
        any(not credit[term] for term in exact),
        fsum(itself[term] > 0 for term in exact) / len(exact) if exact else 1,
        any(credit[term] < _NEARBY for term in deeds),
        bool(deeds) and not any(itself[term] for term in deeds),
        max((weights[term] for term, value in credit.items() if value < _NEARBY), default=0.0) / whole,
        max((weights[term] for term, value in itself.items() if not value), default=0.0) / whole,
        min(8, len(credit)),
    )


def _counts(question: Question, words: str) -> bool:
    """Whether an amount precedes the thing to be counted."""
    if not question.counted:
        return False
    places = [start for term, start, _ in spans(words) if term in question.counted]
    ends = sorted(end for _, end in amounts(words))
    return any(bisect_left(ends, place - _NEAR) < bisect_right(ends, place) for place in places)

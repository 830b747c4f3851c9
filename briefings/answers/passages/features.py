"""Measures what tells an answer from another passage; `ranking` weighs these numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from briefings.answers.passages import holders
from briefings.answers.passages.answer_types import amounts, shown
from briefings.answers.passages.intent import Intent, has_unit, intent
from briefings.answers.passages.matching import Credits, TextMatch, share, surroundings, wordings
from briefings.answers.passages.proximity import are_synonyms, denies, held_by_nobody
from briefings.answers.passages.question import KINDS, Question
from briefings.answers.passages.text_index import Unit
from briefings.text.terms import is_function, spans

_SAYS = 0.85  # credit from which a word counts as said
_SUPPORTED, _HINTED, _LOOSE = 0.3, 0.2, 0.5
_FAR, _NOWHERE = 200, 250  # characters to the nearest word of the question; without an answer of the kind asked for
_NEAR = 40  # characters between words that stand together, and between an amount and what it counts
_LONGEST = 8  # words of a question that are told apart
_CAPITALISED = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w’'-]+")
_SENTENCE_ENDS = ".!?。！？”\"'’"

Placed = Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A candidate: its unit, the credits of its own words and with its surroundings, and its numbers by name."""

    match: TextMatch
    number: int
    own: Credits
    around: Credits
    fits: bool
    features: Mapping[str, float]

    @property
    def unit(self) -> Unit:
        """The sentence or row."""
        return self.match.index.units[self.number]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what is the same for all candidates."""

    question: Question
    intent: Intent
    weights: Mapping[str, float]
    wordings: Mapping[str, Mapping[str, float]]


def measured(
    question: Question, candidates: Sequence[tuple[TextMatch, int]], weights: Mapping[str, float]
) -> list[Measured]:
    """The candidates with their numbers, some of which compare a candidate with the best of all."""
    asked = _Asked(question, intent(question), weights, {word.term: wordings(word) for word in question.words})
    found = [_measured(asked, match, number) for match, number in candidates]
    own = max((each.features["own"] for each in found), default=0.0)
    around = max((each.features["around"] for each in found), default=0.0)
    fit = max((each.match.fit for each in found), default=0.0)
    return [_compared(each, own, around, fit) for each in found]


def _compared(each: Measured, own: float, around: float, fit: float) -> Measured:
    features = each.features
    compared = {
        "own_to_best": features["own"] / own if own else 0.0,
        "own_below_best": own - features["own"],
        "around_to_best": features["around"] / around if around else 0.0,
        "around_below_best": around - features["around"],
        "text_to_best": each.match.fit / fit if fit else 0.0,
    }
    return Measured(each.match, each.number, each.own, each.around, each.fits, {**features, **compared})


def _measured(asked: _Asked, match: TextMatch, number: int) -> Measured:
    own = match.own.get(number, {})
    around = surroundings(asked.question, match, number)
    unit = match.index.units[number]
    placed = list(spans(unit.words))
    found = shown(asked.question, unit.words, match.index.names)
    matches = _matches(asked, own, placed)
    person = asked.question.kind == "person" and not unit.is_row
    nobody = person and held_by_nobody(asked.question, unit.words, placed, found)
    features = {
        "by_nobody": nobody,
        **_words(asked, match, number, own, around),
        **_names_and_deeds(asked, match, own, around),
        **_kind(asked, unit, placed, found, matches),
        **_holder(asked, unit),
        **_shape(asked, unit, placed, matches),
        **_neighbours(asked, match, number),
    }
    fits = asked.question.kind == "any" or (bool(found) and not (nobody and asked.question.by_role))
    return Measured(match, number, own, around, fits, {name: float(value) for name, value in features.items()})


def _matches(asked: _Asked, own: Credits, placed: Placed) -> list[tuple[int, int, str]]:
    """Where a passage says a word of the question: start, end and the word's term."""
    return [
        (start, end, term)
        for term in own
        for said, start, end in placed
        if asked.wordings[term].get(said, 0.0) >= _LOOSE or are_synonyms(term, said)
    ]


def _words(asked: _Asked, match: TextMatch, number: int, own: Credits, around: Credits) -> dict[str, float]:
    """How much of the question a passage says, itself and with its surroundings."""
    weights, whole = asked.weights, sum(asked.weights.values()) or 1.0
    terms = list(weights)
    said = share(own, weights)
    return {
        "own": said,
        "own_weight": said * whole,
        "own_strict": share(match.strict.get(number, {}), weights),
        "own_literal": share({term: 1.0 for term, worth in own.items() if worth == 1.0}, weights),
        "own_words": len(own) / max(1, len(terms)),
        "around": share(around, weights),
        "missing": max((weights[t] for t in terms if around.get(t, 0.0) < _SUPPORTED), default=0.0) / whole,
        "missing_itself": max((weights[t] for t in terms if own.get(t, 0.0) < _SUPPORTED), default=0.0) / whole,
        "missing_weight": max((weights[t] for t in terms if around.get(t, 0.0) < _HINTED), default=0.0),
        "rarest_said": max((weights[t] for t in terms if own.get(t, 0.0) >= _SAYS), default=0.0),
        "words": min(_LONGEST, len(terms)),
        "text": match.covered,
        "title": match.titled,
    }


def _names_and_deeds(asked: _Asked, match: TextMatch, own: Credits, around: Credits) -> dict[str, float]:
    """Names, numbers and actions that the question names; -1 where it names none."""
    exact = [word.term for word in asked.question.words if word.exact]
    deeds = [word.term for word in asked.question.words if word.deed]
    return {
        "names": sum(own.get(t, 0.0) >= _SAYS for t in exact) / len(exact) if exact else -1.0,
        "names_around": sum(around.get(t, 0.0) >= _SUPPORTED for t in exact) / len(exact) if exact else -1.0,
        "names_in_text": sum(t in match.anywhere or t in match.title for t in exact) / len(exact) if exact else -1.0,
        "deed": max((own.get(t, 0.0) for t in deeds), default=-1.0),
        "deed_around": min((around.get(t, 0.0) for t in deeds), default=-1.0),
    }


def _kind(
    asked: _Asked, unit: Unit, placed: Placed, found: Sequence[tuple[int, int]], matches: Sequence[tuple[int, int, str]]
) -> dict[str, float]:
    """Whether what is asked for stands in the passage, and beside what the question says of it."""
    question = asked.question
    exact = {word.term for word in question.words if word.exact}
    said = [each for each in matches if each[2] not in exact] or matches
    gaps = [max(f[0] - m[1], m[0] - f[1]) for f in found for m in said if not (f[0] < m[1] and m[0] < f[1])]
    return {
        **{f"asks_{kind}": question.kind == kind for kind in KINDS},
        "asks_yes_or_no": asked.intent.polar,
        "asked_by_role": question.by_role,
        "fits": question.kind == "any" or bool(found),
        "answers": min(4, len(found)),
        "distance": min([_FAR, *gaps]) if found else _NOWHERE,
        "unit": has_unit(asked.intent.unit, unit.words) if asked.intent.unit else -1,
        "counted": _counted(asked, unit, placed),
        "denies": denies(question, unit.words),
    }


def _counted(asked: _Asked, unit: Unit, placed: Placed) -> int:
    """3 if an amount precedes the thing to be counted, 2 if both stand there, 1 if not; 0 if nothing is counted."""
    if not asked.question.counted:
        return 0
    named = [asked.wordings.get(term, {}) for term in asked.question.counted]
    places = [start for term, start, _ in placed if any(each.get(term, 0.0) >= _LOOSE for each in named)]
    ends = [end for _, end in amounts(unit.words)] if places else []
    if any(0 <= place - end <= _NEAR for place in places for end in ends):
        return 3
    return 2 if ends else 1


def _holder(asked: _Asked, unit: Unit) -> dict[str, float]:
    """Who says it, and of what time, beside what is asked for."""
    wants = asked.intent
    claim, decision = holders.is_claim(unit.words), holders.is_decision(unit.words)
    future = holders.is_future(unit.words)
    return {
        "said": holders.is_said(unit.words),
        "claim": claim,
        "claim_unasked": claim and not wants.claimed,
        "decision": decision,
        "decision_asked": decision and wants.decided,
        "asks_words": wants.claimed,
        "asks_decision": wants.decided,
        "denial": holders.is_denial(unit.words),
        "denial_asked": holders.is_denial(asked.question.text),
        "future": future,
        "asks_future": wants.future,
        "asks_past": wants.past,
        "future_for_past": future and wants.past and not wants.future,
    }


def _shape(asked: _Asked, unit: Unit, placed: Placed, matches: Sequence[tuple[int, int, str]]) -> dict[str, float]:
    """The form of a passage, and how much of it speaks of the question."""
    content = [(term, start) for term, start, _ in placed if not is_function(term)]
    starts = {start for start, _, _ in matches}
    order = list(asked.weights)
    placed_by = {term: [start for start, _, said in matches if said == term] for term in order}
    pairs = sum(
        any(abs(one - other) < _NEAR for one in placed_by[a] for other in placed_by[b]) for a, b in pairwise(order)
    )
    return {
        "row": unit.is_row,
        "length": log(1 + len(content)),
        "precision": len({term for term, start in content if start in starts}) / max(1, len(content)),
        "pairs": pairs / max(1, len(order) - 1),
        "capitals": min(9, len(_CAPITALISED.findall(unit.words))),
        "ends": unit.words.rstrip()[-1:] in _SENTENCE_ENDS,
        "question": unit.words.rstrip().endswith(("?", "？")),
        "question_length": len(asked.question.text.split()),
    }


def _neighbours(asked: _Asked, match: TextMatch, number: int) -> dict[str, float]:
    """What stands around a passage, and where it stands in the text."""
    units, weights = match.index.units, asked.weights
    unit = units[number]
    heading = match.headings[unit.section] if unit.section is not None else {}
    return {
        "before": share(match.own.get(number - 1, {}), weights),
        "after": share(match.own.get(number + 1, {}), weights),
        "heading": share(heading, weights),
        "leans": number - unit.first,
        "points": unit.points,
        "place": number / max(1, len(units)),
        "at_head": not unit.section,
    }

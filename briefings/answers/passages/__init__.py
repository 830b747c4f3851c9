"""Finds the passages that answer a question, and decides whether any does. Pure, without network.

`question`, `intent` and `languages` analyse the question, `text_index` and `matching` find candidates, `features`
measures them with `answer_types`, `proximity` and `holders`, and `ranking` weighs what was measured.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from briefings.answers.passages.features import Measured, measured
from briefings.answers.passages.holders import is_claim, is_decision, is_future
from briefings.answers.passages.intent import Intent, intent
from briefings.answers.passages.matching import candidates, matched, wordings
from briefings.answers.passages.question import AnswerKind, Question, parse
from briefings.answers.passages.ranking import score
from briefings.answers.passages.text_index import index_of
from briefings.model.analysis import Analysis, Draft

__all__ = ["FoundPassage", "Question", "answer", "parse", "wordings"]

_LOOKED_AT = 80  # candidates that are measured
_NEAR_BEST = 2.0  # below the best passage's score, a logarithm of odds, up to which another one is told too
_DECIDED_ON = 4.0  # the same for what a court decides where the best passage is a party's claim
# Logarithms of odds from which on a passage is an answer; the lower one where a passage itself says the share _LITERAL
# of the question's weight in the same words. Both were chosen on the questions of `benchmarks/ask.py`.
_SURE, _SURE_BY_WORDS, _LITERAL = 1.3, 0.6, 0.4
_NEAR = 20  # close sentences
_CLOSE = 0.2  # share of the question's weight that the closest sentence must say to be told
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ADDRESS = re.compile(r"\S+@\S+\.\w+")
_MOST_OF_NAME = 5  # words beside the address in a signature
_SORT = 0.3  # what a word that names a sort of thing counts


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of an analysis; `claimed`: it says what a party claims, which may not be so."""

    analysis: Analysis
    start: int
    end: int
    claimed: bool = False

    def overlaps(self, other: "FoundPassage") -> bool:
        """Whether both have words in common."""
        return self.analysis.id == other.analysis.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate in its analysis, with its score."""

    analysis: Analysis
    found: Measured
    score: float

    @property
    def start(self) -> int:
        """The start of what it can't be understood without."""
        return self.found.match.index.units[self.found.unit.first].start

    def as_passage(self, wants: Intent) -> FoundPassage:
        """The passage to show."""
        unit = self.found.unit
        claimed = not wants.claimed and is_claim(unit.words)
        return FoundPassage(self.analysis, unit.start if unit.is_row else self.start, unit.end, claimed)


def answer(
    question: Question, analyses: Sequence[Analysis], counts: Mapping[str, int], most: int
) -> tuple[list[FoundPassage], list[FoundPassage]]:
    """The passages that answer, best first, at most `most`; without any, close sentences, best first.

    `counts` has the number of sentences in the library with each word of the question. Earlier analyses win ties.
    """
    wants = intent(question)
    found = [each for each in scored(question, analyses, counts) if not _is_signature(each.found.unit.words)]
    answers = _apart([each for each in found if _fits(question, wants, each)])
    if answers and _is_sure(answers[0]):
        told = _held_first(wants, [each for each in answers if _is_near(wants, each, answers[0])])
        return [each.as_passage(wants) for each in told[:most]], []
    near = _apart([each for each in found if each.found.features["around"] >= _CLOSE])[:_NEAR] or _closest(found)
    return [], [each.as_passage(wants) for each in near]


def _is_signature(words: str) -> bool:
    """Whether a passage is nothing but a name with an address for mail, as under a letter."""
    address = _ADDRESS.search(words)
    return address is not None and len(_ADDRESS.sub(" ", words).split()) <= _MOST_OF_NAME


def _is_sure(best: _Scored) -> bool:
    return best.score >= (_SURE_BY_WORDS if best.found.features["own_literal"] >= _LITERAL else _SURE)


def _closest(found: Sequence[_Scored]) -> list[_Scored]:
    """The sentence that says most of the question itself, though little; none where no sentence says any of it."""
    best = max(found, key=lambda each: each.found.features["own"], default=None)
    return [best] if best and best.found.features["own_strict"] > 0 else []


def _fits(question: Question, wants: Intent, each: _Scored) -> bool:
    """Whether a passage can be an answer: a decision to come answers no question for a past one."""
    words = each.found.unit.words
    to_come = wants.decided and wants.past and not wants.future and is_future(words) and not is_decision(words)
    return each.found.fits and not to_come and _has_years(question, each.analysis.draft)


def _has_years(question: Question, draft: Draft) -> bool:
    """Whether a text contains every year that the question names."""
    dated = f"{draft.text} {draft.published or ''}"
    return all(word.term in dated for word in question.words if _YEAR.fullmatch(word.term))


def scored(question: Question, analyses: Sequence[Analysis], counts: Mapping[str, int]) -> list[_Scored]:
    """The measured candidates, best first."""
    weights = rarity(counts, question.words)
    found = [(matched(question, index_of(each.draft), weights), each) for each in analyses]
    matches = [match for match, _ in found if match is not None]
    owners = {id(match): analysis for match, analysis in found}
    looked_at = measured(question, candidates(matches, weights, _LOOKED_AT), weights)
    all_scored = [_Scored(owners[id(each.match)], each, score(each)) for each in looked_at]
    return sorted(all_scored, key=lambda each: -each.score)


def rarity(holding: Mapping[str, int], words: Sequence[AnswerKind]) -> dict[str, float]:
    """The weight of each word of the question, from the number of sentences with it."""
    return {word.term: (_SORT if word.sort else 1) / (1 + log(1 + holding[word.term])) for word in words}


def _is_near(wants: Intent, each: _Scored, best: _Scored) -> bool:
    """Whether a passage is told beside the best one; what is decided on an unasked claim may be worded less alike."""
    claimed = not wants.claimed and is_claim(best.found.unit.words)
    decides = claimed and each.analysis is best.analysis and is_decision(each.found.unit.words)
    return each.score >= best.score - (_DECIDED_ON if decides else _NEAR_BEST)


def _held_first(wants: Intent, answers: Sequence[_Scored]) -> list[_Scored]:
    """The answers, best first, but a party's claim or a future ruling after what its text decides or says has happened.

    Applies unless the question asks for words or for the future.
    """
    decided = {each.analysis.id for each in answers if is_decision(each.found.unit.words)}

    def behind(each: _Scored) -> bool:
        words = each.found.unit.words
        claim = not wants.claimed and is_claim(words)
        ahead = wants.past and not wants.future and is_future(words)
        return each.analysis.id in decided and (claim or (ahead and not is_decision(words)))

    return sorted(answers, key=behind)


def _apart(found: Sequence[_Scored]) -> list[_Scored]:
    """Passages without those that repeat the place or words of a better one."""
    kept: list[_Scored] = []
    said: set[str] = set()
    for each in found:
        unit, words = each.found.unit, " ".join(each.found.unit.words.split())
        inside = any(k.analysis is each.analysis and each.start < k.found.unit.end and k.start < unit.end for k in kept)
        if words not in said and not inside:
            kept.append(each)
            said.add(words)
    return kept

"""Finds the passages that answer a question, and decides whether any does. Pure, without network.

`question` analyses the question, `scoring` ranks sentences, `answer_types` checks for the kind of answer, and
`proximity` for its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.answers.passages.question import Question, parse
from briefings.answers.passages.scoring import ScoredPassage, rarity, score_passages
from briefings.model.analysis import Analysis

__all__ = ["FoundPassage", "Question", "answer", "parse"]

_NEAR_BEST = 2.0  # below the best passage's score, a logarithm of odds, up to which another one is told too
_SURE = (
    -0.4
)  # a logarithm of odds from which on a passage is told as an answer; found on questions left out of learning
_CLOSE = 0.3  # share of the question's weight that the closest sentence must say to be told


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of an analysis."""

    analysis: Analysis
    start: int
    end: int


def answer(
    question: Question, analyses: Sequence[Analysis], counts: Mapping[str, int], most: int
) -> tuple[list[FoundPassage], FoundPassage | None]:
    """The passages that answer, best first, at most `most`; without any, the closest sentence if one is close.

    `counts` has the number of sentences in the library with each word of the question. Earlier analyses win ties.
    """
    weights = rarity(counts, question.words)
    found = [(each, analysis) for analysis in analyses for each in score_passages(question, analysis.draft, weights)]
    found.sort(key=lambda pair: -pair[0].score)
    answers = _apart([pair for pair in found if pair[0].fits and pair[0].score >= _SURE])
    if answers:
        bar = answers[0][0].score - _NEAR_BEST
        return [FoundPassage(analysis, each.start, each.end) for each, analysis in answers if each.score >= bar][
            :most
        ], None
    near = next(((each, analysis) for each, analysis in found if each.covered >= _CLOSE), None)
    return [], FoundPassage(near[1], near[0].own, near[0].end) if near else None


def _apart(found: Sequence[tuple[ScoredPassage, Analysis]]) -> list[tuple[ScoredPassage, Analysis]]:
    """Passages without those that repeat the place or words of a better one."""
    kept: list[tuple[ScoredPassage, Analysis]] = []
    said: set[str] = set()
    for each, analysis in found:
        words = " ".join(analysis.draft.text[each.own : each.end].split())
        inside = any(a is analysis and each.start < k.end and k.start < each.end for k, a in kept)
        if words not in said and not inside:
            kept.append((each, analysis))
            said.add(words)
    return kept

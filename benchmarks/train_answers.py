"""Learns when a passage answers a question: python -m benchmarks.train_answers [FILE...] writes the package's weights.

The files are those of `benchmarks/questions`, by default the questions by which the answering is shaped. A logistic
regression learns from what `weighing` measures of the passages that come up: the right one of each question, and the
best wrong ones, which count less where a right one exists. Prints how questions left out of the learning are answered.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.ask import Case, cases, fill
from briefings.answers import passages
from briefings.answers.ask import LibraryAnswers
from briefings.answers.passages import scoring, weights
from briefings.service import open_briefings

PENALTY = 0.02
WRONG = 5  # passages of each question that serve as wrong answers
BESIDE = 0.2  # what a wrong passage counts beside a right one
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was measured of each passage that came up for a question, and which of them is right."""

    case: Case
    traits: np.ndarray
    right: np.ndarray


async def lessons(names: Sequence[str]) -> list[Lesson]:
    """A lesson for each question."""
    async with open_briefings("sqlite:///:memory:") as core:
        await fill(core)
        return [await _lesson(core.library_answers, case) for name in names for case in cases(name)]


async def _lesson(library_answers: LibraryAnswers, case: Case) -> Lesson:
    question = passages.parse(case.question)
    analyses, counts = await library_answers.gathered(question)
    rarity = scoring.rarity(counts, question.words)
    found = [(each, a) for a in analyses for each in scoring.score_passages(question, a.draft, rarity) if each.fits]
    right = [bool(case.words) and case.words in a.draft.text[each.start : each.end] for each, a in found]
    return Lesson(
        case,
        np.array([each.traits for each, _ in found], dtype=float).reshape(len(found), len(scoring.TRAITS)),
        np.array(right, dtype=bool),
    )


def learn(taught: Sequence[Lesson]) -> tuple[float, np.ndarray]:
    """The constant and the weights, by Newton's method; wrong passages are chosen anew as weights become known."""
    constant, learned = 0.0, np.zeros(len(scoring.TRAITS))
    learned[0] = 1.0
    for _ in range(6):
        rows, labels, shares = [], [], []
        for each in (lesson for lesson in taught if len(lesson.right)):
            order = np.argsort(-(each.traits @ learned), kind="stable")
            right = [n for n in order if each.right[n]][:1]
            wrong = [n for n in order if not each.right[n]][:WRONG]
            rows += [each.traits[n] for n in (*right, *wrong)]
            labels += [1.0] * len(right) + [0.0] * len(wrong)
            part = BESIDE if right else 1.0
            shares += [1.0] * len(right) + [part / (rank + 1) for rank in range(len(wrong))]
        constant, learned = _regression(np.array(rows), np.array(labels), np.array(shares))
    return constant, learned


def _regression(rows: np.ndarray, labels: np.ndarray, shares: np.ndarray) -> tuple[float, np.ndarray]:
    shares = shares / shares.sum()
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    known = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale])
    found = np.zeros(known.shape[1])
    penalty = PENALTY * np.eye(known.shape[1])
    penalty[0, 0] = 0
    for _ in range(30):
        likely = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (shares * (likely - labels)) + penalty @ found
        bend = (known * (shares * likely * (1 - likely))[:, None]).T @ known + penalty
        found = found - np.linalg.solve(bend, slope)
    learned = found[1:] / scale
    return float(found[0] - mean @ learned), learned


def crossed(taught: Sequence[Lesson]) -> None:
    """Prints the shares for questions that were left out of the learning, at several thresholds."""
    kept: list[tuple[bool, float, float]] = []
    for fold in range(FOLDS):
        constant, learned = learn([each for n, each in enumerate(taught) if n % FOLDS != fold])
        for each in taught[fold::FOLDS]:
            scores = constant + each.traits @ learned if len(each.right) else np.array([-9.0])
            third = np.sort(scores)[::-1][:3].min()
            best = max((s for s, r in zip(scores, each.right, strict=False) if r and s >= third), default=-9.0)
            kept.append((bool(each.case.words), float(scores.max()), float(best)))
    for bar in (-0.8, -0.6, -0.4, -0.2, 0.0, 0.5):
        good = [best >= -8 and top >= bar for able, top, best in kept if able]
        bad = [top >= bar for able, top, _ in kept if not able]
        print(
            f"threshold {bar:4.1f}: right {100 * np.mean(good):.1f} %, answered for nothing {100 * np.mean(bad):.1f} %"
        )


def main() -> None:
    """Writes the weights into the package."""
    taught = asyncio.run(lessons(sys.argv[1:] or ["tuned.tsv"]))
    crossed(taught)
    constant, learned = learn(taught)
    lines = [f"    {w:.4g},  # {name}\n" for w, name in zip(learned, scoring.TRAITS, strict=True)]
    head = '"""What each of `weighing.TRAITS` counts for; made by benchmarks/train_answers.py."""\n\n'
    source = f"{head}CONSTANT = {constant:.4g}\nWEIGHTS = (\n{''.join(lines)})\n"
    Path(weights.__file__).write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Learns when a passage answers a question: `python -m benchmarks.train_answers [FOLDER]` writes the package's trees.

It learns from the questions by which the answering is shaped: `questions/tuned.tsv` and `questions/worded/learnt.tsv`.
FOLDER may hold more: NAME.tsv beside a folder NAME with its texts, and files in SQuAD's format, whose articles are
imported one by one. Boosted trees learn from `features.measured`: the right passages of each question, and the wrong
ones, of which those that come up first count most. Prints how questions left out of the learning are answered.
"""

import asyncio
import json
import random
import re
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from benchmarks.ask import HERE, NOW, SHAPED, Case, cases, fill, texts_in
from benchmarks.boosted_trees import trees_of
from briefings.answers import passages
from briefings.answers.ask import LibraryAnswers
from briefings.answers.passages import ranking
from briefings.answers.passages.features import measured
from briefings.answers.passages.matching import candidates, matched
from briefings.answers.passages.text_index import index_of
from briefings.service import Briefings, open_briefings

_TREES, _LEAVES, _RATE = 150, 12, 0.06
_LOOKED_AT = 80
_LEFT, _FIRST, _SECOND = 0.012, 8, 3  # what a wrong passage counts, and how much more where it comes up first
_UNANSWERED = 3.0  # what the wrong passages of a question without an answer count more
_LEANING = 0.6  # what a passage counts that holds the answer only with what it leans on
_OF_ARTICLE = 40  # questions of an article in SQuAD's format
_OF_OTHERS = 0.35  # what a question in SQuAD's format counts
_FOLDS = 3
_STOP = re.compile(r"[.!?](?=\s)|[。！？]")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was measured of each passage that came up for a question, and whether it is right, itself or in context."""

    case: Case
    rows: np.ndarray
    right: np.ndarray
    worth: np.ndarray
    counts: float


async def lessons(folder: Path | None) -> list[Lesson]:
    """A lesson for each question with candidates."""
    found = []
    async for core, asked, counts in _libraries(folder):
        found += [await _lesson(core.library_answers, case, counts) for case in asked]
    return [each for each in found if len(each.right)]


async def _libraries(folder: Path | None) -> AsyncIterator[tuple[Briefings, list[Case], float]]:
    """Libraries with the questions about them, and how much such a question counts."""
    for name in SHAPED:
        async with open_briefings("sqlite:///:memory:") as core:
            await fill(core, name)
            yield core, list(cases(HERE / "questions" / name)), 1.0
    for path in sorted(folder.glob("*.tsv")) if folder else ():
        async with open_briefings("sqlite:///:memory:") as core:
            for text in texts_in(path.with_suffix("")):
                await core.library.add(text.name, text.read_bytes(), NOW)
            yield core, list(cases(path)), 1.0
    for path in sorted(folder.glob("*.json")) if folder else ():
        for article in json.loads(path.read_text("utf-8"))["data"]:
            async with open_briefings("sqlite:///:memory:") as core:
                told = "\n\n".join(part["context"].replace("\n", " ") for part in article["paragraphs"])
                await core.library.add("article.md", f"# {article.get('title', path.stem)}\n\n{told}".encode(), NOW)
                asked = list(_cases(article))
                random.Random(1).shuffle(asked)
                yield core, asked[:_OF_ARTICLE], _OF_OTHERS


def _cases(article: dict[str, Any]) -> Iterator[Case]:
    """The questions of an article in SQuAD's format, with the sentence around the answer."""
    for part in article["paragraphs"]:
        context = part["context"].replace("\n", " ")
        ends = [found.end() for found in _STOP.finditer(context)]
        for each in part["qas"]:
            if each.get("is_impossible"):
                yield Case(each["question"], ())
                continue
            start = each["answers"][0]["answer_start"]
            end = start + len(each["answers"][0]["text"])
            low = max([0, start - 30, *(stop for stop in ends if stop <= start)])
            high = min([len(context), end + 15, *(stop for stop in ends if stop >= end)])
            yield Case(each["question"], (context[low:high].strip(),))


async def _lesson(library_answers: LibraryAnswers, case: Case, counts: float) -> Lesson:
    question = passages.parse(case.question)
    analyses, holding = await library_answers.gathered(question) if question.words else ([], {})
    weights = passages.rarity(holding, question.words)
    matches = [match for a in analyses if (match := matched(question, index_of(a.draft), weights)) is not None]
    found = measured(question, candidates(matches, weights, _LOOKED_AT), weights)
    right, worth = [], []
    for each in found:
        units = each.match.index.units
        context = " ".join(unit.words for unit in units[each.unit.first : each.number + 1])
        right.append(case.is_told_by(context))
        worth.append(1.0 if case.is_told_by(each.unit.words) else _LEANING)
    rows = np.array([list(each.features.values()) for each in found], dtype=np.float32)
    if found:
        NAMES[:] = list(found[0].features)
    return Lesson(case, rows, np.array(right, dtype=bool), np.array(worth), counts)


NAMES: list[str] = []


def learn(taught: Sequence[Lesson]) -> lightgbm.Booster:
    """The boosted trees, learned twice: the second time the wrong passages that came up first count more."""
    useful = [each for each in taught if each.right.any() or not each.case.words]
    shares = [_shares(each) for each in useful]
    first = _trees(useful, shares)
    return _trees(useful, [_sharpened(each, share, first) for each, share in zip(useful, shares, strict=True)])


def _shares(each: Lesson) -> np.ndarray:
    right = np.where(each.right, each.worth, 0.0)
    wrong = _LEFT * (1.0 if each.right.any() else _UNANSWERED)
    shares: np.ndarray = each.counts * (right / max(right.sum(), 1e-9) + np.where(each.right, 0.0, wrong))
    return shares


def _sharpened(each: Lesson, share: np.ndarray, model: lightgbm.Booster) -> np.ndarray:
    order = [n for n in np.argsort(-model.predict(each.rows, raw_score=True)) if not each.right[n]]
    more = np.ones(len(share))
    more[order[2:6]] = _SECOND
    more[order[:2]] = _FIRST
    return share * more


def _trees(taught: Sequence[Lesson], shares: Sequence[np.ndarray]) -> lightgbm.Booster:
    model = lightgbm.LGBMClassifier(
        n_estimators=_TREES,
        num_leaves=_LEAVES,
        learning_rate=_RATE,
        reg_lambda=5.0,
        min_child_samples=30,
        subsample=0.7,
        subsample_freq=1,
        colsample_bytree=0.4,
        n_jobs=1,
        random_state=1,
        deterministic=True,
        force_col_wise=True,
        verbose=-1,
        boost_from_average=False,
    )
    rows, right = np.concatenate([each.rows for each in taught]), np.concatenate([each.right for each in taught])
    return model.fit(rows, right, sample_weight=np.concatenate(shares)).booster_


def crossed(taught: Sequence[Lesson]) -> None:
    """Prints the shares for questions that were left out of the learning, at several thresholds."""
    kept: list[tuple[bool, float, float, float]] = []
    for fold in range(_FOLDS):
        model = learn([each for n, each in enumerate(taught) if n % _FOLDS != fold])
        for each in (each for each in taught[fold::_FOLDS] if each.counts == 1.0):
            scores = np.sort(found := model.predict(each.rows, raw_score=True))[::-1]
            best = found[each.right].max() if each.right.any() else -99.0
            kept.append((bool(each.case.words), float(scores[0]), float(scores[:3].min()), float(best)))
    for bar in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
        able = [(best >= third and best >= bar, best == top >= bar) for able, top, third, best in kept if able]
        vain = [top >= bar for able, top, _, _ in kept if not able]
        three, first = np.mean(able, axis=0) * 100
        print(f"threshold {bar:4.1f}: first {first:.1f} %, in three {three:.1f} %, in vain {100 * np.mean(vain):.1f} %")


def main() -> None:
    """Writes the trees into the package."""
    taught = asyncio.run(lessons(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    print(f"{len(taught)} questions, {len(NAMES)} numbers of each passage")
    crossed(taught)
    learned = {"features": NAMES, "trees": trees_of(learn(taught))}
    text = json.dumps(learned, separators=(",", ":"))
    ranking.MODEL.write_text(text.replace("]],[[", "]],\n[[") + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Learns the weights of the extractive summariser: python -m benchmarks.train_summaries DATA_DIR [--without SET].

DATA_DIR holds one .jsonl file for each set of documents, with title, sections (heading, text) and reference, a summary
by people. A ridge regression learns, from the numbers of a sentence, how much of it people kept: which of its words and
pairs of words stand in the reference, for each word. Every set counts the same, and only differences within a document
do. A second regression learns the weight of the key facts in a sentence from our own labelled texts, without those that
are unseen. The same data gives the same weights.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.summary_facts import FactText, held, texts
from benchmarks.summary_systems import passages
from briefings.summarising import features, weights
from briefings.summarising.features import DocumentStatistics, Pair, document_statistics, pairs_of
from briefings.text.terms import terms

PENALTY = 0.03  # of the ridge, on numbers scaled to unit variance
FACT_PENALTY = 0.4
PADDING = 5  # words added to a sentence's length, so that very short ones do not win by chance


@dataclass(frozen=True, slots=True)
class Lesson:
    """The numbers of a document's sentences, and how much of each people kept, less the document's mean."""

    rows: np.ndarray
    kept: np.ndarray


def lessons(path: Path) -> Iterator[Lesson]:
    """A lesson for each document of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        text = document_statistics(item["title"], passages(item["sections"]))
        words = terms(item["reference"])
        kept = np.array([_kept(text, n, frozenset(words), pairs_of(words)) for n in range(len(text.texts))])
        yield Lesson(np.array([*features.rows(text)], dtype=float), kept - kept.mean())


def _kept(text: DocumentStatistics, number: int, words: frozenset[str], pairs: set[Pair]) -> float:
    found = text.terms[number]
    shared = 0.5 * len(words.intersection(found)) + 0.5 * len(pairs & pairs_of(found))
    return shared / (len(found) + PADDING)


def fact_lessons(labelled: Iterable[FactText]) -> Iterator[Lesson]:
    """A lesson for each labelled text: the weight of the facts in each sentence."""
    for each in labelled:
        text = document_statistics(each.title, each.sections)
        weighed = [sum(fact.weight for fact in held(each.facts, [sentence])) for sentence in text.texts]
        yield Lesson(np.array([*features.rows(text)], dtype=float), np.array(weighed, dtype=float))


def learn(sets: list[list[Lesson]], penalty: float = PENALTY) -> tuple[float, np.ndarray]:
    """The constant and the weights; a document counts by the root of its length within its set."""
    rows = np.concatenate([lesson.rows for lessons in sets for lesson in lessons])
    kept = np.concatenate([lesson.kept for lessons in sets for lesson in lessons])
    share = np.concatenate(
        [np.full(len(x.kept), len(x.kept) ** -0.5 / len(lessons)) for lessons in sets for x in lessons]
    )
    share /= share.sum()
    mean = share @ rows
    centred = rows - mean
    scale = np.sqrt(share @ centred**2) + 1e-9
    scaled = centred / scale
    products = scaled.T @ (scaled * share[:, None]) + penalty * np.eye(len(scale))
    learned = np.linalg.solve(products, scaled.T @ (share * kept)) / scale
    return float(share @ kept - mean @ learned), learned


def main() -> None:
    """Writes the weights into the package."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--without", default="", help="a set to leave out")
    arguments.add_argument("--into", type=Path, default=Path(weights.__file__))
    given = arguments.parse_args()
    paths = [path for path in sorted(given.data.glob("*.jsonl")) if path.stem != given.without]
    kept = learn([[*lessons(path)] for path in paths])
    facts = learn([[*fact_lessons(text for text in texts() if text.learned)]], FACT_PENALTY)
    head = '"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""\n\n'
    given.into.write_text(head + source("", *kept) + source("FACT_", *facts), encoding="utf-8")


def source(prefix: str, constant: float, learned: np.ndarray) -> str:
    """A constant and weights as lines of a module."""
    numbers = [float(f"{weight:.4g}") for weight in (constant, *learned)]
    lines = [f"    {number},  # {name}\n" for number, name in zip(numbers[1:], features.NAMES, strict=True)]
    return f"{prefix}CONSTANT = {numbers[0]}\n{prefix}WEIGHTS = (\n{''.join(lines)})\n"


if __name__ == "__main__":
    main()

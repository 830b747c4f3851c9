"""Ranks candidates by boosted trees that `benchmarks/train_answers.py` learned from questions with known answers."""

from functools import cache
from pathlib import Path

from briefings.answers.passages.features import Measured
from briefings.text.boosted_trees import Tree, load, total

MODEL = Path(__file__).with_name("answer_trees.json")


@cache
def _model() -> tuple[list[str], list[Tree]]:
    """The names of the numbers, in the trees' order, and the trees; read at the first question."""
    data, trees = load(MODEL)
    return data["features"], trees


def score(each: Measured) -> float:
    """How surely a candidate answers, as a logarithm of odds."""
    names, trees = _model()
    return total(trees, [each.features[name] for name in names])

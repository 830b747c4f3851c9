"""Boosted decision trees from JSON: a node is a feature, a threshold and the nodes below and above it; or a value."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Node = tuple[int, float, int, int] | float
Tree = Sequence[Node]


def load(path: Path) -> tuple[dict[str, Any], list[Tree]]:
    """What the file says besides its trees, and the trees."""
    data = json.loads(path.read_text("utf-8"))
    return data, [[tuple(node) if len(node) > 1 else node[0] for node in tree] for tree in data.pop("trees")]


def total(trees: Sequence[Tree], row: Sequence[float]) -> float:
    """The sum of the leaves that a row of numbers reaches."""
    return sum(_leaf(tree, row) for tree in trees)


def _leaf(tree: Tree, row: Sequence[float]) -> float:
    node = tree[0]
    while isinstance(node, tuple):
        feature, threshold, below, above = node
        node = tree[below if row[feature] <= threshold else above]
    return node

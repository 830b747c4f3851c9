"""Writes what LightGBM learned as trees of the form that `briefings.text.boosted_trees` reads."""

from typing import Any

import lightgbm


def trees_of(model: lightgbm.Booster) -> list[list[list[float]]]:
    """Each tree as nodes: feature, threshold, indexes of the lower and upper branch; or the value of a leaf."""
    return [_nodes(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _nodes(tree: dict[str, Any]) -> list[list[float]]:
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        at = len(nodes)
        nodes.append([])
        if "leaf_value" in node:
            nodes[at] = [float(f"{node['leaf_value']:.5g}")]
        else:
            # Rounded up, so that what was below stays below.
            threshold = float(f"{node['threshold']:.6g}")
            below = add(node["left_child"])
            nodes[at] = [node["split_feature"], threshold, below, add(node["right_child"])]
        return at

    add(tree)
    return nodes

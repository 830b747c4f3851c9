"""The glossary names what there is: each table stands in it, and each class that it names exists."""

import ast
import re
from pathlib import Path

import pytest

from briefings.store.tables import metadata

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Word ")
]


def named(column: int) -> list[str]:
    """The names in a column, in order."""
    return [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[column])]


def classes() -> set[str]:
    paths = [path for package in ("bot", "briefings") for path in (ROOT / package).rglob("*.py")]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def test_each_table_stands_under_one_word() -> None:
    assert sorted(named(3)) == sorted(metadata.tables)


def test_each_class_that_it_names_exists() -> None:
    assert set(named(2)) - classes() == set()


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_word_is_explained(row: list[str]) -> None:
    word, meaning, *_ = row
    assert word
    assert len(meaning.split()) > 2

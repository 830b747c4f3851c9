"""The guided walks in CONTRIBUTING.md lead to places that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLACES = re.findall(r"^\d+\. `([^`]+)`, `([^`]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)


def names_in(path: Path) -> set[str]:
    """What a module defines at its top, and the methods of its classes."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return found


def test_there_are_three_walks() -> None:
    assert len(PLACES) > 20


@pytest.mark.parametrize(("path", "name"), PLACES)
def test_each_place_is_there(path: str, name: str) -> None:
    assert name in names_in(ROOT / path)

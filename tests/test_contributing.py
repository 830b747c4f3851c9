"""The guided walks in CONTRIBUTING.md lead to places that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLACES = re.findall(r"^\d+\. `([^`]+)`, `([^`]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)


def names_in(path: Path) -> set[str]:
    """What a module defines at its top, and the methods of its classes as Class.method."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name, body=body):
                methods = (each for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
                found |= {name, *(f"{name}.{each.name}" for each in methods)}
            case ast.Assign(targets=targets):
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


def test_there_are_three_walks() -> None:
    assert len(PLACES) > 20


@pytest.mark.parametrize(("path", "name"), PLACES)
def test_each_place_is_there(path: str, name: str) -> None:
    assert name in names_in(ROOT / path)


def test_names_inside_functions_are_no_places(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "A = 1\nB: int = 2\ndef f():\n    local = 1\n    def inner(): ...\n"
        "class C:\n    field = 1\n    def m(self): ...\n"
    )
    assert names_in(module) == {"A", "B", "f", "C", "C.m"}

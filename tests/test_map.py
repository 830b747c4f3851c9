"""The map in docs/architecture.md shows every package and module with the first line of its docstring.

`python -m tests.test_map` writes it anew.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- map: written by `python -m tests.test_map` -->\n", "<!-- end of the map -->\n"


def said(path: Path) -> str:
    """The first line of a module's docstring, without its stop."""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return told.partition("\n")[0].removesuffix(".")


def lines(folder: Path, depth: int = 0) -> Iterator[str]:
    """A line for the package, one for each of its modules, then its packages."""
    indent = "  " * depth
    yield f"{indent}- `{folder.relative_to(ROOT)}/`: {said(folder / '__init__.py')}"
    for path in sorted(folder.glob("*.py")):
        if path.stem not in {"__init__", "__main__"}:
            yield f"{indent}  - `{path.stem}`: {said(path)}"
    for inner in sorted(each for each in folder.iterdir() if (each / "__init__.py").exists()):
        yield from lines(inner, depth + 1)


def drawn() -> str:
    """The whole map as it stands now."""
    return "\n".join(line for package in ("briefings", "bot") for line in lines(ROOT / package)) + "\n"


def parts() -> tuple[str, str, str]:
    """What stands on the page before the map, the map, and what stands after it."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    found, _, after = rest.partition(END)
    return before, found, after


def test_the_map_shows_every_package_and_module_as_it_is() -> None:
    assert parts()[1] == drawn(), "write it anew with: python -m tests.test_map"


if __name__ == "__main__":
    before, _, after = parts()
    PAGE.write_text(before + BEGIN + drawn() + END + after, encoding="utf-8")

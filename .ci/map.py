"""`make map`: prints every package and module with the first line of its docstring."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


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


if __name__ == "__main__":
    for package in ("briefings", "bot"):
        print(*lines(ROOT / package), sep="\n")

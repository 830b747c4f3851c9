"""`python .ci/growth.py [COMMIT]`: what a change adds to the program and what it takes away.

Compares the working tree with a commit, by default the one before the last: statements (those that only moved count for
nothing), regular expressions and modules. There is no limit; the ratio is printed for whoever reads the change.
"""

import ast
import io
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("bot", "briefings")
_PATTERNS = ("compile", "lazy_re")  # functions that make a regular expression of their first argument
_BLOCKS = ("body", "orelse", "finalbody", "handlers")  # the statements within another one
_Counts = dict[str, Counter[str]]


def main() -> int:
    """Prints a line for each kind of thing; returns 0, also where the commit can't be had, which it says."""
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD^"
    wanted = ["git", "archive", commit, *_PACKAGES]
    archive = subprocess.run(wanted, cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        print(f"Growth: {commit} can't be read, so nothing is compared.")
        return 0
    before, after = _counts(_archived(archive.stdout)), _counts(_here())
    print(f"{f'against {commit}':14}{'added':>8}{'removed':>9}{'ratio':>8}")
    for name in before:
        added, removed = (after[name] - before[name]).total(), (before[name] - after[name]).total()
        print(f"{name:14}{added:>8}{removed:>9}{f'{added / removed:.2f}' if removed else '-':>8}")
    return 0


def _archived(raw: bytes) -> Iterator[tuple[str, str]]:
    with tarfile.open(fileobj=io.BytesIO(raw)) as files:
        for member in files:
            file = files.extractfile(member) if member.name.endswith(".py") else None
            if file:
                yield member.name, file.read().decode("utf-8")


def _here() -> Iterator[tuple[str, str]]:
    for package in _PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def _counts(modules: Iterator[tuple[str, str]]) -> _Counts:
    """The statements, patterns and modules of a tree, each by its text and how often it stands there."""
    found: _Counts = {"statements": Counter(), "patterns": Counter(), "modules": Counter()}
    for path, text in modules:
        found["modules"][path] += 1
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.stmt):
                found["statements"][_head(node)] += 1
            elif isinstance(node, ast.Call) and _is_pattern(node):
                found["patterns"][ast.unparse(node)] += 1
    return found


def _head(statement: ast.stmt) -> str:
    """A statement without those that stand in it, which count for themselves."""
    parts = (part for name, part in ast.iter_fields(statement) if name not in _BLOCKS)
    return f"{type(statement).__name__} {[_dumped(part) for part in parts]}"


def _dumped(part: object) -> object:
    if isinstance(part, list):
        return [_dumped(each) for each in part]
    return ast.dump(part) if isinstance(part, ast.AST) else part


def _is_pattern(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "compile" and isinstance(call.func.value, ast.Name) and call.func.value.id == "re"
    return isinstance(call.func, ast.Name) and call.func.id in _PATTERNS


if __name__ == "__main__":
    sys.exit(main())

"""Each function of the store that reads anything of an analysis asks who may see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from briefings.store import tables

STORE = Path(tables.__file__).parent
GUARDED = {name for name, table in tables.metadata.tables.items() if table.info.get("guarded")}
CLAUSES = {"visible", "unrestricted"}
# Functions that read numbers or spans for others that ask, or whose query its caller completes.
NOT_NEEDED = {
    "engine/maintenance.py": "copies and checks the whole database",
    "migrations/": "changes the schema",
    "markings/relabelling.py": "labels rows, for no reader",
    "unreadable_rows.py": "finds damaged rows for operators",
    "retention/erasure.py": "deletes",
    "outbox/clock_jump.py": "instants alone, for the clock",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(STORE.rglob("*.py")):
        name = path.relative_to(STORE).as_posix()
        if not any(name.startswith(each) for each in NOT_NEEDED):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def clause_names(tree: ast.Module) -> set[str]:
    """Module-level names that hold the clause, and functions of the module that use it, however indirectly."""
    found = set(CLAUSES)
    while True:
        more = {
            target
            for node in tree.body
            for target in (
                [each.id for each in node.targets if isinstance(each, ast.Name)]
                if isinstance(node, ast.Assign)
                else [node.name]
                if isinstance(node, ast.FunctionDef)
                else []
            )
            if names_in(node) & found
        }
        if more <= found:
            return found
        found |= more


def reads(function: ast.FunctionDef) -> set[str]:
    """The guarded tables that a function's selects name."""
    return {
        table
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"
        for table in names_in(node) & GUARDED
    }


def test_every_reading_function_carries_the_clause():
    bare = [
        f"{name}: {function.name} reads {', '.join(sorted(read))}"
        for name, tree in modules()
        for known in [clause_names(tree)]
        for function in tree.body
        if isinstance(function, ast.FunctionDef) and (read := reads(function)) and function.name not in known
    ]
    assert bare == []

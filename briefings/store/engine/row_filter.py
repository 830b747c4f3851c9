"""Keeps rows with a value that cannot be read out of every query's result, so that none of them stops the others.

A query that must know which rows it lost passes a list as the execution option `lost`; it gets their first columns.
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Engine, event
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from briefings.store.engine.row_check import RowCheck, shortened
from briefings.store.unreadable_rows import set_aside


def install(engine: Engine) -> None:
    """Makes every query on an engine drop unreadable rows, by a check of its columns' types."""
    checks: WeakKeyDictionary[Any, RowCheck] = WeakKeyDictionary()

    @event.listens_for(engine, "after_cursor_execute")
    def _filter(_on: Any, cursor: Any, _said: str, _values: Any, context: Any, executemany: bool) -> None:  # noqa: FBT001
        compiled = context.compiled
        if compiled is None or executemany or cursor.description is None:
            return
        check = checks.get(compiled)
        if check is None:
            check = checks[compiled] = _check_of(compiled.statement, len(cursor.description), engine)
        if not check.idle:
            rows = cursor.fetchall()
            readable = [row for row in rows if check.fault(row) is None]
            if len(readable) < len(rows):
                _tell(check, rows, context.execution_options.get("lost"))
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, cursor.description, readable)


def _check_of(statement: Any, width: int, engine: Engine) -> RowCheck:
    """The check for a statement's columns; it checks nothing for plain SQL text."""
    columns = list(statement.exported_columns) if hasattr(statement, "exported_columns") else []
    return RowCheck(columns if len(columns) == width else [], typed=engine.dialect.name != "sqlite")


def _tell(check: RowCheck, rows: Sequence[Any], lost: list[Any] | None) -> None:
    """Logs the dropped rows and reports them to the caller."""
    for row, column, why in check.faults(rows):
        table = column.table.name if isinstance(column, Column) else "row"
        set_aside(table, shortened(row[0]), ValueError(f"{getattr(column, 'name', 'value')}: {why}"))
        if lost is not None:
            lost.append(row[0])

"""Queries with long lists of values: in batches, or as one parameter."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Table, func, literal, select
from sqlalchemy.dialects import sqlite

T = TypeVar("T")
_MOST = 1000  # PostgreSQL takes 32,767 values, and others should have their turn between two parts


def parts(items: Sequence[T], most: int = _MOST) -> Iterator[Sequence[T]]:
    """Splits items into batches of at most `most`, in order; none is empty."""
    for first in range(0, len(items), most):
        yield items[first : first + most]


def one_of(connection: Connection, column: Column[Any], items: Sequence[Any]) -> ColumnElement[bool]:
    """SQL: whether a column is one of the items, passed as a single parameter for speed."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(items)).table_valued("value").c.value))
    return column.in_(select(func.unnest(literal(items, ARRAY(column.type)))))


def give_way(connection: Connection) -> None:
    """Lets other tasks run during a long computation; SQLite steps have their own thread anyway."""
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        driver.run_async(lambda _: asyncio.sleep(0))


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT of the connection's dialect, with ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 65 ms and 8 MB, unused with SQLite

    return postgresql.insert(table)

"""Whether this version and another one can work with one database side by side, while processes are replaced in turn.

A schema that only adds to another keeps its first four digits: 0004_1 adds to 0004. Code of 0004 then works with it: it
names the columns that it reads and writes, and new ones have defaults. `changed` says whether that is so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Dialect, ForeignKeyConstraint, Inspector, Table, UniqueConstraint, inspect
from sqlalchemy.types import NullType

from briefings.store.engine.database import SCHEMA, Store
from briefings.store.tables import metadata

_UNDECLARED = ("alembic_version", "sentence_index")  # the beginnings of their names
_FOLLOWS = frozenset({"CASCADE", "SET NULL"})  # what a deletion does to the rows that refer to a deleted one


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column; `filled`: a row gets a value there that doesn't name it."""

    type: str
    nullable: bool
    filled: bool


@dataclass(frozen=True, slots=True)
class ForeignKeyRule:
    """A foreign key, and what a deletion there does here: "CASCADE", "SET NULL" or ""."""

    columns: tuple[str, ...]
    table: str
    deletion: str


@dataclass(frozen=True, slots=True)
class TableShape:
    """What code relies on about a table."""

    columns: Mapping[str, ColumnShape]
    key: tuple[str, ...]
    unique: frozenset[tuple[str, ...]]
    references: frozenset[ForeignKeyRule]


Shapes = Mapping[str, TableShape]


def is_additive(version: str, schema: str = SCHEMA) -> bool:
    """Whether one of two schemas only adds to the other, by their numbers."""
    return version[:4] == schema[:4]


async def obstacles(store: Store) -> list[str]:
    """Tables with which this version can't work: the newer schema of the database does more than add to them."""
    return await store.read(lambda connection: changed(declared(connection.dialect), found(connection)))


def changed(old: Shapes, new: Shapes) -> list[str]:
    """Tables that keep code of the old schema from working with the new one."""
    return sorted({name for name in old if name not in new or _differs(old[name], new[name])} | _holding(old, new))


def _differs(old: TableShape, new: TableShape) -> bool:
    """Whether a table of the new schema takes less from code of the old one, or gives it something else."""
    kept = all(name in new.columns and _accepts(column, new.columns[name]) for name, column in old.columns.items())
    more = [column for name, column in new.columns.items() if name not in old.columns]
    fits = all(column.nullable or column.filled for column in more) and new.references <= old.references
    return not (kept and fits and new.key == old.key and new.unique == old.unique)


def _accepts(old: ColumnShape, new: ColumnShape) -> bool:
    loosely = new.nullable or (not old.nullable and (new.filled or not old.filled))
    return old.type == new.type and loosely


def _holding(old: Shapes, new: Shapes) -> set[str]:
    """New tables whose rows keep rows of old tables from being deleted."""
    more = {name: shape.references for name, shape in new.items() if name not in old}
    return {
        name
        for name, refer in more.items()
        if any(each.table in old and each.deletion not in _FOLLOWS for each in refer)
    }


def declared(dialect: Dialect) -> Shapes:
    """The tables of this version, as a database of that kind has them."""
    return {name: _declared(table, dialect) for name, table in metadata.tables.items()}


def _declared(table: Table, dialect: Dialect) -> TableShape:
    constrained = {_names(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)}
    indexed = {_names(each.columns) for each in table.indexes if each.unique}
    refer = (each for each in table.constraints if isinstance(each, ForeignKeyConstraint))
    return TableShape(
        {column.name: _column(column, dialect) for column in table.c},
        tuple(sorted(_names(table.primary_key.columns))),
        frozenset(constrained | indexed),
        frozenset(
            ForeignKeyRule(tuple(each.column_keys), each.referred_table.name, each.ondelete or "") for each in refer
        ),
    )


def _names(columns: Iterable[Column[Any]]) -> tuple[str, ...]:
    return tuple(sorted(column.name for column in columns))


def _column(column: Column[Any], dialect: Dialect) -> ColumnShape:
    numbered = column is column.table.autoincrement_column
    filled = column.server_default is not None or numbered
    return ColumnShape(column.type.compile(dialect), bool(column.nullable), filled)


def found(connection: Connection) -> Shapes:
    """The tables of a database, without those of which `metadata` never knows."""
    looked_at = inspect(connection)
    names = [each for each in looked_at.get_table_names() if not each.startswith(_UNDECLARED)]
    return {name: _found(looked_at, name, connection.dialect) for name in names}


def _found(looked_at: Inspector, name: str, dialect: Dialect) -> TableShape:
    key = tuple(sorted(looked_at.get_pk_constraint(name)["constrained_columns"]))
    columns = {}
    for each in looked_at.get_columns(name):
        kind = "" if isinstance(each["type"], NullType) else each["type"].compile(dialect)
        numbered = dialect.name == "sqlite" and key == (each["name"],) and kind == "INTEGER"
        columns[each["name"]] = ColumnShape(kind, each["nullable"], each.get("default") is not None or numbered)
    constrained = {tuple(sorted(each["column_names"])) for each in looked_at.get_unique_constraints(name)}
    indexed = {tuple(sorted(map(str, each["column_names"]))) for each in looked_at.get_indexes(name) if each["unique"]}
    refer = frozenset(
        ForeignKeyRule(tuple(each["constrained_columns"]), each["referred_table"], each["options"].get("ondelete", ""))
        for each in looked_at.get_foreign_keys(name)
    )
    return TableShape(columns, key, frozenset(constrained | indexed), refer)

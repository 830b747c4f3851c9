"""Dumps the rows of an SQLite file in one snapshot, and loads rows into a new one."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.engine import make_url

from briefings.errors import BadInput
from briefings.store.backup.format import BackupReader, BackupWriter, TableHead
from briefings.store.backup.values import Kind, RowHash, Tally, all_tables, kept_tables, kinds_of, line_of
from briefings.store.engine.connection_errors import broken_database
from briefings.store.sql import shortened, text_or_bytes

_TOGETHER = 1000  # rows in one statement


def _schema(connection: sqlite3.Connection) -> str | None:
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:  # there is no such table
            return None
        raise
    return found[0] if found else None


def dump(file: Path, writer: BackupWriter) -> None:
    """Writes all tables, as they are at one instant, while the database is in use."""
    with _opened(file) as connection:
        connection.execute("BEGIN")
        # The highest id that each table ever gave.
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone()
        given = dict(connection.execute("SELECT name, seq FROM sqlite_sequence")) if there else {}
        for table in kept_tables():
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table.name})")]
            columns = [name for name in columns if name in table.c]
            if columns:  # an older schema lacks tables
                rows = connection.execute(f"SELECT {_listed(columns)} FROM {table.name}")  # noqa: S608 - our own names
                last = given.get(table.name, 0) or _highest(connection, table.name, columns)
                writer.write(TableHead(table.name, tuple(columns), last), _rows(rows, kinds_of(table.name, columns)))


def tallies(file: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, Tally]:
    """Counts the rows of tables and hashes these columns of them."""
    found: dict[str, Tally] = {}
    with _opened(file) as connection:
        for table, names in columns.items():
            kinds, found[table] = kinds_of(table, names), Tally()
            hashed = RowHash(kinds)
            rows = connection.execute(f"SELECT {_listed(names)} FROM {table}")  # noqa: S608 - known names
            for row in _rows(rows, kinds):
                found[table].add(hashed.line(row, line_of(row)))
    return found


def _rows(rows: sqlite3.Cursor, kinds: Sequence[Kind]) -> Iterator[Sequence[Any]]:
    """The rows with true and false for what SQLite keeps as 1 and 0."""
    logical = [place for place, kind in enumerate(kinds) if kind == "bool"]
    if not logical:
        yield from rows
        return
    for row in rows:
        changed = list(row)
        for place in logical:
            if type(changed[place]) is int and changed[place] in (0, 1):
                changed[place] = bool(changed[place])
        yield changed


def _highest(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> int:
    if "id" not in columns:
        return 0
    highest = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
    return highest if isinstance(highest, int) else 0


def filled_table(file: Path) -> str:
    """The first table that has a row; "" if none has."""
    with _opened(file) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in all_tables():
            if table.name in names and connection.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone():  # noqa: S608
                return table.name
    return ""


def load(file: Path, reader: BackupReader, afterwards: Sequence[tuple[str, str]]) -> None:
    """Loads a backup into a new file that has the tables, and stores these single values beside it.

    The file is of no use if this fails.
    """
    with _opened(file) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for head in reader.tables():
            _fill(connection, head, reader.rows())
        connection.executemany("INSERT OR REPLACE INTO constant (name, value) VALUES (?, ?)", afterwards)
        try:
            connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            raise unfit(broken[0] if broken else "", "it points to a row that is missing") from None


def _fill(connection: sqlite3.Connection, head: TableHead, rows: Iterator[list[Any]]) -> None:
    marks = ", ".join("?" * len(head.columns))
    statement = f"INSERT INTO {head.table} ({_listed(head.columns)}) VALUES ({marks})"  # noqa: S608 - known names
    try:
        connection.executemany(statement, rows)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, OverflowError, sqlite3.ProgrammingError) as error:
        raise unfit(head.table, str(error)) from error
    if head.last_id and "id" in head.columns:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (head.table,))
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (head.table, head.last_id))


def unfit(table: str, why: str) -> BadInput:
    """The error for a row that the database refuses."""
    return BadInput(
        "The database refused a row of the backup's table {table}: {why}. Nothing was restored.",
        table=table,
        why=shortened(why),
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection without transactions of its own. Raises Broken for a damaged or vanished file and a full disk."""
    address = f"file:{quote(str(file))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.text_factory = text_or_bytes
            yield connection
    except sqlite3.Error as error:
        raise broken_database(error, make_url(f"sqlite:///{file}")) or error from error

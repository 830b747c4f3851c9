"""Dumps the rows of a PostgreSQL database in one snapshot and loads rows into an empty one, both by COPY."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from asyncpg import Connection, DataError, IntegrityConstraintViolationError, PostgresError
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from briefings.store.backup.format import BackupReader, BackupWriter, TableHead
from briefings.store.backup.sqlite import unfit
from briefings.store.backup.values import Kind, all_tables, kept_tables, kinds_of
from briefings.store.engine.connection_errors import FAILURES, broken_database, postgresql_options, unreachable

_BLOCK = 256_000  # bytes that are sent at once
_IDLE = "600000"  # milliseconds; a backup may come from a slow pipe
_NULL = "\\N"
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_ESCAPED = str.maketrans(_ESCAPES)
_PLAIN = {escape: plain for plain, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""

# Each table with rows that a start, a check or a list writes into an empty database, and which of its rows are others.
# Of the single values these two belong to links that people hold; all others tell of processes, platforms and clocks.
_OTHERS = {
    "constant": "name IN ('origin', 'invitation key')",
    "sender": "FALSE",
    "courier": "FALSE",
    "content": "FALSE",  # it belongs to deliveries
    "delivery": "NOT (owner LIKE 'sender:%' OR owner IN ('clock', 'database'))",  # what admins are told of a fault
    "chat": """NOT (address = 'terminal:local' AND zone IS NULL AND quiet = '' AND language = '' AND length = ''
        AND opened_by = '' AND opened_at IS NULL AND paused = '' AND NOT open_settings)""",
    "direct_chat": "address <> 'terminal:local'",
    "shown": "address <> 'terminal:local'",
}


async def dump(url: str, writer: BackupWriter) -> None:
    """Writes all tables, as they are at one instant, while the database is in use."""
    async with _connected(url) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        for table in kept_tables():
            found = [row["attname"] for row in await connection.fetch(_COLUMNS, table.name)]
            if columns := [name for name in found if name in table.c]:  # an older schema lacks tables
                writer.begin(TableHead(table.name, tuple(columns), await _last_id(connection, table.name, columns)))
                lines = _Lines(kinds_of(table.name, columns), writer.row)
                await connection.copy_from_table(table.name, columns=columns, output=lines.take, format="text")


async def _last_id(connection: Connection, table: str, columns: Sequence[str]) -> int:
    """The highest id that a table ever gave; 0 if it gives none."""
    sequence = await connection.fetchval("SELECT pg_get_serial_sequence($1, 'id')", table) if "id" in columns else None
    if sequence is None:
        return 0
    last: int = await connection.fetchval(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
    return last


class _Lines:
    """Turns COPY's text into rows."""

    def __init__(self, kinds: Sequence[Kind], row: Callable[[Sequence[Any]], None]) -> None:
        self._readers, self._row, self._rest = [_READERS[kind] for kind in kinds], row, b""

    async def take(self, data: bytes) -> None:
        """Takes a part of the text, which may end within a line."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            cells = line.decode().split("\t")
            self._row([None if c == _NULL else read(c) for c, read in zip(cells, self._readers, strict=True)])


def _text(cell: str) -> str:
    return _ESCAPE.sub(lambda found: _PLAIN.get(found[0], found[0][1:]), cell) if "\\" in cell else cell


def _terms(cell: str) -> str:
    """The terms of a sentence without the quotation marks of a tsvector."""
    return _text(cell).replace("'", "")


_READERS: dict[Kind, Callable[[str], Any]] = {
    "int": int,
    "bool": lambda cell: cell == "t",
    "bytes": lambda cell: bytes.fromhex(cell[3:]),  # behind \\x
    "terms": _terms,
    "text": _text,
}


async def filled_table(url: str) -> str:
    """The first table with a row that a restore may not replace; "" if there is none."""
    async with _connected(url) as connection:
        return await _filled(connection)


async def _filled(connection: Connection) -> str:
    for table in all_tables():
        there = await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", table.name)
        others = _OTHERS.get(table.name, "TRUE")
        if there and await connection.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table.name} WHERE {others})"):  # noqa: S608
            return table.name
    return ""


async def load(url: str, reader: BackupReader, afterwards: Sequence[tuple[str, str]]) -> None:
    """Replaces all rows by those of a backup in one transaction, which also stores these single values."""
    async with _connected(url) as connection:
        async with connection.transaction():
            await connection.execute(f"TRUNCATE {', '.join(table.name for table in all_tables())}")
            for head in reader.tables():
                await _fill(connection, head, reader.rows())
            for name, value in afterwards:
                await connection.execute(
                    "INSERT INTO constant (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
                    name,
                    value,
                )
        await connection.execute("ANALYZE")


async def _fill(connection: Connection, head: TableHead, rows: Iterable[Sequence[Any]]) -> None:
    kinds = kinds_of(head.table, head.columns)
    source = _copied(head.table, kinds, rows)
    try:
        await connection.copy_to_table(head.table, columns=list(head.columns), source=source, format="text")
    except (DataError, IntegrityConstraintViolationError) as error:
        raise unfit(head.table, str(error)) from error
    if head.last_id and "id" in head.columns:
        await connection.execute("SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", head.table, head.last_id)


async def _copied(table: str, kinds: Sequence[Kind], rows: Iterable[Sequence[Any]]) -> AsyncIterator[bytes]:
    """Rows as COPY's text, a block at a time. Raises BadInput for a value that its column can't hold."""
    block, size = list[bytes](), 0
    for row in rows:
        try:
            line = "\t".join(_cell(value, kind) for value, kind in zip(row, kinds, strict=True)).encode()
        except (ValueError, TypeError) as error:
            raise unfit(table, f"{error}, in the row {row[0]}") from error
        block.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield b"\n".join((*block, b""))
            block, size = [], 0
    if block:
        yield b"\n".join((*block, b""))


def _cell(value: Any, kind: Kind) -> str:
    if value is None:
        return _NULL
    if kind == "bytes" and isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if kind == "bool" and isinstance(value, bool):
        return "t" if value else "f"
    if kind == "int" and type(value) is int:
        return str(value)
    if kind in ("text", "terms") and isinstance(value, str):
        if "\0" in value:
            raise ValueError("a text holds the character NUL")
        return value.translate(_ESCAPED)
    raise TypeError(f"{value!r:.40} is a value of another type")


@asynccontextmanager
async def _connected(url: str) -> AsyncGenerator[Connection]:
    """The driver's own connection. Raises Unreachable and Broken."""
    options = postgresql_options()
    options["command_timeout"] = None  # a table may take minutes
    options["server_settings"]["idle_in_transaction_session_timeout"] = _IDLE
    engine = create_async_engine(url, poolclass=NullPool, connect_args=options)
    try:
        try:
            opened = await engine.connect()
        except FAILURES as error:
            raise unreachable(url, error) from error
        try:
            raw = await opened.get_raw_connection()
            driver: Any = raw.driver_connection
            yield driver
        except (PostgresError, OSError) as error:
            raise broken_database(error, make_url(url)) or error from error
        finally:
            await opened.close()
    finally:
        await engine.dispose()

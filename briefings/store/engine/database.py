"""One door to the database: `work()` writes, `look()` reads; each block is one transaction.

`at_once()` and `glance()` are the same for what is short and frequent, `read()` for what asks several things. SQLite
runs in WAL mode with writing connections that begin IMMEDIATE and take turns, so that none of them fails.
"""

import json
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from briefings.errors import Broken, Unavailable
from briefings.store.column_types import text_or_bytes
from briefings.store.engine import file_modes
from briefings.store.engine.connection_errors import (
    FAILURES,
    broken_database,
    missing_file,
    no_database,
    postgresql_options,
    unreachable,
)
from briefings.store.engine.presence import is_lost
from briefings.store.engine.queue import ShortTransactions, busy_error
from briefings.store.engine.row_filter import install
from briefings.store.engine.waiting import LOOK_SECONDS, Waiting
from briefings.store.intake import note_saved
from briefings.store.tables import for_postgresql, metadata

T = TypeVar("T")
Connection = AsyncConnection  # a transaction, as the rest of the core passes it on
Brief = SyncConnection  # the transaction of `at_once()`
SCHEMA = "0002"  # the newest version that migrations/versions holds
PATIENCE = 10.0  # seconds
# A connection's own cache is small: the system keeps the file's pages in memory once for all of them.
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-512")
# All columns in one query; the inspector asks for each table by itself, which takes most of a start.
_COLUMNS = {
    "sqlite": """SELECT "table".name, "column".name FROM sqlite_master AS "table"
        JOIN pragma_table_info("table".name) AS "column" WHERE "table".type = 'table'""",
    "postgresql": """SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND attnum > 0 AND NOT attisdropped""",
}
_FULL_TEXT = (
    """CREATE VIRTUAL TABLE sentence_index USING fts5(
        terms, content='sentence', content_rowid='id', detail=none, columnsize=0,
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER sentence_indexed AFTER INSERT ON sentence BEGIN
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id, new.terms); END""",
    """CREATE TRIGGER sentence_unindexed AFTER DELETE ON sentence BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id, old.terms); END""",
)


class Store:
    """An open database whose schema is current."""

    def __init__(
        self,
        writer: AsyncEngine,
        reader: AsyncEngine,
        brief: ShortTransactions | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        self._writer, self._reader, self._brief, self._waiting = writer, reader, brief, waiting
        self._turn = brief.turn if brief else nullcontext()
        self.dialect = writer.dialect.name

    @asynccontextmanager
    async def work(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that may write; committed at the end of the block, rolled back when it raises.

        Raises Busy where another process writes for more than ten seconds, and so do the shorter ones. Where an update
        is carried out, its end also notes that the change which the update asks for is saved.
        """
        async with self._written() as connection:
            yield connection
            await note_saved(connection)

    @asynccontextmanager
    async def note(self) -> AsyncGenerator[AsyncConnection]:
        """The same for what no update asks for: summaries and prose that are kept, so as not to be made again."""
        async with self._written() as connection:
            yield connection

    @asynccontextmanager
    async def _written(self) -> AsyncGenerator[AsyncConnection]:
        try:
            async with self._turn, self._writer.begin() as connection:
                yield connection
        except Exception as error:
            if told := busy_error(error) or broken_database(error, self._writer.url):
                raise told from error
            raise

    async def at_once(self, step: Callable[[Brief], T]) -> T:
        """Runs a short transaction that may write; committed at its end, rolled back when it raises.

        On an SQLite file it costs one visit to a thread, where `work()` pays one for each thing it asks, and those that
        wait for each other's end share the next one: what one of them raises takes back nothing of the others.
        """
        if self._brief is None:
            async with self._written() as connection:
                return await connection.run_sync(step)
        return await self._brief.writer.run(step)

    async def hurry(self, step: Callable[[Brief], T]) -> T:
        """Like `at_once`, for what a platform's acknowledgement waits for: it goes before all others that write.

        A step must not fail after it has written something: of those that share a transaction none is taken back alone.
        """
        if self._brief is None:
            return await self.at_once(step)
        return await self._brief.hasty.run(step)

    async def jot(self, step: Callable[[Brief], T]) -> T:
        """Like `at_once`, for what may be lost when the power fails: an SQLite file does not wait for the disk."""
        if self._brief is None:
            return await self.at_once(step)
        return await self._brief.jotter.run(step)

    async def glance(self, step: Callable[[Brief], T]) -> T:
        """Runs a short transaction that only reads, at the cost of `at_once`."""
        if self._brief is None:
            async with self.look() as connection:
                return await connection.run_sync(step)
        return await self._brief.reader.run(step)

    async def read(self, step: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Runs a transaction that only reads, and awaits nothing but its connection.

        On an SQLite file it costs one visit to a thread, and holds up no glance.
        """
        if self._brief is None:
            async with self.look() as connection:
                return await step(connection)
        return await self._brief.read(step)

    @asynccontextmanager
    async def look(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that only reads."""
        try:
            async with self._reader.begin() as connection:
                yield connection
        except Exception as error:
            if told := busy_error(error) or broken_database(error, self._reader.url):
                raise told from error
            raise

    def end_waiting(self, seconds: float) -> None:
        """Lets nobody wait for another process that writes to an SQLite file for longer than so many seconds more."""
        if self._waiting:
            self._waiting.end_in(seconds)

    async def close(self) -> None:
        """Closes every connection."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()
        if self._brief is not None:
            self._brief.close()


async def schema_version(store: Store) -> str | None:
    """The version that the database was made for, None when it is empty."""
    async with store.look() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return None
        return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


async def missing_tables(store: Store) -> list[str]:
    """The tables that are not there, or not with all their columns: before a release a version may still grow."""
    async with store.look() as connection:
        return await connection.run_sync(_lacking)


def _lacking(connection: SyncConnection) -> list[str]:
    there: dict[str, set[str]] = {}
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        there.setdefault(table, set()).add(column)
    return sorted(name for name, table in metadata.tables.items() if not set(table.c.keys()) <= there.get(name, set()))


async def create_schema(store: Store) -> None:
    """Makes every table in an empty database and notes the schema's version, as the migrations would.

    Raises Unavailable where nothing can be written.
    """
    try:
        await _create(store)
    except DBAPIError as error:
        raise Unavailable("The database cannot be written: its disk is full, or may not be written to.") from error


async def _create(store: Store) -> None:
    if store.dialect == "postgresql":
        for_postgresql()
    async with store.work() as connection:
        await connection.run_sync(metadata.create_all)
        for statement in _FULL_TEXT if store.dialect == "sqlite" else ():
            await connection.execute(text(statement))
        await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA})


async def connect(url: str, patience: float = PATIENCE, *, create: bool = True) -> Store:
    """Connects to the database at `url` (sqlite+aiosqlite or postgresql+asyncpg) and leaves its schema alone.

    A missing or empty SQLite file is filled if `create` is true; otherwise raises Missing.
    For `patience` seconds whoever wants to write to an SQLite file waits for another process that does.
    Raises Unreachable, with a sentence that says why and holds no password, when the database cannot be opened.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        store = _sqlite(url, parsed.database or ":memory:", patience, create=create)
    else:
        engine = create_async_engine(
            url, pool_size=5, max_overflow=5, pool_pre_ping=True, connect_args=postgresql_options()
        )
        install(engine.sync_engine)
        # What only reads sees one moment throughout, as it does in SQLite.
        store = Store(engine, engine.execution_options(isolation_level="REPEATABLE READ"))
    try:
        async with store.look() as connection:
            await connection.execute(text("SELECT 1"))
    except Broken as error:
        await store.close()
        if parsed.get_backend_name() == "sqlite":
            raise
        raise unreachable(url, _cause_of(error)) from error
    except FAILURES as error:
        await store.close()
        raise unreachable(url, error) from error
    return store


def _cause_of(error: Exception) -> Exception:
    return error.__cause__ if isinstance(error.__cause__, Exception) else error


def _sqlite(url: str, database: str, patience: float, *, create: bool) -> Store:
    options: dict[str, Any] = {"connect_args": {"timeout": patience}, "json_deserializer": _decoded}
    if database == ":memory:":  # it lives in one connection
        options["poolclass"] = AsyncAdaptedQueuePool
        only = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **options)
        _tune(only.sync_engine)
        return Store(only, only)
    try:
        if is_lost(Path(database)):
            raise missing_file()
        if not create and not file_modes.size_of(Path(database)):
            raise no_database(Path(database))
        file_modes.make_folder(Path(database).parent)
        file_modes.make_file(Path(database))
        if file_modes.is_database(Path(database)):
            file_modes.restrict(file_modes.files_of(Path(database)))
    except OSError as error:
        raise unreachable(url, error) from error
    name = f"file:{quote(database)}?mode=rw&uri=true"  # one that is gone is not made anew
    url, known = f"sqlite+aiosqlite:///{name}", _Known(database)
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **options)
    reader = create_async_engine(url, pool_size=2, max_overflow=2, **options)
    short, jotter, glances, hasty = (
        create_engine(f"sqlite:///{name}", pool_size=3, max_overflow=0, **options) for _ in range(4)
    )
    waiting = Waiting(patience)
    for engine in (writer.sync_engine, short, hasty):
        _tune(engine, known=known, waiting=waiting)
    _tune(jotter, durable="NORMAL", known=known, waiting=waiting)
    for engine in (reader.sync_engine, glances):
        _tune(engine, begin="BEGIN", known=known)
    return Store(writer, reader, ShortTransactions(short, jotter, glances, hasty), waiting)


def _decoded(kept: str) -> Any:
    """A column's JSON; one that is none stays text, so that it harms only who needs it."""
    try:
        return json.loads(kept)
    except ValueError:
        return kept


class _Known:
    """The file that was opened: another one in its place, or none, is not it."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._file = self._look()

    def check(self) -> None:
        """Raises Broken where the file is gone; what were written to it would be lost."""
        try:
            there = self._look() == self._file
        except OSError as error:
            raise missing_file() from error
        if not there:
            raise missing_file()

    def _look(self) -> tuple[int, int]:
        found = os.stat(self._database)  # noqa: PTH116 - before each transaction
        return found.st_dev, found.st_ino


def _tune(
    engine: Engine,
    begin: str = "BEGIN IMMEDIATE",
    durable: str = "FULL",
    known: _Known | None = None,
    waiting: Waiting | None = None,
) -> None:
    install(engine)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        getattr(connection, "driver_connection", connection).text_factory = text_or_bytes
        connection.isolation_level = None  # transactions begin below, not where the driver thinks fit
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"synchronous={durable}"):
            cursor.execute(f"PRAGMA {pragma}")
        if waiting:
            cursor.execute(f"PRAGMA busy_timeout={round(1000 * min(LOOK_SECONDS, waiting.patience))}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if known:
            known.check()
        if waiting:
            waiting.begin(connection, begin)
        else:
            connection.exec_driver_sql(begin)

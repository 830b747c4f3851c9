"""One door to the database: `work()` writes, `look()` reads; each block is one transaction.

SQLite runs in WAL mode with one writing connection that begins IMMEDIATE, so that writers queue instead of failing.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from briefings.errors import Unavailable
from briefings.store.tables import metadata

Connection = AsyncConnection  # a transaction, as the rest of the core passes it on
SCHEMA = "0001"  # the newest version that migrations/versions holds
_BUSY_SECONDS = 10
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

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer, self._reader = writer, reader
        self.dialect = writer.dialect.name

    @asynccontextmanager
    async def work(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that may write; committed at the end of the block, rolled back when it raises."""
        async with self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def look(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._reader.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


async def schema_version(store: Store) -> str | None:
    """The version that the database was made for, None when it is empty."""
    async with store.look() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return None
        return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


async def create_schema(store: Store) -> None:
    """Makes every table in an empty database and notes the schema's version, as the migrations would."""
    async with store.work() as connection:
        await connection.run_sync(metadata.create_all)
        for statement in _FULL_TEXT if store.dialect == "sqlite" else ():
            await connection.execute(text(statement))
        await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA})


async def connect(url: str) -> Store:
    """Connects to the database at `url` (sqlite+aiosqlite or postgresql+asyncpg) and leaves its schema alone.

    Raises Unavailable, with a sentence that holds no password, when the database cannot be reached.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        store = _sqlite(url, parsed.database or ":memory:")
    else:
        engine = create_async_engine(url, pool_size=5, max_overflow=5, pool_pre_ping=True)
        store = Store(engine, engine)
    try:
        async with store.look() as connection:
            await connection.execute(text("SELECT 1"))
    except (OSError, DBAPIError) as error:
        await store.close()
        raise Unavailable(f"The database {parsed.render_as_string(hide_password=True)} cannot be opened.") from error
    return store


def _sqlite(url: str, database: str) -> Store:
    options: dict[str, Any] = {"connect_args": {"timeout": _BUSY_SECONDS}}
    if database == ":memory:":  # it lives in one connection
        options["poolclass"] = AsyncAdaptedQueuePool
        only = _tuned(create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **options))
        return Store(only, only)
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    writer = _tuned(create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **options))
    return Store(writer, _tuned(create_async_engine(url, pool_size=2, max_overflow=2, **options), begin="BEGIN"))


def _tuned(engine: AsyncEngine, begin: str = "BEGIN IMMEDIATE") -> AsyncEngine:
    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin below, not where the driver thinks fit
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine

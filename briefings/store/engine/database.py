"""Opens the database: `Store.write(step)` runs a step in one transaction, `Store.read(step)` in one snapshot.

A step is a function of a SQLAlchemy connection; it calls the functions of `briefings.store` and awaits nothing.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, inspect, text, true, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from briefings.errors import BriefingError, Broken, Unavailable
from briefings.model.intake import Change
from briefings.store.engine.connection_errors import FAILURES, unreachable
from briefings.store.engine.pool_use import PoolUse
from briefings.store.engine.replica import Replica, check_epoch, deposed
from briefings.store.engine.sqlite import SqliteMemory, open_file
from briefings.store.intake import has_update
from briefings.store.sql import lock_key
from briefings.store.tables import for_postgresql, intake, metadata

T = TypeVar("T")
Step = Callable[[Connection], None]
SCHEMA = "0004"  # the newest version that migrations/versions holds
PATIENCE = 10.0  # seconds
_CHANGE: ContextVar[Change | None] = ContextVar("change", default=None)  # of the update in progress
_LED: ContextVar[tuple[str, int]] = ContextVar("led", default=("", 0))  # a task that this process leads, and its epoch
# All columns in one query; the inspector asks for each table by itself, which takes most of a start.
_COLUMNS = {
    "sqlite": """SELECT "table".name, "column".name FROM sqlite_master AS "table"
        JOIN pragma_table_info("table".name) AS "column" WHERE "table".type = 'table'""",
    "postgresql": """SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND attnum > 0 AND NOT attisdropped""",
}
# The terms of a sentence with a label stand in the index behind its number, so that a word of a hidden sentence isn't
# found at all for who may not see it: sorting out what was found would take time, which tells.
_FULL_TEXT = (
    """CREATE VIRTUAL TABLE sentence_index USING fts5(
        terms, content='sentence', content_rowid='id', detail=none, columnsize=0,
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER sentence_indexed AFTER INSERT ON sentence BEGIN
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id,
        coalesce(char(57344) || new.label || char(57345) ||
        replace(new.terms, ' ', ' ' || char(57344) || new.label || char(57345)), new.terms)); END""",
    """CREATE TRIGGER sentence_unindexed AFTER DELETE ON sentence BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id,
        coalesce(char(57344) || old.label || char(57345) ||
        replace(old.terms, ' ', ' ' || char(57344) || old.label || char(57345)), old.terms)); END""",
    """CREATE TRIGGER sentence_relabelled AFTER UPDATE OF label ON sentence WHEN old.label IS NOT new.label BEGIN
        INSERT INTO sentence_index(sentence_index, rowid, terms) VALUES ('delete', old.id,
        coalesce(char(57344) || old.label || char(57345) ||
        replace(old.terms, ' ', ' ' || char(57344) || old.label || char(57345)), old.terms));
        INSERT INTO sentence_index(rowid, terms) VALUES (new.id,
        coalesce(char(57344) || new.label || char(57345) ||
        replace(new.terms, ' ', ' ' || char(57344) || new.label || char(57345)), new.terms)); END""",
)


class Connections(Protocol):
    """The interface to either database: `SqliteFile`, `SqliteMemory` or `PostgresqlServer`."""

    dialect: str

    async def write(
        self, step: Callable[[Connection], T], *, urgent: bool, durable: bool, bookkeeping: bool, single: bool
    ) -> T:
        """Runs a step in a transaction; one with a `single` statement may need none."""

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:
        """Runs a step in a snapshot."""

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """Runs a short step in a snapshot."""

    def end_waiting(self, seconds: float) -> None:
        """Limits how long writers wait for a lock, and how long steps are tried again."""

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""

    async def close(self) -> None:
        """Closes all connections."""


class Store:
    """An open database. Raises Busy (locked for ten seconds) and Broken, besides the errors of a step."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.dialect = connections.dialect  # "sqlite" or "postgresql"
        self.replica = Replica()  # of a process that answers and sends
        self.with_end: Callable[[Step], bool] = lambda _: False  # adds a note to the end of the update in hand
        self.has_failed = False  # whether a write has failed since the database was last found to have room for more

    async def write(
        self,
        step: Callable[[Connection], T],
        *,
        urgent: bool = False,
        durable: bool = True,
        bookkeeping: bool = False,
    ) -> T:
        """Runs a step in one transaction: committed at its end, rolled back when it raises. Returns its result.

        `urgent` steps go before all others that wait. A power failure may undo steps that aren't `durable`, which on
        SQLite don't wait for the disk. While an update is handled, the transaction also notes that the change it asks
        for is saved, unless the step is `bookkeeping`: caches, and notes of what was answered.

        On SQLite a step runs in a thread, where those that wait at the same time share a transaction.
        """
        whole = step if bookkeeping else partial(_noting, self.replica.name, step)
        if _LED.get()[1]:
            whole = partial(_leading, *_LED.get(), whole)
        result = await self._write(whole, urgent=urgent, durable=durable, bookkeeping=bookkeeping)
        if (change := _CHANGE.get()) and not bookkeeping and not change.has_more:
            change.is_saved = True
        return result

    async def execute(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """Executes a single urgent statement of bookkeeping, one that may be executed twice.

        On PostgreSQL it takes one round trip, where a transaction takes three.
        """

        def step(connection: Connection) -> None:
            connection.execute(statement, values)

        await self._write(step, urgent=True, durable=True, bookkeeping=True, single=True)

    async def _write(
        self, step: Callable[[Connection], T], *, urgent: bool, durable: bool, bookkeeping: bool, single: bool = False
    ) -> T:
        try:
            return await self._connections.write(
                step, urgent=urgent, durable=durable, bookkeeping=bookkeeping, single=single
            )
        except Broken:
            self.has_failed = True
            raise

    async def note(self, step: Step) -> None:
        """Writes what is remembered of an answer: in the transaction that ends the update in hand, or else at once.

        Until the update has ended, nobody reads it; if the process dies before, the update is answered again.
        """
        if not self.with_end(step):
            await self.write(step, bookkeeping=True)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool = False) -> T:
        """Runs a step that only reads, in one snapshot. Returns its result.

        `urgent` steps wait for no other reads but urgent ones; they have to be short, such as looking up rows by key.
        """
        return await self._connections.read(step, urgent=urgent)

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """Runs a step that only looks up some rows by key, in one snapshot. Returns its result.

        On SQLite it runs in the thread of the event loop, since passing it to another one costs as much again.
        """
        return await self._connections.look_up(step)

    def end_waiting(self, seconds: float) -> None:
        """Limits how many more seconds writers wait for another process's lock on an SQLite file.

        On PostgreSQL, it limits for how many more seconds a step is tried again while the server is away.
        """
        self._connections.end_waiting(seconds)

    def pools(self) -> Sequence[PoolUse]:
        """How the connections are used at this moment."""
        return self._connections.pools()

    async def close(self) -> None:
        """Closes all connections after the open transactions."""
        await self._connections.close()


@contextmanager
def leading(task: str, epoch: int) -> Iterator[None]:
    """Writes in this block raise Deposed once another process leads the task."""
    before = _LED.set((task, epoch))
    try:
        yield
    finally:
        _LED.reset(before)


def _leading(task: str, epoch: int, step: Callable[[Connection], T], connection: Connection) -> T:
    check_epoch(connection, task, epoch)
    return step(connection)


@contextmanager
def update_in_progress(change: Change) -> Iterator[None]:
    """During the block, each transaction of `Store.write` also notes that the change of this update is saved.

    One within `part_of_change` doesn't.
    """
    change.is_begun = True
    before = _CHANGE.set(change)
    try:
        yield
    finally:
        _CHANGE.reset(before)


@contextmanager
def part_of_change() -> Iterator[None]:
    """What is written in the block is a part of the change in progress, after which a restart begins it again.

    So it must be safe to make a part twice, and the last part stands outside of such a block.
    """
    change = _CHANGE.get()
    before = change.has_more if change else False
    if change:
        change.has_more = True
    try:
        yield
    finally:
        if change:
            change.has_more = before


def current_update() -> str:
    """The name of the update in progress; "" outside of one."""
    change = _CHANGE.get()
    return change.update if change else ""


def _noting(owner: str, step: Callable[[Connection], T], connection: Connection) -> T:
    result = step(connection)
    if change := _CHANGE.get():
        _note_saved(connection, change, owner)
    return result


def _note_saved(connection: Connection, change: Change, owner: str) -> None:
    """Notes, in the transaction of a change, that the update asking for it is saved, unless more of it follows.

    Raises Deposed if another replica handles it now, which undoes the change.
    """
    name = change.update
    values: dict[str, ColumnElement[Any]] = {"saved": intake.c.saved if change.has_more else true()}
    if not name:
        return
    noted = update(intake).where(intake.c.name == name, *((intake.c.owner == owner,) if owner else ()))
    if not connection.execute(noted.values(**values)).rowcount and owner and has_update(connection, name):
        raise deposed()


async def schema_version(store: Store) -> str | None:
    """The schema version of the database; None if it is empty."""

    def version(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()

    return await store.read(version)


async def missing_tables(store: Store) -> list[str]:
    """Tables that are missing or lack columns: before a release, a version may still grow."""
    return await store.read(_lacking)


def _lacking(connection: Connection) -> list[str]:
    there: dict[str, set[str]] = {}
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        there.setdefault(table, set()).add(column)
    return sorted(name for name, table in metadata.tables.items() if not set(table.c.keys()) <= there.get(name, set()))


async def create_schema(store: Store) -> None:
    """Creates all tables in an empty database and stores the schema version.

    Raises Unavailable if the database can't be written.
    """
    if store.dialect == "postgresql":
        for_postgresql()
    try:
        await store.write(_create)
    except DBAPIError as error:
        raise Unavailable("The database cannot be written: its disk is full, or may not be written to.") from error


def lock_schema(connection: Connection) -> None:
    """Lets only one process change the schema of a PostgreSQL database until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key("schema")})


def _create(connection: Connection) -> None:
    lock_schema(connection)
    if inspect(connection).has_table("alembic_version"):  # another process was faster
        return
    metadata.create_all(connection)
    for statement in _FULL_TEXT if connection.dialect.name == "sqlite" else ():
        connection.execute(text(statement))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA})


async def connect(
    url: str, patience: float = PATIENCE, *, create: bool = True, replica: Replica | None = None
) -> Store:
    """Connects to the database at `url` (sqlite or postgresql+asyncpg) without changing its schema.

    Creates a missing or empty SQLite file if `create` is true, otherwise raises Missing. Writers wait up to `patience`
    seconds for another process's lock on an SQLite file. `replica` is this process, where it answers and sends. Raises
    Unreachable, with a sentence that gives the cause and contains no password.
    """
    replica = replica or Replica()
    store = Store(_connections(url, patience, create=create, name=replica.name))
    store.replica = replica
    try:
        await store.read(lambda connection: connection.execute(text("SELECT 1")))
    except Broken as error:
        await store.close()
        if store.dialect == "sqlite":
            raise
        raise unreachable(url, error.__cause__ if isinstance(error.__cause__, Exception) else error) from error
    except FAILURES as error:
        await store.close()
        raise unreachable(url, error) from error
    return store


async def database_state(url: str, seconds: float = 3.0) -> str:
    """How the database at `url` is, on a connection of its own: "ok", "fails", or "takes no writes" on a server."""
    try:
        async with asyncio.timeout(seconds):
            store = await connect(url, create=False)
            try:
                return "takes no writes" if await store.read(_is_read_only) else "ok"
            finally:
                await store.close()
    except (TimeoutError, BriefingError):
        return "fails"


def _is_read_only(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return False
    return bool(connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on")


def _connections(url: str, patience: float, *, create: bool, name: str) -> Connections:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        from briefings.store.engine.postgresql import PostgresqlServer  # 65 ms and 8 MB, unused with SQLite

        return PostgresqlServer(url, name)
    if parsed.database in (None, "", ":memory:"):
        return SqliteMemory()
    return open_file(url, Path(str(parsed.database)), patience, create=create)

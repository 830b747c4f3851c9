"""The connections to an SQLite database: WAL mode, one thread that writes, others that read.

Writing transactions begin IMMEDIATE and one after the other, so none fails because of another. A database in memory
has a single connection, in which all steps take turns.
"""

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from briefings.store.engine import file_modes
from briefings.store.engine.column_types import text_or_bytes
from briefings.store.engine.connection_errors import (
    emptied_file,
    missing_file,
    no_database,
    replaced_file,
    reported,
    stripped_file,
    unreachable,
)
from briefings.store.engine.presence import is_emptied, is_lost, is_replaced
from briefings.store.engine.queue import OpenConnection, Queue
from briefings.store.engine.row_filter import install
from briefings.store.engine.waiting import LOOK_SECONDS, Waiting

T = TypeVar("T")
_LOG = "write-ahead log"  # its identity, in what is kept of a connection
_READERS = 4  # reads side by side, besides the urgent ones
# A connection's own cache is small: the system keeps the file's pages in memory once for all of them.
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-512")


class SqliteMemory:
    """An in-memory database, which exists in a single connection."""

    dialect = "sqlite"

    def __init__(self) -> None:
        options: dict[str, Any] = {"connect_args": {"check_same_thread": False}, "json_deserializer": _decoded}
        engine = create_engine("sqlite://", poolclass=StaticPool, **options)
        _tune(engine)
        self._queue = Queue("store", OpenConnection(engine))

    async def write(self, step: Callable[[Connection], T], *, urgent: bool, durable: bool) -> T:
        """See `Store.write`."""
        return await self._queue.run(step, urgent=urgent, durable=durable)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:
        """See `Store.read`."""
        return await self._queue.run(step, urgent=urgent)

    def end_waiting(self, seconds: float) -> None:
        """Does nothing: no other process can lock it."""

    async def close(self) -> None:
        """Closes the connection; the database is gone."""
        self._queue.close()


class SqliteFile:
    """A database in a file."""

    dialect = "sqlite"

    def __init__(self, database: Path, patience: float) -> None:
        """`patience` is how many seconds a writer waits for another process's lock. Raises OSError."""
        self._waiting = waiting = Waiting(patience)
        known = _KnownFile(database)

        def engine(connections: int = 1) -> Engine:
            url = f"sqlite:///file:{quote(str(database))}?mode=rw&uri=true"  # a missing file isn't created again
            options: dict[str, Any] = {"connect_args": {"timeout": patience}, "json_deserializer": _decoded}
            return create_engine(url, pool_size=connections, max_overflow=0, **options)

        durable, lossy, urgent, self._reader = engine(), engine(), engine(), engine(_READERS)
        _tune(durable, known=known, waiting=waiting)
        _tune(lossy, synchronous="NORMAL", known=known, waiting=waiting)
        _tune(urgent, begin="BEGIN", known=known)
        _tune(self._reader, begin="BEGIN", known=known)
        self._writing = Queue("writing", OpenConnection(durable), OpenConnection(lossy))
        self._urgent = Queue("urgent reads", OpenConnection(urgent), writes=False)
        self._reading = ThreadPoolExecutor(_READERS, "reading")

    async def write(self, step: Callable[[Connection], T], *, urgent: bool, durable: bool) -> T:
        """See `Store.write`."""
        return await self._writing.run(step, urgent=urgent, durable=durable)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:
        """See `Store.read`. Urgent reads share a thread and a transaction; the others have their own."""
        if urgent:
            return await self._urgent.run(step)
        return await asyncio.get_running_loop().run_in_executor(self._reading, copy_context().run, self._read, step)

    def _read(self, step: Callable[[Connection], T]) -> T:
        try:
            with self._reader.begin() as connection:
                return step(connection)
        except Exception as error:
            if (told := reported(error, self._reader.url)) is error:
                raise
            raise told from error

    def end_waiting(self, seconds: float) -> None:
        """See `Store.end_waiting`."""
        self._waiting.end_in(seconds)

    async def close(self) -> None:
        """Closes all connections after the transactions that are open."""
        self._reading.shutdown()
        self._writing.close()
        self._urgent.close()
        self._reader.dispose()


def open_file(url: str, database: Path, patience: float, *, create: bool) -> SqliteFile:
    """Opens a database file; a missing one is created if `create` is true, otherwise raises Missing.

    Raises Broken for a file that was removed, emptied or replaced while in use, and Unreachable.
    """
    try:
        if is_lost(database):
            raise missing_file()
        if is_emptied(database):
            raise emptied_file()
        if is_replaced(database):
            raise replaced_file()
        if not create and not file_modes.size_of(database):
            raise no_database(database)
        file_modes.make_folder(database.parent)
        file_modes.make_file(database)
        if file_modes.is_database(database):
            file_modes.restrict(file_modes.files_of(database))
        return SqliteFile(database, patience)
    except OSError as error:
        raise unreachable(url, error) from error


def _decoded(kept: str) -> Any:
    """Decodes a JSON column; invalid JSON stays text, so that only its own row is affected."""
    try:
        return json.loads(kept)
    except ValueError:
        return kept


class _KnownFile:
    """Identifies the opened file and its write-ahead log, to notice that one is missing or was replaced."""

    def __init__(self, database: Path) -> None:
        self._database, self._log = str(database), f"{database}-wal"
        self._file = _identity(self._database)

    def check(self, own: dict[Any, Any]) -> None:
        """Raises Broken if the file or its log is gone, since writes to it would be lost.

        `own` belongs to a connection: while one is open, SQLite never makes the log anew.
        """
        try:
            there = _identity(self._database) == self._file
        except OSError as error:
            raise missing_file() from error
        if not there:
            raise replaced_file()
        if _LOG in own and own[_LOG] != self._log_identity():
            raise stripped_file()

    def note(self, own: dict[Any, Any]) -> None:
        """Notes the log that a connection uses, once it is there."""
        if _LOG not in own and (log := self._log_identity()):
            own[_LOG] = log

    def _log_identity(self) -> tuple[int, int] | None:
        try:
            return _identity(self._log)
        except OSError:
            return None


def _identity(path: str) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - before each transaction
    return found.st_dev, found.st_ino


def _tune(
    engine: Engine,
    begin: str = "BEGIN IMMEDIATE",
    synchronous: str = "FULL",
    known: _KnownFile | None = None,
    waiting: Waiting | None = None,
) -> None:
    install(engine)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.text_factory = text_or_bytes
        connection.isolation_level = None  # transactions begin below, not where the driver would begin them
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"synchronous={synchronous}"):
            cursor.execute(f"PRAGMA {pragma}")
        if waiting:
            cursor.execute(f"PRAGMA busy_timeout={round(1000 * min(LOOK_SECONDS, waiting.patience))}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if known:
            known.check(connection.info)
        if waiting:
            waiting.begin(connection, begin)
        else:
            connection.exec_driver_sql(begin)
        if known:
            known.note(connection.info)

"""The connections to an SQLite database: WAL mode, one thread that writes, others that read.

Writing transactions begin IMMEDIATE and one after the other, so none fails because of another; steps that wait at the
same time share one. Once another process has locked the file for a while, writers fail. A database in memory has a
single connection, in which all steps take turns.
"""

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from briefings.errors import Busy
from briefings.store.engine import database_file
from briefings.store.engine.connection_errors import (
    emptied_file,
    is_locked,
    missing_file,
    no_database,
    replaced_file,
    reported,
    stripped_file,
    unreachable,
)
from briefings.store.engine.database_file import is_emptied, is_lost, is_replaced
from briefings.store.engine.pool_use import PoolCounter, PoolUse
from briefings.store.sql import CACHE, drop_unreadable_rows, text_or_bytes

T = TypeVar("T")
Result = tuple[Any, Exception | None]  # what a step returned, or what it raised

_TOGETHER = 32  # steps in one transaction
_SECONDS = 0.05  # after which a transaction takes in no further step, so that urgent ones have their turn


@dataclass(frozen=True, slots=True)
class _Step:
    step: Callable[[Connection], Any]
    durable: bool
    done: asyncio.Future[Any]


class OpenConnection:
    """A connection for one transaction at a time, kept open because a pool adds a quarter to each transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.url = engine, engine.url
        self._connection: Connection | None = None
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction, committed at the end of the block; after an error the connection is replaced.

        Raises RuntimeError once it was closed.
        """
        if self._closed:
            raise RuntimeError("the database was closed")
        connection, self._connection = self._connection or Connection(self._engine), None
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        """Closes the connection; no transaction may be open."""
        self._closed = True
        if self._connection:
            self._connection.close()
            self._connection = None
        self._engine.dispose()


class TurnSnapshot:
    """A snapshot that all lookups of one turn of the event loop share, since beginning one costs as much as a lookup.

    It ends early in the next turn. Whoever waits for a write that came meanwhile goes on after that, and sees it.
    """

    def __init__(self, connection: OpenConnection) -> None:
        self._connection = connection
        self._open: tuple[AbstractContextManager[Connection], Connection] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The snapshot of this turn; after an error the next lookup has another one."""
        if self._open is None:
            begun = self._connection.transaction()
            self._open = begun, begun.__enter__()
            asyncio.get_running_loop().call_soon(self.end)
        transaction, connection = self._open
        try:
            yield connection
        except BaseException as error:
            self._open = None
            transaction.__exit__(type(error), error, error.__traceback__)
            raise

    def end(self) -> None:
        """Ends the snapshot if one is open."""
        if self._open:
            (transaction, _), self._open = self._open, None
            with suppress(DBAPIError):  # nothing was written, and the next snapshot has a connection of its own
                transaction.__exit__(None, None, None)

    def close(self) -> None:
        """Ends an open snapshot, then gives up the connection."""
        self.end()
        self._connection.close()


class Queue:
    """A queue of steps for one thread: urgent ones first, otherwise in the order of their arrival."""

    def __init__(
        self, name: str, connection: OpenConnection, lossy: OpenConnection | None = None, *, writes: bool = True
    ) -> None:
        """`lossy` is for transactions that a power failure may undo; `name` is the thread's."""
        self._connection, self._lossy, self._writes = connection, lossy or connection, writes
        self._thread = ThreadPoolExecutor(1, name)
        self._urgent: deque[_Step] = deque()
        self._others: deque[_Step] = deque()
        self._draining: asyncio.Task[None] | None = None
        self.counter = PoolCounter(name, 1)

    async def run(self, step: Callable[[Connection], T], *, urgent: bool = False, durable: bool = True) -> T:
        """The step's result once its transaction is committed; when it raises, its changes are rolled back.

        If the caller is cancelled, a step that has begun runs to its end, and one that hasn't never runs.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        context = copy_context()
        waiting = _Step(lambda connection: context.run(step, connection), durable, done)
        (self._urgent if urgent else self._others).append(waiting)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        with self.counter:
            return await done

    async def _drain(self) -> None:
        while waiting := self._urgent or self._others:
            batch = [waiting.popleft() for _ in range(min(_TOGETHER, len(waiting)))]
            wanted = [each for each in batch if not each.done.done()]
            try:
                results = await asyncio.get_running_loop().run_in_executor(self._thread, self._settled, wanted)
            except BaseException as failure:
                self._abandon([*wanted, *self._urgent, *self._others], failure)
                if isinstance(failure, Exception):
                    return
                raise
            waiting.extendleft(reversed(wanted[len(results) :]))
            for each, (result, error) in zip(wanted, results, strict=False):
                if each.done.done():  # the caller was cancelled
                    continue
                if error is None:
                    each.done.set_result(result)
                else:
                    each.done.set_exception(error)

    def _abandon(self, waiting: Sequence[_Step], error: BaseException) -> None:
        """Cancels the waiting steps when the loop or the thread of the queue is closed."""
        for each in waiting:
            if not each.done.done():
                each.done.set_exception(error) if isinstance(error, Exception) else each.done.cancel()
        self._urgent.clear()
        self._others.clear()

    def _settled(self, batch: Sequence[_Step]) -> list[Result]:
        """The results of the first steps of a batch; if their transaction fails as a whole, its error for each."""
        if not batch:
            return []
        connection = self._connection if any(each.durable for each in batch) else self._lossy
        try:
            with connection.transaction() as opened:
                if len(batch) == 1:  # its error rolls back the whole transaction
                    return [(batch[0].step(opened), None)]
                return self._together(batch, opened)
        except Exception as error:  # noqa: BLE001 - passed on to the callers
            return [(None, reported(error, connection.url)) for _ in batch]

    def _together(self, batch: Sequence[_Step], connection: Connection) -> list[Result]:
        results: list[Result] = []
        until = time.monotonic() + _SECONDS
        for each in batch:
            results.append(_isolated(connection, each.step) if self._writes else _caught(connection, each.step))
            if time.monotonic() > until:
                break
        return results

    def close(self) -> None:
        """Closes the connections after the transaction that is open."""
        self._thread.shutdown()
        self._connection.close()
        self._lossy.close()


def _caught(connection: Connection, step: Callable[[Connection], Any]) -> Result:
    try:
        return step(connection), None
    except Exception as error:  # noqa: BLE001 - passed on to the caller
        return None, reported(error, connection.engine.url)


def _isolated(connection: Connection, step: Callable[[Connection], Any]) -> Result:
    """Runs a step in a savepoint, so that its error rolls back its own changes alone."""
    connection.exec_driver_sql("SAVEPOINT step")
    result = _caught(connection, step)
    if result[1] is not None:
        try:
            connection.exec_driver_sql("ROLLBACK TO step")
        except DBAPIError:  # on some errors, such as a full disk, SQLite rolls back the whole transaction by itself
            raise result[1] from None
    connection.exec_driver_sql("RELEASE step")
    return result


LOOK_SECONDS = 0.2  # for which SQLite itself waits; then it is looked whether one still has to


class LockWait:
    """Begins write transactions; once the file has been locked for `patience` seconds, further writers fail soon.

    The writers of a process wait in turn, so each with its own patience would wait longer than the one before.
    """

    def __init__(self, patience: float) -> None:
        """`patience` in seconds."""
        self.patience = patience
        self._locked_since: float | None = None
        self._end = inf

    def end_in(self, seconds: float) -> None:
        """Limits all waits to this many more seconds."""
        self._end = min(self._end, time.monotonic() + seconds)

    def begin(self, connection: Connection, statement: str) -> None:
        """Begins a transaction. Raises OperationalError if the file stays locked."""
        while True:
            try:
                connection.exec_driver_sql(statement)
            except OperationalError as error:
                if not is_locked(error) or self._is_over():
                    raise
            else:
                self._locked_since = None
                return

    def _is_over(self) -> bool:
        now = time.monotonic()
        if self._locked_since is None:
            self._locked_since = now - LOOK_SECONDS
        return now >= min(self._locked_since + self.patience, self._end)


_LOG = "write-ahead log"  # its identity, in what is kept of a connection
_READERS = 4  # reads side by side, besides the urgent ones
_IN_A_ROW = 8  # rows looked up in the event loop's thread, after which everything else has its turn
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "temp_store=MEMORY", CACHE)


class SqliteMemory:
    """An in-memory database, which exists in a single connection."""

    dialect = "sqlite"

    def __init__(self) -> None:
        options: dict[str, Any] = {"connect_args": {"check_same_thread": False}, "json_deserializer": _decoded}
        engine = create_engine("sqlite://", poolclass=StaticPool, **options)
        _tune(engine)
        self._queue = Queue("store", OpenConnection(engine))

    async def write(
        self,
        step: Callable[[Connection], T],
        *,
        urgent: bool,
        durable: bool,
        bookkeeping: bool,  # noqa: ARG002
        single: bool,  # noqa: ARG002
    ) -> T:
        """See `Store.write`."""
        return await self._queue.run(step, urgent=urgent, durable=durable)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:
        """See `Store.read`."""
        return await self._queue.run(step, urgent=urgent)

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """See `Store.look_up`. It takes its turn in the one connection that there is."""
        return await self.read(step, urgent=True)

    def end_waiting(self, seconds: float) -> None:
        """Does nothing: no other process can lock it."""

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""
        return (self._queue.counter.use(),)

    async def close(self) -> None:
        """Closes the connection; the database is gone."""
        self._queue.close()


class SqliteFile:
    """An SQLite file with one thread that writes and several that read."""

    dialect = "sqlite"

    def __init__(self, database: Path, patience: float) -> None:
        """`patience` is how many seconds a writer waits for another process's lock. Raises OSError."""
        self._waiting = waiting = LockWait(patience)
        known = _KnownFile(database)

        def engine(connections: int = 1, seconds: float = patience) -> Engine:
            url = f"sqlite:///file:{quote(str(database))}?mode=rw&uri=true"  # a missing file isn't created again
            options: dict[str, Any] = {"connect_args": {"timeout": seconds}, "json_deserializer": _decoded}
            return create_engine(url, pool_size=connections, max_overflow=0, **options)

        durable, lossy, urgent, self._reader = engine(), engine(), engine(), engine(_READERS)
        immediate = engine(seconds=0.0)
        _tune(durable, known=known, waiting=waiting)
        _tune(lossy, synchronous="NORMAL", known=known, waiting=waiting)
        _tune(urgent, begin="BEGIN", known=known)
        _tune(immediate, begin="BEGIN", known=known)
        _tune(self._reader, begin="BEGIN", known=known)
        self._writing = Queue("writing", OpenConnection(durable), OpenConnection(lossy))
        self._urgent = Queue("urgent reads", OpenConnection(urgent), writes=False)
        self._immediate, self._looked_up = TurnSnapshot(OpenConnection(immediate)), 0
        self._reading = ThreadPoolExecutor(_READERS, "reading")
        self._reads = PoolCounter("reading", _READERS)

    async def write(
        self,
        step: Callable[[Connection], T],
        *,
        urgent: bool,
        durable: bool,
        bookkeeping: bool,  # noqa: ARG002
        single: bool,  # noqa: ARG002
    ) -> T:
        """See `Store.write`."""
        return await self._writing.run(step, urgent=urgent, durable=durable)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:
        """See `Store.read`. Urgent reads share a thread and a transaction; the others have their own."""
        if urgent:
            return await self._urgent.run(step)
        loop = asyncio.get_running_loop()
        with self._reads:
            return await loop.run_in_executor(self._reading, copy_context().run, self._read, step)

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """See `Store.look_up`. While the file is locked, the step waits in the thread of the urgent reads."""
        self._looked_up += 1
        if self._looked_up % _IN_A_ROW == 0:
            await asyncio.sleep(0)
        try:
            return _run(self._immediate.transaction, step, self._reader.url)
        except Busy:
            return await self._urgent.run(step)

    def _read(self, step: Callable[[Connection], T]) -> T:
        return _run(self._reader.begin, step, self._reader.url)

    def end_waiting(self, seconds: float) -> None:
        """See `Store.end_waiting`."""
        self._waiting.end_in(seconds)

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""
        return (self._writing.counter.use(), self._urgent.counter.use(), self._reads.use())

    async def close(self) -> None:
        """Closes all connections after the transactions that are open."""
        self._reading.shutdown()
        self._writing.close()
        self._urgent.close()
        self._immediate.close()
        self._reader.dispose()


def _run(transaction: Callable[[], AbstractContextManager[Connection]], step: Callable[[Connection], T], url: URL) -> T:
    """The result of a step in a transaction. Raises Busy or Broken if the database at `url` is at fault."""
    try:
        with transaction() as connection:
            return step(connection)
    except Exception as error:
        if (failure := reported(error, url)) is error:
            raise
        raise failure from error


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
        if not create and not database_file.size_of(database):
            raise no_database(database)
        database_file.make_folder(database.parent)
        database_file.make_file(database)
        if database_file.is_database(database):
            database_file.restrict(database_file.files_of(database))
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
    waiting: LockWait | None = None,
) -> None:
    drop_unreadable_rows(engine)

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
            connection.connection.dbapi_connection.execute(begin)  # a fifth of what it costs by SQLAlchemy
        if known:
            known.note(connection.info)

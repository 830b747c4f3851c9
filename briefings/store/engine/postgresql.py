"""The connections to a PostgreSQL server, asyncpg's."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from math import inf
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from briefings.store.engine.connection_errors import may_pass, postgresql_options, reported
from briefings.store.engine.pool_use import PoolCounter, PoolUse
from briefings.store.engine.replica import work_name
from briefings.store.engine.shared_snapshots import SharedSnapshots, Snapshot, may_share
from briefings.store.sql import drop_unreadable_rows

T = TypeVar("T")
Connect = Callable[[], Connection]
_MOST = 10  # connections; they stay open, because opening one takes as much CPU as an answer
_IDLE_SECONDS = 5.0  # after which the server is asked whether a connection still works
_AGAIN_SECONDS = 5.0  # for which a step is tried again that didn't come to its commit
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.8  # seconds between two attempts
_BY_ITSELF = "autocommit"  # a statement is a transaction
_SNAPSHOT = "repeatable_read"  # as asyncpg calls it: a read sees one snapshot throughout, as it does in SQLite


class PostgresqlServer:
    """A database on a server, with at most ten connections.

    Once the server has answered, a step whose connection ends before its commit, or that gets none, is tried again for
    five seconds. One whose commit fails isn't: it may be stored.
    """

    dialect = "postgresql"

    def __init__(self, url: str, replica: str = "", again: float = _AGAIN_SECONDS) -> None:
        """`replica` is the name of this process among others; `again` for how many seconds a step is tried again."""
        options = postgresql_options(work_name(replica)) if replica else postgresql_options()
        kept = {"pool_size": _MOST, "max_overflow": 0, "pool_use_lifo": True}  # the last one knows its statements
        self._engine = create_async_engine(url, **kept, connect_args=options)
        _replace_dead_connections(self._engine)
        drop_unreadable_rows(self._engine.sync_engine)
        self._steps = PoolCounter("server", _MOST)
        self._again, self._has_answered = again, False
        self._ends = inf  # when steps are no longer tried again, by the monotonic clock
        self._snapshots = SharedSnapshots()
        self._connect = partial(Connection, self._engine.sync_engine)

    async def write(
        self,
        step: Callable[[Connection], T],
        *,
        urgent: bool,  # noqa: ARG002
        durable: bool,  # noqa: ARG002
        bookkeeping: bool,
        single: bool,
    ) -> T:
        """See `Store.write`. Nothing queues here, and everything is durable."""
        self._snapshots.end()
        isolation = _BY_ITSELF if single else None
        with self._steps:
            try:
                return await self._run(partial(greenlet_spawn, _transaction, self._connect, step, isolation))
            finally:
                self._snapshots.changes += not bookkeeping

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:  # noqa: ARG002
        """See `Store.read`. Nothing queues here."""
        with self._steps:
            if may_share():
                return await self._run(partial(self._shared, step))
            return await self._run(partial(greenlet_spawn, _transaction, self._connect, step, _SNAPSHOT))

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """See `Store.look_up`."""
        return await self.read(step, urgent=True)

    async def _shared(self, step: Callable[[Connection], T]) -> T:
        """The result of a read in the snapshot of the one before, or in a new one, which stays open for the next."""
        kept, begun, changes = self._snapshots.take(), time.monotonic(), self._snapshots.changes
        before = kept.connection if kept else None
        run: Callable[[], tuple[T, Connection]] = partial(_open, self._connect, step, before)
        result, connection = await greenlet_spawn(run)
        self._snapshots.keep(kept or Snapshot(connection, begun, changes))
        return result

    async def _run(self, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            end = time.monotonic() + (self._again if self._has_answered else 0.0)
            result = await _again(attempt, lambda: min(end, self._ends))
        except Exception as error:
            cause = error.__cause__ if isinstance(error, _InDoubt) and isinstance(error.__cause__, Exception) else error
            if (failure := reported(cause, self._engine.url)) is error:
                raise
            raise failure from cause
        self._has_answered = True
        return result

    def end_waiting(self, seconds: float) -> None:
        """Limits how many more seconds steps are tried again; the server ends waits for locks by itself."""
        self._ends = min(self._ends, time.monotonic() + seconds)

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""
        return (self._steps.use(),)

    async def close(self) -> None:
        """Closes all connections."""
        await self._snapshots.close()
        await self._engine.dispose()


def _replace_dead_connections(engine: AsyncEngine) -> None:
    """Replaces a connection that the server has closed before it is used; one that was idle is tried first.

    The driver learns by itself that the server has closed a connection. Asking before each step, as SQLAlchemy can,
    costs a fifth of the step.
    """
    pool, dialect, used = engine.sync_engine.pool, engine.dialect, "used at"

    def checkout(connection: Any, record: Any, _proxy: object) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError
        if time.monotonic() - record.info.get(used, time.monotonic()) > _IDLE_SECONDS:
            try:
                dialect.do_ping(connection)
            except (dialect.dbapi.Error, OSError) as error:  # type: ignore[union-attr]
                raise DisconnectionError from error

    def checkin(_connection: object, record: Any) -> None:
        record.info[used] = time.monotonic()

    event.listen(pool, "checkout", checkout)
    event.listen(pool, "checkin", checkin)


class _InDoubt(Exception):
    """The commit failed, so the step may be stored or not."""


async def _again(attempt: Callable[[], Awaitable[T]], end: Callable[[], float]) -> T:
    """Makes attempts at a step while the server may take it in a moment, until `end` by the monotonic clock."""
    pause = 0.0
    while True:
        try:
            return await attempt()
        except Exception as error:
            if not may_pass(error) or time.monotonic() + pause >= end():
                raise
        await asyncio.sleep(pause)
        pause = min(max(_FIRST_PAUSE, 2 * pause), _LONGEST_PAUSE)


def _transaction(connect: Connect, step: Callable[[Connection], T], isolation: str | None = None) -> T:
    """The result of a step in a transaction of its own."""
    result, connection = _open(connect, step, isolation=isolation)
    with connection:
        try:
            connection.commit()
        except Exception as error:
            raise _InDoubt from error
        return result


def _open(
    connect: Connect,
    step: Callable[[Connection], T],
    connection: Connection | None = None,
    isolation: str | None = _SNAPSHOT,
) -> tuple[T, Connection]:
    """The result of a step, and the connection on which its transaction is open; a new one if none is given."""
    if connection is None:
        connection = new = connect()
        new.begin()
        adapter: Any = new.connection.dbapi_connection
        adapter.isolation_level = isolation  # a third of what SQLAlchemy's option costs
    try:
        return step(connection), connection
    except BaseException as error:
        if isinstance(error, DBAPIError) and may_pass(error):
            connection.invalidate()  # the next attempt needs a connection of its own, perhaps to another server
        connection.close()
        raise

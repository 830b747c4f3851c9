"""The connections to a PostgreSQL server, asyncpg's, and the advisory lock that makes one process its only sender."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from briefings.store.engine.connection_errors import FAILURES, is_temporary, postgresql_options, reported, unreachable
from briefings.store.engine.pool_use import PoolCounter, PoolUse
from briefings.store.sql import drop_unreadable_rows

T = TypeVar("T")
_KEPT, _MORE = 5, 5  # connections that stay open, and those opened beside them under load


class PostgresqlServer:
    """A database on a server, with at most ten connections."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._writer = create_async_engine(
            url, pool_size=_KEPT, max_overflow=_MORE, pool_pre_ping=True, connect_args=postgresql_options()
        )
        drop_unreadable_rows(self._writer.sync_engine)
        # A read sees one snapshot throughout, as it does in SQLite.
        self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ")
        self._steps = PoolCounter("server", _KEPT + _MORE)

    async def write(self, step: Callable[[Connection], T], *, urgent: bool, durable: bool) -> T:  # noqa: ARG002
        """See `Store.write`. Nothing queues here, and everything is durable."""
        with self._steps:
            return await _run(self._writer, step)

    async def read(self, step: Callable[[Connection], T], *, urgent: bool) -> T:  # noqa: ARG002
        """See `Store.read`. Nothing queues here."""
        with self._steps:
            return await _run(self._reader, step)

    def end_waiting(self, seconds: float) -> None:
        """Does nothing: the server ends waits by itself."""

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""
        return (self._steps.use(),)

    async def close(self) -> None:
        """Closes all connections."""
        await self._writer.dispose()


async def _run(engine: AsyncEngine, step: Callable[[Connection], T]) -> T:
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(step)
    except Exception as error:
        if (failure := reported(error, engine.url)) is error:
            raise
        raise failure from error


_log = logging.getLogger(__name__)
_LOCK = 7_310_642_118  # any number, the same in every version
_LOOK_SECONDS = 1.0  # how often the connection that holds the lock is looked at, and one is tried anew
_ANSWER_SECONDS = 6.0  # how long the server may take to answer there
_TURN = "5s"  # how long one wait for the lock takes; then another one shows that the server is still there
_SILENCE = "10s"  # after which the server ends the session of a holder that says nothing: it is frozen or cut off
_TURN_IS_OVER = "55P03"  # PostgreSQL's lock_not_available
_HOLDERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = :lock"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def is_held(url: str) -> bool:
    """Whether a process holds the lock. Raises Unreachable if the server can't be asked."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args=postgresql_options())
    try:
        async with engine.connect() as connection:
            return bool((await connection.execute(_HOLDERS, {"lock": _LOCK})).scalar_one())
    except FAILURES as error:
        raise unreachable(url, error) from error
    finally:
        await engine.dispose()


@asynccontextmanager
async def advisory_lock(url: str, lost: asyncio.Event) -> AsyncGenerator[None]:
    """Waits for the lock and holds it during the block; the event is set if the server ends the session."""
    options = {**postgresql_options(), "command_timeout": _ANSWER_SECONDS}
    engine = create_async_engine(url, pool_size=1, max_overflow=0, connect_args=options)
    try:
        connection = await _locked(engine, url)
        watch = asyncio.create_task(_watch(connection, lost))
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            with suppress(DBAPIError, OSError):
                await connection.close()
    finally:
        await engine.dispose()


async def _locked(engine: AsyncEngine, url: str) -> AsyncConnection:
    """Waits for the lock as long as it takes; returns the connection that holds it."""
    logged = ""
    while True:
        try:
            return await _attempt(engine)
        except FAILURES as error:
            failure = unreachable(url, error)
            if not is_temporary(error):
                raise failure from error
            if logged != str(failure):  # an outage is told once
                _log.warning("the database cannot be opened, trying again", extra={"failure": failure})
            logged = str(failure)
            await asyncio.sleep(_LOOK_SECONDS)


async def _attempt(engine: AsyncEngine) -> AsyncConnection:
    connection = await engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"SET lock_timeout = '{_TURN}'"))
        with suppress(DBAPIError):  # a server older than PostgreSQL 14 ends no session of a holder that is frozen
            await connection.execute(text(f"SET idle_session_timeout = '{_SILENCE}'"))
        if not (await connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK})).scalar_one():
            _log.info("standing by, another process sends")
            while not await _turn(connection):
                pass
    except (DBAPIError, OSError):
        with suppress(DBAPIError, OSError):
            await connection.close()
        raise
    return connection


async def _turn(connection: AsyncConnection) -> bool:
    """Waits for the lock for a limited time; False if another process still holds it."""
    try:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _TURN_IS_OVER:
            return False
        raise
    return True


async def _watch(connection: AsyncConnection, lost: asyncio.Event) -> None:
    """Sets the event when the session that holds the lock ends or the server stops answering."""
    try:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            async with asyncio.timeout(_ANSWER_SECONDS):
                await connection.execute(text("SELECT 1"))
    except (DBAPIError, OSError):
        lost.set()

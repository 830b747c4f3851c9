"""The connections to a PostgreSQL server, asyncpg's."""

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from briefings.store.engine.connection_errors import postgresql_options, reported
from briefings.store.engine.pool_use import PoolCounter, PoolUse
from briefings.store.sql import drop_unreadable_rows

T = TypeVar("T")
_KEPT, _MORE = 5, 5  # connections that stay open, and those opened beside them under load
_IDLE_SECONDS = 5.0  # after which the server is asked whether a connection still works


class PostgresqlServer:
    """A database on a server, with at most ten connections."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._writer = create_async_engine(url, pool_size=_KEPT, max_overflow=_MORE, connect_args=postgresql_options())
        _replace_dead_connections(self._writer)
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

    async def look_up(self, step: Callable[[Connection], T]) -> T:
        """See `Store.look_up`."""
        return await self.read(step, urgent=True)

    def end_waiting(self, seconds: float) -> None:
        """Does nothing: the server ends waits by itself."""

    def pools(self) -> Sequence[PoolUse]:
        """See `Store.pools`."""
        return (self._steps.use(),)

    async def close(self) -> None:
        """Closes all connections."""
        await self._writer.dispose()


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


async def _run(engine: AsyncEngine, step: Callable[[Connection], T]) -> T:
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(step)
    except Exception as error:
        if (failure := reported(error, engine.url)) is error:
            raise
        raise failure from error

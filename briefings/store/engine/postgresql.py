"""The connections to a PostgreSQL server, asyncpg's."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from briefings.store.engine.connection_errors import postgresql_options, reported
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

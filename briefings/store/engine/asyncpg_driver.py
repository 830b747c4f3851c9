"""A connection to PostgreSQL whose prepared statements are executed by asyncpg itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from sqlalchemy.util import await_only

from briefings.store.engine.prepared import Asked, Fetched, PreparedConnection

Run = Callable[[Any, Sequence[Any], Sequence[Any]], Awaitable[Fetched]]  # of a statement, its columns and the values


class AsyncpgConnection(PreparedConnection):
    """See `PreparedConnection`. Errors, and connections that end, are dealt with by SQLAlchemy."""

    def _fetch(self, asked: Asked) -> Fetched:
        return self._executed_by_driver(asked.said, asked.values, _fetched)

    def _send_many(self, said: str, rows: Sequence[Sequence[Any]]) -> int:
        return self._executed_by_driver(said, rows, _sent).rowcount

    def _executed_by_driver(self, said: str, values: Sequence[Any], run: Run) -> Fetched:
        adapter: Any = self.connection.dbapi_connection
        try:
            return await_only(self._ran(adapter, said, values, run))
        except BaseException as error:  # noqa: BLE001 - reported as SQLAlchemy reports what ends a statement
            self._report(error, said, values)

    async def _ran(self, adapter: Any, said: str, values: Sequence[Any], run: Run) -> Fetched:
        try:
            if adapter._transaction is None:  # noqa: SLF001 - SQLAlchemy begins with the first statement, and so does this
                await adapter._start_transaction()  # noqa: SLF001
            schema: Any = self.dialect
            prepared, columns = await adapter._prepare(said, schema._invalidate_schema_cache_asof)  # noqa: SLF001
            return await run(prepared, columns or (), values)
        except Exception as error:
            # Raises the same error by the name that SQLAlchemy knows.
            adapter._handle_exception(error)  # noqa: SLF001
            raise

    def _report(self, error: BaseException, said: str, values: Sequence[Any]) -> NoReturn:
        dbapi: Any = self.dialect.loaded_dbapi
        if isinstance(error, dbapi.InvalidCachedStatementError | dbapi.InternalServerError):
            schema: Any = self.dialect
            schema._invalidate_schema_cache()  # noqa: SLF001 - other connections prepare it anew too
        known = isinstance(error, dbapi.Error)
        self._handle_dbapi_exception(error, said if known else None, tuple(values) if known else None, None, None)


async def _fetched(prepared: Any, columns: Sequence[Any], values: Sequence[Any]) -> Fetched:
    rows = await prepared.fetch(*values)
    return Fetched(columns, rows, _number_in(prepared.get_statusmsg()))


async def _sent(prepared: Any, columns: Sequence[Any], rows: Sequence[Any]) -> Fetched:
    await prepared.executemany(rows)
    return Fetched(columns, (), -1)


def _number_in(status: str | None) -> int:
    """How many rows a statement returned or changed, as the server says; -1 if it says nothing."""
    _, _, number = (status or "").rpartition(" ")
    return int(number) if number.isdecimal() else -1

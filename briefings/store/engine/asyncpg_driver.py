"""A connection to PostgreSQL whose prepared statements are executed by asyncpg itself."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy.util import await_only

from briefings.store.engine.prepared import Fetched, PreparedConnection


class AsyncpgConnection(PreparedConnection):
    """See `PreparedConnection`. Errors, and connections that end, are dealt with by SQLAlchemy."""

    def _fetch(self, said: str, values: Sequence[Any]) -> Fetched:
        adapter: Any = self.connection.dbapi_connection
        try:
            return await_only(self._fetched(adapter, said, values))
        except BaseException as error:  # noqa: BLE001 - reported as SQLAlchemy reports what ends a statement
            self._report(error, said, values)

    async def _fetched(self, adapter: Any, said: str, values: Sequence[Any]) -> Fetched:
        try:
            if adapter._transaction is None:  # noqa: SLF001 - SQLAlchemy begins with the first statement, and so does this
                await adapter._start_transaction()  # noqa: SLF001
            schema: Any = self.dialect
            prepared, columns = await adapter._prepare(said, schema._invalidate_schema_cache_asof)  # noqa: SLF001
            rows = await prepared.fetch(*values)
        except Exception as error:
            # Raises the same error by the name that SQLAlchemy knows.
            adapter._handle_exception(error)  # noqa: SLF001
            raise
        return Fetched(columns or (), rows, _number_in(prepared.get_statusmsg()))

    def _report(self, error: BaseException, said: str, values: Sequence[Any]) -> NoReturn:
        dbapi: Any = self.dialect.loaded_dbapi
        if isinstance(error, dbapi.InvalidCachedStatementError | dbapi.InternalServerError):
            schema: Any = self.dialect
            schema._invalidate_schema_cache()  # noqa: SLF001 - other connections prepare it anew too
        known = isinstance(error, dbapi.Error)
        self._handle_dbapi_exception(error, said if known else None, tuple(values) if known else None, None, None)


def _number_in(status: str | None) -> int:
    """How many rows a statement returned or changed, as the server says; -1 if it says nothing."""
    _, _, number = (status or "").rpartition(" ")
    return int(number) if number.isdecimal() else -1

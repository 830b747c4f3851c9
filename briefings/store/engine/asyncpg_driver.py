"""A connection to PostgreSQL whose prepared statements are executed by asyncpg itself."""

import re
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NoReturn

from sqlalchemy import Engine
from sqlalchemy.util import await_only

from briefings.store.engine.prepared import Asked, Fetched, PreparedConnection, Statements

_KEPT, _FEW = 32, 200  # results that a transaction keeps, and how many rows each may have
_PLACEHOLDER = re.compile(r"\$(\d+)")
Run = Callable[[Any, Sequence[Any], Sequence[Any]], Awaitable[Fetched]]  # of a statement, its columns and the values


class AsyncpgConnection(PreparedConnection):
    """See `PreparedConnection`. Errors, and connections that end, are dealt with by SQLAlchemy.

    In a transaction that `keeps_results`, because it sees one snapshot throughout, a query that is asked again gets
    the same rows, and queries that are expected are asked along with the next one.
    """

    def __init__(self, engine: Engine, statements: Statements) -> None:
        super().__init__(engine, statements)
        self.keeps_results = False
        self._kept: deque[tuple[Asked, Fetched]] = deque(maxlen=_KEPT)

    def _fetch(self, asked: Asked) -> Fetched:
        if not (self.keeps_results and asked.columns):
            return self._executed_by_driver(asked.said, asked.values, _fetched)
        if (known := self._known(asked)) is not None:
            return known
        together = self._with_expected(asked) if _is_plain(asked) else [asked]
        found = self._fetched_together(together)
        self._kept.extend(pair for pair in zip(together, found, strict=True) if len(pair[1].rows) <= _FEW)
        return found[0]

    def _known(self, asked: Asked) -> Fetched | None:
        return next((fetched for known, fetched in self._kept if _is_same(known, asked)), None)

    def _with_expected(self, asked: Asked) -> list[Asked]:
        together = [asked]
        for each in self._expected():
            if _is_plain(each) and self._known(each) is None and not any(_is_same(each, other) for other in together):
                together.append(each)
        return together

    def _fetched_together(self, together: Sequence[Asked]) -> list[Fetched]:
        """What queries return, by one statement."""
        if len(together) == 1:
            return [self._executed_by_driver(together[0].said, together[0].values, _fetched)]
        said = _bundle(tuple((each.said, len(each.values)) for each in together))
        values = [value for each in together for value in each.values]
        found = self._executed_by_driver(said, values, _fetched).rows[0]
        return [Fetched(each.columns, rows, len(rows)) for each, rows in zip(together, found, strict=True)]

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


def _is_same(one: Asked, other: Asked) -> bool:
    return one.said == other.said and one.values == other.values


def _is_plain(asked: Asked) -> bool:
    """Whether the rows of a query can be values: the driver reads no arrays in them."""
    return all(column[1].kind == "scalar" for column in asked.columns)


@lru_cache(maxsize=256)
def _bundle(queries: tuple[tuple[str, int], ...]) -> str:
    """One statement that returns the rows of each query as an array; each has so many parameters."""
    said, before = [], 0
    for query, number in queries:
        moved = _PLACEHOLDER.sub(partial(_moved, by=before), query)
        said.append(f"ARRAY(SELECT part FROM ({moved}) AS part)")  # noqa: S608 - all are statements of the store
        before += number
    return f"SELECT {', '.join(said)}"


def _moved(placeholder: re.Match[str], by: int) -> str:
    return f"${int(placeholder[1]) + by}"


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

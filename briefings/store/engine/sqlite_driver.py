"""A connection to SQLite whose prepared statements are executed by SQLite's driver itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from briefings.store.engine.prepared import Asked, Fetched, PreparedConnection


class SqliteConnection(PreparedConnection):
    """See `PreparedConnection`."""

    def send(self, said: str) -> None:
        """Executes SQL without parameters that returns nothing. Raises DBAPIError."""
        if self.dispatch.before_cursor_execute:
            self.exec_driver_sql(said)
            return
        with _reported(said):
            self._driver().execute(said)

    def _fetch(self, asked: Asked) -> Fetched:
        said, values, _ = asked
        with _reported(said, values):
            cursor = self._driver().execute(said, values)
            rows = cursor.fetchall()
        return Fetched(cursor.description or (), rows, cursor.rowcount)

    def _send_many(self, said: str, rows: Sequence[Sequence[Any]]) -> int:
        with _reported(said, rows):
            return self._driver().executemany(said, rows).rowcount

    def _driver(self) -> sqlite3.Connection:
        driver: sqlite3.Connection = self.connection.dbapi_connection  # type: ignore[assignment]  # SQLAlchemy's own name for it
        return driver


@contextmanager
def _reported(said: str, values: Sequence[Any] = ()) -> Iterator[None]:
    """Turns an error of the driver into SQLAlchemy's."""
    try:
        yield
    except sqlite3.Error as error:
        raise DBAPIError.instance(said, list(values), error, sqlite3.Error) from error

"""How long a writer waits for another process that locks the SQLite file."""

import time
from math import inf

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

LOOK_SECONDS = 0.2  # for which SQLite itself waits; then it is looked whether one still has to


class Waiting:
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


def is_locked(error: Exception) -> bool:
    """Whether the error means that another process has locked the SQLite file."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)

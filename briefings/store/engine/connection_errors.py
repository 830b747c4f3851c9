"""Explains why a database can't be opened, and whether that may be temporary."""

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    ResourceClosedError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from briefings.errors import BriefingError, Broken, Busy, Missing, Unavailable, Unreachable
from briefings.translatable import phrase

# What a driver raises for an address that it can make nothing of is a TypeError or a ValueError.
FAILURES = (OSError, DBAPIError, TypeError, ValueError)
_ENDED = ("08", "40", "53", "57", "58")  # connection cut, transaction rolled back, no room, shut down, no disk
_CONTENDED = ("40001", "40P01", "55P03", "57014")  # a lock couldn't be had, or what waited for one was ended
# The connection was cut or ended, the server is read-only after a failover, takes no more connections, or starts.
_PASSING = ("08", "25006", "25P03", "53300", "57P01", "57P02", "57P03")
_NO_SUCH_DATABASE = "3D000"
_AWAY = ("08", "25P03", "53300", "57P01", "57P02", "57P03")  # the same without a server that takes no writes
_CLOSED = ("InterfaceError", "InternalClientError")  # asyncpg's own, which isn't imported for SQLite
_LASTING = ("28", "3D", "42")  # SQL states of PostgreSQL: account refused, no such database, not allowed

_LEAST_FREE = 1_000_000  # bytes on a disk below which it counts as full
_SHARE_FREE, _MOST_FREE = 0.001, 100_000_000  # the same as a share of the disk, up to so many bytes

_WHY = {
    "full": phrase("The database's disk is full. Free some space and try again."),
    "full beside": phrase("The backup's disk is full. Free some space, or name a file on another disk."),
    "damaged": phrase(
        "The database file is damaged. Stop Readout, move the file away, restore a backup (readout restore), and start "
        "it again."
    ),
    "read-only": phrase(
        "The database is read-only. Check the permissions of its file and folder, and how its disk is mounted."
    ),
    "gone": phrase(
        "The database file is missing. Reconnect its disk or folder; or stop Readout, restore a backup (readout "
        "restore), and start it again."
    ),
    "replaced": phrase(
        "Another file is in the database's place. Put the former one back, or restart Readout to use the new one."
    ),
    "stripped": phrase(
        "The files beside the database, -wal and -shm, were deleted while Readout was running. Restart Readout, then "
        "check what was stored last."
    ),
    "disk": phrase("The database's disk reports errors. Check the disk and how it is mounted."),
    "refused": phrase("The database server refuses the login. Check the password and the account's rights."),
    "dropped": phrase("The database or its tables are missing on the server. Restore a backup."),
    "crowded": phrase("The database server accepts no more connections. Close some, or raise its limit."),
    "away": phrase("The database server can't be reached. Start it and try again."),
}
_LOCKED = phrase("Another process has locked the database. Please try again in a minute.")
_CROWDED = phrase("The database is busy. Please try again in a minute.")
_SQLITE = {  # by the primary result code
    8: "read-only",
    10: "disk",
    11: "damaged",
    13: "full",
    14: "gone",
    26: "damaged",
    3: "read-only",
    23: "read-only",
}
_BY_FULL_DISK = frozenset({"full", "disk", "gone"})
_POSTGRESQL = {  # by the SQL state, or the class of it
    "28": "refused",
    "42501": "refused",
    "25006": "read-only",
    "3D": "dropped",
    "3F": "dropped",
    "42P01": "dropped",
    "53300": "crowded",
    "53100": "full",
    "53": "disk",
    "58": "disk",
    "XX": "damaged",
    "08": "away",
    "57P01": "away",
    "57P02": "away",
    "57P03": "away",
    "57P04": "dropped",
    "55000": "away",
}


def postgresql_options(name: str = "readout") -> dict[str, Any]:
    """Connection options for PostgreSQL that bound every wait for a vanished peer; the server lists `name`.

    The server ends a session whose machine hasn't answered for 12 seconds, or that leaves a transaction open for 9. An
    attempt to connect ends after 10 seconds, a statement after 60. No statement is compiled to machine code: that takes
    a quarter of a second in each session.
    """
    keepalives = {"tcp_keepalives_idle": "4", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "4"}
    ends = {"tcp_user_timeout": "12000", "idle_in_transaction_session_timeout": "9000"}
    return {
        "timeout": 10,
        "command_timeout": 60,
        "server_settings": {"application_name": name, "jit": "off", **keepalives, **ends},
    }


def unreachable(url: str, error: Exception) -> Unreachable:
    """The error for a database that can't be opened; its sentence contains no password."""
    if getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None) == _NO_SUCH_DATABASE:
        return _absent(make_url(url))
    return Unreachable(
        "The database {url} cannot be opened: {cause}.",
        url=make_url(url).render_as_string(hide_password=True),
        cause=_cause(error),
    )


def _absent(url: URL) -> Unreachable:
    """The error for a server without the database of that name, with the line that creates it."""
    options = (("-h", url.host or url.query.get("host")), ("-p", url.port), ("-U", url.username))
    given = [f"{option} {value}" for option, value in options if value]
    line = " ".join(("createdb", *given, url.database or ""))
    return Unreachable("The server has no database “{name}”.", creates=line, name=url.database or "")


def is_temporary(error: Exception) -> bool:
    """Whether the same attempt may succeed later: the server is down, starting or full."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return not state.startswith(_LASTING) and not isinstance(_root(error), ValueError)
    return isinstance(error, OSError)


def may_pass(error: Exception) -> bool:
    """Whether PostgreSQL may take the same step in a moment; False for an error that took long already."""
    state = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None) or ""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or state.startswith(_PASSING)
    return state.startswith(_PASSING) or (isinstance(error, OSError) and not isinstance(error, TimeoutError))


def is_away(error: BaseException | None) -> bool:
    """Whether PostgreSQL couldn't be reached or ended the connection, so that what was asked may be done or not."""
    while isinstance(error, BriefingError):
        error = error.__cause__
    state = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None) or ""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError) or state.startswith(_AWAY)
    if isinstance(error, IsADirectoryError):  # what `ZoneInfo("Europe")` raises
        return False
    closed = type(error).__name__ in _CLOSED or isinstance(error, PendingRollbackError | ResourceClosedError)
    return closed or isinstance(error, OSError) or state.startswith(_AWAY)


def ended_connection(error: BaseException) -> Broken | None:
    """The sentence for what drivers raise on a connection that ended, however they word it; None for other errors."""
    of_drivers = isinstance(error, SQLAlchemyError) or type(error).__module__.startswith("asyncpg.")
    return _told("away", error) if of_drivers and is_away(error) else None


def server_is_away(error: Exception) -> Broken | None:
    """The sentence for an error of a connection to PostgreSQL that ended; None for any other error."""
    return _told("away", error) if is_away(error) else None


def may_recover(error: BaseException | None, url: str) -> bool:
    """Whether an error comes from a PostgreSQL that can't be used now: down, restarting, crowded, full or read-only."""
    if make_url(url).get_backend_name() == "sqlite":
        return False
    while isinstance(error, BriefingError):
        error = error.__cause__
    if isinstance(error, DBAPIError):
        return is_temporary(error) and (is_outage(error) or may_pass(error))
    return is_away(error) or isinstance(error, NoConnectionFree)


def broken_database(error: BaseException, url: URL, beside: Path | None = None) -> Broken | None:
    """The sentence for an error of the database at `url` itself; None for a bug in the program.

    `beside` is the folder of a backup that was being written.
    """
    if isinstance(error, Broken):
        return error
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None:
        return _told(_sqlite_reason(code, _folder(url), beside), error)
    state = getattr(origin, "sqlstate", None) or ""  # the driver's own errors have it as well
    why = next((_POSTGRESQL[state[:length]] for length in (5, 2) if state[:length] in _POSTGRESQL), "")
    away = isinstance(error, ConnectionError | TimeoutError) or getattr(error, "connection_invalidated", False)
    return _told(why or ("away" if away else ""), error)


def _sqlite_reason(code: int, folder: Path | None, beside: Path | None) -> str:
    """Explains an SQLite error code; on a full disk SQLite also reports failed writes or files it can't open."""
    why = _SQLITE.get(code & 0xFF, "")
    if why not in _BY_FULL_DISK:
        return why
    if folder and _takes_nothing(folder):
        return "full"
    return "full beside" if beside and _takes_nothing(beside) else why


def _folder(url: URL) -> Path | None:
    """The folder of an existing SQLite database; the address may give the file as a URI."""
    name = url.database or ""
    file = Path(unquote(name.removeprefix("file:")) if name.startswith("file:") else name)
    return file.parent if file.exists() else None


def _takes_nothing(folder: Path) -> bool:
    """Whether a folder's disk is full; False for a file system without a size."""
    try:
        disk = shutil.disk_usage(folder)
    except OSError:
        return False
    return disk.total > 0 and disk.free < max(_LEAST_FREE, min(_SHARE_FREE * disk.total, _MOST_FREE))


def reported(error: Exception, url: URL) -> Exception:
    """Converts an error to Busy or Broken, with a sentence, if the database at `url` is at fault."""
    if failure := _busy(error) or broken_database(error, url):
        return failure
    # No such host, no way to it, or no file of a socket, which a server that stops removes.
    return (None if url.get_backend_name() == "sqlite" else server_is_away(error)) or error


def _busy(error: Exception) -> Busy | None:
    """The error for a database that another process has locked throughout."""
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    if not (is_locked(error) or isinstance(error, NoConnectionFree) or state in _CONTENDED):
        return None
    busy = Busy(_LOCKED if is_locked(error) else _CROWDED)
    busy.__cause__ = error
    return busy


def missing_file() -> Broken:
    """The error for a database file that was moved or deleted while it was open."""
    return Broken(_WHY["gone"])


def replaced_file() -> Broken:
    """The error for a database file that was replaced by another one while it was open."""
    return Broken(_WHY["replaced"])


def stripped_file() -> Broken:
    """The error for a database whose write-ahead log was deleted while it was open."""
    return Broken(_WHY["stripped"])


def emptied_file() -> Broken:
    """The error for a database file that has lost its contents."""
    return Broken(_WHY["damaged"])


def no_database(file: Path) -> Missing:
    """The error of a command that never creates a database."""
    return Missing(
        "There is no database at {file} yet: start readout run or readout import, which create one. "
        "If there was one, bring its folder back.",
        file=file.absolute(),
    )


def no_tables() -> Missing:
    """The error of a command that never creates tables, for an empty database on a server."""
    return Missing(
        "There are no tables in the PostgreSQL database yet: readout run, readout import and readout migrate make them."
    )


def _told(why: str, error: BaseException) -> Broken | None:
    if not why:
        return None
    broken = Broken(_WHY[why])
    broken.__cause__ = error
    return broken


def is_outage(error: Exception) -> bool:
    """Whether the database failed in a way that may pass: unreachable, busy, full or disconnected."""
    if isinstance(error, DBAPIError):
        ended = (getattr(error.orig, "sqlstate", None) or "").startswith(_ENDED)
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or ended
    if isinstance(error, IsADirectoryError):  # what `ZoneInfo("Europe")` raises
        return False
    return isinstance(error, SQLAlchemyError | OSError | MemoryError | Busy | Unavailable)


def _root(error: Exception) -> BaseException:
    """The exception raised by the database driver."""
    found: BaseException = (error.orig or error) if isinstance(error, DBAPIError) else error
    return found.__cause__ or found


def _cause(error: Exception) -> str:
    root = _root(error)
    if isinstance(root, OSError) and root.errno and root.errno > 0:
        return os.strerror(root.errno)
    cause = (root.strerror if isinstance(root, OSError) else None) or str(root)
    lines = cause.strip().splitlines()
    return lines[0].rstrip(".") if lines else type(root).__name__


def is_locked(error: Exception) -> bool:
    """Whether the error means that another process has locked the SQLite file."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)

"""Why a database cannot be opened, in words, and whether that may pass by itself."""

import os
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from briefings.errors import Busy, Unavailable, Unreachable

# What a driver raises for an address that it can make nothing of is a TypeError or a ValueError.
FAILURES = (OSError, DBAPIError, TypeError, ValueError)
_ENDED = ("08", "40", "53", "57", "58")  # connection cut, transaction rolled back, no room, shut down, no disk
_LASTING = ("28", "3D", "42")  # SQL states of PostgreSQL: account refused, no such database, not allowed


def vigilant() -> dict[str, Any]:
    """What a connection to PostgreSQL is opened with, so that neither end waits without end for one that has vanished.

    The server ends a session whose machine answers no more within 12 seconds, or that leaves a transaction open for 15;
    we give up an attempt to connect after 10 and a statement after 60.
    """
    keepalives = {"tcp_keepalives_idle": "4", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "4"}
    ends = {"tcp_user_timeout": "12000", "idle_in_transaction_session_timeout": "15000"}
    return {"timeout": 10, "command_timeout": 60, "server_settings": {**keepalives, **ends}}


def unreachable(url: str, error: Exception) -> Unreachable:
    """The failure for a database that cannot be opened; its sentence holds no password."""
    return Unreachable(
        "The database {url} cannot be opened: {cause}.",
        url=make_url(url).render_as_string(hide_password=True),
        cause=_cause(error),
    )


def may_pass(error: Exception) -> bool:
    """Whether the same attempt can succeed later: the server is down, starting or full."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return not state.startswith(_LASTING) and not isinstance(_root(error), ValueError)
    return isinstance(error, OSError)


def is_outage(error: Exception) -> bool:
    """Whether the database failed, so that the same attempt may succeed later: it is away, busy, full or cut off."""
    if isinstance(error, DBAPIError):
        ended = (getattr(error.orig, "sqlstate", None) or "").startswith(_ENDED)
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or ended
    if isinstance(error, IsADirectoryError):  # what `ZoneInfo("Europe")` raises
        return False
    return isinstance(error, SQLAlchemyError | OSError | MemoryError | Busy | Unavailable)


def _root(error: Exception) -> BaseException:
    """What the driver itself has raised."""
    found: BaseException = (error.orig or error) if isinstance(error, DBAPIError) else error
    return found.__cause__ or found


def _cause(error: Exception) -> str:
    root = _root(error)
    if isinstance(root, OSError) and root.errno and root.errno > 0:
        return os.strerror(root.errno)
    told = (root.strerror if isinstance(root, OSError) else None) or str(root)
    lines = told.strip().splitlines()
    return lines[0].rstrip(".") if lines else type(root).__name__

"""Why a database cannot be opened, in words, and whether that may pass by itself."""

import os

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from briefings.errors import Unreachable

# What a driver raises for an address that it can make nothing of is a TypeError or a ValueError.
FAILURES = (OSError, DBAPIError, TypeError, ValueError)
_LASTING = ("28", "3D", "42")  # SQL states of PostgreSQL: account refused, no such database, not allowed


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

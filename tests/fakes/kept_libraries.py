"""Libraries in memory that are filled once, and of which each later test gets a copy."""

import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import wraps
from hashlib import sha1
from typing import Any, TypeVar

from briefings.service import Briefings
from briefings.store.engine.sqlite import SqliteMemory

T = TypeVar("T")
_MOST_KEPT = 50  # libraries
_COUNTERS = ((24, 28), (40, 44), (92, 100))  # bytes of a database that count its changes, and say nothing of what it is


@dataclass(frozen=True, slots=True)
class _Left:
    """A filled database, what the stage knew besides, and the words that came back, if any."""

    database: sqlite3.Connection
    known: dict[str, Any]
    words: str | None


_left: OrderedDict[tuple[object, ...], _Left] = OrderedDict()


@contextmanager
def kept_libraries() -> Iterator[None]:
    """Closes afterwards what was kept."""
    yield
    while _left:
        _left.popitem()[1].database.close()


def filled_once(fill: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """For a function of a stage or of a core that fills its library the same way each time; a fixture, for example.

    It returns what it was given, words or nothing. Where it was called before on such a database, a copy of what it
    left is put there instead, as a process finds it that starts on that database. Where that isn't in memory, it runs
    each time.
    """

    @wraps(fill)
    async def filled(*unnamed: Any, **named: Any) -> Any:
        (given,) = (*unnamed, *named.values())
        core = getattr(given, "briefings", given)
        if (here := _in_memory(core)) is None:
            return await fill(given)
        key = (fill, _content(here), str(core.library._zone), core.library._default, repr(_known(given)))
        if key in _left:
            return _restored(_left[key], given, here)
        returned = await fill(given)
        words = None if returned is given or returned is None else str(returned)
        database = sqlite3.connect(":memory:", check_same_thread=False)
        here.backup(database)
        _left[key] = _Left(database, _known(given), words)
        if len(_left) > _MOST_KEPT:
            _left.popitem(last=False)[1].database.close()
        return returned

    return filled


def _restored(left: _Left, given: Any, here: sqlite3.Connection) -> Any:
    left.database.backup(here)
    for name, value in left.known.items():
        setattr(given, name, copy(value))
    return given if left.words is None else left.words


def _known(given: object) -> dict[str, Any]:
    """What a stage knows besides its core."""
    known = vars(given) if hasattr(given, "briefings") else {}
    return {name: copy(value) for name, value in known.items() if name != "briefings"}


def _content(database: sqlite3.Connection) -> bytes:
    """The same for databases that hold the same."""
    raw = bytearray(database.serialize())
    for first, end in _COUNTERS:
        raw[first:end] = bytes(end - first)
    return sha1(raw, usedforsecurity=False).digest()


def _in_memory(core: Briefings) -> sqlite3.Connection | None:
    """The connection to a core's database, if that is in memory."""
    connections = core.library._store._connections
    if not isinstance(connections, SqliteMemory):
        return None
    opened = connections._queue._connection._connection
    assert opened
    driver = opened.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver

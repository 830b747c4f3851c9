"""Queries that are likely to follow: a server is asked them along with the next one, which saves round trips."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

_EXPECTED: ContextVar[list["Query"] | None] = ContextVar("expected", default=None)


class Query(NamedTuple):
    """A query that is made once, with the values of its parameters."""

    statement: Any
    values: Mapping[str, Any]


@contextmanager
def expecting() -> Iterator[None]:
    """In this block, it may be said which queries are likely to follow."""
    before = _EXPECTED.set([])
    try:
        yield
    finally:
        _EXPECTED.reset(before)


def expect(queries: Callable[[], Iterable[Query]]) -> None:
    """Says that these queries are likely to follow the next one; whether they do changes no result.

    They are made only within a block of `expecting`, as SQLite has none.
    """
    expected = _EXPECTED.get()
    if expected is not None:
        expected.extend(queries())


def take_expected() -> list[Query]:
    """The queries that are expected and that no server was asked yet."""
    expected = _EXPECTED.get()
    if not expected:
        return []
    taken = expected.copy()
    expected.clear()
    return taken

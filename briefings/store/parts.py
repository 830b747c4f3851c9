"""Long lists in parts, for queries that name every item: a database takes only so many at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_MOST = 1000  # PostgreSQL takes 32,767 values, and others should have their turn between two parts


def parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in their order, none of the parts too long or empty."""
    for first in range(0, len(items), _MOST):
        yield items[first : first + _MOST]

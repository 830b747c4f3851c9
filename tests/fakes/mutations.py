"""Every way in which one field of a real payload can be something else than it should be."""

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

ODD: tuple[Any, ...] = (None, [], {}, [1], "", "x", "\ud83d", "\0", 5, -1, True, 1.5, 10**30)
ABSENT = object()


def mutations(payload: dict[str, Any]) -> Iterator[tuple[Path, Any, dict[str, Any]]]:
    """Copies of a payload, each with one field absent or odd: the field's path, what stands there, and the copy."""
    for path in _paths(payload):
        for odd in (*ODD, ABSENT):
            changed = copy.deepcopy(payload)
            inner: Any = changed
            for key in path[:-1]:
                inner = inner[key]
            if odd is ABSENT:
                del inner[path[-1]]
            else:
                inner[path[-1]] = odd
            yield path, odd, changed


def _paths(value: Any, at: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*at, key)
        yield from _paths(each, (*at, key))

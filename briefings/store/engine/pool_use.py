"""Counts how many steps use a pool of connections or wait for it, for metrics."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PoolUse:
    """How a pool of connections is used; `waiting` is how many steps wait for a connection."""

    name: str
    size: int
    in_use: int
    waiting: int


@dataclass(slots=True)
class PoolCounter:
    """Counts the steps between `with` and its end; for one event loop."""

    name: str
    size: int
    steps: int = 0

    def __enter__(self) -> None:
        self.steps += 1

    def __exit__(self, *_failure: object) -> None:
        self.steps -= 1

    def use(self) -> PoolUse:
        """The pool's use at this moment."""
        return PoolUse(self.name, self.size, min(self.steps, self.size), max(0, self.steps - self.size))

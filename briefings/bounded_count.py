"""A count that stops at a bound, so that counting never reads a whole table. Pure."""

from dataclasses import dataclass

COUNTED = 1_000  # rows of one kind that are counted


@dataclass(frozen=True, slots=True)
class BoundedCount:
    """How many there are; `more` if there are more than that, uncounted."""

    number: int
    more: bool = False

    def __add__(self, other: "BoundedCount") -> "BoundedCount":
        return BoundedCount(self.number + other.number, self.more or other.more)

    def __bool__(self) -> bool:
        return bool(self.number)

    def without(self, shown: int) -> "BoundedCount":
        """What is left after some of them were shown."""
        return BoundedCount(max(0, self.number - shown), self.more)


NONE = BoundedCount(0)


def bounded(found: int, most: int = COUNTED) -> BoundedCount:
    """The count of a query that stopped at one more than `most`."""
    return BoundedCount(min(found, most), found > most)

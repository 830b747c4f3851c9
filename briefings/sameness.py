"""When two mentions speak of one event. Pure."""

from briefings.model.agenda import When
from briefings.words import content_terms

_ALIKE = 0.6  # share of their words that two titles have in common


class Titles:
    """Compares titles with each other; the words of each are found once."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}

    def same(self, title: str, other: str) -> bool:
        """Whether two titles share most of their words."""
        words, others = self._of(title), self._of(other)
        shared = len(words & others)
        return bool(shared) and shared / (len(words) + len(others) - shared) >= _ALIKE

    def alike(self, title: str, when: When, other_title: str, other_when: When) -> bool:
        """Whether two titles share most of their words and their dates can be one."""
        apart = when.last < other_when.first or other_when.last < when.first
        return not apart and self.same(title, other_title)

    def _of(self, title: str) -> frozenset[str]:
        if title not in self._words:
            self._words[title] = frozenset(content_terms(title))
        return self._words[title]


def finer(when: When, other: When) -> bool:
    """Whether a date says the same more precisely: a day within a month, a time on that day."""
    if other.at is not None:
        return False
    inside = other.first <= when.first and when.last <= other.last
    return inside and (when.at is not None or (when.last - when.first) < (other.last - other.first))

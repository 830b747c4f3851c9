"""Whether two mentions name the same event: by the words of their titles, and by their days. Pure."""

from briefings.model.agenda import EventDate
from briefings.text.terms import content_terms

_ALIKE = 0.6  # share of their words that two titles have in common
_CONTAINED = 0.75  # share of the shorter title's words


class Titles:
    """Compares titles; words are extracted once per title."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}

    def same(self, title: str, other: str) -> bool:
        """Whether two titles share most of their words, or the longer one has nearly all of the shorter one's."""
        words, others = self._of(title), self._of(other)
        shared, least = len(words & others), min(len(words), len(others))
        alike = shared / (len(words) + len(others) - shared) >= _ALIKE
        return bool(shared) and (alike or (least > 1 and shared / least >= _CONTAINED))

    def alike(self, title: str, when: EventDate, other_title: str, other_when: EventDate) -> bool:
        """Whether two titles share most words and their dates have a day in common."""
        apart = when.last < other_when.first or other_when.last < when.first
        return not apart and self.same(title, other_title)

    def _of(self, title: str) -> frozenset[str]:
        if title not in self._words:
            self._words[title] = frozenset(content_terms(title)) or frozenset({title.lower()})
        return self._words[title]


def more_precise(when: EventDate, other: EventDate) -> bool:
    """Whether a date is a more precise form of another: a day within a month, a time on that day."""
    if other.at is not None:
        return False
    inside = other.first <= when.first and when.last <= other.last
    return inside and (when.at is not None or (when.last - when.first) < (other.last - other.first))

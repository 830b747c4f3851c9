"""When two mentions speak of one event. Pure."""

from briefings.model.agenda import When
from briefings.words import content_terms

_ALIKE = 0.6  # share of their words that two titles have in common


def same_title(title: str, other: str) -> bool:
    """Whether two titles share most of their words."""
    words, others = set(content_terms(title)), set(content_terms(other))
    return bool(words and others) and len(words & others) / len(words | others) >= _ALIKE


def alike(title: str, when: When, other_title: str, other_when: When) -> bool:
    """Whether two titles share most of their words and their dates can be one."""
    apart = when.last < other_when.first or other_when.last < when.first
    return not apart and same_title(title, other_title)


def finer(when: When, other: When) -> bool:
    """Whether a date says the same more precisely: a day within a month, a time on that day."""
    if other.at is not None:
        return False
    inside = other.first <= when.first and when.last <= other.last
    return inside and (when.at is not None or (when.last - when.first) < (other.last - other.first))

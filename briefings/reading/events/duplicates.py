"""Duplicates among the events of one text: mentions on the same days whose titles share most words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.model.analysis import Mention
from briefings.text.terms import content_terms

_ALIKE = 0.6  # share of their words that two titles of one event have in common
_CONTAINED = 0.75  # share of the shorter title's words
_LONG = timedelta(days=31)  # a longer time is compared with all others


def one_each(found: Sequence[tuple[int, Mention]]) -> list[Mention]:
    """One mention of each event; of several, the one whose sentence names it closest to its start."""
    kept: list[tuple[int, Mention, frozenset[str]]] = []
    by_day = _ByDay()
    for place, mention in found:
        words = frozenset(content_terms(mention.title)) or frozenset({mention.title.lower()})
        near = by_day.near(mention.when, len(kept))
        twin = next((at for at in near if _is_one(mention, words, kept[at][1], kept[at][2])), None)
        if twin is None:
            kept.append((place, mention, words))
        elif place < kept[twin][0] or _is_finer(mention.when, kept[twin][1].when):
            kept[twin] = (place, mention, words)
        by_day.add(mention.when, len(kept) - 1 if twin is None else twin)
    return sorted((mention for _, mention, _ in kept), key=lambda mention: mention.start)


class _ByDay:
    """Positions of mentions by their days, so that one is compared only with those at the same time."""

    def __init__(self) -> None:
        self._days: dict[date, set[int]] = defaultdict(set)
        self._long: set[int] = set()

    def add(self, when: EventDate, at: int) -> None:
        """Notes the time of the mention at a position; one may have had several."""
        if when.last - when.first > _LONG:
            self._long.add(at)
            return
        for days in range((when.last - when.first).days + 1):
            self._days[when.first + timedelta(days)].add(at)

    def near(self, when: EventDate, count: int) -> Iterable[int]:
        """The positions, of `count`, whose time may have a day in common with this one, in order."""
        if when.last - when.first > _LONG:
            return range(count)
        days = range((when.last - when.first).days + 1)
        return sorted(self._long.union(*(self._days.get(when.first + timedelta(day), ()) for day in days)))


def _is_one(one: Mention, words: frozenset[str], other: Mention, others: frozenset[str]) -> bool:
    """Whether two mentions mean one event: one's days lie within the other's, and their titles share most words."""
    first, second = one.when, other.when
    within = first.first <= second.first and second.last <= first.last
    if not (within or (second.first <= first.first and first.last <= second.last)):
        return False
    shared = len(words & others)
    least = min(len(words), len(others))
    alike = shared / (len(words) + len(others) - shared) >= _ALIKE
    return bool(shared) and (alike or (least > 1 and shared / least >= _CONTAINED))


def _is_finer(when: EventDate, other: EventDate) -> bool:
    return (when.at is not None and other.at is None) or when.last - when.first < other.last - other.first

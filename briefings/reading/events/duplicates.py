"""Duplicates among the events of one text: mentions on the same days whose titles share most words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.model.analysis import Mention
from briefings.text.same_event import Titles, more_precise

_LONG = timedelta(days=31)  # a longer time is compared with all others


def one_each(found: Sequence[tuple[int, Mention]]) -> list[Mention]:
    """One mention of each event; of several, the one whose sentence names it closest to its start."""
    kept: list[tuple[int, Mention]] = []
    by_day, titles = _ByDay(), Titles()
    for place, mention in found:
        near = ((at, kept[at][1]) for at in by_day.near(mention.when, len(kept)))
        twins = (at for at, other in near if titles.alike(mention.title, mention.when, other.title, other.when))
        twin = next(twins, None)
        if twin is None:
            kept.append((place, mention))
        elif place < kept[twin][0] or more_precise(mention.when, kept[twin][1].when):
            kept[twin] = (place, mention)
        by_day.add(mention.when, len(kept) - 1 if twin is None else twin)
    return sorted((mention for _, mention in kept), key=lambda mention: mention.start)


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

"""Duplicates among the events of one text: what prose says of one day, and titles that share most words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.model.agenda import EventDate
from briefings.model.analysis import Mention
from briefings.text.same_event import Titles, more_precise

_LONG = timedelta(days=31)  # a longer time is compared with all others
_DAYS = frozenset(("instant", "day"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention, how far into its sentence its clause begins, and whether a line of its own tells it.

    Such lines are the items of a list, the rows of a table and headings.
    """

    mention: Mention
    place: int
    own_line: bool

    def is_same(self, other: "Candidate", titles: Titles) -> bool:
        """Whether both tell one event: alike by their titles, or of one day unless each has a line of its own."""
        ours, theirs = self.mention, other.mention
        one_day = ours.when.precision in _DAYS and ours.when == theirs.when and not (self.own_line and other.own_line)
        return one_day or titles.alike(ours.title, ours.when, theirs.title, theirs.when)

    def names_better(self, other: "Candidate") -> bool:
        """Whether this names the event better: by a more precise time, or nearer to the start of its sentence."""
        return self.place < other.place or more_precise(self.mention.when, other.mention.when)


def one_each(found: Sequence[Candidate]) -> list[Mention]:
    """One mention of each event, the one that names it best."""
    kept: list[Candidate] = []
    by_day, titles = _ByDay(), Titles()
    for each in found:
        near = by_day.near(each.mention.when, len(kept))
        twin = next((at for at in near if each.is_same(kept[at], titles)), None)
        if twin is None:
            kept.append(each)
        elif each.names_better(kept[twin]):
            kept[twin] = each
        by_day.add(each.mention.when, len(kept) - 1 if twin is None else twin)
    return sorted((each.mention for each in kept), key=lambda mention: mention.start)


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

"""A page of statements: the first ones in the order of an answer, and how many there are by state. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from briefings.bounded_count import BoundedCount
from briefings.model.outlook import FATE_STATES, FateState, TrackedStatement

MOST = 300  # statements of the library in one answer


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """Statements that are shown, by state and due date, and the number of all in each state.

    `after` is the id of the statement up to which they were left out, which are counted too; `goes_on` if another page
    may follow.
    """

    statements: tuple[TrackedStatement, ...] = ()
    counts: Mapping[FateState, BoundedCount] = field(default_factory=lambda: MappingProxyType({}))
    after: int = 0
    goes_on: bool = False

    @property
    def total(self) -> BoundedCount:
        """The number of all of them."""
        return sum(self.counts.values(), BoundedCount(0))


def page_of(
    found: Collection[TrackedStatement], today: date, most: int | None = None, states: Iterable[FateState] = FATE_STATES
) -> OutlookPage:
    """The page of statements that are all known, such as those of an analysis; only those in some states."""
    by_state = {state: [each for each in found if each.state(today) == state] for state in states}
    shown = [each for state in FATE_STATES for each in by_state.get(state, ())][:most]
    counts = {state: BoundedCount(len(mine)) for state, mine in by_state.items()}
    return OutlookPage(tuple(shown), MappingProxyType(counts))

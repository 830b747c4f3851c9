"""The record of an analysis or a holder: how many statements have which verdict. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from briefings.model.outlook import TrackedStatement, Verdict


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """Statements of one holder by verdict; `due` wait for one, `ahead` are not due yet, `open` name no time."""

    holder: str
    verdicts: Mapping[Verdict, int]
    due: int
    ahead: int
    open: int

    @property
    def total(self) -> int:
        """All statements of the holder."""
        return sum(self.verdicts.values()) + self.due + self.ahead + self.open


def holder_records(statements: Iterable[TrackedStatement], today: date) -> list[HolderRecord]:
    """The record of each holder, the one with the most verdicts first."""
    by_holder: dict[str, list[TrackedStatement]] = {}
    for each in statements:
        by_holder.setdefault(each.holder, []).append(each)
    made = [_record(holder, mine, today) for holder, mine in by_holder.items()]
    return sorted(made, key=lambda one: (-sum(one.verdicts.values()), -one.total, one.holder))


def _record(holder: str, mine: Iterable[TrackedStatement], today: date) -> HolderRecord:
    verdicts: Counter[Verdict] = Counter()
    states: Counter[str] = Counter()
    for each in mine:
        if each.verdict:
            verdicts[each.verdict] += 1
        else:
            states[each.state(today)] += 1
    return HolderRecord(holder, verdicts, states["due"], states["ahead"], states["open"])

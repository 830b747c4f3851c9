"""The record of an analysis or a holder: how many statements have which verdict. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from briefings.model.outlook import VERDICTS, TrackedStatement, Verdict


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
    return _in_order(_record(holder, mine, today) for holder, mine in by_holder.items())


def counted_records(fates: Iterable[tuple[str, str, int]]) -> list[HolderRecord]:
    """The same from counts, each with its holder and what became of so many, or "due", "ahead" or "open"."""
    by_holder: dict[str, Counter[str]] = {}
    for holder, fate, number in fates:
        by_holder.setdefault(holder, Counter())[fate] += number
    return _in_order(_counted(holder, mine) for holder, mine in by_holder.items())


def _counted(holder: str, mine: Mapping[str, int]) -> HolderRecord:
    verdicts = {each: mine[each] for each in VERDICTS if each in mine}
    return HolderRecord(holder, verdicts, *(mine.get(each, 0) for each in ("due", "ahead", "open")))


def _in_order(records: Iterable[HolderRecord]) -> list[HolderRecord]:
    return sorted(records, key=lambda one: (-sum(one.verdicts.values()), -one.total, one.holder))


def _record(holder: str, mine: Iterable[TrackedStatement], today: date) -> HolderRecord:
    verdicts: Counter[Verdict] = Counter()
    states: Counter[str] = Counter()
    for each in mine:
        if each.verdict:
            verdicts[each.verdict] += 1
        else:
            states[each.state(today)] += 1
    return HolderRecord(holder, verdicts, states["due"], states["ahead"], states["open"])

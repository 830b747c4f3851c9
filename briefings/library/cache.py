"""In-memory cache of recent analyses and summaries. A stamp never changes its meaning, so no entry goes stale."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from briefings.model.analysis import Analysis
from briefings.model.summary import Summary
from briefings.store import Connection, analyses
from briefings.store import analyses as rows
from briefings.store.analyses import Stamp

_CHARACTERS = 1_500_000  # of text; a page of 3,000 characters takes about 50 kB as a draft


@dataclass(slots=True)
class _Held:
    analysis: Analysis
    summaries: dict[str, Summary] = field(default_factory=dict)


class Cache:
    """An LRU cache of analyses with a limit in characters of text; the last one used always stays."""

    def __init__(self, characters: int = _CHARACTERS) -> None:
        self._held: OrderedDict[Stamp, _Held] = OrderedDict()
        self._left = characters

    def get(self, stamp: Stamp) -> Analysis | None:
        """The cached analysis of a stamp, or None. Thread-safe."""
        held = self._held.get(stamp)
        return held.analysis if held else None

    def hold(self, stamp: Stamp, analysis: Analysis) -> Analysis:
        """Caches an analysis by its stamp; returns the one already cached, if any."""
        if stamp not in self._held:
            self._held[stamp] = _Held(analysis)
            self._left -= len(analysis.draft.text)
        self._held.move_to_end(stamp)
        while self._left < 0 and len(self._held) > 1:
            self._left += len(self._held.popitem(last=False)[1].analysis.draft.text)
        return self._held[stamp].analysis

    def summary(self, analysis: Analysis, name: str) -> Summary | None:
        """The cached summary of exactly this object, or None."""
        held = self._of(analysis)
        return held.summaries.get(name) if held else None

    def keep(self, analysis: Analysis, name: str, made: Summary) -> None:
        """Caches a summary for as long as its analysis is cached."""
        if held := self._of(analysis):
            held.summaries[name] = made

    def _of(self, analysis: Analysis) -> _Held | None:
        return next((held for held in reversed(self._held.values()) if held.analysis is analysis), None)


# Several analyses at once: those held in memory, and the others in one query.
Loaded = tuple[Stamp, Analysis]


def cached_analysis(connection: Connection, memory: Cache, ids: Collection[int]) -> list[Loaded]:
    """The current revisions of analyses; missing ones are left out. Thread-safe."""
    known, missing = held(connection, memory, ids)
    return [*known, *(analyses.current(connection, missing) if missing else ())]


def held(connection: Connection, memory: Cache, ids: Collection[int]) -> tuple[list[Loaded], list[int]]:
    """The current revisions of analyses that are in memory, and the ids of those that aren't. Thread-safe."""
    stamps = rows.stamps_of(connection, ids) if ids else []
    known = [(stamp, analysis) for stamp in stamps if (analysis := memory.get(stamp))]
    return known, sorted({stamp.id for stamp in stamps} - {stamp.id for stamp, _ in known})


def cached(memory: Cache, loaded: Iterable[Loaded]) -> dict[int, Analysis]:
    """The analyses by id; they are cached from now on."""
    return {stamp.id: memory.hold(stamp, analysis) for stamp, analysis in loaded}

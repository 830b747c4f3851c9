"""Several analyses at once: those held in memory, and the others in one query."""

from collections.abc import Collection, Iterable

from briefings.memory import Memory
from briefings.model.analysis import Analysis
from briefings.store import Connection, revisions
from briefings.store import analyses as rows
from briefings.store.analyses import Stamp

Loaded = tuple[Stamp, Analysis]


async def recalled(look: Connection, memory: Memory, ids: Collection[int]) -> list[Loaded]:
    """The current revisions of analyses, without those that are not there; safe in any thread."""
    if not ids:
        return []
    stamps = await rows.stamps_of(look, ids)
    known = [(stamp, analysis) for stamp in stamps if (analysis := memory.get(stamp))]
    missing = {stamp.id for stamp in stamps} - {stamp.id for stamp, _ in known}
    return [*known, *(await revisions.current(look, missing) if missing else ())]


def held(memory: Memory, loaded: Iterable[Loaded]) -> dict[int, Analysis]:
    """The analyses by their ids, from now on held."""
    return {stamp.id: memory.hold(stamp, analysis) for stamp, analysis in loaded}

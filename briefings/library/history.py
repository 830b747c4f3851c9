"""History of analyses: revisions, unread changes, removal, export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from briefings.errors import BadInput, NotFound
from briefings.library import export
from briefings.library.diff import Difference, compare
from briefings.library.library import Library
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis
from briefings.model.audit_log import Record
from briefings.model.export import Kept
from briefings.store import Connection, Store, analyses, audit_log, chats, trash
from briefings.store import agenda as agenda_rows
from briefings.store import analyses as rows

_NEW = 50  # new analyses that one answer counts


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision, who added it and when, and its difference from the previous one (None for the first)."""

    revision: int
    at: datetime
    by: str
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Removal:
    """What is removed with an analysis, and the followed events that no other text mentions.

    `kept` is the data needed to restore it, "" before the removal.
    """

    analysis: Analysis
    followed: tuple[Event, ...]
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """The current analysis, the revision of it that somebody read last, and the differences."""

    analysis: Analysis
    read: Analysis
    difference: Difference

    @property
    def same(self) -> bool:
        """Whether nothing has changed since."""
        return self.analysis.revision == self.read.revision


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a person last read in a place (`since`, None if never)."""

    since: datetime | None
    revised: tuple[Unread, ...] = ()
    new: tuple[Analysis, ...] = ()


class History:
    """The revisions and removals of the analyses in a store."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    async def revisions(self, id_: int, limit: int) -> list[Revised]:
        """The newest revisions of an analysis, newest first."""
        async with self._store.look() as look:
            kept = await analyses.revisions_of(look, id_, limit + 1)
        told = [_revised(new, compare(old.draft, new.draft)) for new, old in pairwise(kept)]
        first = [_revised(each, None) for each in kept[-1:]]
        return [*told, *first][:limit]

    async def removal(self, id_: int) -> Removal:
        """What removing an analysis would remove. Raises NotFound."""
        analysis = await self._library.get(id_)
        async with self._store.look() as look:
            return Removal(analysis, await _followed(look, id_))

    async def remove(self, id_: int, now: datetime, *, by: str = "") -> Removal:
        """Removes an analysis with all revisions; followed events stay, with their reminders.

        `by` names the person in words.
        """
        async with self._store.work() as work:
            await rows.lock(work)
            loaded = await work.run_sync(rows.load, id_)
            if loaded is None:
                raise _no_analysis(id_)
            analysis = loaded[1]
            followed = await _followed(work, id_)
            kept = await trash.packed(work, id_)
            await analyses.remove(work, id_)
            await audit_log.note(work, Record(now, by, "removed", f"a{id_}", analysis.title))
        return Removal(analysis, followed, kept)

    async def restore(self, id_: int, kept: str, now: datetime, *, by: str = "") -> Analysis:
        """Restores a removed analysis exactly as it was.

        `by` names the person in words. Raises BadInput if one of its texts has been added again meanwhile.
        """
        async with self._store.work() as work:
            await rows.lock(work)
            if await rows.any_text(work, trash.texts(kept)):
                raise BadInput("It has since been imported again.")
            await trash.restore(work, kept)
            back = await work.run_sync(rows.load, id_)
            if back is None:
                raise _no_analysis(id_)
            await audit_log.note(work, Record(now, by, "restored", f"a{id_}", back[1].title))
        return back[1]

    async def export(self, id_: int) -> str:
        """An analysis with all revisions and findings, as JSON that `Library.add` can import."""
        async with self._store.look() as look:
            kept = await analyses.revisions_of(look, id_)
            if not kept:
                raise _no_analysis(id_)
            return export.pack(await analyses.file_name(look, id_), kept)

    async def unread(self, address: str, sender: str, analysis: Analysis) -> Unread | None:
        """What is new in an analysis since the revision a person last read in a place; None if they never read it."""
        kept = await self._store.glance(lambda brief: chats.was_read(brief, address, sender, analysis.id))
        return await self._compared(analysis, kept[0]) if kept else None

    async def news(self, address: str, sender: str) -> News:
        """Analyses changed since a person read them in a place, and those added since they last read anything."""
        marks = await self._store.glance(lambda brief: chats.marks(brief, address, sender))
        if not marks:
            return News(None)
        async with self._store.look() as look:
            added = await analyses.added_since(look, marks[0].at, _NEW)
            stamps = {each.id: each for each in await rows.stamps_of(look, [mark.analysis for mark in marks])}
        known = {mark.analysis for mark in marks}
        behind = [mark for mark in marks if stamps[mark.analysis].revision > mark.revision]
        changed = [await self._compared(await self._library.get(m.analysis), m.revision) for m in behind]
        new = [await self._library.get(id_) for id_ in added if id_ not in known]
        return News(marks[0].at, tuple(changed), tuple(new))

    async def _compared(self, analysis: Analysis, read: int) -> Unread:
        older = await self._library.revision(analysis.id, read)
        return Unread(analysis, older, compare(older.draft, analysis.draft))


def _no_analysis(id_: int) -> NotFound:
    return NotFound("There is no analysis a{id}. Type /list to see all analyses.", id=id_)


def _revised(kept: Kept, difference: Difference | None) -> Revised:
    return Revised(kept.revision, kept.at, kept.by, difference)


async def _followed(look: Connection, id_: int) -> tuple[Event, ...]:
    found: Sequence[int] = await analyses.orphaned_events(look, id_)
    return tuple([event for each in found if (event := await agenda_rows.find(look, each))])

"""History of analyses: revisions, unread changes, removal, export."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise

from pydantic import TypeAdapter

from briefings import disagreements
from briefings.errors import BadInput, Damaged, NotFound
from briefings.library.diff import Difference, compare
from briefings.library.library import Library, no_analysis
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, Draft
from briefings.model.audit_log import Record
from briefings.model.export import VERSION, Export, StoredRevision
from briefings.model.marking import SYSTEM, viewing
from briefings.store import Connection, Store, analyses, corrections
from briefings.store import agenda as agenda_rows
from briefings.store import analyses as rows
from briefings.store.accounts import audit_log, chats
from briefings.store.markings.labels import labels_of
from briefings.store.retention import trash
from briefings.translatable import phrase

_REMOVED = phrase("the analysis was removed before this was sent")
_RESTORED = phrase("the analysis was restored before this was sent")
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
        kept = await self._store.read(lambda connection: analyses.revisions_of(connection, id_, limit + 1))
        changes = [_revised(new, compare(old.draft, new.draft)) for new, old in pairwise(kept)]
        first = [_revised(each, None) for each in kept[-1:]]
        return [*changes, *first][:limit]

    async def current_since(self, ids: Collection[int]) -> dict[int, datetime]:
        """When the current revision of each analysis was added."""
        return await self._store.read(lambda connection: analyses.current_since(connection, ids))

    async def removal(self, id_: int) -> Removal:
        """What removing an analysis would remove. Raises NotFound."""
        return await self._store.read(lambda connection: Removal(_named(connection, id_), _followed(connection, id_)))

    async def remove(
        self, id_: int, now: datetime, *, by: str = "", also: Callable[[Connection], None] | None = None
    ) -> Removal:
        """Removes an analysis with all revisions; followed events stay, with their reminders.

        `by` names the person in words; `also` is another step of the same transaction.
        """

        def step(connection: Connection) -> Removal:
            rows.lock(connection)
            removal = Removal(_named(connection, id_), _followed(connection, id_), trash.packed(connection, id_))
            record = Record(now, by, "removed", f"a{id_}", removal.analysis.title)
            audit_log.note(connection, record)  # as long as its label is known
            corrections.drop_questions(connection, id_, now, _REMOVED)
            if also:
                also(connection)
            analyses.remove(connection, id_)
            return removal

        return await self._store.write(step)

    async def restore(self, id_: int, kept: str, now: datetime, *, by: str = "") -> Analysis:
        """Restores a removed analysis exactly as it was.

        `by` names the person in words. Raises BadInput if one of its texts has been added again meanwhile.
        """

        def step(connection: Connection) -> Analysis:
            rows.lock(connection)
            if rows.any_text(connection, trash.texts(kept)):
                raise BadInput("It has since been imported again.")
            with viewing(SYSTEM):
                trash.restore(connection, kept)
                corrections.take_back(connection, id_, "withdrawal", None, now, _RESTORED)
                whole = _named(connection, id_)
                disagreements.sync(connection, id_, whole.revision, whole.draft, now)
                audit_log.note(connection, Record(now, by, "restored", f"a{id_}", whole.title))
            return _named(connection, id_)

        return await self._store.write(step)

    async def export(self, id_: int) -> str:
        """An analysis with all revisions and findings, as JSON that `Library.add` can import."""

        def step(connection: Connection) -> str:
            kept = analyses.revisions_of(connection, id_)
            if not kept:
                raise no_analysis(id_) if analyses.title_of(connection, id_) is None else Damaged(id_)
            label = labels_of(connection, [id_]).get(id_)
            newest = kept[0]
            if label and not label.held:  # else it names no marking, and is held wherever it is imported
                newest = replace(newest, draft=replace(newest.draft, marking=label.marking))
            return _pack(analyses.file_name(connection, id_), [newest, *kept[1:]])

        return await self._store.read(step)

    async def unread(self, address: str, sender: str, analysis: Analysis) -> Unread | None:
        """What is new in an analysis since the revision a person last read in a place; None if they never read it."""
        kept = await self._store.look_up(lambda connection: chats.was_read(connection, address, sender, analysis.id))
        return await self._compared(analysis, kept[0]) if kept else None

    async def since(self, analysis: Analysis, revision: int) -> Unread | None:
        """What is new in an analysis since one of its revisions; None if that was removed or can't be read."""
        return await self._compared(analysis, revision)

    async def news(self, address: str, sender: str) -> News:
        """Analyses changed since a person read them in a place, and those added since they last read anything."""
        marks = await self._store.look_up(lambda connection: chats.marks(connection, address, sender))
        if not marks:
            return News(None)
        known = {mark.analysis for mark in marks}

        def current(connection: Connection) -> tuple[list[int], dict[int, int]]:
            stamps = rows.stamps_of(connection, known)
            return analyses.added_since(connection, marks[0].at, _NEW), {each.id: each.revision for each in stamps}

        added, revisions = await self._store.read(current)
        behind = [mark for mark in marks if revisions.get(mark.analysis, 0) > mark.revision]  # others are hidden by now
        new = [id_ for id_ in added if id_ not in known]
        readable = await self._library.several([*new, *(mark.analysis for mark in behind)])
        there = [(readable[mark.analysis], mark.revision) for mark in behind if mark.analysis in readable]
        changed = [each for analysis, read in there if (each := await self._compared(analysis, read))]
        return News(marks[0].at, tuple(changed), tuple(readable[id_] for id_ in new if id_ in readable))

    async def _compared(self, analysis: Analysis, read: int) -> Unread | None:
        """The differences from a revision; None if that was removed or can't be read."""
        try:
            older = await self._library.revision(analysis.id, read)
        except NotFound:
            return None
        return Unread(analysis, older, compare(older.draft, analysis.draft))


def _named(connection: Connection, id_: int) -> Analysis:
    """An analysis; of one that can't be read, only its title. Raises NotFound."""
    try:
        loaded = rows.load(connection, id_)
    except Damaged:
        (stamp, title) = rows.title_of(connection, id_) or (None, "")
        return Analysis(id_, stamp.revision if stamp else 1, Draft(title, "en", None, "none", ""))
    if loaded is None:
        raise no_analysis(id_)
    return loaded[1]


def _revised(kept: StoredRevision, difference: Difference | None) -> Revised:
    return Revised(kept.revision, kept.at, kept.by, difference)


def _followed(connection: Connection, id_: int) -> tuple[Event, ...]:
    found: Sequence[int] = analyses.orphaned_events(connection, id_)
    return tuple([event for each in found if (event := agenda_rows.find(connection, each))])


def _pack(file_name: str, revisions: list[StoredRevision]) -> str:
    """The analysis as one JSON document, which a library takes back exactly; `revisions` are newest first."""
    whole = Export(VERSION, revisions[0].draft.title, file_name, tuple(reversed(revisions)))
    return _export().dump_json(whole).decode()


@cache
def _export() -> TypeAdapter[Export]:
    """Converts exports. Made at its first use: it takes 5 ms, which a start does without."""
    return TypeAdapter(Export)

"""The library: adds, revises, lists, finds, summarises and searches analyses."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Literal, Self
from zoneinfo import ZoneInfo

from briefings import disagreements
from briefings.errors import BadInput, Busy, Damaged, NotFound, Unreadable
from briefings.library import cache, resolve, search
from briefings.library.cache import Cache, Loaded
from briefings.library.reading_apart import ReadApart, read_apart
from briefings.library.reading_progress import note_new_library
from briefings.library.reports.provenance import quote
from briefings.library.resolve import ResolvedPlace
from briefings.library.search import corrected
from briefings.library.similarity import (
    RevisionChoice,
    exact_hash,
    hash_of,
    is_other_issue,
    revised_analysis,
    runs,
    shared,
)
from briefings.library.summaries import briefing
from briefings.model.agenda import AgendaChanges, Event
from briefings.model.analysis import Analysis, Draft, Entry, Mention
from briefings.model.audit_log import Deed, MentionSource, Record
from briefings.model.delivery import CitedSentence
from briefings.model.disagreements import Claim
from briefings.model.export import StoredRevision, is_export
from briefings.model.marking import (
    DEFAULT_MARKING,
    SYSTEM,
    Label,
    Marking,
    ProposedMarking,
    held_in,
    rank,
    shown,
    strictest,
    viewer,
    viewing,
)
from briefings.model.summary import Summary
from briefings.model.table_rows import row_passage
from briefings.model.table_rows import rows as rows_of
from briefings.model.undo import Earlier, Imported, Redated
from briefings.parsing import names
from briefings.parsing.guess import section_by_heading, section_by_topic
from briefings.samples import samples
from briefings.sandbox.client import Sandbox
from briefings.store import Connection, Step, Store, analyses, corrections, key_value, outlook
from briefings.store import agenda as agenda_rows
from briefings.store import analyses as rows
from briefings.store import disagreements as disagreement_rows
from briefings.store.accounts import audit_log
from briefings.store.analyses import Indexed, KnownAnalysis, RelatedAnalyses, Stamp
from briefings.store.markings.labels import label_number, labels_of
from briefings.store.markings.relabelling import marking_note, relabel, relabel_log
from briefings.store.markings.sections import (
    Marks,
    Places,
    followed,
    marks_of,
    places_of,
    put_marks,
    section_places,
)
from briefings.store.retention import trash
from briefings.store.search import Candidate
from briefings.summarising import EDITION
from briefings.text.numbers import number_terms
from briefings.text.terms import terms, words_in
from briefings.translatable import day_phrase, phrase

_FIRST_ZONE = timedelta(hours=14)  # by which the first zone is ahead of UTC
_TAKEN_BACK = phrase("the revision was taken back before this was sent")
_SAMPLED = "sampled"  # when the samples were added
_ATTEMPTS = 3  # while others change the same texts

ImportOutcome = Literal["new", "revised", "redated", "unchanged"]
Note = Callable[[Connection, MentionSource, Sequence[Mention], Sequence[Mention], datetime], AgendaChanges]
Part = Callable[[Connection, int, str, datetime], None]
TakeBack = Callable[[Connection, Sequence[int], Sequence[tuple[Event, int]], str, datetime], None]

_SERVER = "terminal:local"
_KNOWN = 50  # analyses by whose names a mistyped one is corrected


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of adding a file, with the events it mentions; "redated" is the same text with another date.

    `step` is the change for undo, None if nothing changed. `disputed` are the ids of new disagreements with others.
    `withheld`: it is marked so that who added it may not see it. `proposed` is what the file says of its secrecy; until
    somebody marks the analysis, only who added it sees it. `marked` are the headings, without case, that got the
    marking of a section whose sentences stand there now; "" is the whole analysis.
    """

    analysis: Analysis
    outcome: ImportOutcome
    events: tuple[Event, ...] = ()
    step: Imported | Redated | None = None
    disputed: tuple[int, ...] = ()
    withheld: bool = False
    marked: tuple[str, ...] = ()
    proposed: ProposedMarking | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences that contain the words, best first; `bounded` if only the newest matches were ranked."""

    hits: tuple[CitedSentence, ...]
    bounded: bool


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file that was read: its revisions, oldest first; `published` is the date given with it.

    `held_for` is the audience of a text that proposes a marking; () is no limit.
    """

    name: str
    published: date | None
    by: str
    history: tuple[StoredRevision, ...]
    reviewed: bool = False
    place: str = ""
    marking: Marking | None = None
    held_for: tuple[str, ...] = ()

    def as_held(self, proposed_before: ProposedMarking | None, now: datetime) -> Self:
        """The same, for who adds it alone if it proposes a marking, unless one was given or it did so before."""
        proposed, draft = self.newest.draft.proposal, self.newest.draft
        if not proposed or draft.marking or proposed == proposed_before or proposed.is_over(now):
            return self
        return replace(self, held_for=_adding())

    def as_marked(self) -> Self:
        """The same, whose newest revision has the marking that was given with it, unless its own is stricter."""
        draft = self.newest.draft
        if self.marking is None:
            return self
        stricter = strictest(draft.marking or self.marking, self.marking)
        newest = replace(self.newest, draft=replace(draft, marking=stricter))
        return replace(self, history=(*self.history[:-1], newest))

    @property
    def newest(self) -> StoredRevision:
        return self.history[-1]

    @property
    def text_hashes(self) -> frozenset[str]:
        return frozenset({hash_of(self.newest.draft.text), exact_hash(self.newest.draft.text)})

    @property
    def title_key(self) -> str:
        return names.key(self.newest.draft.title)


@dataclass(frozen=True, slots=True)
class _Written:
    """What is stored of a file, made before the transaction: revisions with draft and hash, the newest's sentences."""

    revisions: tuple[tuple[StoredRevision, str, str], ...] = ()
    sentences: tuple[Indexed, ...] = ()
    claims: tuple[Claim, ...] = ()
    parts: "MarkedParts | None" = None


@dataclass(frozen=True, slots=True)
class MarkedParts:
    """The marks of an analysis before and after a change, and what was read apart by those after it, by revision.

    `raised` are the labels that a revision needs for sentences of marked parts that it has elsewhere, by the key of
    their section, "" for the whole; `hidden` are the older revisions that are hidden as a whole.
    """

    stamp: Stamp  # of the text as it was before
    before: Marks
    after: Marks
    read: Mapping[int, ReadApart]
    raised: Mapping[str, Label] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Older:
    """An earlier revision, with its sentences for the search index."""

    draft: Draft
    sentences: Sequence[Indexed]


class Library:
    """The analyses in a store; `noted` passes a text's mentions and its previous ones to the agenda in one transaction.

    A text may be published no later than today in `zone`.
    """

    def __init__(
        self,
        store: Store,
        noted: Note,
        memory: Cache,
        zone: str,
        default: Marking = DEFAULT_MARKING,
        part: Part = lambda *_: None,
    ) -> None:
        """`default` is the marking of analyses that have none of their own.

        `part` splits and merges the events of an analysis whose labels changed.
        """
        self._part = part
        self._store, self._memory, self._zone, self._default = store, memory, ZoneInfo(zone), default
        self._noted = noted
        self._sandbox = Sandbox()
        self._being_made: dict[tuple[int, str], asyncio.Future[Summary]] = {}

    async def add(
        self,
        name: str,
        data: bytes,
        now: datetime,
        *,
        published: date | None = None,
        by: str = "",
        choice: RevisionChoice = RevisionChoice(),  # noqa: B008  it is frozen
        reviewed: bool = False,
        place: str = "",
        marking: Marking | None = None,
        recheck: Step = lambda _: None,
    ) -> ImportResult:
        """Reads and stores a file as a new analysis, or as a revision of one with the same title or file name.

        An identical text changes nothing unless another date is given with it. Files from `History.export` are imported
        as they were. A publication date that a person gave stays. `by` names the person in words; with `reviewed`, new
        events stay unconfirmed until that person keeps them. If a revision changes sentences that were shown, the
        question about them goes to the address `place`, or else to all editors. `recheck` is called in the transaction
        that stores, and raises if whoever adds may do so no more: reading a file takes a while. `marking` comes with
        the file; of it, the file's own, and that of an analysis that is there already, the strictest counts.

        Raises Unreadable, BadInput for a future date, Undecided if a person must make a `choice`, NotFound if the
        chosen analysis doesn't exist, and Busy if others keep changing the same texts.
        """
        reject_future_date(published, now)
        incoming = await self._incoming(name, data, published, by, now)
        incoming = replace(incoming, reviewed=reviewed, place=place, marking=marking).as_marked()
        for _ in range(_ATTEMPTS):
            if result := await self._attempt(incoming, choice, now, recheck):
                return result
        raise _changed_meanwhile()

    async def _attempt(
        self, incoming: "_Incoming", choice: RevisionChoice, now: datetime, recheck: Step
    ) -> ImportResult | None:
        """Stores a file that was read; None, with nothing changed, if what it was compared with has changed since."""
        kin, known = await self._placed(incoming, choice)
        read = incoming if kin.same or known is None else await self._dated(incoming, known, now)
        if kin.same is None:
            read = read.as_held(await self._proposed(known), now)
        parts = None
        if known:
            number = known.stamp.revision + (kin.same is None)
            if parts := await self._read_parts(known.stamp.id, number, read.newest, now, read.held_for):
                newest = replace(read.newest, draft=parts.read[number].draft)
                read = replace(read, history=(*read.history[:-1], newest))
        written = _Written() if kin.same else await asyncio.to_thread(_written, read, whole=known is None)
        written = replace(written, parts=parts)

        def step(connection: Connection) -> ImportResult | None:
            recheck(connection)
            rows.lock(connection)
            if self._kin(connection, incoming, choice) != kin:
                return None
            if known and not _is_marked_so(connection, known.stamp.id, parts):
                return None
            with viewing(SYSTEM):
                result = self._stored(connection, read, written, kin, known, now)
            return _as_seen(connection, result)

        result = await self._store.write(step)
        if result is None or kin.same is None or result.outcome != "unchanged":
            return result
        return replace(result, analysis=self._memory.hold(kin.same.stamp, result.analysis))

    async def _proposed(self, known: KnownAnalysis | None) -> ProposedMarking | None:
        """The marking that an analysis proposes already."""
        with viewing(SYSTEM), suppress(NotFound):
            return (await self.get(known.stamp.id)).draft.proposal if known else None
        return None

    async def _incoming(self, name: str, data: bytes, published: date | None, by: str, now: datetime) -> "_Incoming":
        if not is_export(data):
            draft = await self._sandbox.read(name, data, published=published, latest=self._today(now), by=by)
            return _Incoming(name, published, by, (StoredRevision(1, now, by, published, draft),))
        export = await self._sandbox.check(name, data, by)
        newest = export.revisions[-1]
        given = published or newest.given_date
        if given != newest.given_date or (newest.draft.published or date.min) > self._today(now):
            newest = await self._newest(export.file_name, newest, given, now, by)
        return _Incoming(export.file_name, published, by, (*export.revisions[:-1], newest))

    async def _dated(self, incoming: "_Incoming", known: KnownAnalysis, now: datetime) -> "_Incoming":
        """The file, read again with the date a person gave for the analysis, unless this file came with a date."""
        newest, given = incoming.newest, known.given_date
        if incoming.published or given is None or given == newest.given_date:
            return incoming
        newest = await self._newest(incoming.name, newest, given, now, incoming.by)
        return replace(incoming, history=(*incoming.history[:-1], newest))

    async def _newest(
        self, name: str, newest: StoredRevision, given: date | None, now: datetime, by: str
    ) -> StoredRevision:
        """A revision read again with another given date; a future date is ignored."""
        given = given if given is None or given <= _latest(now) else None
        draft = await self._sandbox.read_again(name, newest.draft, published=given, latest=self._today(now), by=by)
        return replace(newest, given_date=given, draft=draft)

    async def _placed(
        self, incoming: "_Incoming", choice: RevisionChoice
    ) -> tuple[RelatedAnalyses, KnownAnalysis | None]:
        """What is known about a text, and the analysis it revises, if any."""

        def look_up(connection: Connection) -> tuple[RelatedAnalyses, list[Loaded]]:
            kin = self._kin(connection, incoming, choice)
            ids = [] if kin.same else [each.stamp.id for each in kin.namesakes]
            return kin, cache.cached_analysis(connection, self._memory, ids)

        kin, loaded = await self._store.read(look_up)
        if kin.same:
            return kin, kin.same
        if choice.revises is not None and choice.revises not in {each.stamp.id for each in kin.namesakes}:
            raise no_analysis(choice.revises)
        found = await asyncio.to_thread(_compared, incoming.newest.draft, loaded)
        known = revised_analysis(kin, found, choice)
        cache.cached(self._memory, [(stamp, text) for stamp, text in loaded if known and stamp == known.stamp])
        return kin, known

    def _kin(self, connection: Connection, incoming: "_Incoming", choice: RevisionChoice) -> RelatedAnalyses:
        return rows.related(connection, incoming.name, incoming.title_key, incoming.text_hashes, choice.meant)

    def _stored(
        self,
        connection: Connection,
        incoming: "_Incoming",
        written: "_Written",
        kin: RelatedAnalyses,
        known: KnownAnalysis | None,
        now: datetime,
    ) -> ImportResult:
        if kin.same is None:
            return self._kept(connection, incoming, written, known, now)
        source = MentionSource(kin.same.stamp.id, kin.same.stamp.revision, incoming.by, incoming.reviewed)
        if self._is_damaged(connection, kin.same.stamp):
            return self._mended(connection, kin.same, incoming, source, now, written.parts)
        if incoming.marking:
            self._raise_marking(connection, kin.same.stamp, incoming, now)
        if incoming.published is None or incoming.published == kin.same.given_date:
            events = tuple(agenda_rows.by_analysis(connection, kin.same.stamp.id))
            return ImportResult(self._within(connection, kin.same.stamp), "unchanged", events)
        draft, published = incoming.newest.draft, incoming.published
        return self._read_again(connection, kin.same.stamp, draft, published, source, now, written.parts)

    def _raise_marking(self, connection: Connection, stamp: Stamp, incoming: "_Incoming", now: datetime) -> None:
        """Marks an analysis that is here already as strictly as was asked with its file."""
        before = marks_of(connection, stamp.id)
        given = replace(incoming.newest.draft, marking=incoming.marking or "")
        parts = MarkedParts(stamp, before, self._stricter(before, given), {})
        if parts.after != before:
            note = shown(parts.after.whole)
            audit_log.note(connection, Record(now, incoming.by, "marked", f"a{stamp.id}", given.title, note))
            self._put_marks_again(connection, stamp, parts, incoming.by, now, given.title)

    def _is_damaged(self, connection: Connection, stamp: Stamp) -> bool:
        try:
            self._loaded(connection, stamp)
        except Damaged:
            return True
        return False

    def _mended(
        self,
        connection: Connection,
        known: KnownAnalysis,
        incoming: "_Incoming",
        source: MentionSource,
        now: datetime,
        parts: MarkedParts | None,
    ) -> ImportResult:
        """Replaces findings that can't be read by those of the same text, which was read again."""
        draft, published = incoming.newest.draft, incoming.published or known.given_date
        result = self._put_reading(connection, known.stamp, draft, published, source, now, parts)
        rows.index_sentences(connection, known.stamp.id, _indexed(draft))
        return result

    async def add_samples(self, now: datetime) -> bool:
        """Adds the samples, dated from today, to an empty library, all or none; returns False if it had them before."""
        if await self.count():
            return False
        if await self._store.read(lambda connection: key_value.value(connection, _SAMPLED)):
            return False
        read = [await self._incoming(name, data, None, "Readout", now) for name, data in samples(self._today(now))]
        written = [await asyncio.to_thread(_written, each, whole=True) for each in read]

        def step(connection: Connection) -> bool:
            rows.lock(connection)
            if key_value.exchange(connection, _SAMPLED, now.isoformat()):
                return False
            with viewing(SYSTEM):
                for each, words in zip(read, written, strict=True):
                    self._kept(connection, each, words, None, now)
            return True

        return await self._store.write(step)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._zone).date()

    def _kept(
        self,
        connection: Connection,
        incoming: "_Incoming",
        written: "_Written",
        known: KnownAnalysis | None,
        now: datetime,
    ) -> ImportResult:
        """Stores the newest revision under a known analysis, or all revisions as a new analysis."""
        newest, by = incoming.newest, incoming.by
        draft, words = newest.draft, words_in(newest.draft.text)
        title_key = names.key(draft.title)
        before = self._earlier(connection, known) if known else None
        mentioned = self._mentions(connection, known.stamp) if known else ()
        if known:
            stamp = Stamp(known.stamp.id, known.stamp.revision + 1, known.stamp.reading + 1)
        else:
            stamp = replace(self._added(connection, incoming, words, now), revision=newest.revision)
        rows.set_current(connection, stamp, title_key, draft, words, now)
        for each, packed, text_hash in written.revisions:
            number = stamp if each is newest else replace(stamp, revision=each.revision)
            rows.put_revision(connection, number, each, packed, text_hash)
        held = incoming.held_for
        marked = self._marked_again(connection, stamp, draft, by, now, written.parts, held) if known else ()
        rows.index_sentences(connection, stamp.id, written.sentences)
        outlook.sync(connection, stamp.id, stamp.revision, draft, now)
        disputed = disagreements.sync(connection, stamp.id, stamp.revision, draft, now, written.claims)
        source = MentionSource(stamp.id, stamp.revision, by, incoming.reviewed)
        noted = self._noted(connection, source, draft.mentions, mentioned, now)
        audit_log.note(connection, Record(now, by, "revised" if known else "added", f"a{stamp.id}", draft.title))
        if known:
            revised, place = (stamp.id, stamp.revision), incoming.place
            corrections.add(connection, "revision", "new", revised, draft.title, now, place=place, by=by)
        outcome: ImportOutcome = "revised" if known else "new"
        own = stamp.id, draft.title, stamp.revision, stamp.reading
        step = Imported(*own, before, noted.created, noted.moved)
        result = Analysis(stamp.id, stamp.revision, draft, stamp.reading)
        proposed = draft.proposal if held else None
        return ImportResult(result, outcome, noted.events, step, tuple(disputed), marked=marked, proposed=proposed)

    def _added(self, connection: Connection, incoming: "_Incoming", words: int, now: datetime) -> Stamp:
        """A new analysis, with the label of the marking that its file names, or for who adds it if it proposes one."""
        note_new_library(connection)
        draft, own = incoming.newest.draft, self._stricter(Marks(None, {}), incoming.newest.draft, incoming.held_for)
        whole = Label(draft.marking) if draft.marking else own.whole
        label = label_number(connection, whole, self._default) if whole else None
        return rows.add(connection, incoming.name, incoming.title_key, draft, words, now, label)

    def _marked_again(
        self,
        connection: Connection,
        stamp: Stamp,
        draft: Draft,
        by: str,
        now: datetime,
        parts: MarkedParts | None,
        held_for: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        """Takes over a stricter marking that a new revision's file names, and the marked parts that it has.

        Returns the headings, without case, that are marked now since sentences of marked sections stand below them;
        "" is the whole analysis.
        """
        if parts is None:
            before = marks_of(connection, stamp.id)
            parts = MarkedParts(stamp, before, self._stricter(before, draft, held_for), {})
        if parts.before == parts.after == Marks(None, {}):
            return ()
        return self._put_marks_again(connection, stamp, parts, by, now, draft.title)

    def _put_marks_again(
        self, connection: Connection, stamp: Stamp, parts: MarkedParts, by: str, now: datetime, title: str
    ) -> tuple[str, ...]:
        for key, each in parts.raised.items():
            note = marking_note(key, f"{shown(each)} (r{stamp.revision})")
            audit_log.note(connection, Record(now, by, "marked", f"a{stamp.id}", title, note))
        self.put_parts(connection, stamp, parts)
        relabel(connection, stamp.id)
        corrections.relabel(connection, stamp.id)
        self._part(connection, stamp.id, by, now)
        relabel_log(connection, stamp.id)
        return tuple(key.partition(" ")[2] for key in parts.raised)

    def _stricter(self, marks: Marks, draft: Draft, held_for: tuple[str, ...] = ()) -> Marks:
        """The marks with a stricter marking that a file names, or the audience of one that only proposes it."""
        known = marks.whole or Label(self._default)
        if held_for and not known.audience:
            return replace(marks, whole=replace(known, audience=held_for))
        if not draft.marking or rank(draft.marking) <= rank(known.marking):
            return marks
        return replace(marks, whole=replace(known, marking=draft.marking))

    def put_parts(self, connection: Connection, stamp: Stamp, parts: MarkedParts) -> None:
        """Stores changed marks, and the older revisions that were read apart by them."""
        places = {number: each.places for number, each in parts.read.items()}
        put_marks(connection, stamp.id, parts.before, parts.after, places, self._default)
        for number, each in parts.read.items():
            if number != stamp.revision:
                older = replace(stamp, revision=number)
                rows.put_reading(connection, older, each.draft, rows.given_date(connection, older))

    async def _read_parts(
        self, id_: int, revision: int, newest: StoredRevision, now: datetime, held_for: tuple[str, ...] = ()
    ) -> MarkedParts | None:
        """The parts of a revision, or of another reading of one, and of the others where they need other marks."""
        with viewing(SYSTEM):
            stored = await self._store.read(partial(_marked_texts, id_=id_))
            if not stored.marks.sections:
                return None
            drafts = {each.revision: each.draft for each in stored.revisions} | {revision: newest.draft}
            before = self._stricter(stored.marks, newest.draft, held_for)
            raised = followed(before, revision, drafts, stored.places)
            after = before
            for key, each in raised.items():
                after = after.with_label(key, each)
            revisions = [replace(newest, revision=revision)]
            if raised:
                revisions += [each for each in stored.revisions if each.revision != revision]
            parts = await self._read_each(stored, after, revisions, drafts, now)
            return replace(parts, raised=raised)

    async def parts_by(self, id_: int, change: Callable[[Marks], Marks], now: datetime) -> MarkedParts:
        """What is found in all revisions once the marks of an analysis are changed. Raises NotFound."""
        with viewing(SYSTEM):
            stored = await self._store.read(partial(_marked_texts, id_=id_, to_mark=True))
            drafts = {each.revision: each.draft for each in stored.revisions}
            after = change(stored.marks)
            if after.sections == stored.marks.sections and not after.sections:
                return MarkedParts(stored.stamp, stored.marks, after, {})
            return await self._read_each(stored, after, stored.revisions, drafts, now)

    def mark(self, connection: Connection, parts: MarkedParts, by: str, now: datetime) -> bool:
        """Takes over changed marks, and what was read apart by them; False if the text or its marks changed since."""
        stamp = parts.stamp
        if newest := parts.read.get(stamp.revision):
            given = rows.given_date(connection, stamp)
            return self.keep_reading(connection, stamp, newest.draft, given, now, parts)
        if not _is_marked_so(connection, stamp.id, parts):
            return False
        self._put_marks_again(connection, stamp, parts, by, now, "")
        return True

    async def _read_each(
        self,
        stored: "_MarkedTexts",
        after: Marks,
        revisions: Sequence[StoredRevision],
        drafts: Mapping[int, Draft],
        now: datetime,
    ) -> MarkedParts:
        places, hidden = section_places(after, drafts)
        found = {}
        for each in revisions:
            given = each.given_date
            again = partial(self._sandbox.read_again, stored.name, published=given, latest=self._today(now), by=each.by)
            found[each.revision] = await read_apart(again, each.draft, places[each.revision])
        return MarkedParts(stored.stamp, stored.marks, after, found, hidden=tuple(hidden))

    def _mentions(self, connection: Connection, stamp: Stamp) -> Sequence[Mention]:
        """The mentions in a current text; none if it can't be read."""
        found = cache.cached_analysis(connection, self._memory, [stamp.id])
        return found[0][1].draft.mentions if found else ()

    def _earlier(self, connection: Connection, known: KnownAnalysis) -> Earlier:
        id_ = known.stamp.id
        changed_at = rows.changed_at(connection, id_)
        return Earlier(known.stamp.revision, changed_at, trash.mentions(connection, id_))

    async def withdraw(self, step: Imported, take_back: TakeBack, now: datetime, *, by: str = "") -> None:
        """Undoes `add`: removes a new analysis, or restores the previous revision; events return to their old state.

        `take_back` does the same for the agenda; `by` names the person in words. Raises BadInput if the analysis has
        changed since.
        """
        stamp = Stamp(step.analysis, step.revision, step.reading)
        await self._seen(stamp.id)
        with viewing(SYSTEM):
            await self._withdraw(stamp, step, take_back, now, by)

    async def _withdraw(self, stamp: Stamp, step: Imported, take_back: TakeBack, now: datetime, by: str) -> None:
        older = await self._older(stamp.id, step.before.revision) if step.before else None

        def withdraw(connection: Connection) -> None:
            rows.lock(connection)
            if rows.stamp_of(connection, stamp.id) != stamp:
                raise BadInput("a{id} has been changed again since.", id=stamp.id)
            if step.before is None:
                analyses.remove(connection, stamp.id)
            else:
                _give_way(connection, stamp, step.before, older)
                self._part(connection, stamp.id, by, now)
                relabel_log(connection, stamp.id)
                corrections.take_back(connection, stamp.id, "revision", stamp.revision, now, _TAKEN_BACK)
                corrections.forget_revision(connection, stamp.id, stamp.revision)
            take_back(connection, step.created, step.moved, by, now)
            deed: Deed = "restored" if step.before else "removed"
            audit_log.note(connection, Record(now, by, deed, f"a{stamp.id}", step.title))

        await self._store.write(withdraw)

    async def _older(self, id_: int, revision: int) -> "_Older | None":
        older = await self._store.read(lambda connection: analyses.load_revision(connection, id_, revision))
        return _Older(older.draft, await asyncio.to_thread(_indexed, older.draft)) if older else None

    async def set_published(
        self,
        id_: int,
        published: date | None,
        now: datetime,
        *,
        by: str = "",
        standing: date | None = None,
        reviewed: bool = False,
    ) -> ImportResult:
        """Reads a stored text again with another publication date; None means the one in the text.

        `by` names the person in words, who with `reviewed` confirms new events; `standing` is the date expected to be
        current. Raises NotFound, BadInput for a future date or if the current date differs from `standing`, and Busy if
        others keep changing the same text.
        """
        reject_future_date(published, now)
        await self._seen(id_)
        with viewing(SYSTEM):
            result = await self._published(id_, published, now, by, standing, reviewed=reviewed)
        return await self._store.read(lambda connection: _as_seen(connection, result))

    async def _seen(self, id_: int) -> None:
        """Raises NotFound for an analysis that the viewer doesn't see."""
        if await self._store.read(lambda connection: rows.stamp_of(connection, id_)) is None:
            raise no_analysis(id_)

    async def _published(
        self, id_: int, published: date | None, now: datetime, by: str, standing: date | None, *, reviewed: bool
    ) -> ImportResult:
        for _ in range(_ATTEMPTS):
            source = await self._store.read(lambda connection: rows.source_of(connection, id_))
            if source is None:
                raise no_analysis(id_)
            stamp, name, before = source
            if standing is not None and before.published != standing:
                raise BadInput("a{id} has been changed again since.", id=id_)
            latest = self._today(now)
            draft = await self._sandbox.read_again(name, before, published=published, latest=latest, by=by)
            noting = MentionSource(stamp.id, stamp.revision, by, reviewed)
            kept = StoredRevision(stamp.revision, now, by, published, draft)
            parts = await self._read_parts(id_, stamp.revision, kept, now)
            draft = parts.read[stamp.revision].draft if parts else draft
            if result := await self._redated(stamp, draft, published, noting, now, parts):
                return result
        raise _changed_meanwhile()

    async def _redated(
        self,
        stamp: Stamp,
        draft: Draft,
        published: date | None,
        source: MentionSource,
        now: datetime,
        parts: MarkedParts | None,
    ) -> ImportResult | None:
        """Stores another reading of a text; None, with nothing changed, if the text has changed since."""

        def step(connection: Connection) -> ImportResult | None:
            rows.lock(connection)
            if not _stand(connection, stamp, parts):
                return None
            return self._read_again(connection, stamp, draft, published, source, now, parts)

        return await self._store.write(step)

    def _read_again(
        self,
        connection: Connection,
        stamp: Stamp,
        draft: Draft,
        published: date | None,
        source: MentionSource,
        now: datetime,
        parts: MarkedParts | None,
    ) -> ImportResult:
        before, given = self._within(connection, stamp).draft.published, rows.given_date(connection, stamp)
        result = self._put_reading(connection, stamp, draft, published, source, now, parts)
        if published is None or (before, given) == (published, published):
            return result
        return replace(result, step=Redated(stamp.id, before, published, given, noted=True))

    def _put_reading(
        self,
        connection: Connection,
        stamp: Stamp,
        draft: Draft,
        published: date | None,
        source: MentionSource,
        now: datetime,
        parts: MarkedParts | None,
    ) -> ImportResult:
        mentioned = self._mentions(connection, stamp)
        stamp = Stamp(stamp.id, stamp.revision, stamp.reading + 1)
        rows.put_reading(connection, stamp, draft, published)
        rows.set_current(connection, stamp, names.key(draft.title), draft, words_in(draft.text), now)
        if parts:
            self._put_marks_again(connection, stamp, parts, source.by, now, draft.title)
        outlook.sync(connection, stamp.id, stamp.revision, draft, now)
        disagreements.sync(connection, stamp.id, stamp.revision, draft, now)
        noted = self._noted(connection, source, draft.mentions, mentioned, now)
        day = draft.published.isoformat() if draft.published else ""
        audit_log.note(connection, Record(now, source.by, "redated", f"a{stamp.id}", draft.title, day))
        return ImportResult(Analysis(stamp.id, stamp.revision, draft, stamp.reading), "redated", noted.events)

    async def reread(self, id_: int, now: datetime) -> bool:
        """Reads a stored text anew as this version of Readout does; whether anything else was found.

        Its date, what people set and when it was changed stay, and nobody is notified. A text that can't be read any
        more keeps its reading. Raises Busy if others keep changing the same text.
        """
        with viewing(SYSTEM):
            for _ in range(_ATTEMPTS):
                source = await self._store.read(partial(_readable_source, id_=id_))
                if source is None:
                    return False
                (stamp, name, before), given = source
                draft = await self._sandbox.read_again(name, before, published=given, latest=self._today(now))
                kept = StoredRevision(stamp.revision, now, "", given, draft)
                parts = await self._read_parts(id_, stamp.revision, kept, now)
                draft = parts.read[stamp.revision].draft if parts else draft
                if draft == before or draft.text != before.text:
                    return False
                kept_reading = partial(self.keep_reading, stamp=stamp, draft=draft, given=given, now=now, parts=parts)
                if await self._store.write(kept_reading):
                    return True
            raise _changed_meanwhile()

    async def reread_older(self, id_: int, now: datetime) -> None:
        """Reads a text's older revisions anew, so that what is found only now isn't told as new in the newest."""
        with viewing(SYSTEM):
            source = await self._store.read(partial(_readable_source, id_=id_))
            for number in range(1, source[0][0].revision if source else 1):
                with suppress(Unreadable):
                    await self._reread_revision(Stamp(id_, number, 0), source[0][1] if source else "", now)

    async def _reread_revision(self, stamp: Stamp, name: str, now: datetime) -> None:
        older = await self._store.read(lambda connection: rows.load_revision(connection, stamp.id, stamp.revision))
        if older is None:
            return
        given = await self._store.read(lambda connection: rows.given_date(connection, stamp))
        draft = await self._sandbox.read_again(name, older.draft, published=given, latest=self._today(now))
        stored = await self._store.read(partial(_marked_texts, id_=stamp.id))
        parts = None
        if stored.marks.sections:
            drafts = {each.revision: each.draft for each in stored.revisions} | {stamp.revision: draft}
            kept = StoredRevision(stamp.revision, now, "", given, draft)
            parts = await self._read_each(stored, stored.marks, [kept], drafts, now)
            draft = parts.read[stamp.revision].draft

        def keep(connection: Connection) -> None:
            rows.lock(connection)
            current = rows.stamp_of(connection, stamp.id)
            if current and current.revision > stamp.revision and _is_marked_so(connection, stamp.id, parts):
                rows.put_reading(connection, stamp, draft, given)
                if parts:
                    self.put_parts(connection, stamp, parts)

        if draft != older.draft and draft.text == older.draft.text:
            await self._store.write(keep)

    def keep_reading(
        self,
        connection: Connection,
        stamp: Stamp,
        draft: Draft,
        given: date | None,
        now: datetime,
        parts: MarkedParts | None,
    ) -> bool:
        """Stores another reading of a text; False if the text or its marks have changed since."""
        rows.lock(connection)
        if not _stand(connection, stamp, parts):
            return False
        mentioned, changed_at = self._mentions(connection, stamp), rows.changed_at(connection, stamp.id)
        new = replace(stamp, reading=stamp.reading + 1)
        rows.put_reading(connection, new, draft, given)
        rows.set_current(connection, new, names.key(draft.title), draft, words_in(draft.text), changed_at)
        self._marked_again(connection, new, draft, "Readout", now, parts)
        rows.index_sentences(connection, new.id, _indexed(draft))
        outlook.sync(connection, new.id, new.revision, draft, now)
        disagreements.sync(connection, new.id, new.revision, draft, now)
        source = MentionSource(new.id, new.revision, "Readout", reread=True)
        self._noted(connection, source, draft.mentions, mentioned, now)
        return True

    async def entries(
        self, words: str = "", limit: int | None = 50, days: tuple[date, date] | None = None
    ) -> list[Entry]:
        """Analyses whose title contains all the words, newest first; with `days`, those published from one to other."""
        keys = names.key(words).split()
        return await self._store.read(lambda connection: rows.entries(connection, keys, limit, days))

    async def longest(self, most: int) -> list[Entry]:
        """The longest analyses, and the shortest one at the end."""
        return await self._store.read(lambda connection: rows.longest(connection, most))

    async def oldest(self, most: int) -> list[Entry]:
        """The analyses that were published first, and the last one at the end."""
        return await self._store.read(lambda connection: rows.oldest(connection, most))

    async def word_count(self) -> int:
        """The number of words of all analyses."""
        return await self._store.read(rows.word_count)

    async def count(self) -> int:
        """The number of analyses."""
        return await self._store.read(rows.count)

    async def get(self, id_: int) -> Analysis:
        """The current revision. Raises NotFound, of the kind Damaged if it can't be read."""
        stamp = await self._store.look_up(lambda connection: rows.stamp_of(connection, id_))
        if stamp and (known := self._memory.get(stamp)):
            return self._memory.hold(stamp, known)
        loaded = await self._store.read(lambda connection: rows.load(connection, id_), urgent=True) if stamp else None
        if loaded is None:
            raise no_analysis(id_)
        return self._memory.hold(*loaded)

    async def stamps(self, ids: Collection[int]) -> dict[int, Stamp]:
        """What identifies the current text of each analysis as the viewer sees it."""
        found = await self._store.read(lambda connection: rows.stamps_of(connection, ids))
        return {each.id: each for each in found}

    async def stay(self, shown: Mapping[int, Stamp]) -> None:
        """Raises Busy if one of these texts changed, or if the viewer sees less of one than what it was shown for."""
        if await self.stamps(shown) != shown:
            raise _changed_meanwhile()

    async def several(self, ids: Collection[int]) -> dict[int, Analysis]:
        """The current revisions of the readable ones among these ids, by id; always two queries."""
        return cache.cached(
            self._memory,
            await self._store.read(lambda connection: cache.cached_analysis(connection, self._memory, ids)),
        )

    async def listed(self, ids: Collection[int]) -> frozenset[int]:
        """Those of some analyses that a list of all would have."""
        return frozenset(each.id for each in await self._store.read(lambda known: rows.stamps_of(known, ids)))

    async def corrected(self, words: str) -> str:
        """The words with mistyped names corrected by the newest analyses, if a sentence has them then; else ""."""
        meant = await self._respelled(words)
        return meant if meant and (await self.search(meant, 1)).hits else ""

    async def _respelled(self, words: str) -> str:
        """The words with mistyped names corrected by the newest analyses; "" if none is."""
        known = await self.several([each.id for each in await self.entries(limit=_KNOWN)])
        return await asyncio.to_thread(corrected, words, [each.draft for each in known.values()]) if known else ""

    async def revision(self, id_: int, revision: int) -> Analysis:
        """A revision of an analysis. Raises NotFound."""
        current = await self.get(id_)
        if current.revision == revision:
            return current
        older = await self._cached_revision(id_, revision)
        if older is None and 0 < revision < current.revision:
            raise NotFound("Revision {revision} of a{id} can't be read.", revision=revision, id=id_)
        if older is None:
            raise NotFound(
                "“{title}” (a{id}) has no revision {revision}; the newest is {newest}.",
                title=current.title,
                id=id_,
                revision=revision,
                newest=current.revision,
            )
        return older

    async def _cached_revision(self, id_: int, revision: int) -> Analysis | None:
        """An older revision, from the cache if it is there; None if it isn't there or can't be read."""
        stamp = await self._store.look_up(lambda connection: analyses.older_stamp(connection, id_, revision))
        if stamp and (known := self._memory.get(stamp)):
            return self._memory.hold(stamp, known)
        older = await self._store.read(lambda connection: analyses.load_revision(connection, id_, revision))
        return self._memory.hold(stamp, older) if stamp and older else older

    async def newest(self) -> Analysis | None:
        """The analysis added or revised last that can be read."""
        loaded = await self._store.read(self._newest_readable, urgent=True)
        return self._memory.hold(*loaded) if loaded else None

    def _newest_readable(self, connection: Connection) -> Loaded | None:
        try:
            return self._loaded(connection, rows.newest_stamp(connection))
        except Damaged:
            for stamp in rows.newest_first(connection):
                with suppress(Damaged):
                    return self._loaded(connection, stamp)
            return None

    def _loaded(self, connection: Connection, stamp: Stamp | None) -> tuple[Stamp, Analysis] | None:
        """The analysis of a stamp, from the cache if it is there."""
        if stamp is None:
            return None
        known = self._memory.get(stamp)
        return (stamp, known) if known else rows.load(connection, stamp.id)

    def _within(self, connection: Connection, stamp: Stamp) -> Analysis:
        loaded = self._loaded(connection, stamp)
        if loaded is None:
            raise no_analysis(stamp.id)
        return loaded[1]

    async def resolve(self, words: Sequence[str], current: int | None) -> ResolvedPlace:
        """The analysis or section that typed words name; without words, the current analysis or else the newest.

        Raises NotFound with close matches, or Ambiguous with the possible meanings.
        """
        return await resolve.resolve(self, words, current)

    async def resolve_typed(self, words: Sequence[str], current: int | None) -> ResolvedPlace:
        """The same; mistyped names are corrected by the titles, headings and actors of the newest analyses."""
        try:
            return await self.resolve(words, current)
        except NotFound as error:
            meant = await self._respelled(" ".join(words))
            if not meant:
                raise
            try:
                return await self.resolve(meant.split(), current)
            except NotFound:
                raise error from None

    async def headed(self, words: str) -> list[ResolvedPlace]:
        """The analyses whose title has all the words, and the sections whose heading does; of the 100 newest texts."""
        return await resolve.headed(self, words)

    async def section_about(self, words: str, current: int | None, *, headed: bool = False) -> ResolvedPlace | None:
        """The section of the current analysis that mentions the words far more than any other.

        With `headed`, the section whose heading says them in any language.
        """
        here = (await self.resolve((), current)).analysis
        section = section_by_heading(here.draft, words)
        if section is None and not headed:
            section = section_by_topic(here.draft, words)
        return None if section is None else ResolvedPlace(here, section)

    async def summary(
        self, analysis: Analysis, length: str = "medium", *, words: int | None = None, section: int | None = None
    ) -> Summary:
        """A summary of a length ("short", "medium", "long"), which is cached, or of at most a number of words.

        With `section`, only of that section and its subsections.
        """
        name = f"{EDITION}/{length}" if section is None else f"{EDITION}/{section}:{length}"
        if words is not None:
            return await asyncio.to_thread(briefing, analysis.draft, length, words, section)
        if known := self._memory.summary(analysis, name):
            return known
        stamp, made = await self._store.read(
            lambda connection: rows.cached_summary(connection, analysis.id, name), urgent=True
        )
        own = Stamp(analysis.id, analysis.revision, analysis.reading)  # not of one from which sections are cut
        if made is None or stamp != own:
            made = await self._summarised_once(analysis, name, partial(briefing, analysis.draft, length, None, section))
            if stamp == own:
                await self._store.write(
                    partial(rows.cache_summary, stamp=own, length=name, made=made), bookkeeping=True
                )
        self._memory.keep(analysis, name, made)
        return made

    async def prepare_summary(self, id_: int) -> None:
        """Makes the summary that is shown by default, so that nobody waits for it after an upgrade."""
        with viewing(SYSTEM), suppress(NotFound):
            await self.summary(await self.get(id_))

    async def _summarised_once(self, analysis: Analysis, name: str, summarise: Callable[[], Summary]) -> Summary:
        """The summary, made once for all who ask for it at the same time."""
        key = (id(analysis), name)
        if key not in self._being_made:
            made = asyncio.ensure_future(asyncio.to_thread(summarise))
            self._being_made[key] = made
            made.add_done_callback(lambda _: self._being_made.pop(key))
        return await asyncio.shield(self._being_made[key])

    async def search(self, words: str, limit: int | None = 10, within: Collection[int] | None = None) -> Found:
        """Sentences across the library that contain all the words, followed by those that contain some.

        `within` limits the search to these analyses; a limit of None gives all with all the words.
        """
        (candidates, bounded), loaded = await self._store.read(
            lambda connection: self._matches(connection, words, limit, within)
        )
        found = cache.cached(self._memory, loaded)
        return Found(
            tuple(quote(found[c.analysis], c.start, c.end) for c in candidates if c.analysis in found), bounded
        )

    def _matches(
        self, connection: Connection, words: str, limit: int | None, within: Collection[int] | None
    ) -> tuple[tuple[list[Candidate], bool], list[Loaded]]:
        """Matching sentences and their texts, read in one transaction."""
        best = search.best(connection, words, limit, within)
        return best, cache.cached_analysis(connection, self._memory, {match.analysis for match in best[0]})


def _adding() -> tuple[str, ...]:
    """The audience of who adds a file, in the chat where it is added; the server's own terminal for a job of it."""
    if viewer().everything:
        return held_in([_SERVER])
    return held_in(viewer().holders)


def _as_seen(connection: Connection, result: ImportResult) -> ImportResult:
    """The result of an import without what is hidden from the viewer: events, disagreements, marked sections."""
    if viewer().everything:
        return result
    if not labels_of(connection, [result.analysis.id]):
        return replace(result, events=(), disputed=(), withheld=True)
    events = {each.id for each in agenda_rows.by_analysis(connection, result.analysis.id)} if result.events else set()
    seen = {each.id for each in disagreement_rows.among(connection, result.disputed)} if result.disputed else set()
    found = rows.current(connection, [result.analysis.id]) if rows.is_partial(connection, result.analysis.id) else ()
    return replace(
        result,
        analysis=found[0][1] if found else result.analysis,
        events=tuple(each for each in result.events if each.id in events),
        disputed=tuple(each for each in result.disputed if each in seen),
    )


def reject_future_date(published: date | None, now: datetime) -> None:
    """Raises BadInput for a day that hasn't begun anywhere on Earth."""
    if published is not None and published > _latest(now):
        raise BadInput("{day} is in the future, so it can't be the publication date.", day=day_phrase(published))


def _latest(now: datetime) -> date:
    """The latest date that has begun somewhere on Earth."""
    return (now + _FIRST_ZONE).astimezone(UTC).date()


def _compared(draft: Draft, loaded: Sequence[Loaded]) -> dict[int, tuple[Analysis, float]]:
    """Each analysis and its similarity to a text, by id."""
    own = runs(draft)
    found = {stamp.id: (analysis, shared(own, runs(analysis.draft))) for stamp, analysis in loaded}
    return {
        id_: (analysis, 0.0 if is_other_issue(draft, analysis.draft, share) else share)
        for id_, (analysis, share) in found.items()
    }


def _written(incoming: _Incoming, *, whole: bool) -> _Written:
    """The rows of all revisions of a file, or of the newest alone."""
    history = incoming.history if whole else (incoming.newest,)
    revisions = tuple((each, rows.packed(each.draft), hash_of(each.draft.text)) for each in history)
    draft = incoming.newest.draft
    return _Written(revisions, tuple(_indexed(draft)), tuple(disagreements.claims(draft)))


def _give_way(connection: Connection, stamp: Stamp, before: Earlier, older: _Older | None) -> None:
    """Makes the previous revision current again; `reading` still rises, so that no stamp repeats."""
    if older is None:
        raise no_analysis(stamp.id)
    draft, now_current = older.draft, Stamp(stamp.id, before.revision, stamp.reading + 1)
    analyses.drop_newest(connection, stamp.id, stamp.revision, before.revision)
    title_key, words = names.key(draft.title), words_in(draft.text)
    rows.set_current(connection, now_current, title_key, draft, words, before.changed_at)
    rows.index_sentences(connection, stamp.id, older.sentences)
    outlook.sync(connection, stamp.id, before.revision, draft, before.changed_at)
    disagreements.sync(connection, stamp.id, before.revision, draft, before.changed_at)
    trash.put_mentions(connection, stamp.id, before.revision, before.mentions)
    relabel(connection, stamp.id)


def _indexed(draft: Draft) -> list[Indexed]:
    """The sentences and table rows for the search index; a row is found by its header cells and caption too."""
    sentences = [Indexed(s.section, s.start, s.end, _searchable(draft.text[s.start : s.end])) for s in draft.sentences]
    listed = [
        Indexed(table.section, row.start, row.end, _searchable(row_passage(draft, table, row)))
        for table, row in rows_of(draft)
    ]
    return sentences + listed


def _searchable(words: str) -> str:
    """The terms of a passage, and those of its numbers in their other writings."""
    return " ".join(dict.fromkeys([*terms(words), *number_terms(words)]))


@dataclass(frozen=True, slots=True)
class _MarkedTexts:
    """The revisions of an analysis with its marks, and where these stand."""

    stamp: Stamp
    name: str
    marks: Marks
    revisions: Sequence[StoredRevision]
    places: Mapping[int, Places]


def _marked_texts(connection: Connection, id_: int, *, to_mark: bool = False) -> _MarkedTexts:
    """The marks of an analysis and, where it has marked sections or gets some, all its revisions."""
    stamp = rows.stamp_of(connection, id_)
    if stamp is None:
        raise no_analysis(id_)
    marks, name = marks_of(connection, id_), rows.file_name(connection, id_)
    revisions = rows.revisions_of(connection, id_) if marks.sections or to_mark else []
    places = places_of(connection, id_, [each.revision for each in revisions])
    return _MarkedTexts(stamp, name, marks, revisions, places)


def _stand(connection: Connection, stamp: Stamp, parts: MarkedParts | None) -> bool:
    """Whether a text, and the marks by which its parts were read, are still those of its stamp."""
    return rows.stamp_of(connection, stamp.id) == stamp and _is_marked_so(connection, stamp.id, parts)


def _is_marked_so(connection: Connection, id_: int, parts: MarkedParts | None) -> bool:
    marks = marks_of(connection, id_)
    if parts is None:
        return not marks.sections
    with viewing(SYSTEM):
        return marks == parts.before and rows.stamp_of(connection, id_) == parts.stamp


def _readable_source(connection: Connection, id_: int) -> tuple[tuple[Stamp, str, Draft], date | None] | None:
    """The current reading of an analysis and the date that a person gave it; None if there is none to be read."""
    try:
        source = rows.source_of(connection, id_)
    except Damaged:
        return None
    return (source, rows.given_date(connection, source[0])) if source else None


def _changed_meanwhile() -> Busy:
    return Busy("Someone else is changing this analysis. Please try again.")


def no_analysis(id_: int) -> NotFound:
    return NotFound("There is no analysis a{id}. Type /list to see all analyses.", id=id_)

"""Corrections: the editor who changed shown sentences decides what each change is, and everybody can read the log."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from briefings.corrections.changes import in_newest, passages
from briefings.corrections.receipts import spans_about
from briefings.corrections.recipients import key_of
from briefings.corrections.reviews import Reviews, Texts, has_left
from briefings.errors import BadInput, NotFound
from briefings.library.library import Library
from briefings.library.reports.provenance import words_of
from briefings.model.analysis import Analysis
from briefings.model.audit_log import Deed, Record
from briefings.model.corrections import ChangedSentence, Correction, CorrectionState, ToldChat, Verdict
from briefings.model.delivery import CorrectionDue, CorrectionQuestion, CorrectionTakenBack
from briefings.model.marking import SYSTEM, viewing
from briefings.store import Connection, Step, Store
from briefings.store import corrections as rows
from briefings.store.accounts import audit_log
from briefings.store.markings.spans import marked_sections
from briefings.store.outbox import pending
from briefings.text.redaction import Cuts
from briefings.translatable import Phrase, phrase

_SHARED = 16  # corrections whose newest wording stays in memory while they go out to many chats
_DECIDED = phrase("it has been decided already")
TAKEN_BACK = phrase("the correction was taken back before this was sent")
_Notice = CorrectionQuestion | CorrectionDue | CorrectionTakenBack


class CorrectionContent:
    """Makes the content of deliveries about corrections."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._newest: dict[tuple[int, int], tuple[ChangedSentence, ...]] = {}

    async def notice(
        self, of: Correction | None, facts: Mapping[str, Any], zone: str, now: datetime
    ) -> _Notice | Phrase:
        """The question about a revision, or what a chat is told of a correction; else why there is nothing to say."""
        if facts["kind"] == "revised":
            return CorrectionQuestion(of, zone, now) if of and of.state == "asked" else _DECIDED
        if of is None:
            return TAKEN_BACK
        if facts["kind"] == "reinstated":
            return CorrectionTakenBack(of, _chosen(of.items, facts), zone, now)
        if of.state not in ("ready", "sent"):
            return TAKEN_BACK
        items, revision = await self._worded(of)
        return CorrectionDue(of, _chosen(items, facts), zone, now, revision, facts["doubt"])

    async def _worded(self, of: Correction) -> tuple[tuple[ChangedSentence, ...], int]:
        """The sentences as the newest revision words them, and that revision; 0 if the analysis is gone."""
        try:
            current = await self._library.get(of.analysis)
            then = await self._library.revision(of.analysis, of.revision)
        except NotFound:
            return of.items, 0
        if then.revision == current.revision:
            return of.items, current.revision
        if (of.id, current.revision) not in self._newest:
            if len(self._newest) >= _SHARED:
                self._newest.clear()
            self._newest[of.id, current.revision] = await asyncio.to_thread(in_newest, of.items, then, current)
        return self._newest[of.id, current.revision], current.revision


def _chosen(items: tuple[ChangedSentence, ...], facts: Mapping[str, Any]) -> tuple[ChangedSentence, ...]:
    return tuple(items[index] for index in facts["items"] if 0 <= index < len(items))


_MOST = 500  # sentences that are kept of an analysis which is withdrawn
_PUBLIC: tuple[CorrectionState, ...] = ("ready", "sent", "reverting", "reverted")
_ASKED: tuple[CorrectionState, ...] = ("asked",)
_ANSWERED = phrase("the question has been answered")


@dataclass(frozen=True, slots=True)
class Decided:
    """A correction after a verdict, and as it was before."""

    correction: Correction
    before: Correction


@dataclass(frozen=True, slots=True)
class Told:
    """A correction, and what became of its message in each chat."""

    correction: Correction
    chats: tuple[ToldChat, ...]


class Corrections:
    """Decides what a change of shown sentences is, and lists the corrections that were told."""

    def __init__(self, store: Store, reviews: Reviews) -> None:
        self._store, self._reviews = store, reviews

    async def log(self, analysis: int | None = None, limit: int = 20) -> list[Correction]:
        """The newest corrections that were sent or are about to be, of an analysis or of all."""
        found = await self._store.read(lambda connection: rows.listed(connection, analysis, _PUBLIC, limit))
        return [replace(each, items=each.visible) for each in found]

    async def asked(self, analysis: int | None = None, limit: int = 20) -> list[Correction]:
        """The newest revisions about which an editor hasn't decided yet, if the viewer may see all they change."""
        found = await self._store.read(lambda connection: rows.listed(connection, analysis, _ASKED, limit))
        return [each for each in found if each.visible == each.items]

    async def get(self, id_: int) -> Told:
        """A correction, and what became of its message in each chat. Raises NotFound."""

        def step(connection: Connection) -> Told:
            found = _found(connection, id_)
            if found.state == "asked" and found.visible != found.items:
                raise _unknown(id_)
            return Told(replace(found, items=found.visible), tuple(rows.told(connection, id_, key_of(id_))))

        return await self._store.read(step)

    async def decide(
        self, id_: int, verdict: Verdict, why: str, now: datetime, *, by: str, number: int | None = None
    ) -> Decided:
        """Stores an editor's verdict on a sentence by number from 1, or on all that have none yet.

        `by` names the person in words. Raises NotFound, and BadInput if there is nothing left to decide.
        """

        def step(connection: Connection) -> Decided:
            before = _found(connection, id_)
            if before.visible != before.items:
                raise _unknown(id_)
            items = _judged(before, verdict, why, number)
            after = replace(before, items=items, decided_by=by, decided_at=now)
            state: CorrectionState = "asked"
            if after.is_decided:
                state = "ready" if after.corrected else "closed"
            values = {"items": rows.packed_items(items), "state": state, "decided_by": by, "decided_at": now}
            rows.change(connection, id_, "asked", **values)
            if state != "asked":
                pending.cancel(connection, [rows.owner(id_)], _ANSWERED, now, "asked")
                deed: Deed = "corrected" if state == "ready" else "reworded"
                audit_log.note(connection, Record(now, by, deed, f"a{before.analysis}", before.title, why))
            return Decided(replace(after, state=state), before)

        return await self._store.write(step)

    async def is_told(self, id_: int) -> bool:
        """Whether the message of a correction has left for a chat, so that the verdict stands."""
        told = await self._store.read(lambda connection: rows.told(connection, id_, key_of(id_)))
        return any(has_left(each) for each in told)

    async def undo(self, before: Correction, now: datetime, *, by: str) -> None:
        """Takes a verdict back, so that the question is open again. Raises BadInput once a chat has been told."""

        def step(connection: Connection) -> None:
            current = _found(connection, before.id)
            left = [each for each in rows.told(connection, before.id, key_of(before.id)) if has_left(each)]
            if left:
                raise BadInput("The correction has already been sent to a chat. Import a revision to correct it again.")
            if current.state not in ("asked", "ready", "closed", "sent"):
                raise BadInput("This has been changed again since.")
            rows.forget_messages(connection, before.id, key_of(before.id))
            values = {"items": rows.packed_items(before.items), "state": "asked", "decided_by": "", "decided_at": None}
            rows.change(connection, before.id, current.state, **values, seen=0)
            audit_log.note(connection, Record(now, by, "reopened", f"a{before.analysis}", before.title))

        await self._store.write(step)

    async def withdrawal(self, id_: int, title: str, why: str, now: datetime, *, by: str, place: str) -> Step:
        """The step that, in the transaction of an analysis's removal, has the chats told that were shown it."""
        with viewing(SYSTEM):
            texts = await self._store.read(lambda connection: spans_about(connection, id_))
            drafts = await self._reviews.drafts(id_, texts)
            marked = await self._store.read(lambda connection: marked_sections(connection, id_))
        items, shown = await asyncio.to_thread(_all_shown, texts, drafts, marked, why)

        def step(connection: Connection) -> None:
            stamp = id_, max(drafts, default=1)
            rows.add(connection, "withdrawal", "ready", stamp, title, now, place=place, by=by, items=items, hits=shown)

        return step


def _found(connection: Connection, id_: int) -> Correction:
    found = rows.find(connection, id_)
    if found is None or found.state == "new":
        raise _unknown(id_)
    return found


def _unknown(id_: int) -> NotFound:
    return NotFound("There is no correction {number}. Type /corrections to see all.", number=id_)


def _judged(of: Correction, verdict: Verdict, why: str, number: int | None) -> tuple[ChangedSentence, ...]:
    """The sentences with a verdict. Raises BadInput."""
    if of.state != "asked":
        raise BadInput("That has been decided already.")
    if number is None:
        return tuple(each if each.verdict else replace(each, verdict=verdict, why=why) for each in of.items)
    if not 1 <= number <= len(of.items):
        raise BadInput("Give the number of a sentence, from 1 to {most}.", most=len(of.items))
    judged = replace(of.items[number - 1], verdict=verdict, why=why)
    return (*of.items[: number - 1], judged, *of.items[number:])


def _all_shown(
    texts: Texts, drafts: Mapping[int, Analysis], marked: Mapping[int, Cuts], why: str
) -> tuple[list[ChangedSentence], dict[int, Sequence[int]]]:
    """The sentences of an analysis that messages show, outside `marked` sections, and which of them each text shows."""
    known: dict[str, int] = {}
    items: list[ChangedSentence] = []
    found: dict[int, Sequence[int]] = {}
    for text, spans in texts.items():
        shown: dict[int, None] = {}
        for span in spans:
            draft = drafts[span.revision].draft if span.revision in drafts else None
            for each in passages(draft) if draft else ():
                if each.end <= span.start or span.end <= each.start or draft is None:
                    continue
                if span.revision in marked and marked[span.revision].hides(each.start):
                    continue
                if each.key not in known and len(items) < _MOST:
                    known[each.key] = len(items)
                    words = words_of(draft, each.start, each.end)
                    place = span.revision, each.start
                    items.append(ChangedSentence(each.key, words, verdict="correction", why=why, places=(place,)))
                if each.key in known:
                    shown[known[each.key]] = None
        found[text] = list(shown)
    return items, found

"""Undoes a change: by its author or an admin, once, and only while nothing else has changed it.

The limit is half an hour, or a day for removals. People who may no longer make a change can't undo it either.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from briefings.accounts.chats import Chat, Chats
from briefings.agenda.agenda import Agenda
from briefings.corrections.corrections import Corrections
from briefings.delivery.subscriptions import Subscriptions
from briefings.disagreements import Disagreements
from briefings.errors import BadInput, BriefingError, NotAllowed, NotFound, ReasonNeeded
from briefings.library.history import History
from briefings.library.library import Library
from briefings.markings import Markings
from briefings.model.delivery import Subscription, chat_of
from briefings.model.marking import viewer
from briefings.model.people import Role
from briefings.model.undo import (
    AllRemindersEnded,
    ClearanceSet,
    CorrectionDecided,
    DigestsEnded,
    DigestSkipped,
    DisagreementJudged,
    EventChanged,
    EventCreated,
    EventJoined,
    EventParted,
    EventsKept,
    GroupSet,
    Imported,
    Irreversible,
    LabelSet,
    LanguageSet,
    LengthSet,
    Muted,
    QuietSet,
    Redated,
    RemindersSet,
    Removed,
    Snoozed,
    StatementSettled,
    Step,
    Subscribed,
    Unsubscribed,
    ZoneSet,
    subjects_of,
)
from briefings.outlook import Outlook
from briefings.parsing.when import parse_quiet
from briefings.store import Connection, Store
from briefings.store.retention import undo as rows
from briefings.store.retention.undo import StoredChange
from briefings.translatable import Phrase, day_phrase, phrase

S = TypeVar("S")

_MINUTES = 30
_HOURS = 24
_MOST = 20  # latest changes among which /undo without a number looks for one that can be undone
_KEPT = timedelta(hours=_HOURS)  # so that an old button can say why it does nothing, and what was removed comes back


@dataclass(frozen=True, slots=True)
class Undoer:
    """Who undoes a change, and where; `who` says it in words.

    `seen_in` is the address whose people all see the answer; `reason` says why more people may see something again.
    """

    address: str
    sender: str
    who: str
    role: Role
    seen_in: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What steps are undone with."""

    library: Library
    history: History
    agenda: Agenda
    chats: Chats
    subscriptions: Subscriptions
    corrections: Corrections
    outlook: Outlook
    disagreements: Disagreements
    markings: Markings


@dataclass(frozen=True, slots=True)
class UndoContext:
    """Where a step is undone (the address of the change), by whom and when."""

    address: str
    by: Undoer
    now: datetime


@dataclass(frozen=True)  # `Kind[...]()` fails on a class with slots
class Kind(Generic[S]):
    """How one kind of step is undone, and what is said then.

    Parts of a sentence may be dates, instants, leads and subscriptions; a part named `language` is a tag.
    """

    undo: Callable[[S, Capabilities, UndoContext], Awaitable[object]]  # gives the step if it undid less than that
    named: Callable[[S], Phrase]  # the change, as in "Undone: {change}."
    sentences: Callable[[S], tuple[Phrase, ...]]  # the state after undoing it
    event: Callable[[S], int | None] = lambda _: None  # to be shown then
    analysis: Callable[[S], int | None] = lambda _: None  # to be offered then
    by: Role = "reader"  # the least role of whoever undoes it
    lasts: timedelta = timedelta(minutes=_MINUTES)
    stands: Callable[[S, Capabilities, str], Awaitable[bool]] | None = None  # whether it is as the step left it
    # Raises ReasonNeeded where more people would see something again, and no reason is given.
    check: Callable[[S, Capabilities, Undoer, datetime], Awaitable[None]] | None = None
    # Whether it can't be undone any more; without a number, /undo then says so and offers the one before.
    is_final: Callable[[S, Capabilities], Awaitable[bool]] | None = None
    # Whether the viewer may know of it, whose own change it is or not, beyond what it is about.
    is_seen: Callable[[S, Capabilities, bool], Awaitable[bool]] | None = None


def _chat_has(same: Callable[[Chat, S], bool]) -> Callable[[S, Capabilities, str], Awaitable[bool]]:
    async def stands(step: S, core: Capabilities, address: str) -> bool:
        return same(await core.chats.chat(address), step)

    return stands


async def _reminders_stand(step: RemindersSet, core: Capabilities, address: str) -> bool:
    follows = await core.subscriptions.follows(address)
    found = next((each for each in follows if each.event.id == step.event), None)
    leads = sorted(each.lead for each in found.reminders) if found else None
    return leads == (None if step.after is None else sorted(step.after))


async def _set_reminders(step: RemindersSet, core: Capabilities, on: UndoContext) -> RemindersSet:
    if step.before is None:
        await core.subscriptions.unfollow(on.address, step.event, on.now)
    else:
        await core.subscriptions.remind(on.address, step.event, step.before, on.by.sender, on.now)
    try:
        await core.agenda.unkeep(step.kept, on.by.who, on.now)
    except BadInput:  # somebody has changed the event since, so it stays confirmed
        return replace(step, kept=())
    return step


def _reminders_named(step: RemindersSet) -> Phrase:
    added = sorted((each for each in step.after or () if each not in (step.before or ())), reverse=True)
    if not added:
        return phrase("the end of reminders of {event}", event=f"e{step.event}")
    return phrase("reminders of {event}, {leads}", event=f"e{step.event}", leads=tuple(added))


async def _remind_again(step: AllRemindersEnded, core: Capabilities, on: UndoContext) -> AllRemindersEnded:
    again = await core.subscriptions.remind_again(on.address, step.before, on.by.sender, on.now)
    if not again:
        raise _overtaken()
    return AllRemindersEnded(tuple((each.event.id, tuple(of.lead for of in each.reminders)) for each in again))


async def _is_muted(step: Muted, core: Capabilities, address: str) -> bool:
    return (step.event in await core.subscriptions.muted(address)) == step.muted


def _ordered_again(order: Subscription) -> Phrase:
    return phrase("The digest is on again: {order}.", order=order)


async def _order_again(orders: Iterable[Subscription], core: Capabilities, on: UndoContext) -> None:
    by, now = on.by.sender, on.now
    for of in orders:
        await core.subscriptions.subscribe(
            of.owner, of.address, of.days, of.at, of.zone, of.words, by, now, of.id, of.skips, of.since
        )


async def _unsubscribe(step: Subscribed, core: Capabilities, on: UndoContext) -> None:
    await core.subscriptions.unsubscribe(on.address, step.number, on.now)
    await _order_again((step.replaced,) if step.replaced else (), core, on)


async def _check_label(step: LabelSet, core: Capabilities, by: Undoer, now: datetime) -> None:  # noqa: ARG001
    await core.markings.ensure_same_text(step)
    if not by.reason and core.markings.widens(step.after, step.before):
        raise ReasonNeeded("More people would see {name} again. Why?", name=step.name)


async def _is_seen(step: Step, core: Capabilities, *, own: bool) -> bool:
    """Whether the viewer may know of a change, whose `own` it is or not: what it is about may be hidden since."""
    found = kind_of(step).is_seen
    return await (found(step, core, own) if found else core.markings.may_know(subjects_of(step)))


async def _sees_label(step: LabelSet, core: Capabilities, own: bool) -> bool:  # noqa: FBT001  a call of the table
    present = await core.markings.present(step)
    if own and present == step.after:
        return True  # if it is hidden, then by this change itself
    return all(map(viewer().sees, (step.after, present))) and await core.markings.may_know(subjects_of(step))


async def _clearance_stands(step: ClearanceSet, core: Capabilities, address: str) -> bool:  # noqa: ARG001
    return (await core.markings.clearances()).get(step.holder) == step.after


async def _check_clearance(step: ClearanceSet, core: Capabilities, by: Undoer, now: datetime) -> None:
    if not by.reason and await core.markings.sees_more(step.holder, step.before, now):
        raise ReasonNeeded("{name} would see more again. Why?", name=step.holder)


async def _group_stands(step: GroupSet, core: Capabilities, address: str) -> bool:  # noqa: ARG001
    return (await core.markings.groups()).get(step.name, ()) == step.after


async def _check_group(step: GroupSet, core: Capabilities, by: Undoer, now: datetime) -> None:  # noqa: ARG001
    back = sorted(set(step.before) - set(step.after))
    if back and not by.reason:
        name, members = f"@{step.name}", " ".join(back)
        raise ReasonNeeded("{members} would see what {name} may see again. Why?", members=members, name=name)


async def _refuse(step: Irreversible, core: Capabilities, on: UndoContext) -> None:  # noqa: ARG001
    raise BadInput("This change can't be undone.")


_KINDS: Mapping[type[Step], Kind[Any]] = {
    EventChanged: Kind[EventChanged](
        lambda step, core, on: core.agenda.restore(step.before, step.rev, on.by.who, on.now, on.by.seen_in),
        lambda step: phrase("the change of {name}", name=f"e{step.before.id}"),
        lambda _: (phrase("Its previous state is restored."),),
        event=lambda step: step.before.id,
        by="editor",
    ),
    EventsKept: Kind[EventsKept](
        lambda step, core, on: core.agenda.unkeep(step.events, on.by.who, on.now),
        lambda step: phrase("keeping the events of {name}", name=f"a{step.analysis}"),
        lambda step: (
            phrase("The events of {name} that were kept wait for an editor again.", name=f"a{step.analysis}"),
        ),
        analysis=lambda step: step.analysis,
        by="editor",
    ),
    EventCreated: Kind[EventCreated](
        lambda step, core, on: core.agenda.withdraw(step.event, on.address, on.by.who, on.now),
        lambda step: phrase("the new event {name}", name=f"e{step.event.id}"),
        lambda step: (
            phrase("{name} “{title}” is no longer an event.", name=f"e{step.event.id}", title=step.event.title),
        ),
        by="editor",
    ),
    EventJoined: Kind[EventJoined](
        lambda step, core, on: core.agenda.apart(step.joined, on.by.who, on.now),
        lambda step: phrase("merging {other} into {one}", other=f"e{step.joined}", one=f"e{step.kept}"),
        lambda step: (
            phrase("{one} and {other} are separate events again.", one=f"e{step.kept}", other=f"e{step.joined}"),
        ),
        event=lambda step: step.kept,
        by="editor",
    ),
    EventParted: Kind[EventParted](
        lambda step, core, on: core.agenda.join(step.kept, step.parted, on.by.who, on.now),
        lambda step: phrase("separating {other} from {one}", other=f"e{step.parted}", one=f"e{step.kept}"),
        lambda step: (phrase("{other} is part of {one} again.", one=f"e{step.kept}", other=f"e{step.parted}"),),
        event=lambda step: step.kept,
        by="editor",
    ),
    Removed: Kind[Removed](
        lambda step, core, on: core.history.restore(step.analysis, step.kept, on.now, by=on.by.who),
        lambda step: phrase("the removal of {name}", name=f"a{step.analysis}"),
        lambda step: (
            phrase("{name} “{title}” is back, as it was.", name=f"a{step.analysis}", title=step.title),
            *(
                (phrase("Chats that were told of the removal are told that it is back; the others hear nothing."),)
                if step.reason
                else ()
            ),
        ),
        analysis=lambda step: step.analysis,
        by="editor",
        lasts=_KEPT,
    ),
    CorrectionDecided: Kind[CorrectionDecided](
        lambda step, core, on: core.corrections.undo(step.before, on.now, by=on.by.who),
        lambda step: phrase("the decision on correction {number}", number=step.before.id),
        lambda step: (phrase("Nobody was told, and correction {number} is open again.", number=step.before.id),),
        by="editor",
        is_final=lambda step, core: core.corrections.is_told(step.before.id),
    ),
    StatementSettled: Kind[StatementSettled](
        lambda step, core, on: core.outlook.restore(step, on.by.who, on.now),
        lambda step: phrase("the outcome of {name}", name=f"s{step.statement}"),
        lambda step: (
            phrase("{name} has its earlier outcome again.", name=f"s{step.statement}")
            if step.before.verdict
            else phrase("{name} has no outcome again.", name=f"s{step.statement}"),
        ),
        by="editor",
    ),
    DisagreementJudged: Kind[DisagreementJudged](
        lambda step, core, on: core.disagreements.restore(step.disagreement, step.before, step.rev, on.by.who, on.now),
        lambda step: phrase("the verdict on {name}", name=f"d{step.disagreement}"),
        lambda step: (
            phrase("{name} is open again.", name=f"d{step.disagreement}")
            if step.before == "open"
            else phrase("{name} has its earlier verdict again.", name=f"d{step.disagreement}"),
        ),
        by="editor",
    ),
    Imported: Kind[Imported](
        lambda step, core, on: core.library.withdraw(step, core.agenda.without_mentions, on.now, by=on.by.who),
        lambda step: phrase("the import of {name} “{title}”", name=f"a{step.analysis}", title=step.title),
        lambda step: (
            phrase("{name} is at revision {revision} again.", name=f"a{step.analysis}", revision=step.before.revision)
            if step.before
            else phrase("{name} “{title}” is gone again.", name=f"a{step.analysis}", title=step.title),
        ),
        analysis=lambda step: step.analysis if step.before else None,
        by="editor",
    ),
    Redated: Kind[Redated](
        lambda step, core, on: core.library.set_published(
            step.analysis, step.given if step.noted else step.before, on.now, by=on.by.who, standing=step.after
        ),
        lambda step: phrase("the publication date {day} of {name}", day=step.after, name=f"a{step.analysis}"),
        lambda step: (
            phrase("The publication date of {id} is {day} again.", id=f"a{step.analysis}", day=day_phrase(step.before))
            if step.before
            else phrase("{id} has no publication date again.", id=f"a{step.analysis}"),
        ),
        by="editor",
    ),
    RemindersSet: Kind[RemindersSet](
        _set_reminders,
        _reminders_named,
        lambda step: (
            phrase("This chat gets no reminders of it.")
            if step.before is None
            else phrase("Its earlier reminders are restored here."),
            *(phrase("{id} isn't confirmed again.", id=f"e{each.id}") for each, _ in step.kept),
        ),
        event=lambda step: step.event,
        stands=_reminders_stand,
    ),
    AllRemindersEnded: Kind[AllRemindersEnded](
        _remind_again,
        lambda _: phrase("the end of all reminders here"),
        lambda step: (phrase("All earlier reminders are set here again; events: {number}.", number=len(step.before)),),
    ),
    Snoozed: Kind[Snoozed](
        lambda step, core, on: core.subscriptions.unsnooze(on.address, step.event, step.after, step.before),
        lambda step: phrase("the snooze of {event}", event=f"e{step.event}"),
        lambda step: (
            phrase("Its reminder will come again on {time}.", time=step.before)
            if step.before
            else phrase("Its reminder won't come again."),
        ),
        event=lambda step: step.event,
    ),
    Muted: Kind[Muted](
        lambda step, core, on: (
            core.subscriptions.unmute(on.address, step.event)
            if step.muted
            else core.subscriptions.mute(on.address, step.event, on.now)
        ),
        lambda step: (
            phrase("muting {event}", event=f"e{step.event}")
            if step.muted
            else phrase("unmuting {event}", event=f"e{step.event}")
        ),
        lambda step: (phrase("Unmuted: its messages come here again.") if step.muted else phrase("Muted here again."),),
        event=lambda step: step.event,
        stands=_is_muted,
    ),
    Subscribed: Kind[Subscribed](
        _unsubscribe,
        lambda step: phrase("the order of digest {id}", id=step.number),
        lambda step: (
            phrase("Subscription {id} has ended.", id=step.number),
            *((_ordered_again(step.replaced),) if step.replaced else ()),
        ),
    ),
    DigestSkipped: Kind[DigestSkipped](
        lambda step, core, on: (
            core.subscriptions.unskip(on.address, step.number, step.days, on.now)
            if step.skipped
            else core.subscriptions.skip_again(on.address, step.number, step.days, on.now)
        ),
        lambda step: phrase("the change to digest {id} on {days}", id=step.number, days=step.days),
        lambda step: (
            phrase("Subscription {id} no longer skips {days}.", id=step.number, days=step.days)
            if step.skipped
            else phrase("Subscription {id} skips {days} again.", id=step.number, days=step.days),
        ),
    ),
    Unsubscribed: Kind[Unsubscribed](
        lambda step, core, on: _order_again((step.order,), core, on),
        lambda step: phrase("the end of digest {id}", id=step.order.id),
        lambda step: (_ordered_again(step.order),),
    ),
    DigestsEnded: Kind[DigestsEnded](
        lambda step, core, on: _order_again(step.orders, core, on),
        lambda step: phrase("the end of the digests {orders}", orders=step.orders),
        lambda step: (phrase("These digests are on again: {orders}.", orders=step.orders),),
    ),
    ZoneSet: Kind[ZoneSet](
        lambda step, core, on: core.chats.set_zone(on.address, step.before, on.now),
        lambda step: phrase("the time zone {zone}", zone=step.after),
        lambda step: (phrase("The time zone here is {zone} again.", zone=step.before),),
        stands=_chat_has(lambda chat, step: chat.zone == step.after),
    ),
    QuietSet: Kind[QuietSet](
        lambda step, core, on: core.chats.set_quiet(
            on.address, parse_quiet(step.before) if step.before else None, on.now
        ),
        lambda step: (
            phrase("quiet hours {hours}", hours=step.after) if step.after else phrase("the end of quiet hours")
        ),
        lambda step: (
            phrase("Quiet hours are {hours} again.", hours=step.before)
            if step.before
            else phrase("Quiet hours are off."),
        ),
        stands=_chat_has(lambda chat, step: str(chat.quiet or "") == step.after),
    ),
    LanguageSet: Kind[LanguageSet](
        lambda step, core, _: core.chats.set_language(step.addresses, step.before),
        lambda step: phrase("the language {language}", language=step.after),
        lambda step: (
            phrase("Readout uses {language} here.", language=step.before)
            if step.before
            else phrase("Readout uses your app's language if it can."),
        ),
        stands=_chat_has(lambda chat, step: chat.language == step.after),
    ),
    LengthSet: Kind[LengthSet](
        lambda step, core, _: core.chats.set_length(step.addresses, step.before),
        lambda _: phrase("the length of summaries"),
        lambda _: (phrase("Summaries here have their previous length again."),),
        stands=_chat_has(lambda chat, step: chat.length == step.after),
    ),
    LabelSet: Kind[LabelSet](
        lambda step, core, on: core.markings.restore(step, on.by.who, on.now, on.by.reason),
        lambda step: phrase("the marking of {name}", name=step.name),
        lambda step: (
            phrase("{name} is {label} again.", name=step.name, label=step.before)
            if step.before
            else phrase("{name} has the default marking of this library again.", name=step.name),
        ),
        by="editor",
        check=_check_label,
        is_seen=_sees_label,
    ),
    ClearanceSet: Kind[ClearanceSet](
        lambda step, core, on: core.markings.clear(step.holder, step.before, on.by.who, on.now, on.by.reason),
        lambda step: phrase("the clearance of {holder}", holder=step.holder),
        lambda step: (
            phrase("{holder} is cleared for TLP:{marking} again.", holder=step.holder, marking=step.before)
            if step.before
            else phrase("{holder} has the default clearance again.", holder=step.holder),
        ),
        by="admin",
        stands=_clearance_stands,
        check=_check_clearance,
    ),
    GroupSet: Kind[GroupSet](
        lambda step, core, on: core.markings.set_group(step.name, step.before, on.by.who, on.now, on.by.reason),
        lambda step: phrase("the members of {name}", name=f"@{step.name}"),
        lambda step: (
            phrase("{name} stands for {members} again.", name=f"@{step.name}", members=" ".join(step.before))
            if step.before
            else phrase("{name} has no members again.", name=f"@{step.name}"),
        ),
        by="admin",
        stands=_group_stands,
        check=_check_group,
    ),
    Irreversible: Kind[Irreversible](_refuse, lambda _: phrase("your last change"), lambda _: ()),
}


def kind_of(step: Step) -> Kind[Any]:
    """How a step is undone."""
    return _KINDS[type(step)]


class UndoLog:
    """The undoable changes in a store."""

    def __init__(self, store: Store, core: Capabilities) -> None:
        self._store, self._core = store, core

    async def note(self, step: Step, address: str, sender: str, now: datetime) -> int:
        """Records a change and returns its undo number."""
        written = _steps().dump_json(step).decode()

        def note(connection: Connection) -> int:
            rows.prune(connection, now - _KEPT)
            return rows.note(connection, address, sender, written, now)

        return await self._store.write(note, bookkeeping=True)

    async def note_unrecorded(
        self, command: str, changes: int, address: str, sender: str, since: datetime, now: datetime
    ) -> None:
        """Records a change that can't be undone where fewer than `changes` were recorded since a time.

        A process that was killed after a change and before its record leaves none; `undo` would take the change before.
        """
        written = _steps().dump_json(Irreversible(command)).decode()

        def note(connection: Connection) -> None:
            if rows.count_since(connection, address, sender, since) < changes:
                rows.note(connection, address, sender, written, now)

        await self._store.write(note, bookkeeping=True)

    async def prune(self, now: datetime) -> None:
        """Deletes expired undo records and the data kept for them."""
        await self._store.write(lambda connection: rows.prune(connection, now - _KEPT), bookkeeping=True)

    async def newest(self, by: Undoer) -> int | None:
        """The number of a person's last change here that isn't undone, or None."""
        standing = await self.standing(by)
        return standing[0][0] if standing else None

    async def last(self, by: Undoer) -> Step | None:
        """A person's last change here that isn't undone; None if there is none, or they may know of it no more."""
        standing = await self.standing(by)
        step = standing[0][1] if standing else None
        return step if step and await self.is_known(step) else None

    async def is_known(self, step: Step) -> bool:
        """Whether who made a change may still know what it is about."""
        return isinstance(step, Irreversible) or await _is_seen(step, self._core, own=True)

    async def stays(self, step: Step) -> bool:
        """Whether a change can't be undone: it never could, is final by now, or about what is hidden since."""
        if isinstance(step, Irreversible) or not await self.is_known(step):
            return True
        kind = kind_of(step)
        return bool(kind.is_final and await kind.is_final(step, self._core))

    async def standing(self, by: Undoer) -> list[tuple[int, Step | None]]:
        """A person's last changes here that aren't undone, newest first, with their numbers; None if unreadable."""
        found = await self._store.look_up(lambda connection: rows.standing(connection, by.address, by.sender, _MOST))
        return [(number, _readable(step)) for number, step in found]

    async def has_undone(self, by: Undoer) -> bool:
        """Whether a change of this person here was undone lately."""
        return await self._store.look_up(lambda connection: rows.holds_undone(connection, by.address, by.sender))

    async def undo(self, number: int, by: Undoer, now: datetime) -> Step:
        """Undoes a change and returns it, without what of it could not be undone.

        Raises NotFound, NotAllowed, ReasonNeeded, or BadInput if it is too late, already undone, or overtaken by a
        later change.
        """
        noted = await self._store.look_up(lambda connection: rows.noted(connection, number))
        if noted is None or chat_of(noted.address) != chat_of(by.address):
            raise NotFound("There is no change {number} here to undo.", number=number)
        try:
            step = _steps().validate_json(noted.step)
        except ValidationError as error:
            raise NotFound("There is no change {number} here to undo.", number=number) from error
        kind = kind_of(step)
        if not await _is_seen(step, self._core, own=by.sender == noted.sender):
            raise NotFound("There is no change {number} here to undo.", number=number)
        _check(noted, kind, by, now)
        if kind.stands and not await kind.stands(step, self._core, noted.address):
            raise _overtaken()
        if kind.check:
            await kind.check(step, self._core, by, now)
        if kind.is_final and await kind.is_final(step, self._core):
            raise BadInput("A chat has been told of it. Undo the import of the revision; chats are then told so.")
        if not await self._store.write(lambda connection: rows.claim(connection, number, now), bookkeeping=True):
            raise BadInput("That has already been undone.")
        try:
            undone = await kind.undo(step, self._core, UndoContext(noted.address, by, now))
        except BriefingError as failed:
            await self._store.write(lambda connection: rows.release(connection, number), bookkeeping=True)
            raise _overtaken() from failed
        return undone if isinstance(undone, type(step)) else step


def _readable(step: str) -> Step | None:
    try:
        return _steps().validate_json(step)
    except ValidationError:
        return None


def _check(noted: StoredChange, kind: Kind[Any], by: Undoer, now: datetime) -> None:
    if noted.undone_at is not None:
        raise BadInput("That has already been undone.")
    if by.sender != noted.sender and by.role != "admin":
        raise NotAllowed("Only the person who did it, or an admin, can undo it.")
    if kind.by == "editor" and by.role == "reader":
        raise NotAllowed("Only editors can undo that; you are a reader here.")
    if kind.by == "admin" and by.role != "admin":
        raise NotAllowed("Only admins can undo that.")
    if now - noted.at > kind.lasts:
        if kind.lasts == _KEPT:
            raise BadInput("That was more than {hours} hours ago, so it can't be restored.", hours=_HOURS)
        raise BadInput("That was more than {minutes} minutes ago. Please type the change instead.", minutes=_MINUTES)


def _overtaken() -> BadInput:
    return BadInput("It has been changed again since, so this can't be undone.")


@cache
def _steps() -> TypeAdapter[Step]:
    return TypeAdapter(Step)

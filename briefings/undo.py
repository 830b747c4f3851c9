"""Undoes a change: by its author or an admin, once, and only while nothing else has changed it.

The limit is half an hour, or a day for removals. People who may no longer make a change can't undo it either.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from briefings.accounts.chats import Chats
from briefings.agenda.agenda import Agenda
from briefings.corrections.corrections import Corrections
from briefings.delivery.subscriptions import Subscriptions
from briefings.disagreements import Disagreements
from briefings.errors import BadInput, BriefingError, NotAllowed, NotFound, ReasonNeeded
from briefings.library.history import History
from briefings.library.library import Library
from briefings.markings.markings import Markings
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
from briefings.outlook.outlook import Outlook
from briefings.parsing.when import parse_quiet
from briefings.store import Connection, Store
from briefings.store.retention import undo as rows
from briefings.store.retention.undo import StoredChange
from briefings.translatable import Phrase, day_phrase, phrase

S = TypeVar("S", bound=Step)

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


_KINDS: "dict[type[Step], type[Kind[Any]]]" = {}


class Kind(ABC, Generic[S]):
    """How one kind of step is undone, and what is said then.

    Parts of a sentence may be dates, instants and subscriptions; a part named `language` is a tag.
    """

    by_editors: ClassVar[bool] = False  # readers can't undo it
    by_admins: ClassVar[bool] = False  # nor can editors
    lasts: ClassVar[timedelta] = timedelta(minutes=_MINUTES)

    def __init_subclass__(cls, *, of: type[Step]) -> None:
        _KINDS[of] = cls

    @abstractmethod
    async def undo(self, step: S, core: Capabilities, on: UndoContext) -> S | None:
        """Undoes a step; returns what was undone if it is less.

        Raises a BriefingError if something else has changed since.
        """

    async def is_final(self, step: S, core: Capabilities) -> bool:  # noqa: ARG002
        """Whether it can't be undone any more; without a number, /undo then says so and offers the one before."""
        return False

    async def check(self, step: S, core: Capabilities, by: Undoer, now: datetime) -> None:
        """Raises ReasonNeeded where more people would see something again, and no reason is given."""

    async def is_seen(self, step: S, core: Capabilities, *, own: bool) -> bool:  # noqa: ARG002
        """Whether the viewer may know of it, whose `own` change it is or not: what it is about may be hidden since."""
        return await core.markings.may_know(subjects_of(step))

    @abstractmethod
    def sentences(self, step: S) -> tuple[Phrase, ...]:
        """The state after undoing it."""

    def event(self, step: S) -> int | None:
        """The event to show then."""

    def analysis(self, step: S) -> int | None:
        """The analysis to offer then."""


class _EventChanged(Kind[EventChanged], of=EventChanged):
    by_editors = True

    async def undo(self, step: EventChanged, core: Capabilities, on: UndoContext) -> None:
        await core.agenda.restore(step.before, step.rev, on.by.who, on.now, on.by.seen_in)

    def sentences(self, step: EventChanged) -> tuple[Phrase, ...]:  # noqa: ARG002
        return (phrase("Its previous state is restored."),)

    def event(self, step: EventChanged) -> int:
        return step.before.id


class _EventsKept(Kind[EventsKept], of=EventsKept):
    by_editors = True

    async def undo(self, step: EventsKept, core: Capabilities, on: UndoContext) -> None:
        await core.agenda.unkeep(step.events, on.by.who, on.now)

    def sentences(self, step: EventsKept) -> tuple[Phrase, ...]:
        return (phrase("The events of {name} that were kept wait for an editor again.", name=f"a{step.analysis}"),)

    def analysis(self, step: EventsKept) -> int:
        return step.analysis


class _EventCreated(Kind[EventCreated], of=EventCreated):
    by_editors = True

    async def undo(self, step: EventCreated, core: Capabilities, on: UndoContext) -> None:
        await core.agenda.withdraw(step.event, on.address, on.by.who, on.now)

    def sentences(self, step: EventCreated) -> tuple[Phrase, ...]:
        name, title = f"e{step.event.id}", step.event.title
        return (phrase("{name} “{title}” is no longer an event.", name=name, title=title),)


class _EventJoined(Kind[EventJoined], of=EventJoined):
    by_editors = True

    async def undo(self, step: EventJoined, core: Capabilities, on: UndoContext) -> None:
        await core.agenda.apart(step.joined, on.by.who, on.now)

    def sentences(self, step: EventJoined) -> tuple[Phrase, ...]:
        one, other = f"e{step.kept}", f"e{step.joined}"
        return (phrase("{one} and {other} are separate events again.", one=one, other=other),)

    def event(self, step: EventJoined) -> int:
        return step.kept


class _EventParted(Kind[EventParted], of=EventParted):
    by_editors = True

    async def undo(self, step: EventParted, core: Capabilities, on: UndoContext) -> None:
        await core.agenda.join(step.kept, step.parted, on.by.who, on.now)

    def sentences(self, step: EventParted) -> tuple[Phrase, ...]:
        return (phrase("{other} is part of {one} again.", one=f"e{step.kept}", other=f"e{step.parted}"),)

    def event(self, step: EventParted) -> int:
        return step.kept


class _Removed(Kind[Removed], of=Removed):
    by_editors = True
    lasts = _KEPT

    async def undo(self, step: Removed, core: Capabilities, on: UndoContext) -> None:
        await core.history.restore(step.analysis, step.kept, on.now, by=on.by.who)

    def sentences(self, step: Removed) -> tuple[Phrase, ...]:
        back = phrase("{name} “{title}” is back, as it was.", name=f"a{step.analysis}", title=step.title)
        if not step.reason:
            return (back,)
        return (back, phrase("Chats that were told of the removal are told that it is back; the others hear nothing."))

    def analysis(self, step: Removed) -> int:
        return step.analysis


class _CorrectionDecided(Kind[CorrectionDecided], of=CorrectionDecided):
    by_editors = True

    async def undo(self, step: CorrectionDecided, core: Capabilities, on: UndoContext) -> None:
        await core.corrections.undo(step.before, on.now, by=on.by.who)

    async def is_final(self, step: CorrectionDecided, core: Capabilities) -> bool:
        return await core.corrections.is_told(step.before.id)

    def sentences(self, step: CorrectionDecided) -> tuple[Phrase, ...]:
        return (phrase("Nobody was told, and correction {number} is open again.", number=step.before.id),)


class _StatementSettled(Kind[StatementSettled], of=StatementSettled):
    by_editors = True

    async def undo(self, step: StatementSettled, core: Capabilities, on: UndoContext) -> None:
        await core.outlook.restore(step, on.by.who, on.now)

    def sentences(self, step: StatementSettled) -> tuple[Phrase, ...]:
        if step.before.verdict:
            return (phrase("{name} has its earlier outcome again.", name=f"s{step.statement}"),)
        return (phrase("{name} has no outcome again.", name=f"s{step.statement}"),)


class _DisagreementJudged(Kind[DisagreementJudged], of=DisagreementJudged):
    by_editors = True

    async def undo(self, step: DisagreementJudged, core: Capabilities, on: UndoContext) -> None:
        await core.disagreements.restore(step.disagreement, step.before, step.rev, on.by.who, on.now)

    def sentences(self, step: DisagreementJudged) -> tuple[Phrase, ...]:
        if step.before == "open":
            return (phrase("{name} is open again.", name=f"d{step.disagreement}"),)
        return (phrase("{name} has its earlier verdict again.", name=f"d{step.disagreement}"),)


class _Imported(Kind[Imported], of=Imported):
    by_editors = True

    async def undo(self, step: Imported, core: Capabilities, on: UndoContext) -> None:
        await core.library.withdraw(step, core.agenda.without_mentions, on.now, by=on.by.who)

    def sentences(self, step: Imported) -> tuple[Phrase, ...]:
        name = f"a{step.analysis}"
        if step.before is None:
            return (phrase("{name} “{title}” is gone again.", name=name, title=step.title),)
        return (phrase("{name} is at revision {revision} again.", name=name, revision=step.before.revision),)

    def analysis(self, step: Imported) -> int | None:
        return step.analysis if step.before else None


class _Redated(Kind[Redated], of=Redated):
    by_editors = True

    async def undo(self, step: Redated, core: Capabilities, on: UndoContext) -> None:
        day = step.given if step.noted else step.before
        await core.library.set_published(step.analysis, day, on.now, by=on.by.who, standing=step.after)

    def sentences(self, step: Redated) -> tuple[Phrase, ...]:
        name = f"a{step.analysis}"
        if step.before is None:
            return (phrase("{id} has no publication date again.", id=name),)
        return (phrase("The publication date of {id} is {day} again.", id=name, day=day_phrase(step.before)),)


class _RemindersSet(Kind[RemindersSet], of=RemindersSet):
    async def undo(self, step: RemindersSet, core: Capabilities, on: UndoContext) -> RemindersSet:
        follows = await core.subscriptions.follows(on.address)
        found = next((each for each in follows if each.event.id == step.event), None)
        leads = sorted(each.lead for each in found.reminders) if found else None
        _same(leads, None if step.after is None else sorted(step.after))
        if step.before is None:
            await core.subscriptions.unfollow(on.address, step.event, on.now)
        else:
            await core.subscriptions.remind(on.address, step.event, step.before, on.by.sender, on.now)
        try:
            await core.agenda.unkeep(step.kept, on.by.who, on.now)
        except BadInput:  # somebody has changed the event since, so it stays confirmed
            return replace(step, kept=())
        return step

    def sentences(self, step: RemindersSet) -> tuple[Phrase, ...]:
        none = phrase("This chat gets no reminders of it.")
        reminders = none if step.before is None else phrase("Its earlier reminders are restored here.")
        return (reminders, *(phrase("{id} isn't confirmed again.", id=f"e{each.id}") for each, _ in step.kept))

    def event(self, step: RemindersSet) -> int:
        return step.event


class _AllRemindersEnded(Kind[AllRemindersEnded], of=AllRemindersEnded):
    async def undo(self, step: AllRemindersEnded, core: Capabilities, on: UndoContext) -> AllRemindersEnded:
        again = await core.subscriptions.remind_again(on.address, step.before, on.by.sender, on.now)
        if not again:
            raise _overtaken()
        return AllRemindersEnded(tuple((each.event.id, tuple(of.lead for of in each.reminders)) for each in again))

    def sentences(self, step: AllRemindersEnded) -> tuple[Phrase, ...]:
        return (phrase("All earlier reminders are set here again; events: {number}.", number=len(step.before)),)


class _Snoozed(Kind[Snoozed], of=Snoozed):
    async def undo(self, step: Snoozed, core: Capabilities, on: UndoContext) -> None:
        await core.subscriptions.unsnooze(on.address, step.event, step.after, step.before)

    def sentences(self, step: Snoozed) -> tuple[Phrase, ...]:
        if step.before is None:
            return (phrase("Its reminder won't come again."),)
        return (phrase("Its reminder will come again on {time}.", time=step.before),)

    def event(self, step: Snoozed) -> int:
        return step.event


class _Muted(Kind[Muted], of=Muted):
    async def undo(self, step: Muted, core: Capabilities, on: UndoContext) -> None:
        subscriptions = core.subscriptions
        _same(step.event in await subscriptions.muted(on.address), step.muted)
        if step.muted:
            await subscriptions.unmute(on.address, step.event)
        else:
            await subscriptions.mute(on.address, step.event, on.now)

    def sentences(self, step: Muted) -> tuple[Phrase, ...]:
        again = phrase("Unmuted: its messages come here again.")
        return (again if step.muted else phrase("Muted here again."),)

    def event(self, step: Muted) -> int:
        return step.event


class _Subscribed(Kind[Subscribed], of=Subscribed):
    async def undo(self, step: Subscribed, core: Capabilities, on: UndoContext) -> None:
        await core.subscriptions.unsubscribe(on.address, step.number, on.now)
        if step.replaced is not None:
            await _order_again(step.replaced, core, on)

    def sentences(self, step: Subscribed) -> tuple[Phrase, ...]:
        ended = phrase("Subscription {id} has ended.", id=step.number)
        return (ended, _ordered_again(step.replaced)) if step.replaced else (ended,)


class _DigestSkipped(Kind[DigestSkipped], of=DigestSkipped):
    async def undo(self, step: DigestSkipped, core: Capabilities, on: UndoContext) -> None:
        if step.skipped:
            await core.subscriptions.unskip(on.address, step.number, step.days, on.now)
        else:
            await core.subscriptions.skip_again(on.address, step.number, step.days, on.now)

    def sentences(self, step: DigestSkipped) -> tuple[Phrase, ...]:
        if step.skipped:
            return (phrase("Subscription {id} no longer skips {days}.", id=step.number, days=step.days),)
        return (phrase("Subscription {id} skips {days} again.", id=step.number, days=step.days),)


class _Unsubscribed(Kind[Unsubscribed], of=Unsubscribed):
    async def undo(self, step: Unsubscribed, core: Capabilities, on: UndoContext) -> None:
        await _order_again(step.order, core, on)

    def sentences(self, step: Unsubscribed) -> tuple[Phrase, ...]:
        return (_ordered_again(step.order),)


class _DigestsEnded(Kind[DigestsEnded], of=DigestsEnded):
    async def undo(self, step: DigestsEnded, core: Capabilities, on: UndoContext) -> None:
        for order in step.orders:
            await _order_again(order, core, on)

    def sentences(self, step: DigestsEnded) -> tuple[Phrase, ...]:
        return (phrase("These digests are on again: {orders}.", orders=step.orders),)


class _ZoneSet(Kind[ZoneSet], of=ZoneSet):
    async def undo(self, step: ZoneSet, core: Capabilities, on: UndoContext) -> None:
        chat = await core.chats.chat(on.address)
        _same(chat.zone, step.after)
        await core.chats.set_zone(chat.address, step.before, on.now)

    def sentences(self, step: ZoneSet) -> tuple[Phrase, ...]:
        return (phrase("The time zone here is {zone} again.", zone=step.before),)


class _QuietSet(Kind[QuietSet], of=QuietSet):
    async def undo(self, step: QuietSet, core: Capabilities, on: UndoContext) -> None:
        chat = await core.chats.chat(on.address)
        _same(str(chat.quiet or ""), step.after)
        await core.chats.set_quiet(chat.address, parse_quiet(step.before) if step.before else None, on.now)

    def sentences(self, step: QuietSet) -> tuple[Phrase, ...]:
        hours = phrase("Quiet hours are {hours} again.", hours=step.before)
        return (hours if step.before else phrase("Quiet hours are off."),)


class _LanguageSet(Kind[LanguageSet], of=LanguageSet):
    async def undo(self, step: LanguageSet, core: Capabilities, on: UndoContext) -> None:
        _same((await core.chats.chat(on.address)).language, step.after)
        await core.chats.set_language(step.addresses, step.before)

    def sentences(self, step: LanguageSet) -> tuple[Phrase, ...]:
        chosen = phrase("Readout uses {language} here.", language=step.before)
        return (chosen if step.before else phrase("Readout uses your app's language if it can."),)


class _LengthSet(Kind[LengthSet], of=LengthSet):
    async def undo(self, step: LengthSet, core: Capabilities, on: UndoContext) -> None:
        _same((await core.chats.chat(on.address)).length, step.after)
        await core.chats.set_length(step.addresses, step.before)

    def sentences(self, step: LengthSet) -> tuple[Phrase, ...]:  # noqa: ARG002
        return (phrase("Summaries here have their previous length again."),)


class _LabelSet(Kind[LabelSet], of=LabelSet):
    by_editors = True

    async def undo(self, step: LabelSet, core: Capabilities, on: UndoContext) -> None:
        await core.markings.restore(step, on.by.who, on.now, on.by.reason)

    async def check(self, step: LabelSet, core: Capabilities, by: Undoer, now: datetime) -> None:  # noqa: ARG002
        await core.markings.ensure_same_text(step)
        if not by.reason and core.markings.widens(step.after, step.before):
            raise ReasonNeeded("More people would see {name} again. Why?", name=step.name)

    async def is_seen(self, step: LabelSet, core: Capabilities, *, own: bool) -> bool:
        present = await core.markings.present(step)
        if own and present == step.after:
            return True  # if it is hidden, then by this change itself
        return all(map(viewer().sees, (step.after, present))) and await super().is_seen(step, core, own=own)

    def sentences(self, step: LabelSet) -> tuple[Phrase, ...]:
        if step.before is None:
            return (phrase("{name} has the default marking of this library again.", name=step.name),)
        return (phrase("{name} is {label} again.", name=step.name, label=step.before),)


class _ClearanceSet(Kind[ClearanceSet], of=ClearanceSet):
    by_admins = True

    async def undo(self, step: ClearanceSet, core: Capabilities, on: UndoContext) -> None:
        _same((await core.markings.clearances()).get(step.holder), step.after)
        await core.markings.clear(step.holder, step.before, on.by.who, on.now, on.by.reason)

    async def check(self, step: ClearanceSet, core: Capabilities, by: Undoer, now: datetime) -> None:
        _same((await core.markings.clearances()).get(step.holder), step.after)
        if not by.reason and await core.markings.sees_more(step.holder, step.before, now):
            raise ReasonNeeded("{name} would see more again. Why?", name=step.holder)

    def sentences(self, step: ClearanceSet) -> tuple[Phrase, ...]:
        if step.before is None:
            return (phrase("{holder} has the default clearance again.", holder=step.holder),)
        return (phrase("{holder} is cleared for TLP:{marking} again.", holder=step.holder, marking=step.before),)


class _GroupSet(Kind[GroupSet], of=GroupSet):
    by_admins = True

    async def undo(self, step: GroupSet, core: Capabilities, on: UndoContext) -> None:
        _same((await core.markings.groups()).get(step.name, ()), step.after)
        await core.markings.set_group(step.name, step.before, on.by.who, on.now, on.by.reason)

    async def check(self, step: GroupSet, core: Capabilities, by: Undoer, now: datetime) -> None:  # noqa: ARG002
        _same((await core.markings.groups()).get(step.name, ()), step.after)
        back = sorted(set(step.before) - set(step.after))
        if back and not by.reason:
            name, members = f"@{step.name}", " ".join(back)
            raise ReasonNeeded("{members} would see what {name} may see again. Why?", members=members, name=name)

    def sentences(self, step: GroupSet) -> tuple[Phrase, ...]:
        name, members = f"@{step.name}", " ".join(step.before)
        if not step.before:
            return (phrase("{name} has no members again.", name=name),)
        return (phrase("{name} stands for {members} again.", name=name, members=members),)


class _Irreversible(Kind[Irreversible], of=Irreversible):
    async def undo(self, step: Irreversible, core: Capabilities, on: UndoContext) -> None:  # noqa: ARG002
        raise BadInput("This change can't be undone.")

    def sentences(self, step: Irreversible) -> tuple[Phrase, ...]:  # noqa: ARG002
        return ()


def kind_of(step: Step) -> Kind[Any]:
    """How a step is undone."""
    return _KINDS[type(step)]()


def _ordered_again(order: Subscription) -> Phrase:
    return phrase("The digest is on again: {order}.", order=order)


async def _order_again(of: Subscription, core: Capabilities, on: UndoContext) -> None:
    subscribe = core.subscriptions.subscribe
    by, now = on.by.sender, on.now
    await subscribe(of.owner, of.address, of.days, of.at, of.zone, of.words, by, now, of.id, of.skips, of.since)


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
        return isinstance(step, Irreversible) or await kind_of(step).is_seen(step, self._core, own=True)

    async def stays(self, step: Step) -> bool:
        """Whether a change can't be undone: it never could, is final by now, or about what is hidden since."""
        if isinstance(step, Irreversible) or not await self.is_known(step):
            return True
        return await kind_of(step).is_final(step, self._core)

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
        if not await kind_of(step).is_seen(step, self._core, own=by.sender == noted.sender):
            raise NotFound("There is no change {number} here to undo.", number=number)
        _check(noted, step, by, now)
        await kind_of(step).check(step, self._core, by, now)
        if await kind_of(step).is_final(step, self._core):
            raise BadInput("A chat has been told of it. Undo the import of the revision; chats are then told so.")
        if not await self._store.write(lambda connection: rows.claim(connection, number, now), bookkeeping=True):
            raise BadInput("That has already been undone.")
        try:
            undone: Step | None = await kind_of(step).undo(step, self._core, UndoContext(noted.address, by, now))
        except BriefingError as failed:
            await self._store.write(lambda connection: rows.release(connection, number), bookkeeping=True)
            raise _overtaken() from failed
        return undone or step


def _readable(step: str) -> Step | None:
    try:
        return _steps().validate_json(step)
    except ValidationError:
        return None


def _check(noted: StoredChange, step: Step, by: Undoer, now: datetime) -> None:
    if noted.undone_at is not None:
        raise BadInput("That has already been undone.")
    if by.sender != noted.sender and by.role != "admin":
        raise NotAllowed("Only the person who did it, or an admin, can undo it.")
    kind = kind_of(step)
    if kind.by_editors and by.role == "reader":
        raise NotAllowed("Only editors can undo that; you are a reader here.")
    if kind.by_admins and by.role != "admin":
        raise NotAllowed("Only admins can undo that.")
    if now - noted.at > kind.lasts:
        if kind.lasts == _KEPT:
            raise BadInput("That was more than {hours} hours ago, so it can't be restored.", hours=_HOURS)
        raise BadInput("That was more than {minutes} minutes ago. Please type the change instead.", minutes=_MINUTES)


def _overtaken() -> BadInput:
    return BadInput("It has been changed again since, so this can't be undone.")


def _same(now: object, then: object) -> None:
    if now != then:
        raise _overtaken()


@cache
def _steps() -> TypeAdapter[Step]:
    return TypeAdapter(Step)

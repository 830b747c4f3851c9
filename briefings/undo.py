"""Undoes a change: by its author or an admin, once, and only while nothing else has changed it.

The limit is half an hour, or a day for removals. People who may no longer make a change can't undo it either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from pydantic import TypeAdapter, ValidationError

from briefings.accounts.chats import Chat, Chats
from briefings.agenda.agenda import Agenda
from briefings.delivery.subscriptions import Subscriptions
from briefings.errors import BadInput, BriefingError, NotAllowed, NotFound
from briefings.library.history import History
from briefings.library.library import Library
from briefings.model.delivery import Subscription, chat_of
from briefings.model.people import Role
from briefings.model.undo import (
    DigestsEnded,
    EventChanged,
    EventCreated,
    EventJoined,
    EventParted,
    Imported,
    LanguageSet,
    LengthSet,
    Muted,
    QuietSet,
    Redated,
    RemindersSet,
    Removed,
    Snoozed,
    Step,
    Subscribed,
    Unsubscribed,
    ZoneSet,
)
from briefings.parsing.when import parse_quiet
from briefings.store import Brief, Store
from briefings.store import undo as rows
from briefings.store.undo import StoredChange

_MINUTES = 30
_HOURS = 24
_KEPT = timedelta(hours=_HOURS)  # so that an old button can say why it does nothing, and what was removed comes back
_EDITORS = (EventChanged, EventCreated, EventJoined, EventParted, Imported, Redated, Removed)


@dataclass(frozen=True, slots=True)
class Undoer:
    """Who undoes a change, and where; `who` says it in words."""

    address: str
    sender: str
    who: str
    role: Role


class UndoLog:
    """The undoable changes in a store."""

    def __init__(
        self,
        store: Store,
        library: Library,
        history: History,
        agenda: Agenda,
        chats: Chats,
        subscriptions: Subscriptions,
    ) -> None:
        self._store = store
        self._library = library
        self._history = history
        self._agenda = agenda
        self._chats = chats
        self._subscriptions = subscriptions

    async def note(self, step: Step, address: str, sender: str, now: datetime) -> int:
        """Records a change and returns its undo number."""
        written = _steps().dump_json(step).decode()

        def note(brief: Brief) -> int:
            rows.prune(brief, now - _KEPT)
            return rows.note(brief, address, sender, written, now)

        return await self._store.at_once(note)

    async def prune(self, now: datetime) -> None:
        """Deletes expired undo records and the data kept for them."""
        await self._store.at_once(lambda brief: rows.prune(brief, now - _KEPT))

    async def newest(self, by: Undoer) -> int | None:
        """The number of a person's last change here that can be undone, or None."""
        return await self._store.glance(lambda brief: rows.newest(brief, by.address, by.sender))

    async def undo(self, number: int, by: Undoer, now: datetime) -> Step:
        """Undoes a change and returns it.

        Raises NotFound, NotAllowed, or BadInput if it is too late, already undone, or overtaken by a later change.
        """
        noted = await self._store.glance(lambda brief: rows.noted(brief, number))
        if noted is None or chat_of(noted.address) != chat_of(by.address):
            raise NotFound("There is no change {number} here to undo.", number=number)
        try:
            step = _steps().validate_json(noted.step)
        except ValidationError as error:
            raise NotFound("There is no change {number} here to undo.", number=number) from error
        _check(noted, step, by, now)
        if not await self._store.at_once(lambda brief: rows.claim(brief, number, now)):
            raise BadInput("That has already been undone.")
        try:
            await self._taken_back(step, noted.address, by, now)
        except BriefingError as failed:
            await self._store.at_once(lambda brief: rows.release(brief, number))
            raise _overtaken() from failed
        return step

    async def _taken_back(self, step: Step, address: str, by: Undoer, now: datetime) -> None:
        match step:
            case EventChanged(before, rev):
                await self._agenda.restore(before, rev, by.who, now)
            case EventCreated(event):
                await self._agenda.withdraw(event, address, by.who, now)
            case Removed(analysis, _, kept):
                await self._history.restore(analysis, kept, now, by=by.who)
            case EventJoined(_, joined):
                await self._agenda.apart(joined, by.who, now)
            case EventParted(kept, parted):
                await self._agenda.join(kept, parted, by.who, now)
            case Redated(analysis, before, after, given, noted):
                day = given if noted else before
                await self._library.set_published(analysis, day, now, by=by.who, standing=after)
            case Imported():
                await self._library.withdraw(step, self._agenda.unnoted, now, by=by.who)
            case _:
                await self._taken_back_here(step, address, by.sender, now)

    async def _taken_back_here(self, step: Step, address: str, sender: str, now: datetime) -> None:
        """Undoes changes to a chat's own settings."""
        subscriptions, chats = self._subscriptions, self._chats
        match step:
            case RemindersSet(event, before, after):
                _same(await self._leads(address, event), None if after is None else tuple(sorted(after)))
                if before is None:
                    await subscriptions.unfollow(address, event, now)
                else:
                    await subscriptions.remind(address, event, before, sender, now)
            case Snoozed(event, before, after):
                await subscriptions.unsnooze(address, event, after, before)
            case Subscribed(number, replaced):
                await subscriptions.unsubscribe(address, number, now)
                if replaced is not None:
                    await self._ordered_again(replaced, sender, now)
            case Unsubscribed(order):
                await self._ordered_again(order, sender, now)
            case DigestsEnded(orders):
                for order in orders:
                    await self._ordered_again(order, sender, now)
            case Muted(event, muted):
                _same(event in await subscriptions.muted(address), muted)
                await (subscriptions.unmute(address, event) if muted else subscriptions.mute(address, event, now))
            case _:
                await self._chosen_again(step, await chats.chat(address), now)

    async def _chosen_again(self, step: Step, chat: Chat, now: datetime) -> None:
        chats = self._chats
        match step:
            case ZoneSet(before, after):
                _same(chat.zone, after)
                await chats.set_zone(chat.address, before, now)
            case QuietSet(before, after):
                _same(str(chat.quiet or ""), after)
                await chats.set_quiet(chat.address, parse_quiet(before) if before else None, now)
            case LanguageSet(addresses, before, after):
                _same(chat.language, after)
                await chats.set_language(addresses, before)
            case LengthSet(addresses, before, after):
                _same(chat.length, after)
                await chats.set_length(addresses, before)

    async def _ordered_again(self, of: Subscription, sender: str, now: datetime) -> None:
        subscribe = self._subscriptions.subscribe
        await subscribe(of.owner, of.address, of.days, of.at, of.zone, of.words, sender, now)

    async def _leads(self, address: str, event: int) -> tuple[object, ...] | None:
        follows = await self._subscriptions.follows(address)
        found = next((each for each in follows if each.event.id == event), None)
        return tuple(sorted(each.lead for each in found.reminders)) if found else None


def _check(noted: StoredChange, step: Step, by: Undoer, now: datetime) -> None:
    if noted.undone_at is not None:
        raise BadInput("That has already been undone.")
    if by.sender != noted.sender and by.role != "admin":
        raise NotAllowed("Only the person who did it, or an admin, can undo it.")
    if isinstance(step, _EDITORS) and by.role == "reader":
        raise NotAllowed("Only editors can undo that; you are a reader here.")
    if isinstance(step, Removed):
        if now - noted.at > _KEPT:
            raise BadInput("That was more than {hours} hours ago, so it can't be restored.", hours=_HOURS)
    elif now - noted.at > timedelta(minutes=_MINUTES):
        raise BadInput("That was more than {minutes} minutes ago. Please type the change instead.", minutes=_MINUTES)


def _overtaken() -> BadInput:
    return BadInput("It has been changed again since, so this can't be undone.")


def _same(now: object, then: object) -> None:
    if now != then:
        raise _overtaken()


@cache
def _steps() -> TypeAdapter[Step]:
    return TypeAdapter(Step)

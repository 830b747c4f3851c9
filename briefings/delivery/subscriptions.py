"""Subscriptions: digests by weekday and time, reminders ahead of events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time

from briefings.errors import BadInput, NotFound
from briefings.model.agenda import Event
from briefings.model.delivery import Follow, Lead, OrderedSubscription, Subscription
from briefings.model.due import end_of, lead_due, next_fire
from briefings.reminders.followers import MUTED, Followers, described, replan
from briefings.store import Connection, Store, follows
from briefings.store import agenda as events
from briefings.store import follows as mutes
from briefings.store import subscriptions as rows
from briefings.store.follows import StoredFollow
from briefings.store.outbox import log
from briefings.translatable import phrase


class Subscriptions:
    """The subscriptions and reminders in a store; `zone` is the default zone."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store = store
        self._followers = Followers(zone)
        self._doubts: Callable[[datetime], bool] = lambda _: False

    def ask_about_clock(self, doubts: Callable[[datetime], bool]) -> None:
        """Takes no order from now on while `doubts` says that an instant is that of a clock that may be wrong."""
        self._doubts = doubts

    async def subscribe(
        self,
        owner: str,
        address: str,
        days: frozenset[int],
        at: time,
        zone: str | None,
        words: str,
        by: str,
        now: datetime,
    ) -> OrderedSubscription:
        """A digest on these days at this wall time; its first one tells what is new from now on.

        If the address gets the same digest already, that order is returned, and resumed if it was paused. Raises
        BadInput while the clock may be wrong.
        """
        self._require_clock(now)
        async with self._store.work() as work:
            await rows.lock(work, address)
            here = await self._followers.habits_of(work, address)
            due_at = next_fire(days, at, zone or here.zone, now)
            new = Subscription(0, address, owner, days, at, zone, words, due_at, now)
            orders = await rows.of_address(work, address)
            same = next((each for each in orders if _rule(each, here.zone) == _rule(new, here.zone)), None)
            if same is None:
                return OrderedSubscription(await rows.add(work, new, by, now))
            if same.paused:
                await rows.resume_order(work, same.id, due_at)
            return OrderedSubscription(replace(same, paused="", due_at=due_at), existed=True, resumed=bool(same.paused))

    def _require_clock(self, now: datetime) -> None:
        if self._doubts(now):
            raise BadInput("The clock of the machine that runs Readout has jumped. Try again in two minutes.")

    async def of(self, address: str) -> list[Subscription]:
        """The subscriptions made in a chat or thread, and those sent there."""
        return await self._store.read(lambda look: rows.of_address(look, address))

    async def ordered_by(self, number: int) -> str:
        """Who set up a digest ("telegram:42"), or ""."""
        async with self._store.look() as look:
            return await rows.ordered_by(look, number)

    async def unsubscribe(self, address: str, number: int, now: datetime) -> Subscription:
        """Ends a subscription. Raises NotFound, or BadInput for another chat's."""
        async with self._store.work() as work:
            found = await rows.get(work, number)
            if found is None:
                raise NotFound(
                    "There is no subscription {number}. Type /subscriptions to see this chat's.", number=number
                )
            if address not in (found.owner, found.address):
                raise BadInput(
                    "Subscription {number} belongs to another chat. Type /subscriptions to see this chat's.",
                    number=number,
                )
            await rows.drop(work, number)
            await log.cancel(work, f"subscription:{number}", phrase("unsubscribed"), now)
            return found

    async def remind(self, address: str, event_id: int, leads: Sequence[Lead], by: str, now: datetime) -> Follow:
        """Sets the leads at which a chat is reminded of an event, in the place of earlier ones.

        A lead whose instant lies behind comes back as passed. Raises NotFound; BadInput while the clock may be wrong.
        """
        self._require_clock(now)
        async with self._store.work() as work:
            await rows.lock(work, address)
            event = await _existing(work, event_id)
            kept = await follows.put(work, address, event.id, by, now)
            here = await self._followers.habits_of(work, address)
            await log.cancel(work, f"follow:{kept.id}", phrase("other leads were chosen"), now, "reminder")
            due = [(lead, lead_due(event.when, lead, here.zone), "waiting") for lead in leads]
            await follows.replace_plans(work, kept, due, event.rev)
            new = [plan for plan in await follows.plans(work, [kept.id]) if plan.lead is not None]
            await follows.set_plans(work, [replan(plan, event, here, now) for plan in new])
            return await _follow(work, kept)

    async def unfollow(self, address: str, event_id: int, now: datetime) -> Event:
        """Ends a chat's reminders of an event. Raises NotFound."""
        async with self._store.work() as work:
            event = await events.find(work, event_id)
            kept = await _kept(work, address, event.id) if event else None
            if event is None or kept is None:
                raise NotFound("This chat has no reminders of e{id}.", id=event_id)
            await log.cancel(work, f"follow:{kept.id}", phrase("reminders were switched off"), now)
            await follows.drop(work, kept.id)
            return event

    async def follows(self, address: str) -> list[Follow]:
        """The events a chat or thread is reminded of."""

        async def known(look: Connection) -> list[Follow]:
            return await described(look, await follows.of_address(look, address))

        return await self._store.read(known)

    async def snooze(self, address: str, event_id: int, until: datetime, by: str, now: datetime) -> Follow:
        """Lets a reminder of an event come once at an instant, in the place of an earlier wish of this kind.

        Raises NotFound; BadInput when the event is over by then, will not come as it was set, or is muted here, and
        while the clock may be wrong.
        """
        self._require_clock(now)
        async with self._store.work() as work:
            await rows.lock(work, address)
            event = await _existing(work, event_id)
            here = await self._followers.habits_of(work, address)
            if event.state != "set":
                raise BadInput(
                    "e{id} is {state}, so there is nothing to remind you of.", id=event.id, state=phrase(event.state)
                )
            if until > end_of(event.when, here.zone):
                raise BadInput(
                    "That is too late: e{id} ({title}) will be over by then.", id=event.id, title=event.title
                )
            if event.id in (await mutes.muted_events(work, [address]))[address]:
                raise BadInput("e{id} is muted here. First type /mute e{id} off.", id=event.id)
            kept = await follows.put(work, address, event.id, by, now)
            await follows.snooze(work, kept, until, event.rev)
            return await _follow(work, kept)

    async def unsnooze(self, address: str, event_id: int, until: datetime, before: datetime | None) -> None:
        """Undoes a snooze at `until`, restoring one at `before`, if any; a follow that existed only for it ends.

        Raises NotFound if there is none at that instant.
        """
        async with self._store.work() as work:
            event = await _existing(work, event_id)
            kept = await _kept(work, address, event.id)
            follow = await _follow(work, kept) if kept else None
            if kept is None or follow is None or follow.snoozed != until:
                raise NotFound("This chat has no reminders of e{id}.", id=event_id)
            if before is not None:
                await follows.snooze(work, kept, before, event.rev)
            elif follow.reminders:
                await follows.unsnooze(work, kept)
            else:
                await follows.drop(work, kept.id)

    async def mute(self, address: str, event_id: int, now: datetime) -> Event:
        """Mutes an event in a chat or thread; leads stay. Raises NotFound."""
        async with self._store.work() as work:
            event = await _existing(work, event_id)
            await mutes.mute_event(work, address, event.id)
            for kept in await follows.of_chat(work, address):
                if kept.event == event.id:
                    await log.cancel(work, f"follow:{kept.id}", MUTED, now)
            return event

    async def unmute(self, address: str, event_id: int) -> Event:
        """Unmutes an event in a chat or thread. Raises NotFound, also if it wasn't muted there."""
        async with self._store.work() as work:
            event = await _existing(work, event_id)
            if not await mutes.unmute_event(work, address, event.id):
                raise NotFound("e{id} isn't muted here.", id=event.id)
            kept = await _kept(work, address, event.id)
            if kept is not None and kept.told is not None:  # the answer tells the date
                await work.run_sync(follows.set_told, kept.id, event.when)
            return event

    async def addresses(self) -> list[str]:
        """All addresses with a digest or reminder."""
        async with self._store.look() as look:
            return await rows.addresses(look)

    async def muted(self, address: str) -> frozenset[int]:
        """The ids of events muted in a chat or thread."""
        return (await self._store.read(lambda look: mutes.muted_events(look, [address])))[address]


def _rule(of: Subscription, zone: str) -> tuple[object, ...]:
    """The identity of a digest in a chat with time zone `zone`."""
    return of.address, of.days, of.at, of.zone or zone, " ".join(of.words.split()).casefold()


async def _existing(look: Connection, event_id: int) -> Event:
    event = await events.find(look, event_id)
    if event is None:
        raise NotFound("There is no event e{id}.", id=event_id)
    return event


async def _kept(look: Connection, address: str, event_id: int) -> StoredFollow | None:
    return next((kept for kept in await follows.of_address(look, address) if kept.event == event_id), None)


async def _follow(look: Connection, kept: StoredFollow) -> Follow:
    (follow,) = await described(look, [kept])
    return follow

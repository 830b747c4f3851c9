"""Subscriptions: digests by weekday and time, reminders ahead of events."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from briefings.errors import BadInput, NotFound
from briefings.model.agenda import Event
from briefings.model.delivery import BEGINNING, Follow, Lead, OrderedSubscription, Subscription
from briefings.model.schedule.due import current_skips, end_of, fires_on, lead_due, next_fire, rule_day
from briefings.reminders.followers import MUTED, Followers, described, replan
from briefings.store import Connection, Store, follows
from briefings.store import agenda as events
from briefings.store import follows as mutes
from briefings.store import subscriptions as rows
from briefings.store.follows import StoredFollow, StoredReminder
from briefings.store.outbox import claim, pending
from briefings.translatable import phrase


class Subscriptions:
    """The subscriptions and reminders in a store; `zone` is the default zone."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store = store
        self._followers = Followers(zone)
        self._doubts: Callable[[datetime], bool] = lambda _: False

    def ask_about_clock(self, doubts: Callable[[datetime], bool]) -> None:
        """Makes orders fail while `doubts` says that the clock may be wrong at an instant."""
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
        number: int = 0,
        skips: tuple[date, ...] = (),
        told: datetime = BEGINNING,
    ) -> OrderedSubscription:
        """Sets up a digest on these days at this wall time.

        Its first one covers what no digest of these words, or of all news, has told the address, at the earliest from
        `told` on. It gets `number`, if that is given and free, and sends nothing on the days in `skips`. If the address
        already gets the same digest, that one is returned, and resumed if paused. Raises BadInput while the clock may
        be wrong.
        """
        self._require_clock(now)

        def step(connection: Connection) -> OrderedSubscription:
            rows.lock(connection, address)
            here = self._followers.habits_of(connection, address)
            due_at = next_fire(days, at, zone or here.zone, now, skips)
            id_ = number if number and rows.get(connection, number) is None else 0
            orders = rows.of_address(connection, address)
            since = max(told, _told_until(connection, address, words, orders))
            new = Subscription(id_, address, owner, days, at, zone, words, due_at, since, skips=skips)
            same = next((each for each in orders if _rule(each, here.zone) == _rule(new, here.zone)), None)
            if same is None:
                return OrderedSubscription(rows.add(connection, new, by, now))
            due_at = next_fire(days, at, zone or here.zone, now, same.skips) if same.paused else same.due_at
            if same.paused:
                rows.resume_order(connection, same.id, due_at)
            return OrderedSubscription(replace(same, paused="", due_at=due_at), existed=True, resumed=bool(same.paused))

        return await self._store.write(step)

    async def overlapping(
        self, address: str, days: frozenset[int], at: time, zone: str | None, words: str
    ) -> list[Subscription]:
        """The digests of an address about the same that come on the same days, or at the same time on some of them.

        None if one comes exactly so.
        """

        def step(connection: Connection) -> list[Subscription]:
            here = self._followers.habits_of(connection, address).zone
            new = _rule(Subscription(0, address, address, days, at, zone, words, BEGINNING, BEGINNING), here)
            orders = [each for each in rows.of_address(connection, address) if each.address == address]
            if any(_rule(each, here) == new for each in orders):
                return []
            alike = [each for each in orders if _rule(each, here)[-1] == new[-1] and each.days & days]
            return [each for each in alike if each.days == days or _rule(each, here)[2:4] == new[2:4]]

        return await self._store.read(step)

    def _require_clock(self, now: datetime) -> None:
        if self._doubts(now):
            raise BadInput("The clock of the machine that runs Readout has jumped. Try again in two minutes.")

    async def of(self, address: str) -> list[Subscription]:
        """The subscriptions made in a chat or thread, and those sent there."""
        return await self._store.look_up(lambda connection: rows.of_address(connection, address))

    async def paused(self, chat: str) -> tuple[list[Subscription], list[Follow]]:
        """The paused digests of a chat and its threads, and the events whose reminders are paused there."""

        def known(connection: Connection) -> tuple[list[Subscription], list[Follow]]:
            orders = [each for each in rows.of_chat(connection, chat) if each.paused]
            return orders, described(connection, [each for each in follows.of_chat(connection, chat) if each.paused])

        return await self._store.read(known)

    async def unreadable(self, address: str) -> list[int]:
        """The numbers of those that can't be read and send nothing, in order."""

        def lost(connection: Connection) -> list[int]:
            numbers: list[int] = []
            rows.of_address(connection, address, numbers)
            return sorted(numbers)

        return await self._store.read(lost)

    async def ordered_by(self, number: int) -> str:
        """Who set up a digest ("telegram:42"), or ""."""
        return await self._store.read(lambda connection: rows.ordered_by(connection, number))

    async def unsubscribe(self, address: str, number: int, now: datetime) -> Subscription | None:
        """Ends a subscription; returns None for one that couldn't be read.

        Raises NotFound, or BadInput for another chat's.
        """

        def step(connection: Connection) -> Subscription | None:
            _require_own(connection, address, number)
            found = rows.get(connection, number)
            rows.drop(connection, number)
            pending.cancel(connection, [f"subscription:{number}"], phrase("unsubscribed"), now)
            return found

        return await self._store.write(step)

    async def skip(
        self, address: str, number: int, period: tuple[datetime, datetime] | None, now: datetime
    ) -> tuple[Subscription, Subscription]:
        """Skips a digest's next occurrence, or all from one instant up to another; returns it before and after.

        Raises NotFound, BadInput for another chat's or a paused one, and while the clock may be wrong.
        """
        self._require_clock(now)

        def step(connection: Connection) -> tuple[Subscription, Subscription]:
            found = _own(connection, address, number)
            if found.paused:
                raise BadInput("Subscription {number} is paused, so it sends nothing.", number=number)
            zone = self._zone_of(connection, found)
            first, until = period or (found.due_at, found.due_at + timedelta.resolution)
            since = max(first, found.due_at) - timedelta.resolution
            fires = fires_on(found.days, found.at, zone, since, found.skips)
            new = {rule_day(each, found.at, zone) for each in takewhile(lambda due: due < until, fires)}
            return found, _with_skips(connection, found, new.union(found.skips), zone, now)

        return await self._store.write(step)

    async def unskip(self, address: str, number: int, days: Collection[date], now: datetime) -> Subscription:
        """Sends the digests skipped on these days after all, those still ahead; returns the subscription.

        Raises NotFound, or BadInput if one of the days isn't skipped.
        """

        def step(connection: Connection) -> Subscription:
            found = _own(connection, address, number)
            if not set(found.skips).issuperset(days):
                raise BadInput("It has been changed again since, so this can't be undone.")
            left = set(found.skips).difference(days)
            return _with_skips(connection, found, left, self._zone_of(connection, found), now)

        return await self._store.write(step)

    async def skip_again(self, address: str, number: int, days: Collection[date], now: datetime) -> None:
        """Skips days that `unskip` has freed. Raises NotFound, or BadInput if one of them is skipped already."""

        def step(connection: Connection) -> None:
            found = _own(connection, address, number)
            if not set(found.skips).isdisjoint(days):
                raise BadInput("It has been changed again since, so this can't be undone.")
            _with_skips(connection, found, {*found.skips, *days}, self._zone_of(connection, found), now)

        await self._store.write(step)

    def _zone_of(self, connection: Connection, order: Subscription) -> str:
        return order.zone or self._followers.habits_of(connection, order.address).zone

    async def remind(self, address: str, event_id: int, leads: Sequence[Lead], by: str, now: datetime) -> Follow:
        """Sets a chat's reminders of an event, replacing earlier ones.

        Leads whose time has passed are returned as passed. Raises NotFound; BadInput while the clock may be wrong.
        """
        self._require_clock(now)

        def step(connection: Connection) -> Follow:
            rows.lock(connection, address)
            return self._set_reminders(connection, address, _existing(connection, event_id), leads, by, now)

        return await self._store.write(step)

    async def remind_again(
        self, address: str, reminders: Sequence[tuple[int, Sequence[Lead]]], by: str, now: datetime
    ) -> list[Follow]:
        """Sets the reminders of several events in a chat that has none, and returns them.

        Events that were removed are left out; one with which others were merged gets the leads of all. Nothing is set
        if the chat has reminders. Raises BadInput while the clock may be wrong.
        """
        self._require_clock(now)

        def step(connection: Connection) -> list[Follow]:
            rows.lock(connection, address)
            if follows.of_address(connection, address):
                return []
            found = [(event, leads) for id_, leads in reminders if (event := events.find(connection, id_))]
            wanted = dict[int, tuple[Event, list[Lead]]]()
            for event, leads in found:
                wanted.setdefault(event.id, (event, []))[1].extend(leads)
            return [
                self._set_reminders(connection, address, event, tuple(dict.fromkeys(leads)), by, now)
                for event, leads in wanted.values()
            ]

        return await self._store.write(step)

    def _set_reminders(
        self, connection: Connection, address: str, event: Event, leads: Sequence[Lead], by: str, now: datetime
    ) -> Follow:
        kept = follows.put(connection, address, event.id, by, now)
        here = self._followers.habits_of(connection, address)
        plans = [plan for plan in follows.plans(connection, [kept.id]) if plan.lead is not None]
        gone = [plan for plan in plans if plan.lead not in leads]
        _end(connection, gone, phrase("other leads were chosen"), now)
        known = {plan.lead for plan in plans}
        due = [(lead, lead_due(event.when, lead, here.zone), "waiting") for lead in leads if lead not in known]
        follows.add_plans(connection, kept, due, event.rev)
        new = [plan for plan in follows.plans(connection, [kept.id]) if plan.lead and plan.lead not in known]
        follows.set_plans(connection, [replan(plan, event, here, now) for plan in new])
        return _follow(connection, kept)

    async def stop_reminders(self, address: str, event_id: int, leads: Sequence[Lead], now: datetime) -> Follow | None:
        """Ends some of a chat's reminders of an event; returns those left, None without any. Raises NotFound."""

        def step(connection: Connection) -> Follow | None:
            rows.lock(connection, address)
            kept = _kept(connection, address, event_id)
            plans = follows.plans(connection, [kept.id]) if kept else []
            ended = [plan for plan in plans if plan.lead in leads]
            if kept is None or len(ended) < len(set(leads)):
                raise NotFound("This chat has no such reminder of e{id}. Type /event e{id} to see them.", id=event_id)
            _end(connection, ended, phrase("reminders were switched off"), now)
            if len(ended) == len(plans):
                follows.drop(connection, kept.id)
                return None
            return _follow(connection, kept)

        return await self._store.write(step)

    async def unfollow(self, address: str, event_id: int, now: datetime) -> Event:
        """Ends a chat's reminders of an event. Raises NotFound."""

        def step(connection: Connection) -> Event:
            event = events.find(connection, event_id)
            kept = _kept(connection, address, event.id) if event else None
            if event is None or kept is None:
                raise NotFound("This chat has no reminders of e{id}.", id=event_id)
            pending.cancel(connection, [f"follow:{kept.id}"], phrase("reminders were switched off"), now)
            follows.drop(connection, kept.id)
            return event

        return await self._store.write(step)

    async def unfollow_all(self, address: str, now: datetime) -> list[Follow]:
        """Ends a chat's reminders of all events, and returns them as they were."""

        def step(connection: Connection) -> list[Follow]:
            rows.lock(connection, address)
            kept = follows.of_address(connection, address)
            before = described(connection, kept)
            pending.cancel(
                connection, [f"follow:{each.id}" for each in kept], phrase("reminders were switched off"), now
            )
            for each in kept:
                follows.drop(connection, each.id)
            return before

        return await self._store.write(step)

    async def follows(self, address: str) -> list[Follow]:
        """The events a chat or thread is reminded of."""

        def known(connection: Connection) -> list[Follow]:
            return described(connection, follows.of_address(connection, address))

        return await self._store.look_up(known)

    async def snooze(self, address: str, event_id: int, until: datetime, by: str, now: datetime) -> Follow:
        """Snoozes an event's reminder until an instant, replacing an earlier snooze.

        Raises NotFound; BadInput if the event is over by then, was cancelled or postponed, or is muted here, and while
        the clock may be wrong.
        """
        self._require_clock(now)

        def step(connection: Connection) -> Follow:
            rows.lock(connection, address)
            event = _existing(connection, event_id)
            here = self._followers.habits_of(connection, address)
            if event.state != "set":
                raise BadInput(
                    "e{id} is {state}, so there is nothing to remind you of.", id=event.id, state=phrase(event.state)
                )
            if until > end_of(event.when, here.zone):
                raise BadInput(
                    "That is too late: e{id} ({title}) will be over by then.", id=event.id, title=event.title
                )
            if event.id in mutes.muted_events(connection, [address])[address]:
                raise BadInput("e{id} is muted here. First type /mute e{id} off.", id=event.id)
            kept = follows.put(connection, address, event.id, by, now)
            follows.snooze(connection, kept, until, event.rev)
            return _follow(connection, kept)

        return await self._store.write(step)

    async def unsnooze(self, address: str, event_id: int, until: datetime, before: datetime | None) -> None:
        """Undoes a snooze at `until`, restoring one at `before`, if any; a follow that existed only for it ends.

        Raises NotFound if there is none at that instant.
        """

        def step(connection: Connection) -> None:
            event = _existing(connection, event_id)
            kept = _kept(connection, address, event.id)
            follow = _follow(connection, kept) if kept else None
            if kept is None or follow is None or follow.snoozed != until:
                raise NotFound("This chat has no reminders of e{id}.", id=event_id)
            if before is not None:
                follows.snooze(connection, kept, before, event.rev)
            elif follow.reminders:
                follows.unsnooze(connection, kept)
            else:
                follows.drop(connection, kept.id)

        await self._store.write(step)

    async def mute(self, address: str, event_id: int, now: datetime) -> Event:
        """Mutes an event in a chat or thread; leads stay. Raises NotFound."""

        def step(connection: Connection) -> Event:
            event = _existing(connection, event_id)
            mutes.mute_event(connection, address, event.id)
            for kept in follows.of_chat(connection, address):
                if kept.event == event.id:
                    pending.cancel(connection, [f"follow:{kept.id}"], MUTED, now)
            return event

        return await self._store.write(step)

    async def unmute(self, address: str, event_id: int) -> Event:
        """Unmutes an event in a chat or thread. Raises NotFound, also if it wasn't muted there."""

        def step(connection: Connection) -> Event:
            event = _existing(connection, event_id)
            if not mutes.unmute_event(connection, address, event.id):
                raise NotFound("e{id} isn't muted here.", id=event.id)
            kept = _kept(connection, address, event.id)
            if kept is not None and kept.told is not None:  # the answer tells the date
                follows.set_told(connection, kept.id, event.when)
            return event

        return await self._store.write(step)

    async def addresses(self) -> list[str]:
        """All addresses with a digest or reminder."""
        return await self._store.read(lambda connection: rows.addresses(connection))

    async def muted(self, address: str) -> frozenset[int]:
        """The ids of events muted in a chat or thread."""
        return (await self._store.look_up(lambda connection: mutes.muted_events(connection, [address])))[address]


def _end(connection: Connection, plans: Sequence[StoredReminder], reason: str, now: datetime) -> None:
    """Ends some reminders with what is pending of them; others of the same follower stay."""
    keys = [pending.reminder_key(plan.follow, str(plan.lead), plan.rev) for plan in plans]
    pending.cancel_keys(connection, keys, reason, now)
    follows.drop_plans(connection, [plan.id for plan in plans])


def _told_until(connection: Connection, address: str, words: str, orders: Iterable[Subscription]) -> datetime:
    """The end of what digests of these words, or of all news, have told an address; BEGINNING without any."""
    covering = ("", words)
    marks = [each.since for each in orders if each.address == address and each.words in covering]
    until = claim.digests_until(connection, address, covering)
    return max(*marks, until or BEGINNING, BEGINNING)


def _rule(of: Subscription, zone: str) -> tuple[object, ...]:
    """The identity of a digest in a chat with time zone `zone`."""
    return of.address, of.days, of.at, of.zone or zone, " ".join(of.words.split()).casefold()


def _existing(connection: Connection, event_id: int) -> Event:
    event = events.find(connection, event_id)
    if event is None:
        raise NotFound("There is no event e{id}.", id=event_id)
    return event


def _kept(connection: Connection, address: str, event_id: int) -> StoredFollow | None:
    return next((kept for kept in follows.of_address(connection, address) if kept.event == event_id), None)


def _follow(connection: Connection, kept: StoredFollow) -> Follow:
    (follow,) = described(connection, [kept])
    return follow


def _require_own(connection: Connection, address: str, number: int) -> None:
    """Raises NotFound for a number that no subscription has, and BadInput for another chat's."""
    places = rows.places(connection, number)
    if places is None:
        raise NotFound("There is no subscription {number}. Type /subscriptions to see this chat's.", number=number)
    if address not in places:
        raise BadInput(
            "Subscription {number} belongs to another chat. Type /subscriptions to see this chat's.", number=number
        )


def _with_skips(
    connection: Connection, order: Subscription, skips: Iterable[date], zone: str, now: datetime
) -> Subscription:
    """Stores the days on which a digest is skipped, without those long past, and when it is due next."""
    days = current_skips(skips, now)
    due_at = next_fire(order.days, order.at, zone, min(order.due_at - timedelta.resolution, now), days)
    rows.skip(connection, order.id, days, due_at)
    return replace(order, skips=days, due_at=due_at)


def _own(connection: Connection, address: str, number: int) -> Subscription:
    _require_own(connection, address, number)
    found = rows.get(connection, number)
    if found is None:
        raise NotFound("There is no subscription {number}. Type /subscriptions to see this chat's.", number=number)
    return found

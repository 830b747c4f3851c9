"""Enqueues what is due: one row per occurrence, under a unique key that is never reused."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from briefings.delivery.clock_jump import realign_due_dates, recalculate_due_dates
from briefings.model.agenda import Event
from briefings.model.delivery import Subscription, chat_of, platform_of
from briefings.model.outlook import TrackedStatement
from briefings.model.schedule.due import current_skips, end_of, instant, latest_fire, start_of
from briefings.reminders.followers import MUTED
from briefings.reminders.linked_duplicates import (
    NEXT_DIGEST,
    OVERTAKEN,
    digest_key,
    release,
    suppress,
    suppress_digests,
)
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, Store, follows, key_value, outlook, subscriptions
from briefings.store import agenda as events
from briefings.store.accounts import chats, people
from briefings.store.follows import DueReminders, StoredReminder
from briefings.store.outbox import duplicates, pending
from briefings.store.outbox.pending import DIGEST_LANE, REMINDER_LANE, NewDelivery
from briefings.store.sql import ILLEGIBLE, prepare_for_many, set_aside
from briefings.store.subscriptions import DueDigests
from briefings.store.webhooks import endpoints, posts
from briefings.translatable import phrase

GROUP = 10_000  # deliveries in a transaction, between which other writers have their turn
_SIDE_BY_SIDE = {"sqlite": 1, "postgresql": 4}  # transactions; SQLite has one writer
UNREADABLE = phrase("its stored content can't be read")
_STATEMENTS, _NAMED = 1000, 20  # statements asked about on a day, and those that the message names
_ASKED_ON = "statements asked on"  # the last day
_POSTED_ON = "statements posted on"  # the last day
_ASKED_AGAIN = timedelta(days=7)
_QUESTION_KEEPS = timedelta(days=14)
_PUT_OFF_KEEPS = timedelta(hours=1)  # at least: it may have been put off until the event's start


class Enqueuer:
    """Enqueues what is due in a store; `zone` is the default zone."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store, self._zone = store, zone
        self._aligned = False
        self._aside: dict[str, set[int]] = {"subscription": set(), "reminder": set()}  # rows that cannot be used

    def recompute_due(self) -> None:
        """Makes the next `write_all` recalculate due dates first, because the clock was set."""
        self._aligned = False

    async def write_all(
        self, platforms: tuple[str, ...], now: datetime, editors: tuple[str, ...] = (), group: int = GROUP
    ) -> int:
        """Writes all due deliveries for these platforms and expires those that are too late.

        `editors`, and people with that role, are asked about outcomes of past events; without any editor, the admins
        are. `group` is how many deliveries a transaction writes.
        """
        if not self._aligned:  # rules of zones can only have changed while nobody was here
            await self._store.write(lambda connection: self._realign(connection, now))
            self._aligned = True
        written = 0
        for step in (self._digests, self._reminders):
            written += await self._all_of(partial(step, platforms=platforms, now=now), group)
        made = await self._store.read(
            lambda connection: (
                people.with_role(connection, "editor") or ([] if editors else people.with_role(connection, "admin"))
            )
        )
        preferred = await self._store.read(lambda connection: _preferred(connection, (*editors, *made)))
        if asked := [address for address in (*editors, *made, *preferred) if platform_of(address) in platforms]:
            written += await self._store.write(lambda connection: self._questions(connection, asked, platforms, now))
            written += await self._store.write(lambda connection: self._statements(connection, asked, platforms, now))
        await self._store.write(lambda connection: self._post_due_statements(connection, now))
        return written + await self._store.write(lambda connection: self._release(connection, platforms, now))

    async def _all_of(self, step: Callable[..., int], most: int) -> int:
        """Runs a step until nothing is left; on a server several at a time, once it is clear that there is much."""
        side_by_side = _SIDE_BY_SIDE[self._store.dialect]

        async def rest() -> int:
            written = 0
            while True:
                count = await self._store.write(partial(step, most=most))
                written += count
                if count < most:
                    return written

        first = await self._store.write(partial(step, most=most))
        if first < most:
            return first
        if await self._store.read(duplicates.any_linked):  # they change rows of each other
            side_by_side = 1
        await self._store.write(partial(prepare_for_many, many=True))
        done = await asyncio.gather(*(rest() for _ in range(side_by_side)), return_exceptions=True)
        await self._store.write(partial(prepare_for_many, many=False))
        for error in done:
            if isinstance(error, BaseException):
                raise error
        return first + sum(each for each in done if isinstance(each, int))

    def _realign(self, connection: Connection, now: datetime) -> None:
        realign_due_dates(connection, self._zone, now)
        recalculate_due_dates(connection, self._zone, now)
        pending.give_up_stuck(connection, UNREADABLE, now)

    def _release(self, connection: Connection, platforms: tuple[str, ...], now: datetime) -> int:
        """Expires what is too late, and writes duplicates that are needed after all."""
        pending.expire(connection, now)
        posts.note_failures(connection, now)
        return release(connection, platforms, self._zone, now)

    def _post_due_statements(self, connection: Connection, now: datetime) -> None:
        """Has webhooks told once a day of the statements that came due after they were made."""
        today = now.astimezone(ZoneInfo(self._zone)).date()
        wanted = endpoints.wanting(connection, "statement.due")
        if not wanted or key_value.value(connection, _POSTED_ON) == today.isoformat():
            return
        key_value.exchange(connection, _POSTED_ON, today.isoformat())
        for each in outlook.to_ask(connection, today, now, _STATEMENTS):
            if due := each.awaited:
                since = instant(due.last + timedelta(days=1), time(), self._zone)
                seen = partial(_is_seen_statement, id_=each.id)
                once = f"s{each.id}:{due.last.isoformat()}"
                posts.note(connection, "statement.due", f"s{each.id}", now, once=once, seen=seen, since=since)

    def _digests(self, connection: Connection, platforms: tuple[str, ...], now: datetime, most: int) -> int:
        aside = self._aside["subscription"]
        before = len(aside)
        due = subscriptions.due(connection, platforms, now, most, self._zone, aside)
        lost = len(aside) - before
        linked = duplicates.any_linked(connection)
        planned = []
        for alike in due:
            try:
                planned.append((alike, *_next_digest(alike, now)))
            except ILLEGIBLE as error:
                self._set_aside("subscription", alike.ids, error)
        for alike, _, _, new in planned:
            if new.held_until is not None:  # one that was held before may still be there
                owners = [f"subscription:{id_}" for id_ in alike.ids]
                pending.supersede(connection, owners, "digest", NEXT_DIGEST, now)
        pending.enqueue_digests(connection, [(new, alike.ids) for alike, _, _, new in planned])
        if linked:
            for alike, newest, following, _ in planned:
                suppress_digests(connection, alike.ids, newest, platforms, self._zone, now)
                subscriptions.advance(connection, alike.ids, following)
        else:
            _advance(connection, [(following, alike.ids) for alike, _, following, _ in planned])
        for alike, _, following, _ in planned:
            if (current := current_skips(alike.order.skips, now)) != alike.order.skips:
                for id_ in alike.ids:
                    subscriptions.skip(connection, id_, current, following)
        return lost + sum(len(alike.ids) for alike in due)

    def _set_aside(self, table: str, ids: Sequence[int], error: Exception) -> None:
        """Ignores unreadable rows until the next start and logs them once."""
        self._aside[table].update(ids)
        for id_ in ids:
            set_aside(table, id_, error)

    def _reminders(self, connection: Connection, platforms: tuple[str, ...], now: datetime, most: int) -> int:
        aside = self._aside["reminder"]
        before = len(aside)
        due = follows.due(connection, platforms, now, most, aside)
        lost = len(aside) - before
        planned = self._planned_reminders(connection, due, now)
        ids = [id_ for _, some in planned for id_ in some]
        follows.take(connection, ids, now)
        coming = [id_ for new, some in planned if new.state == "pending" for id_ in some]
        owners = [f"follow:{id_}" for id_ in follows.followers_of(connection, coming)]
        pending.supersede(connection, owners, "reminder", OVERTAKEN, now)
        pending.enqueue_reminders(connection, planned, now)
        self._linked_reminders(connection, [each for each in due if each.linked], platforms, now)
        return lost + sum(len(each.ids) for each in due)

    def _planned_reminders(
        self, connection: Connection, due: Sequence[DueReminders], now: datetime
    ) -> list[tuple[NewDelivery, list[int]]]:
        """Deliveries for many followers each, without those of people with linked accounts; the ids are reminders'."""
        shared = [each for each in due if not each.linked]
        planned = ((self._reminder_of(connection, each.plan, each, now), each.ids) for each in shared)
        return [(new, ids) for new, ids in planned if new]

    def _reminder_of(
        self, connection: Connection, plan: StoredReminder, alike: DueReminders, now: datetime
    ) -> NewDelivery | None:
        """The delivery of a reminder; None, after setting all of them aside, if the reminder can't be used."""
        try:
            event = events.find(connection, plan.event)
            here = chats.chat_times(connection, [plan.address], self._zone)[chat_of(plan.address)]
            if event is None:
                raise LookupError(f"The event e{plan.event} cannot be read")
            new = _reminder(
                plan, event, plan.rev, here.zone, MUTED if alike.muted else OVERTAKEN if plan.overtaken else ""
            )
            return new if new.reason else held_back(new, here, now, start_of(event.when, here.zone))
        except ILLEGIBLE as error:
            self._set_aside("reminder", alike.ids, error)
            return None

    def _linked_reminders(
        self, connection: Connection, due: Sequence[DueReminders], platforms: tuple[str, ...], now: datetime
    ) -> None:
        """Enqueues reminders of people with linked accounts, each of whom gets one in the preferred account."""
        planned = []
        for alike in due:
            plans = follows.due_plans(connection, alike.ids, now).values()
            same = [replace(plan, overtaken=alike.plan.overtaken) for plan in plans]
            planned += [(plan, new) for plan in same if (new := self._reminder_of(connection, plan, alike, now))]
        written = suppress(connection, [new for _, new in planned], platforms.__contains__)
        follows.take(connection, [plan.id for plan, _ in planned], now)
        coming = [each.owner for each in written if each.state == "pending"]
        pending.supersede(connection, coming, "reminder", OVERTAKEN, now)
        pending.enqueue(connection, written, now)

    def _questions(
        self, connection: Connection, editors: Iterable[str], platforms: tuple[str, ...], now: datetime
    ) -> int:
        """Asks once about each past event, unless it was entered after it ended."""
        asked = list(dict.fromkeys(editors))
        over = events.awaiting_outcome(connection, now.astimezone(ZoneInfo(self._zone)).date())
        chat_times = chats.chat_times(connection, asked, self._zone)
        new_deliveries = [
            held_back(_question(event, address, now), chat_times[chat_of(address)], now)
            for event, changed_at in over
            if end_of(event.when, self._zone) > changed_at
            for address in asked
        ]
        new_deliveries = suppress(connection, new_deliveries, platforms.__contains__)
        pending.enqueue(connection, new_deliveries, now)
        events.set_asked(connection, [event for event, _ in over])
        return sum(each.state == "pending" for each in new_deliveries)

    def _statements(
        self, connection: Connection, editors: Iterable[str], platforms: tuple[str, ...], now: datetime
    ) -> int:
        """Asks once about statements that came due, and once more a week later: one message a day for all of them."""
        today = now.astimezone(ZoneInfo(self._zone)).date()
        if key_value.value(connection, _ASKED_ON) == today.isoformat():
            return 0
        due = outlook.to_ask(connection, today, now - _ASKED_AGAIN, _STATEMENTS)
        if not due:
            return 0
        key_value.exchange(connection, _ASKED_ON, today.isoformat())
        asked = list(dict.fromkeys(editors))
        chat_times = chats.chat_times(connection, asked, self._zone)
        new = [
            held_back(_statement_question(due, address, today, now), chat_times[chat_of(address)], now)
            for address in asked
        ]
        new = suppress(connection, new, platforms.__contains__)
        pending.enqueue(connection, new, now)
        outlook.set_asked(connection, [each.id for each in due], now)
        return sum(each.state == "pending" for each in new)


def _is_seen_statement(connection: Connection, id_: int) -> bool:
    return outlook.find(connection, id_) is not None


def _advance(connection: Connection, planned: Iterable[tuple[datetime, Sequence[int]]]) -> None:
    """Sets the next due time of subscriptions, by one statement for each time."""
    together: dict[datetime, list[int]] = {}
    for following, ids in planned:
        together.setdefault(following, []).extend(ids)
    for following, ids in together.items():
        subscriptions.advance(connection, ids, following)


def _next_digest(alike: DueDigests, now: datetime) -> tuple[datetime, datetime, NewDelivery]:
    """The newest due occurrence, the next one, and the delivery. Raises one of ILLEGIBLE."""
    subscription, here = alike.order, alike.here
    newest, following = latest_fire(
        subscription.days, subscription.at, subscription.zone or here.zone, subscription.due_at, now, subscription.skips
    )
    return newest, following, held_back(_digest(subscription, newest, following), here, now)


def _digest(subscription: Subscription, due_at: datetime, following: datetime) -> NewDelivery:
    return NewDelivery(
        key=digest_key(subscription.id, due_at),
        address=subscription.address,
        kind="digest",
        lane=DIGEST_LANE,
        owner=f"subscription:{subscription.id}",
        owner_rev=0,
        facts={"kind": "digest", "until": due_at.isoformat(), "words": subscription.words},
        due_at=due_at,
        expires_at=following,
    )


def _reminder(plan: StoredReminder, event: Event, rev: int, zone: str, settled: str) -> NewDelivery:
    postpone = plan.lead is None
    which = plan.due_at.isoformat() if postpone else str(plan.lead)
    facts = (
        {"event": event.id, "kind": "snooze"} if postpone else {"event": event.id, "kind": "reminder", "lead": which}
    )
    over = end_of(event.when, zone)
    return NewDelivery(
        key=pending.reminder_key(plan.follow, which, rev, snoozed=postpone),
        address=plan.address,
        kind="reminder",
        lane=REMINDER_LANE,
        owner=f"follow:{plan.follow}",
        owner_rev=rev,
        facts=facts,
        due_at=plan.due_at,
        expires_at=max(over, plan.due_at + _PUT_OFF_KEEPS) if postpone else over,
        state="pending" if not settled else "expired" if settled == OVERTAKEN else "cancelled",
        reason=settled,
    )


def _question(event: Event, address: str, now: datetime) -> NewDelivery:
    return NewDelivery(
        key=f"asked:{event.id}:{event.rev}:{address}",
        address=address,
        kind="asked",
        lane=REMINDER_LANE,
        owner=f"event:{event.id}",
        owner_rev=event.rev,
        facts={"kind": "asked", "event": event.id},
        due_at=now,
        expires_at=now + _QUESTION_KEEPS,
    )


def _statement_question(due: Sequence[TrackedStatement], address: str, today: date, now: datetime) -> NewDelivery:
    named = due[:_NAMED]
    return NewDelivery(
        key=f"asked:statements {today.isoformat()}:{address}",
        address=address,
        kind="asked",
        lane=REMINDER_LANE,
        owner="statements",
        owner_rev=0,
        facts={
            "kind": "statements",
            "ids": [each.id for each in named],
            "more": len(due) - len(named),
            "again": all(each.asked for each in due),
        },
        due_at=now,
        expires_at=now + _QUESTION_KEEPS,
    )


def _preferred(connection: Connection, asked: Sequence[str]) -> list[str]:
    """The accounts in which people who are asked would rather be told, if they may decide there too."""
    deciders = {*people.with_role(connection, "editor"), *people.with_role(connection, "admin")}
    there = people.preferred_addresses(connection, asked).values()
    return [person for person, _place in there if person in deciders]

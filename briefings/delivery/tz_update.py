"""Moves due dates to the requested wall times after an update of the time-zone database."""

from dataclasses import replace
from datetime import datetime

from briefings.model.delivery import chat_of
from briefings.model.due import realigned_due_date, rules_of
from briefings.model.quiet_hours import reminder_due
from briefings.store import Connection, chats, follows, key_value, subscriptions
from briefings.store import agenda as events
from briefings.store.sql import parts
from briefings.store.unreadable_rows import ILLEGIBLE, set_aside


async def realign_due_dates(work: Connection, zone: str, now: datetime) -> None:
    """Moves due dates where the rules of a zone in use have changed; `zone` is the default zone."""
    zones = {zone, *await chats.zones(work), *await subscriptions.zones(work)}
    rules = rules_of(zones, now)
    before = await key_value.exchange(work, "zones", rules)
    if before is not None and before != rules:
        await _digests(work, zone)
        await _reminders(work, zone, now)


async def _digests(work: Connection, zone: str) -> None:
    for some in parts(await subscriptions.of_chat(work, None)):
        habits = await chats.habits(work, [order.address for order in some], zone)
        moved: dict[datetime, list[int]] = {}
        for order in some:
            where = order.zone or habits[chat_of(order.address)].zone
            try:
                due_at = realigned_due_date(order.days, order.at, where, order.due_at)
            except ILLEGIBLE as error:
                set_aside("subscription", order.id, error)
                continue
            if due_at != order.due_at:
                moved.setdefault(due_at, []).append(order.id)
        for due_at, ids in moved.items():
            await subscriptions.advance(work, ids, due_at)


async def _reminders(work: Connection, zone: str, now: datetime) -> None:
    for some in parts(await follows.of_chat(work, None)):
        habits = await chats.habits(work, [kept.address for kept in some], zone)
        known = {id_: await events.find(work, id_) for id_ in {kept.event for kept in some}}
        moved = []
        for plan in await follows.plans(work, [kept.id for kept in some]):
            event = known[plan.event]
            if plan.lead is not None and event is not None and plan.state == "waiting" and plan.due_at > now:
                try:
                    due_at = reminder_due(event.when, plan.lead, habits[chat_of(plan.address)])
                except ILLEGIBLE as error:
                    set_aside("reminder", plan.id, error)
                    continue
                moved.append(replace(plan, due_at=max(due_at, now)))
        await follows.set_plans(work, moved)

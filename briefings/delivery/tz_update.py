"""Moves due dates to the requested wall times after an update of the time-zone database."""

from dataclasses import replace
from datetime import datetime

from briefings.model.delivery import chat_of
from briefings.model.schedule.due import realigned_due_date, rules_of
from briefings.model.schedule.quiet_hours import reminder_due
from briefings.store import Connection, follows, key_value, subscriptions
from briefings.store import agenda as events
from briefings.store.accounts import chats
from briefings.store.sql import ILLEGIBLE, parts, set_aside


def realign_due_dates(connection: Connection, zone: str, now: datetime) -> None:
    """Moves due dates where the rules of a zone in use have changed; `zone` is the default zone."""
    zones = {zone, *chats.zones(connection), *subscriptions.zones(connection)}
    rules = rules_of(zones, now)
    before = key_value.exchange(connection, "zones", rules)
    if before is not None and before != rules:
        _digests(connection, zone)
        _reminders(connection, zone, now)


def _digests(connection: Connection, zone: str) -> None:
    for some in parts(subscriptions.of_chat(connection, None)):
        chat_times = chats.chat_times(connection, [subscription.address for subscription in some], zone)
        moved: dict[datetime, list[int]] = {}
        for subscription in some:
            where = subscription.zone or chat_times[chat_of(subscription.address)].zone
            try:
                due_at = realigned_due_date(
                    subscription.days, subscription.at, where, subscription.due_at, subscription.skips
                )
            except ILLEGIBLE as error:
                set_aside("subscription", subscription.id, error)
                continue
            if due_at != subscription.due_at:
                moved.setdefault(due_at, []).append(subscription.id)
        for due_at, ids in moved.items():
            subscriptions.advance(connection, ids, due_at)


def _reminders(connection: Connection, zone: str, now: datetime) -> None:
    for some in parts(follows.of_chat(connection, None)):
        chat_times = chats.chat_times(connection, [kept.address for kept in some], zone)
        known = {id_: events.find(connection, id_) for id_ in {kept.event for kept in some}}
        moved = []
        for plan in follows.plans(connection, [kept.id for kept in some]):
            event = known[plan.event]
            if plan.lead is not None and event is not None and plan.state == "waiting" and plan.due_at > now:
                try:
                    due_at = reminder_due(event.when, plan.lead, chat_times[chat_of(plan.address)])
                except ILLEGIBLE as error:
                    set_aside("reminder", plan.id, error)
                    continue
                moved.append(replace(plan, due_at=max(due_at, now)))
        follows.set_plans(connection, moved)

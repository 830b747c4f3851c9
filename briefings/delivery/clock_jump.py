"""Recalculates due dates after the clock was wrong, or after an update of the time-zone database."""

from dataclasses import replace
from datetime import datetime

from briefings.model.delivery import Subscription, chat_of
from briefings.model.schedule.due import next_fire, realigned_due_date, rules_of
from briefings.model.schedule.quiet_hours import reminder_due
from briefings.store import Connection, follows, key_value, subscriptions
from briefings.store import agenda as events
from briefings.store.accounts import chats
from briefings.store.outbox import clock_jump
from briefings.store.sql import ILLEGIBLE, parts, set_aside
from briefings.translatable import phrase

_AT_ONCE = 10_000  # subscriptions in memory
_WRONG = phrase("the clock was wrong when this was written")


def recalculate_due_dates(connection: Connection, zone: str, now: datetime) -> None:
    """Moves due dates beyond the next occurrence back to it; `zone` is the default zone.

    Sent deliveries stay sent and aren't repeated. Does nothing if the clock is before everything stored, because then
    the clock is wrong.
    """
    if clock_jump.is_before_everything(connection, now):
        return
    clock_jump.reset_due(connection, _WRONG, now)
    behind: int | None = 0
    while behind is not None:
        groups, behind = subscriptions.due_after(connection, now, behind, _AT_ONCE, zone)
        for alike in groups:
            due_at = _next(alike.order, alike.order.zone or alike.here.zone, now)
            if due_at is not None and due_at < alike.order.due_at:
                subscriptions.advance(connection, alike.ids, due_at)


def _next(subscription: Subscription, zone: str, now: datetime) -> datetime | None:
    try:
        return next_fire(subscription.days, subscription.at, zone, now, subscription.skips)
    except ILLEGIBLE as error:
        set_aside("subscription", subscription.id, error)
        return None


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

"""Recalculates due dates after the clock was wrong."""

from datetime import datetime

from briefings.model.delivery import Subscription, chat_of
from briefings.model.due import next_fire
from briefings.store import Connection, chats, subscriptions
from briefings.store.outbox import clock_jump
from briefings.store.sql import ILLEGIBLE, parts, set_aside
from briefings.translatable import phrase

_WRONG = phrase("the clock was wrong when this was written")


def recalculate_due_dates(connection: Connection, zone: str, now: datetime) -> None:
    """Moves due dates beyond the next occurrence back to it; `zone` is the default zone.

    Sent deliveries stay sent and aren't repeated. Does nothing if the clock is before everything stored, because then
    the clock is wrong.
    """
    if clock_jump.is_before_everything(connection, now):
        return
    clock_jump.reset_due(connection, _WRONG, now)
    for some in parts(clock_jump.subscriptions_after(connection, now)):
        chat_times = chats.chat_times(connection, [subscription.address for subscription in some], zone)
        nearer: dict[datetime, list[int]] = {}
        for subscription in some:
            due_at = _next(subscription, subscription.zone or chat_times[chat_of(subscription.address)].zone, now)
            if due_at is not None and due_at < subscription.due_at:
                nearer.setdefault(due_at, []).append(subscription.id)
        for due_at, ids in nearer.items():
            subscriptions.advance(connection, ids, due_at)


def _next(subscription: Subscription, zone: str, now: datetime) -> datetime | None:
    try:
        return next_fire(subscription.days, subscription.at, zone, now, subscription.skips)
    except ILLEGIBLE as error:
        set_aside("subscription", subscription.id, error)
        return None

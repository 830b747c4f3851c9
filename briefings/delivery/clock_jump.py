"""Recalculates due dates after the clock was wrong."""

from datetime import datetime

from briefings.model.delivery import Subscription
from briefings.model.schedule.due import next_fire
from briefings.store import Connection, subscriptions
from briefings.store.outbox import clock_jump
from briefings.store.sql import ILLEGIBLE, set_aside
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

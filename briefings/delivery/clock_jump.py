"""Recalculates due dates after the clock was wrong, and notifies admins."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from briefings.model.delivery import Subscription, chat_of
from briefings.model.due import next_fire
from briefings.reminders.quiet_hours import held_back
from briefings.store import Connection, chats, subscriptions
from briefings.store.outbox import clock_jump, pending
from briefings.store.outbox.pending import NewDelivery
from briefings.store.sql import ILLEGIBLE, parts, set_aside
from briefings.translatable import phrase

_WRONG = phrase("the clock was wrong when this was written")
_KEEPS = timedelta(days=7)


def recalculate_due_dates(connection: Connection, zone: str, now: datetime) -> None:
    """Moves due dates beyond the next occurrence back to it; `zone` is the default zone.

    Sent deliveries stay sent and aren't repeated. Does nothing if the clock is before everything stored, because then
    the clock is wrong.
    """
    if clock_jump.is_before_everything(connection, now):
        return
    clock_jump.reset_due(connection, _WRONG, now)
    for some in parts(clock_jump.subscriptions_after(connection, now)):
        habits = chats.habits(connection, [order.address for order in some], zone)
        nearer: dict[datetime, list[int]] = {}
        for order in some:
            due_at = _next(order, order.zone or habits[chat_of(order.address)].zone, now)
            if due_at is not None and due_at < order.due_at:
                nearer.setdefault(due_at, []).append(order.id)
        for due_at, ids in nearer.items():
            subscriptions.advance(connection, ids, due_at)


def _next(order: Subscription, zone: str, now: datetime) -> datetime | None:
    try:
        return next_fire(order.days, order.at, zone, now)
    except ILLEGIBLE as error:
        set_aside("subscription", order.id, error)
        return None


def notify_admins(
    connection: Connection, addresses: Iterable[str], step: timedelta, zone: str, now: datetime, *, lasted: bool
) -> None:
    """Notifies these addresses of a clock jump and whether it lasted; `zone` is the default zone."""
    wanted = list(dict.fromkeys(addresses))
    habits = chats.habits(connection, wanted, zone)
    facts = {"kind": "clock", "seconds": round(step.total_seconds()), "lasted": lasted}
    owed = [
        NewDelivery(
            key=f"clock:{now.isoformat()}:{address}",
            address=address,
            kind="notice",
            lane=pending.REMINDER_LANE,
            owner="clock",
            owner_rev=0,
            facts=facts,
            due_at=now,
            expires_at=now + _KEEPS,
        )
        for address in wanted
    ]
    pending.enqueue(connection, [held_back(each, habits[chat_of(each.address)], now) for each in owed], now)

"""Counts deliveries by sender and state, for metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from briefings.store.tables import OPEN, PENDING, delivery


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many deliveries of a sender are in a state; of pending ones, how many are due, and since when the oldest.

    One that is tried again is due since it first was, or since the end of the quiet hours that held it.
    """

    sender: str
    state: str
    number: int
    due: int = 0
    due_since: datetime | None = None


def counts(connection: Connection, now: datetime, settled_since: datetime) -> Sequence[DeliveryCount]:
    """Counts all open deliveries, and those settled since an instant. Each query reads an index of those rows alone."""
    return [*_pending(connection, now), *_under_way(connection), *_settled(connection, settled_since)]


def _pending(connection: Connection, now: datetime) -> list[DeliveryCount]:
    tried = delivery.c.attempt > 0
    is_due = ((delivery.c.not_before <= now) | tried) & (delivery.c.expires_at > now)
    released = case((delivery.c.held_until > delivery.c.due_at, delivery.c.held_until), else_=delivery.c.due_at)
    waits = case((tried, released), else_=delivery.c.not_before)
    due, since = func.count(case((is_due, 1))), func.min(case((is_due, waits)))
    query = select(delivery.c.sender, func.count(), due, since).where(delivery.c.state == PENDING)
    rows = connection.execute(query.group_by(delivery.c.sender))
    return [DeliveryCount(name, "pending", number, due, since) for name, number, due, since in rows]


def _under_way(connection: Connection) -> list[DeliveryCount]:
    query = select(delivery.c.sender, delivery.c.state, func.count()).where(delivery.c.state.in_(OPEN))
    rows = connection.execute(query.group_by(delivery.c.sender, delivery.c.state))
    return [DeliveryCount(name, state, number) for name, state, number in rows]


def _settled(connection: Connection, since: datetime) -> list[DeliveryCount]:
    query = select(delivery.c.sender, delivery.c.state, func.count()).where(delivery.c.settled_at >= since)
    rows = connection.execute(query.group_by(delivery.c.sender, delivery.c.state))
    return [DeliveryCount(name, state, number) for name, state, number in rows]

"""Finds and corrects instants written while the clock was wrong."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Text, cast, exists, func, literal, select, update

from briefings.store.markings import unrestricted
from briefings.store.outbox import senders
from briefings.store.sql import POSTGRESQL, is_instant
from briefings.store.tables import (
    OPEN,
    PENDING,
    analysis,
    delivery,
    event,
    follow,
    metadata,
    reminder,
    sender,
    statement,
    subscription,
)

_LEASE, _PAUSE, _HOLD = timedelta(hours=1), timedelta(days=1), timedelta(days=3)  # none lasts longer
_BY_RULE = ("digest", "reminder", "asked")  # the others are due when something happens
_UNSENT = ("pending", "expired", "cancelled", "refused")


@unrestricted
def is_before_everything(connection: Connection, now: datetime) -> bool:
    """Whether an instant is earlier than any stored order, read mark or import."""
    oldest = [
        connection.execute(select(func.min(table.c.created_at)).where(is_instant(table.c.created_at))).scalar_one()
        for table in (subscription, follow, analysis, event)
    ]
    first = min((each for each in oldest if each is not None), default=None)
    return first is not None and first > now


@unrestricted
def newest_row(connection: Connection) -> datetime | None:
    """The latest instant of an order, read mark, import or heartbeat; None in an empty database."""
    columns = [table.c.created_at for table in metadata.sorted_tables if "created_at" in table.c]
    found = [connection.execute(select(func.max(column)).where(is_instant(column))).scalar_one() for column in columns]
    found.append(senders.newest_beat(connection))
    return max((each for each in found if each is not None), default=None)


def server_time(connection: Connection) -> datetime | None:
    """What the clock of a database's server says; None for a file."""
    if connection.dialect.name != POSTGRESQL:
        return None
    said: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return said


def reset_due(connection: Connection, reason: str, now: datetime) -> None:
    """Makes later deliveries pending again at their due time, and shortens waits that no rule explains.

    Rows already written keep their keys, which are never reused.
    """
    later = (
        *(delivery.c.due_at > now, delivery.c.kind.in_(_BY_RULE)),
        *(delivery.c.state.in_(_UNSENT), ~delivery.c.dedup.contains(":before ")),
    )
    early = select(delivery.c.owner, delivery.c.due_at).where(*later, delivery.c.kind == "reminder").subquery()
    fired = (reminder.c.state == "fired", reminder.c.due_at > now)
    owned = literal("follow:") + cast(reminder.c.follow, Text)
    there = exists().where(early.c.owner == owned, early.c.due_at == reminder.c.due_at)
    connection.execute(update(reminder).where(*fired, there).values(state="waiting"))
    asked = select(delivery.c.owner).where(*later, delivery.c.kind == "asked")
    mine = (literal("event:") + cast(event.c.id, Text)).in_(asked)
    connection.execute(update(event).where(mine).values(asked_rev=0))
    connection.execute(update(statement).where(statement.c.asked_at > now).values(asked=0, asked_at=None))
    pending: Any = {"state": "cancelled", "reason": reason, "settled_at": now}
    connection.execute(update(delivery).where(*later, delivery.c.state == PENDING).values(pending))
    key = delivery.c.dedup + literal(":before ") + cast(delivery.c.id, Text)
    connection.execute(update(delivery).where(*later).values(dedup=key))
    _shorten(connection, now)


def _shorten(connection: Connection, now: datetime) -> None:
    happened = (delivery.c.state == PENDING, delivery.c.due_at > now, delivery.c.kind.not_in(_BY_RULE))
    at_once: Any = {"due_at": now, "not_before": now, "held_until": None}
    connection.execute(update(delivery).where(*happened).values(at_once))
    waits = (delivery.c.state == PENDING, delivery.c.due_at <= now, delivery.c.not_before > now + _HOLD)
    connection.execute(update(delivery).where(*waits).values(not_before=now, held_until=None))
    leased = (delivery.c.state.in_(OPEN), delivery.c.lease_until > now + _LEASE)
    connection.execute(update(delivery).where(*leased).values(lease_until=now))
    connection.execute(update(sender).where(sender.c.paused_until > now + _PAUSE).values(paused_until=None))
    connection.execute(update(subscription).where(subscription.c.since > now).values(since=now))

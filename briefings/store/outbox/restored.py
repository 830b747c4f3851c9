"""Deliveries that were due between a backup and its restore: they may have been sent, so they wait for the operator."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, literal, or_, select, update

from briefings.store.sql import parts
from briefings.store.tables import OPEN, PENDING, courier, delivery, intake, sender
from briefings.translatable import phrase

POSSIBLY_SENT = phrase("possibly sent before the restore")
_HELD = (delivery.c.state == "unknown") & (delivery.c.reason == literal(POSSIBLY_SENT, delivery.c.reason.type))


def newest_id(connection: Connection) -> int:
    """The highest id of a delivery; 0 if there is none."""
    newest: int = connection.execute(select(func.coalesce(func.max(delivery.c.id), 0))).scalar_one()
    return newest


def hold(connection: Connection, now: datetime, behind: int | None = None) -> int:
    """Sets aside what may have been sent since the backup; returns the number of deliveries.

    It takes what was on its way or due by now, and with `behind` everything written after that id.
    """
    due: ColumnElement[bool] = delivery.c.not_before <= now
    due = due if behind is None else or_(due, delivery.c.id > behind)
    open_ = or_(*(delivery.c.state == state for state in OPEN), (delivery.c.state == PENDING) & due)
    which = open_ & (delivery.c.kind != "webhook")  # a receiver recognises a repeat by its id
    values = {"state": "unknown", "reason": POSSIBLY_SENT, "settled_at": now, "lease_until": None}
    return connection.execute(update(delivery).where(which).values(values)).rowcount


def end_intake(connection: Connection, now: datetime) -> int:
    """Marks received updates as handled, since they were answered after the backup; returns their number."""
    values = {"done_at": now, "payload": "", "address": "", "sender": ""}
    return connection.execute(update(intake).where(intake.c.done_at.is_(None)).values(values)).rowcount


def held(connection: Connection) -> int:
    """How many deliveries wait for the operator."""
    return connection.execute(select(func.count()).where(_HELD)).scalar_one()


def release(connection: Connection, now: datetime, ids: Collection[int] | None) -> int:
    """Makes deliveries that were set aside pending again, all of them or some; returns their number."""
    again = {
        "state": "pending",
        "reason": "",
        "settled_at": None,
        "not_before": now,
        "held_until": None,
        "attempt": 0,
        "sent_as": "",
    }
    if ids is None:
        return connection.execute(update(delivery).where(_HELD).values(again)).rowcount
    number = 0
    for some in parts(sorted(ids)):
        number += connection.execute(update(delivery).where(_HELD, delivery.c.id.in_(some)).values(again)).rowcount
    return number


def forget_processes(connection: Connection) -> None:
    """Drops the processes that sent where a backup was made, with their signs of life."""
    connection.execute(delete(courier))
    connection.execute(update(sender).values(beat_at=None))

"""Pending deliveries: held by quiet hours, released, or replaced after a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select, update

from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.store.sql import is_instant, parts
from briefings.store.tables import OPEN, PENDING, content, delivery


@dataclass(frozen=True, slots=True)
class PendingDelivery:
    """A delivery that hasn't left."""

    id: int
    address: str
    due_at: datetime
    not_before: datetime
    expires_at: datetime
    held_until: datetime | None
    facts: dict[str, Any]


_WAITING = (
    select(delivery, content.c.facts)
    .join(content, content.c.id == delivery.c.content)
    .where(delivery.c.state == PENDING)
    .order_by(delivery.c.id)
)


def waiting(connection: Connection, chat: str) -> list[PendingDelivery]:
    """The pending deliveries of a chat and its threads."""
    inside = (delivery.c.address == chat) | delivery.c.address.startswith(f"{chat}:", autoescape=True)
    return [
        PendingDelivery(row.id, row.address, row.due_at, row.not_before, row.expires_at, row.held_until, row.facts)
        for row in connection.execute(_WAITING.where(inside))
    ]


def postpone(connection: Connection, chat: str, reason: str, until: datetime) -> None:
    """Delays the pending deliveries of a chat and its threads at least until an instant."""
    inside = (delivery.c.address == chat) | delivery.c.address.startswith(f"{chat}:", autoescape=True)
    sooner = (delivery.c.state == PENDING, delivery.c.not_before < until, inside)
    connection.execute(update(delivery).where(*sooner).values(not_before=until, reason=reason))


def keep(connection: Connection, changed: Iterable[PendingDelivery]) -> None:
    """Stores until when deliveries are held and when they expire."""
    rows = [
        {"row": w.id, "not_before": w.not_before, "held_until": w.held_until, "expires_at": w.expires_at}
        for w in changed
    ]
    if rows:
        statement = update(delivery).where(delivery.c.id == bindparam("row"), delivery.c.state == PENDING)
        values: dict[str, Any] = {name: bindparam(name) for name in ("not_before", "held_until", "expires_at")}
        connection.execute(statement.values(values), rows)


def unsent(connection: Connection, owners: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The facts of unsent deliveries, by owner."""
    found: dict[str, list[dict[str, Any]]] = {}
    for some in parts(owners):
        for row in connection.execute(_WAITING.where(delivery.c.owner.in_(some))):
            found.setdefault(row.owner, []).append(row.facts)
    return found


def in_progress(connection: Connection, owners: Sequence[str]) -> set[str]:
    """The given owners with a delivery in progress."""
    found: set[str] = set()
    for some in parts(owners):
        query = select(delivery.c.owner).where(delivery.c.owner.in_(some), delivery.c.state.in_(OPEN))
        found |= {row.owner for row in connection.execute(query)}
    return found


def cancel(connection: Connection, owners: Sequence[str], reason: str, now: datetime) -> None:
    """Cancels each owner's pending deliveries; those in progress can't be recalled."""
    values = {"state": "cancelled", "reason": reason, "settled_at": now}
    for some in parts(owners):
        where = (delivery.c.owner.in_(some), delivery.c.state == PENDING)
        connection.execute(update(delivery).where(*where).values(values))


def supersede(connection: Connection, owners: Sequence[str], kind: DeliveryKind, reason: str, now: datetime) -> None:
    """Cancels each owner's pending deliveries of a kind that something newer replaces."""
    values = {"state": "expired", "reason": reason, "settled_at": now}
    for some in parts(owners):
        where = (delivery.c.owner.in_(some), delivery.c.kind == kind, delivery.c.state == PENDING)
        connection.execute(update(delivery).where(*where).values(values))


def give_up_stuck(connection: Connection, reason: str, now: datetime) -> None:
    """Settles deliveries that would wait for ever because their time, address or state can't be read."""
    place = func.substr(delivery.c.address, 1, func.length(delivery.c.sender) + 1)
    lost = ~exists().where(content.c.id == delivery.c.content) | (place != delivery.c.sender + ":")
    _settle(connection, "refused", reason, now, delivery.c.state == PENDING, ~is_instant(delivery.c.not_before) | lost)
    _settle(connection, "unknown", reason, now, delivery.c.state.in_(OPEN), ~is_instant(delivery.c.lease_until) | lost)


def give_up(connection: Connection, ids: Sequence[int], reason: str, now: datetime) -> None:
    """Settles unreadable deliveries: refused if pending, unknown if they may have left."""
    for some in parts(ids):
        mine = delivery.c.id.in_(some)
        _settle(connection, "refused", reason, now, delivery.c.state == PENDING, mine)
        _settle(connection, "unknown", reason, now, delivery.c.state.in_(OPEN), mine)


def _settle(
    connection: Connection, state: DeliveryState, reason: str, now: datetime, *where: ColumnElement[bool]
) -> None:
    values = {"state": state, "reason": reason, "settled_at": now}
    connection.execute(update(delivery).where(*where).values(values))

"""The delivery log, and cancelling, expiring, moving and erasing deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState, HeldChat, chat_of, platform_of
from briefings.store.outbox.claim import as_delivery
from briefings.store.outbox.senders import outage_of
from briefings.store.sql import Reason, is_instant, parts
from briefings.store.tables import OPEN, PENDING, content, delivery, sender
from briefings.translatable import phrase

_TOO_LATE = phrase("its time had passed before it could be sent")


def _inside(address: str) -> ColumnElement[bool]:
    """Condition: an address is a chat or one of its threads."""
    return or_(delivery.c.address == address, delivery.c.address.startswith(f"{address}:", autoescape=True))


def cancel(connection: Connection, owner: str, reason: str, now: datetime, kind: DeliveryKind | None = None) -> int:
    """Cancels an owner's pending deliveries, optionally of one kind; those in progress can't be recalled."""
    where = [delivery.c.owner == owner, delivery.c.state == PENDING]
    if kind is not None:
        where.append(delivery.c.kind == kind)
    values = {"state": "cancelled", "reason": reason, "settled_at": now}
    return connection.execute(update(delivery).where(*where).values(values)).rowcount


def cancel_to(connection: Connection, address: str, reason: str, now: datetime) -> int:
    """Cancels the pending deliveries to a chat and its threads."""
    where = (_inside(address), delivery.c.state == PENDING)
    values = {"state": "cancelled", "reason": reason, "settled_at": now}
    return connection.execute(update(delivery).where(*where).values(values)).rowcount


def expire(connection: Connection, now: datetime) -> int:
    """Expires deliveries that are too late, with the reason why they waited."""
    trouble = select(sender.c.trouble).where(sender.c.name == delivery.c.sender).scalar_subquery()
    outage = outage_of(delivery.c.sender)
    why = type_coerce(func.coalesce(*(func.nullif(each, "") for each in (delivery.c.reason, trouble, outage))), Reason)
    where = (delivery.c.state == PENDING, delivery.c.expires_at <= now)
    late: dict[str | None, list[int]] = {}
    for id_, reason in connection.execute(select(delivery.c.id, why).where(*where)):
        late.setdefault(reason, []).append(id_)
    expired = 0
    for reason, ids in late.items():
        told_ = phrase("its time passed while it waited: {reason}", reason=reason) if reason else _TOO_LATE
        values = {"state": "expired", "reason": told_, "settled_at": now}
        for some in parts(ids):
            late_ones = update(delivery).where(delivery.c.id.in_(some), *where).values(values)
            expired += connection.execute(late_ones).rowcount
    return expired


def latest(
    connection: Connection, address: str | None, state: DeliveryState | None, limit: int | None
) -> list[Delivery]:
    """The newest deliveries, of a chat with its threads or of all."""
    query = select(delivery).order_by(delivery.c.due_at.desc(), delivery.c.id.desc())
    if address is not None:
        query = query.where(_inside(address))
    if state is not None:
        query = query.where(delivery.c.state == state)
    return [as_delivery(row) for row in connection.execute(query.limit(limit) if limit else query)]


def held_chats(connection: Connection, now: datetime) -> list[HeldChat]:
    """Chats with due deliveries that wait because the platform asked for it or an attempt failed."""
    waits = (delivery.c.state == PENDING, delivery.c.due_at <= now, delivery.c.not_before > now)
    query = select(delivery.c.address, delivery.c.not_before, delivery.c.reason).where(
        *waits, delivery.c.held_until.is_(None), delivery.c.reason != ""
    )
    held: dict[str, HeldChat] = {}
    for row in connection.execute(query.order_by(delivery.c.not_before)):
        held[chat_of(row.address)] = HeldChat(chat_of(row.address), row.not_before, row.reason)
    return sorted(held.values(), key=lambda each: (each.until, each.address))


def wakes_at(connection: Connection, sender: str) -> datetime | None:
    """When the next delivery of a sender may leave or its next doubt be reconciled; None if there is none."""
    waiting = _soonest(delivery.c.not_before).where(delivery.c.sender == sender, delivery.c.state == PENDING)
    doubtful = _soonest(delivery.c.lease_until).where(delivery.c.sender == sender, delivery.c.state.in_(OPEN))
    found = [connection.execute(query).scalar_one() for query in (waiting, doubtful)]
    return min((at for at in found if at is not None), default=None)


def _soonest(column: ColumnElement[datetime]) -> Select[Any]:
    """The earliest instant in a column."""
    return select(func.min(column)).where(is_instant(column))


def prune(connection: Connection, before: datetime) -> int:
    """Deletes settled deliveries older than the retention period, and facts without a delivery."""
    gone = connection.execute(delete(delivery).where(delivery.c.settled_at < before)).rowcount
    unused = ~exists().where(delivery.c.content == content.c.id)
    connection.execute(delete(content).where(unused))
    return gone


def readdress(connection: Connection, old: str, new: str) -> None:
    """Moves all deliveries of a chat to its new address."""
    values = {"address": literal(new) + func.substr(delivery.c.address, len(old) + 1), "sender": platform_of(new)}
    connection.execute(update(delivery).where(_inside(old)).values(values))

"""What each digest of an address has told, so that its other digests don't repeat it.

It is noted before a digest is sent and counts once the digest has arrived. A digest in doubt has told nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, or_, select, update

from briefings.model.delivery import Item
from briefings.store.accounts.chats import upsert
from briefings.store.markings import visible
from briefings.store.sql import one_of
from briefings.store.tables import analysis, delivery, event, subscription, told

_CHANGING = {"a": analysis, "e": event, "t": event}  # the table of each kind
_ARRIVED = or_(told.c.sent, exists().where(delivery.c.id == told.c.delivery, delivery.c.state == "sent"))


def note(connection: Connection, address: str, id_: int, until: datetime, items: Iterable[Item]) -> None:
    """Records what a delivery tells an address, up to an instant."""
    digest = {"address": address, "until": until, "delivery": id_, "sent": False}
    if rows := [digest | {"kind": kind, "number": number} for kind, number in items]:
        upsert(connection, told, rows, "until", "delivery", "sent")


def among(connection: Connection, addresses: Iterable[str]) -> Mapping[str, frozenset[Item]]:
    """The given addresses that get several digests, each with what they were told that hasn't changed since."""
    query = select(subscription.c.address).where(one_of(subscription.c.address, list(addresses)))
    several = query.group_by(subscription.c.address).having(func.count() > 1)
    found: dict[str, set[Item]] = {address: set() for address in connection.execute(several).scalars()}
    if found:
        mine = one_of(told.c.address, list(found))
        for kind in _CHANGING:
            for row in connection.execute(_standing(kind).where(mine)):
                found[row.address].add((kind, row.number))
    return {address: frozenset(items) for address, items in found.items()}


def _standing(kind: str) -> Select[tuple[str, int]]:
    """Items of a kind that haven't changed since they were told."""
    of = _CHANGING[kind]
    unchanged = and_(visible(of.c.label), of.c.id == told.c.number, of.c.changed_at < told.c.until)
    return select(told.c.address, told.c.number).join(of, unchanged).where(told.c.kind == kind, _ARRIVED)


def prune(connection: Connection, before: datetime) -> None:
    """Deletes records of earlier deliveries that no other digest of the address could repeat; call it before pruning
    those.

    Records that one could repeat stay without their delivery.
    """
    old = select(delivery.c.id).where(delivery.c.settled_at < before)
    connection.execute(update(told).where(told.c.delivery.in_(old.where(delivery.c.state == "sent"))).values(sent=True))
    connection.execute(delete(told).where(told.c.delivery.in_(old.where(delivery.c.state != "sent"))))
    connection.execute(delete(told).where(told.c.sent, told.c.until < before, ~_repeatable()))


def _repeatable() -> ColumnElement[bool]:
    """Whether another digest of the address still covers the time of a record."""
    return exists().where(subscription.c.address == told.c.address, subscription.c.since < told.c.until)

"""Deliveries suppressed because the same person gets them elsewhere."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, func, or_, select, update

from briefings.model.delivery import Subscription
from briefings.store import sql
from briefings.store.outbox.senders import outage_of
from briefings.store.sql import one_of
from briefings.store.subscriptions import subscription_in
from briefings.store.tables import PENDING, RUNNING, WAITING, delivery, follow, link, reminder, sender, spare
from briefings.store.tables import subscription as order_

_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """A subscription due at one chat, and one with the same words at the chat its person prefers."""

    here: Subscription
    there: Subscription


@dataclass(frozen=True, slots=True)
class LostDuplicate:
    """A suppressed delivery, and what became of its original; `state` is "" if the original has no row."""

    key: str
    address: str
    rather: str
    state: str
    reason: str


def any_linked(connection: Connection) -> bool:
    """Whether anybody has linked accounts."""
    return connection.execute(select(link.c.person).limit(1)).first() is not None


def less_preferred(connection: Connection, ids: Sequence[int]) -> list[int]:
    """The given subscriptions that arrive at a chat their person doesn't prefer."""
    found: set[int] = set()
    for place in (link.c.person, link.c.place):
        query = select(order_.c.id).join(link, and_(place == order_.c.address, ~link.c.preferred))
        found |= set(connection.execute(query.where(one_of(order_.c.id, ids))).scalars())
    return sorted(found)


def duplicate_orders(connection: Connection, ids: Sequence[int], platforms: Iterable[str]) -> list[DuplicatePair]:
    """The given subscriptions with the same words and days at the chat their person prefers."""
    other, there = link.alias(), order_.alias()
    found: list[DuplicatePair] = []
    for place in (link.c.person, link.c.place):
        query = (
            select(order_.c.id.label("here"), there)
            .join(link, and_(place == order_.c.address, ~link.c.preferred))
            .join(other, and_(other.c.pair == link.c.pair, other.c.preferred))
            .join(there, and_(there.c.address.in_([other.c.person, other.c.place]), there.c.words == order_.c.words))
            .where(one_of(order_.c.id, ids), there.c.paused == RUNNING, there.c.days == order_.c.days)
            .where(there.c.platform.in_(list(platforms)))
            .order_by(there.c.id)
        )
        rows = connection.execute(query).all()
        if rows:
            mine = select(order_).where(one_of(order_.c.id, [row.here for row in rows]))
            known = {row.id: subscription_in(row) for row in connection.execute(mine)}
            found += [DuplicatePair(known[row.here], subscription_in(row)) for row in rows]
    return found


def align_covered(connection: Connection, orders: Iterable[Subscription]) -> None:
    """Makes a person's subscriptions start where the most advanced one ended."""
    ordered = list(orders)
    since = max(order.since for order in ordered)
    behind = [order.id for order in ordered if order.since < since]
    if behind:
        connection.execute(update(order_).where(order_.c.id.in_(behind)).values(since=since))


def note(connection: Connection, spared: Iterable[tuple[str, str]]) -> None:
    """Records the original of a suppressed delivery, which is written as cancelled; both by key."""
    rows = [{"key": key, "rather": rather} for key, rather in spared]
    if rows:
        connection.execute(sql.insert(connection, spare).on_conflict_do_nothing(), rows)


def cancel(connection: Connection, reasons: dict[str, str], now: datetime) -> None:
    """Cancels deliveries just written, by key, each with its reason."""
    rows = [{"which": key, "why": reason} for key, reason in reasons.items()]
    if rows:
        values: dict[str, Any] = {"state": _CANCELLED, "reason": bindparam("why"), "settled_at": now}
        where = (delivery.c.dedup == bindparam("which"), delivery.c.state == PENDING)
        connection.execute(update(delivery).where(*where).values(values), rows)


def settle(connection: Connection, now: datetime) -> bool:
    """Deletes records whose original has arrived or no longer matters; returns whether any remain."""
    if connection.execute(select(spare.c.key).limit(1)).first() is None:
        return False
    arrived = exists().where(delivery.c.dedup == spare.c.rather, delivery.c.state.in_(["sent", "unknown"]))
    waits = exists().where(delivery.c.dedup == spare.c.key, delivery.c.state == _CANCELLED, delivery.c.expires_at > now)
    connection.execute(delete(spare).where(arrived | ~waits))
    return True


def failed_originals(
    connection: Connection, platforms: Collection[str], now: datetime, patient_until: datetime, most: int
) -> list[LostDuplicate]:
    """Suppressed deliveries whose original is gone or stuck: due before `patient_until` and not claimed since.

    Only those that one of these platforms can send.
    """
    mine, rather = delivery.alias(), delivery.alias()
    there, here = sender.alias(), sender.alias()
    query = (
        select(spare, mine.c.address, rather.c.state, rather.c.reason)
        .join(mine, mine.c.dedup == spare.c.key)
        .outerjoin(rather, rather.c.dedup == spare.c.rather)
        .outerjoin(there, there.c.name == rather.c.sender)
        .outerjoin(here, here.c.name == mine.c.sender)
        .where(mine.c.sender.in_(list(platforms)))
        .where(
            or_(
                rather.c.id.is_(None),
                rather.c.state.in_(["dead", "refused", "expired", _CANCELLED]),
                and_(
                    rather.c.state == PENDING,
                    here.c.refused_at.is_(None),
                    _stuck(rather, there, list(platforms), now, patient_until),
                ),
            )
        )
        .order_by(mine.c.id)
        .limit(most)
    )
    return [
        LostDuplicate(row.key, row.address, row.rather, row.state or "", row.reason or "")
        for row in connection.execute(query)
    ]


def _stuck(
    rather: Any, there: Any, platforms: list[str], now: datetime, patient_until: datetime
) -> ColumnElement[bool]:
    away = func.coalesce(outage_of(rather.c.sender), "") != ""
    troubled = or_(rather.c.attempt > 0, there.c.trouble != "", there.c.paused_until > now, away)
    return or_(
        rather.c.sender.not_in(platforms),
        and_(rather.c.attempt > 0, there.c.refused_at.is_not(None)),
        and_(func.coalesce(rather.c.held_until, rather.c.due_at) <= patient_until, troubled),
    )


def is_still_due(connection: Connection, key: str, platforms: Collection[str]) -> bool:
    """Whether a digest or reminder will still be written under its key, on one of these platforms."""
    kind, id_, rest = key.split(":", 2)
    if kind == "digest":
        until = datetime.fromisoformat(rest)
        where = (order_.c.id == int(id_), order_.c.paused == RUNNING, order_.c.due_at <= until)
        query = select(order_.c.id).where(*where, order_.c.platform.in_(list(platforms)))
    elif kind == "reminder":
        where = (follow.c.id == int(id_), follow.c.paused == RUNNING, reminder.c.state == WAITING)
        query = select(follow.c.id).join(reminder, reminder.c.follow == follow.c.id).where(*where)
        query = query.where(reminder.c.platform.in_(list(platforms)))
    else:
        return False
    return connection.execute(query.limit(1)).first() is not None


def cancel_original(connection: Connection, key: str, reason: str, now: datetime) -> bool:
    """Cancels an original that can't be sent; False if it has left meanwhile."""
    where = (delivery.c.dedup == key, delivery.c.state == PENDING)
    values = {"state": _CANCELLED, "reason": reason, "settled_at": now}
    return connection.execute(update(delivery).where(*where).values(values)).rowcount == 1


def reactivate(connection: Connection, key: str, now: datetime) -> None:
    """Makes a suppressed delivery pending after all."""
    values = {"state": "pending", "reason": "", "settled_at": None, "not_before": now}
    where = (delivery.c.dedup == key, delivery.c.state == _CANCELLED)
    connection.execute(update(delivery).where(*where).values(values))


def forget(connection: Connection, key: str) -> None:
    """Deletes a record of suppression."""
    connection.execute(delete(spare).where(spare.c.key == key))

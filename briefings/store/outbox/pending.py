"""Pending deliveries: enqueued once under a unique key, held by quiet hours, replaced, cancelled or expired."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Table,
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
    type_coerce,
    update,
)

from briefings.model.delivery import DeliveryKind, DeliveryState, platform_of
from briefings.store import sql
from briefings.store.outbox import duplicates
from briefings.store.outbox.senders import outage_of
from briefings.store.sql import Reason, in_chat, is_instant, parts, within_named, within_values
from briefings.store.tables import OPEN, PENDING, content, delivery, follow, reminder, sender, subscription
from briefings.translatable import phrase

REMINDER_LANE, DIGEST_LANE = 1, 2
_ALIKE = (  # columns in which deliveries for many followers are alike
    *("lane", "kind", "owner_rev", "content", "state", "due_at", "not_before", "held_until", "expires_at", "reason"),
    "settled_at",
)
FINAL = ("sent", "unknown", "dead", "refused", "expired", "cancelled")


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to write; shared `facts` are stored once, `owner_rev` is the event's rev or 0."""

    key: str
    address: str
    kind: DeliveryKind
    lane: int
    owner: str
    owner_rev: int
    facts: dict[str, Any]
    due_at: datetime
    expires_at: datetime
    state: DeliveryState = "pending"
    reason: str = ""
    not_before: datetime | None = None  # the due instant unless it is held back
    held_until: datetime | None = None
    rather: str = ""  # the key of the delivery that its person gets instead, where this one is spared for it


def reminder_key(follow: int, which: str, rev: int, *, snoozed: bool = False) -> str:
    """The key of a reminder's delivery by its lead, or of a snoozed one's by its instant."""
    return f"{'snooze' if snoozed else 'reminder'}:{follow}:{which}:{rev}"


def _insert_new(connection: Connection, table: Table) -> Any:
    return sql.insert(connection, table).on_conflict_do_nothing()


def enqueue_digests(connection: Connection, alike: Sequence[tuple[NewDelivery, Sequence[int]]]) -> None:
    """Writes digests, each for many subscriptions by their ids; the `NewDelivery` is that of the first one."""
    statement = _of_subscriptions(connection.dialect.name)
    for new_delivery, ids, content_id in _with_contents(connection, alike):
        _enqueue_alike(connection, statement, new_delivery, ids, content_id, None)


def enqueue_reminders(
    connection: Connection, alike: Sequence[tuple[NewDelivery, Sequence[int]]], now: datetime
) -> None:
    """Writes reminders, each for many followers by the ids of their rows in `reminder`, as `enqueue_digests` does."""
    statement = _of_reminders(connection.dialect.name)
    for new_delivery, ids, content_id in _with_contents(connection, alike):
        _enqueue_alike(connection, statement, new_delivery, ids, content_id, now)


@cache
def _of_subscriptions(dialect: str) -> Any:
    place = select(subscription.c.id, subscription.c.platform, subscription.c.address)
    return _insert_alike(dialect, place.where(within_named(subscription.c.id)).subquery())


@cache
def _of_reminders(dialect: str) -> Any:
    place = select(follow.c.id, reminder.c.platform, follow.c.address).join_from(reminder, follow)
    return _insert_alike(dialect, place.where(within_named(reminder.c.id)).subquery())


def _insert_alike(dialect: str, places: Subquery) -> Any:
    """SQL: a delivery for each place, the id of its owner, a platform and an address.

    The rows are written by their addresses, of which an index has each on another page.
    """
    owner = cast(places.c.id, Text)
    same = {name: bindparam(f"new_{name}", type_=delivery.c[name].type) for name in _ALIKE}
    values = {
        "dedup": bindparam("before", type_=Text) + owner + bindparam("after", type_=Text),
        "sender": places.c.platform,
        "address": places.c.address,
        "owner": bindparam("owned", type_=Text) + owner,
    } | same
    chosen = select(*values.values()).order_by(places.c.address, places.c.id)
    return sql.insert_of(dialect, delivery).on_conflict_do_nothing().from_select(list(values), chosen)


def _with_contents(
    connection: Connection, alike: Sequence[tuple[NewDelivery, Sequence[int]]]
) -> Iterator[tuple[NewDelivery, Sequence[int], int]]:
    """Stores the facts of all first, in one order, so that two processes never wait for each other's."""
    known = _contents(connection, [new.facts for new, _ in alike]) if alike else {}
    for new, ids in _merged(alike):
        yield new, ids, known[json.dumps(new.facts, sort_keys=True)]


def _merged(alike: Sequence[tuple[NewDelivery, Sequence[int]]]) -> Iterable[tuple[NewDelivery, list[int]]]:
    """Joins groups that differ only in their owners, as those of chats whose quiet hours hold nothing back.

    Each statement reads its rows and their pages of the indexes anew, so fewer are cheaper.
    """
    merged: dict[str, tuple[NewDelivery, list[int]]] = {}
    for new, ids in alike:
        before, _, after = new.key.split(":", 2)
        shared = replace(new, key=f"{before}:{after}", address="", owner=new.owner.partition(":")[0])
        merged.setdefault(repr(shared), (new, []))[1].extend(ids)
    return merged.values()


def _enqueue_alike(
    connection: Connection,
    statement: Any,
    new: NewDelivery,
    ids: Sequence[int],
    content_id: int,
    now: datetime | None,
) -> None:
    """Writes a delivery for each of these rows."""
    before, _, after = new.key.split(":", 2)
    values = {name: getattr(new, name) for name in _ALIKE if hasattr(new, name)} | {
        "content": content_id,
        "not_before": new.not_before or new.due_at,
        "settled_at": now if new.state in FINAL else None,
    }
    key = {"before": f"{before}:", "after": f":{after}", "owned": f"{new.owner.partition(':')[0]}:"}
    connection.execute(statement, {f"new_{name}": value for name, value in values.items()} | key | within_values(ids))


def _contents(connection: Connection, facts: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Stores facts, each once; returns ids by their JSON text."""
    contents = {json.dumps(each, sort_keys=True): each for each in facts}
    rows = [{"key": key, "facts": contents[key]} for key in sorted(contents)]
    connection.execute(_insert_new(connection, content), rows)
    query = select(content.c.key, content.c.id).where(content.c.key.in_(list(contents)))
    return {row.key: row.id for row in connection.execute(query)}


def enqueue(connection: Connection, new_deliveries: Sequence[NewDelivery], now: datetime) -> None:
    """Writes deliveries; existing keys stay unchanged."""
    if not new_deliveries:
        return
    ids = _contents(connection, [o.facts for o in new_deliveries])
    connection.execute(
        _insert_new(connection, delivery),
        [
            {
                "dedup": o.key,
                "sender": platform_of(o.address),
                "lane": o.lane,
                "address": o.address,
                "kind": o.kind,
                "owner": o.owner,
                "owner_rev": o.owner_rev,
                "content": ids[json.dumps(o.facts, sort_keys=True)],
                "state": o.state,
                "due_at": o.due_at,
                "not_before": o.not_before or o.due_at,
                "held_until": o.held_until,
                "expires_at": o.expires_at,
                "reason": o.reason,
                "settled_at": now if o.state in FINAL else None,
            }
            for o in new_deliveries
        ],
    )
    if spared := [(o.key, o.rather) for o in new_deliveries if o.rather]:
        duplicates.note(connection, spared)


_TOO_LATE = phrase("its time had passed before it could be sent")


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


def inside(address: str) -> ColumnElement[bool]:
    """Condition: an address is a chat or one of its threads."""
    return in_chat(delivery.c.address, address)


def waiting(connection: Connection, chat: str) -> list[PendingDelivery]:
    """The pending deliveries of a chat and its threads."""
    return [
        PendingDelivery(row.id, row.address, row.due_at, row.not_before, row.expires_at, row.held_until, row.facts)
        for row in connection.execute(_WAITING.where(inside(chat)))
    ]


def postpone(connection: Connection, chat: str, reason: str, until: datetime) -> None:
    """Delays the pending deliveries of a chat and its threads at least until an instant."""
    sooner = (delivery.c.state == PENDING, delivery.c.not_before < until, inside(chat))
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


def cancel(
    connection: Connection, owners: Sequence[str], reason: str, now: datetime, kind: DeliveryKind | None = None
) -> int:
    """Cancels each owner's pending deliveries, optionally of one kind; those in progress can't be recalled."""
    values = {"state": "cancelled", "reason": reason, "settled_at": now}
    cancelled = 0
    for some in parts(owners):
        where = (delivery.c.owner.in_(some), delivery.c.state == PENDING, *([delivery.c.kind == kind] if kind else []))
        cancelled += connection.execute(update(delivery).where(*where).values(values)).rowcount
    return cancelled


def cancel_keys(connection: Connection, keys: Sequence[str], reason: str, now: datetime) -> None:
    """Cancels pending deliveries by their keys; those in progress can't be recalled."""
    values = {"state": "cancelled", "reason": reason, "settled_at": now}
    for some in parts(keys):
        where = (delivery.c.dedup.in_(some), delivery.c.state == PENDING)
        connection.execute(update(delivery).where(*where).values(values))


def cancel_to(connection: Connection, address: str, reason: str, now: datetime) -> int:
    """Cancels the pending deliveries to a chat and its threads."""
    where = (inside(address), delivery.c.state == PENDING)
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


def supersede(connection: Connection, owners: Sequence[str], kind: DeliveryKind, reason: str, now: datetime) -> None:
    """Cancels each owner's pending deliveries of a kind that something newer replaces."""
    if not owners:
        return
    values = {"state": "expired", "reason": reason, "settled_at": now}
    known = connection.execute(sql.found_by(connection, delivery.c.id, delivery.c.owner, owners)).scalars().all()
    for some in parts(known):
        where = (delivery.c.id.in_(some), delivery.c.kind == kind, delivery.c.state == PENDING)
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

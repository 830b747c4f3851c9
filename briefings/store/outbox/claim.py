"""Claims and settles deliveries, and lists what became of all of them.

pending -> sending -> sent | in_doubt | dead; sending -> pending only on proof that it was not accepted; in_doubt ->
sent | pending | unknown; pending -> expired | cancelled.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from briefings.model.delivery import Delivery, DeliveryState, HeldChat, chat_of
from briefings.store.outbox.pending import FINAL, inside
from briefings.store.outbox.senders import outages
from briefings.store.sql import Instant, is_instant, one_of, parts, readable
from briefings.store.tables import OPEN, PENDING, content, courier, delivery, sender, webhook

_REACHED = ("sent", "in_doubt", "unknown")  # the states of a delivery that has arrived, or may have


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery with its facts and its owner."""

    delivery: Delivery
    facts: dict[str, Any]
    owner: str
    owner_rev: int
    held_until: datetime | None = None
    sent_as: str = ""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Shows whether a sender works: its courier's last round, and until when due deliveries were written.

    `stuck_since` is since when something has been ready to leave while nothing of the sender was settled.
    """

    name: str
    beat_at: datetime | None
    written_until: datetime | None
    stuck_since: datetime | None


def as_delivery(row: Row[Any]) -> Delivery:
    """Converts a row to a delivery."""
    return Delivery(
        id=row.id,
        address=row.address,
        kind=row.kind,
        key=row.dedup,
        due_at=row.due_at,
        state=row.state,
        attempts=row.attempt,
        expires_at=row.expires_at,
        reason=row.reason,
        receipt=row.receipt,
        held_until=row.held_until,
        not_before=row.not_before,
    )


def _claimed(row: Row[Any]) -> ClaimedDelivery:
    """Converts a row. Raises ValueError if its facts can't be read."""
    if not isinstance(row.facts, dict):
        raise ValueError("its facts are unknown")  # noqa: TRY004
    return ClaimedDelivery(as_delivery(row), row.facts, row.owner, row.owner_rev, row.held_until, row.sent_as)


WITH_FACTS = select(delivery, content.c.facts).join(content, content.c.id == delivery.c.content)
_older = delivery.alias()
_BUSY = exists().where(_older.c.address == delivery.c.address, _older.c.state.in_(OPEN))
_BEHIND = exists().where(
    _older.c.address == delivery.c.address,
    _older.c.state == PENDING,
    _older.c.lane == delivery.c.lane,
    _older.c.id < delivery.c.id,
    _older.c.held_until.is_(None) | (_older.c.held_until <= bindparam("now")),  # what is held lets others by
)
# Claimed by another process that sends: what it has read ahead, sends, or looks into.
_ELSEWHERE = delivery.c.epoch.in_(
    select(courier.c.epoch).where(courier.c.sender == bindparam("name"), courier.c.epoch != bindparam("current"))
)
_UPCOMING = (
    WITH_FACTS.where(delivery.c.sender == bindparam("name"), delivery.c.state == PENDING, ~_ELSEWHERE)
    .where(delivery.c.not_before <= bindparam("now"), delivery.c.expires_at > bindparam("now"), ~_BUSY, ~_BEHIND)
    .order_by(delivery.c.lane, delivery.c.id)
    .limit(bindparam("most"))
)
_FREE_UPCOMING = _UPCOMING.with_for_update(of=delivery, skip_locked=True)  # which SQLite, with one process, leaves out
_MINE = (delivery.c.sender == bindparam("name"), ~_ELSEWHERE)
_FIRST_DOUBT = (
    select(delivery.c.id, delivery.c.sent_as)
    .where(*_MINE, delivery.c.state.in_(OPEN), delivery.c.lease_until <= bindparam("now"))
    .order_by(delivery.c.id + 0)  # for the column itself SQLite reads all deliveries, which are in order
    .limit(1)
)


def _soonest(column: ColumnElement[datetime], state: ColumnElement[bool]) -> ScalarSelect[Any]:
    """The earliest instant in a column of a sender's deliveries in a state."""
    return select(func.min(column)).where(is_instant(column), *_MINE, state).scalar_subquery()


_WAKES_AT = select(
    _soonest(delivery.c.not_before, delivery.c.state == PENDING),
    _soonest(delivery.c.lease_until, delivery.c.state.in_(OPEN)),
)
_ONE, _SEVERAL = delivery.c.id == bindparam("ids"), delivery.c.id.in_(bindparam("ids", expanding=True))
_CLAIM = (
    update(delivery)
    .where(delivery.c.state == PENDING)
    .where(delivery.c.not_before <= bindparam("now"))
    .where(exists().where(courier.c.sender == delivery.c.sender, courier.c.epoch == bindparam("current")), ~_BUSY)
    .values(
        state="sending",
        attempt=delivery.c.attempt + 1,
        epoch=bindparam("current"),
        lease_until=bindparam("lease"),
        sent_as=bindparam("key"),
    )
)
_SETTLE = (
    update(delivery)
    .where(delivery.c.epoch == bindparam("current"), or_(*(delivery.c.state == state for state in OPEN)))
    .values(
        state=bindparam("new"),
        reason=bindparam("why"),
        receipt=bindparam("proof"),
        not_before=func.coalesce(bindparam("wait", type_=Instant), delivery.c.not_before),
        lease_until=bindparam("lease"),
        settled_at=bindparam("done"),
        epoch=bindparam("left"),
    )
)
# Nearly every message is one delivery; a list is written into the statement anew, which is a quarter of its cost.
_CLAIM_ONE, _CLAIM_SEVERAL = _CLAIM.where(_ONE), _CLAIM.where(_SEVERAL)
_SETTLE_ONE, _SETTLE_SEVERAL = _SETTLE.where(_ONE), _SETTLE.where(_SEVERAL)


def last_reminders(connection: Connection, owners: Iterable[str]) -> dict[str, datetime]:
    """When the last reminder that arrived was due, by owner; owners without one are left out."""
    arrived = (delivery.c.kind == "reminder", delivery.c.state == "sent")
    found: dict[str, datetime] = {}
    for some in parts(list(owners)):
        query = select(delivery.c.owner, func.max(delivery.c.due_at)).where(delivery.c.owner.in_(some), *arrived)
        found |= {row[0]: row[1] for row in connection.execute(query.group_by(delivery.c.owner))}
    return found


def heartbeat(
    connection: Connection, name: str, written_until: datetime | None, patient_until: datetime, now: datetime
) -> Heartbeat:
    """The heartbeat of a sender; deliveries ready since before `patient_until` should have left."""
    row = connection.execute(select(sender).where(sender.c.name == name)).first()
    if row is None:
        return Heartbeat(name, None, written_until, None)
    paused = row.trouble or (row.paused_until is not None and row.paused_until > patient_until)
    paused = paused or row.refused_at is not None or name in outages(connection)
    moved = select(delivery.c.id).where(delivery.c.settled_at > patient_until, delivery.c.sender == name).limit(1)
    stuck = None
    if not paused and connection.execute(moved).first() is None:
        ready = WITH_FACTS.with_only_columns(delivery.c.not_before).where(
            *(delivery.c.sender == name, delivery.c.state == PENDING, delivery.c.not_before <= patient_until),
            *(delivery.c.expires_at > now, ~_BUSY, ~_BEHIND),
        )
        stuck = connection.execute(ready.limit(1), {"now": now}).scalar_one_or_none()
    return Heartbeat(name, row.beat_at, written_until, stuck)


def upcoming(
    connection: Connection,
    name: str,
    now: datetime,
    most: int,
    lost: list[int],
    epoch: int = 0,
    *,
    read_ahead: bool = False,
) -> list[ClaimedDelivery]:
    """The next deliveries of a sender, at most `most`, the reminder lane first.

    A chat with a delivery in progress or in doubt waits, and so does a delivery behind an older one of its lane, and
    what other processes have read ahead. With `read_ahead`, others leave out these. Deliveries held by quiet hours come
    together with all others held for the same address. Ids of unreadable ones are added to `lost`.
    """
    values = {"name": name, "now": now, "most": most, "current": epoch}
    rows = connection.execute(_FREE_UPCOMING if read_ahead else _UPCOMING, values, execution_options={"lost": lost})
    found = readable(rows, _claimed, "delivery", lost)
    held = {(c.delivery.address, c.held_until) for c in found if c.held_until is not None}
    for address, until in held:
        query = WITH_FACTS.where(delivery.c.address == address, delivery.c.state == PENDING)
        query = query.where(delivery.c.held_until == until).order_by(delivery.c.lane, delivery.c.id)
        known = {c.delivery.id for c in found}
        held_back = readable(connection.execute(query.execution_options(lost=lost)), _claimed, "delivery", lost)
        found += [c for c in held_back if c.delivery.id not in known]
    if read_ahead and found:
        mine = one_of(delivery.c.id, [c.delivery.id for c in found])
        connection.execute(update(delivery).where(mine, delivery.c.epoch != epoch).values(epoch=epoch))
    return found


def claim(connection: Connection, ids: Sequence[int], key: str, epoch: int, now: datetime, lease: timedelta) -> bool:
    """Claims deliveries for sending as one message; False, without change, unless all are still pending."""
    values = {"ids": ids, "key": key, "current": epoch, "now": now, "lease": now + lease}
    if len(ids) == 1:
        return connection.execute(_CLAIM_ONE, values | {"ids": ids[0]}).rowcount == 1
    with connection.begin_nested() as together:  # others may write in the same transaction
        whole = connection.execute(_CLAIM_SEVERAL, values).rowcount == len(ids)
        if not whole:
            together.rollback()
    return whole


def drop(connection: Connection, ids: Sequence[int], state: DeliveryState, reason: str, now: datetime) -> None:
    """Settles pending deliveries that are never sent, as cancelled or refused."""
    where = (one_of(delivery.c.id, ids), delivery.c.state == PENDING)
    values = {"state": state, "reason": reason, "settled_at": now}
    connection.execute(update(delivery).where(*where).values(values))


def settle(
    connection: Connection,
    ids: Sequence[int],
    epoch: int,
    state: DeliveryState,
    now: datetime,
    *,
    reason: str = "",
    receipt: str = "",
    not_before: datetime | None = None,
    lease_until: datetime | None = None,
) -> bool:
    """Stores the outcome of deliveries in progress or in doubt; False if another sender took over."""
    values = {
        "ids": ids,
        "current": epoch,
        "new": state,
        "why": reason,
        "proof": receipt,
        "wait": not_before,
        "lease": lease_until,
        "done": now if state in FINAL else None,
        "left": 0 if state == "pending" else epoch,  # anybody may send it again
    }
    if len(ids) == 1:
        return connection.execute(_SETTLE_ONE, values | {"ids": ids[0]}).rowcount > 0
    return connection.execute(_SETTLE_SEVERAL, values).rowcount > 0


def in_doubt(connection: Connection, name: str, epoch: int, now: datetime, lost: list[int]) -> list[ClaimedDelivery]:
    """The next message for this process to reconcile, with all its deliveries: in doubt, or in progress for too long.

    Ids of unreadable ones are added to `lost`.
    """
    values = {"name": name, "current": epoch, "now": now}
    row = connection.execute(_FIRST_DOUBT, values, execution_options={"lost": lost}).first()
    if row is None:
        return []
    query = WITH_FACTS.where(delivery.c.sent_as == row.sent_as, delivery.c.state.in_(OPEN)).order_by(delivery.c.id)
    return readable(connection.execute(query.execution_options(lost=lost)), _claimed, "delivery", lost)


def extend_claim(connection: Connection, ids: Sequence[int], epoch: int, now: datetime, until: datetime) -> bool:
    """Moves deliveries in doubt to an epoch, with time to reconcile them; False if another process has done so."""
    values = {"state": "in_doubt", "epoch": epoch, "lease_until": until}
    where = (delivery.c.id.in_(ids), delivery.c.state.in_(OPEN), delivery.c.lease_until <= now)
    return connection.execute(update(delivery).where(*where).values(values)).rowcount > 0


def release_claim(connection: Connection, ids: Sequence[int], epoch: int, at: datetime) -> None:
    """Lets deliveries in doubt that this epoch couldn't reconcile be taken by any process from `at` on."""
    where = (delivery.c.id.in_(ids), delivery.c.state == "in_doubt", delivery.c.epoch == epoch)
    connection.execute(update(delivery).where(*where).values(lease_until=at))


def digests_until(connection: Connection, address: str, words: Container[str]) -> datetime | None:
    """The end of the period covered by digests of these words that reached an address, or may have.

    None without any; deliveries are kept for a limited time.
    """
    where = delivery.c.address == address, delivery.c.kind == "digest", delivery.c.state.in_(_REACHED)
    query = select(content.c.facts).join(delivery, content.c.id == delivery.c.content).where(*where)
    told = (facts for facts in connection.execute(query).scalars() if facts["words"] in words)
    return max((datetime.fromisoformat(facts["until"]) for facts in told), default=None)


def latest(
    connection: Connection, address: str | None, state: DeliveryState | None, limit: int | None
) -> list[Delivery]:
    """The newest deliveries, of a chat with its threads and webhooks or of all."""
    query = select(delivery).order_by(delivery.c.due_at.desc(), delivery.c.id.desc())
    if address is not None:
        hooks = select(literal("webhook:") + cast(webhook.c.id, Text)).where(webhook.c.address == address)
        query = query.where(inside(address) | delivery.c.address.in_(hooks))
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


def wakes_at(connection: Connection, sender: str, epoch: int = 0) -> datetime | None:
    """When the next delivery of a sender may leave or its next doubt be reconciled; None if there is none.

    What other processes than that of the epoch claim isn't counted.
    """
    found = connection.execute(_WAKES_AT, {"name": sender, "current": epoch}).one()
    return min((at for at in found if at is not None), default=None)


def prune(connection: Connection, before: datetime) -> int:
    """Deletes settled deliveries older than the retention period, and facts without a delivery."""
    gone = connection.execute(delete(delivery).where(delivery.c.settled_at < before)).rowcount
    unused = ~exists().where(delivery.c.content == content.c.id)
    connection.execute(delete(content).where(unused))
    return gone

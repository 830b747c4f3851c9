"""The posts to webhooks among the rows of the outbox: the next of each endpoint, listed, and made pending again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from briefings.model.delivery import Delivery
from briefings.store.outbox.claim import WITH_FACTS, ClaimedDelivery, as_delivery
from briefings.store.outbox.pending import FINAL
from briefings.store.sql import one_of, readable
from briefings.store.tables import OPEN, PENDING, delivery
from briefings.store.webhooks.endpoints import SENDER, WebhookEvent

_MINE = (delivery.c.sender == SENDER, delivery.c.state == PENDING)
_FIRST_IDS = select(func.min(delivery.c.id)).where(*_MINE).group_by(delivery.c.address, delivery.c.lane)


def heads(connection: Connection, now: datetime, lost: list[int]) -> list[ClaimedDelivery]:
    """The next post to each endpoint that is due, unless one is under way or in doubt; of each lane the first counts.

    Ids of unreadable ones are added to `lost`.
    """
    ids = list(connection.execute(_FIRST_IDS).scalars())
    if not ids:
        return []
    under_way = select(delivery.c.address).where(delivery.c.sender == SENDER, delivery.c.state.in_(OPEN))
    taken = set(connection.execute(under_way).scalars())
    query = WITH_FACTS.where(one_of(delivery.c.id, ids)).order_by(delivery.c.lane, delivery.c.id)
    found: dict[str, ClaimedDelivery] = {}
    rows = connection.execute(query.execution_options(lost=lost))
    for each in readable(rows, _claimed, "delivery", lost):
        if each.delivery.address not in taken and _is_due(each.delivery, now):
            found.setdefault(each.delivery.address, each)
    return list(found.values())


def next_after(connection: Connection, of: Delivery, now: datetime) -> ClaimedDelivery | None:
    """The post to the same endpoint that follows in its lane, if it is due and can be read."""
    lane = select(delivery.c.lane).where(delivery.c.id == of.id).scalar_subquery()
    same = (delivery.c.address == of.address, delivery.c.lane == lane, delivery.c.id > of.id)
    rows = connection.execute(WITH_FACTS.where(*_MINE, *same).order_by(delivery.c.id).limit(1))
    found = readable(rows, _claimed, "delivery")
    return found[0] if found and _is_due(found[0].delivery, now) else None


def _is_due(of: Delivery, now: datetime) -> bool:
    return (of.not_before or of.due_at) <= now < of.expires_at


def _claimed(row: Row[Any]) -> ClaimedDelivery:
    """Converts a row. Raises ValueError if its facts can't be read."""
    if not isinstance(row.facts, dict) or not {"event", "subject", "at"} <= row.facts.keys():
        raise ValueError("its facts are unknown")
    datetime.fromisoformat(row.facts["at"])
    return ClaimedDelivery(as_delivery(row), row.facts, row.owner, row.owner_rev, row.held_until, row.sent_as)


def latest(connection: Connection, targets: Sequence[str], limit: int) -> list[tuple[Delivery, WebhookEvent]]:
    """The newest posts to endpoints, with the types of their changes, which their keys hold."""
    query = select(delivery).where(delivery.c.address.in_(targets)).order_by(delivery.c.id.desc()).limit(limit)
    return [(as_delivery(row), row.dedup.split(":")[2]) for row in connection.execute(query)]


def find(connection: Connection, id_: int) -> Delivery | None:
    """The delivery with an id."""
    row = connection.execute(select(delivery).where(delivery.c.id == id_)).first()
    return as_delivery(row) if row else None


def target_of(connection: Connection, id_: int) -> str | None:
    """The address of a post; None if there is no post with this id."""
    query = select(delivery.c.address).where(delivery.c.id == id_, delivery.c.kind == "webhook")
    return connection.execute(query).scalar_one_or_none()


def again(connection: Connection, id_: int, now: datetime, until: datetime) -> bool:
    """Makes a settled post pending again under its own key; False if it isn't settled."""
    values = {"state": "pending", "attempt": 0, "not_before": now, "expires_at": until, "settled_at": None}
    values |= {"reason": "", "receipt": "", "lease_until": None}
    settled = (delivery.c.id == id_, delivery.c.kind == "webhook", delivery.c.state.in_(FINAL))
    return connection.execute(update(delivery).where(*settled).values(**values)).rowcount > 0

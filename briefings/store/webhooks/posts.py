"""The posts to webhooks among the rows of the outbox: the next of each endpoint, listed, and made pending again."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from briefings.model.delivery import Delivery, chat_of
from briefings.model.marking import Viewer, viewing
from briefings.store.markings import visible
from briefings.store.markings.clearances import default_marking, viewer_of
from briefings.store.outbox import pending
from briefings.store.outbox.claim import WITH_FACTS, ClaimedDelivery, as_delivery
from briefings.store.outbox.pending import FINAL, NewDelivery
from briefings.store.sql import one_of, readable
from briefings.store.tables import OPEN, PENDING, analysis, correction, delivery, event, statement
from briefings.store.webhooks import endpoints
from briefings.store.webhooks.endpoints import SENDER, Endpoint, WebhookEvent

LANE, FIRST_LANE = 3, 0  # of all posts, and of those that test an endpoint
KEEPS = timedelta(days=7)  # after which a post that couldn't be sent expires
FAILED = ("dead", "refused", "unknown", "expired")  # the states of a message that may not have arrived
Seen = Callable[[Connection], bool]


def note_change(connection: Connection, kind: WebhookEvent, subject: str, now: datetime, *, once: str) -> None:
    """Writes the posts about a change of an analysis ("a3") or an event ("e2"), once under the key `once`."""
    note(connection, kind, subject, now, once=once, seen=partial(_is_seen, subject=subject))


def note(
    connection: Connection,
    kind: WebhookEvent,
    subject: str,
    now: datetime,
    *,
    once: str,
    seen: Seen,
    since: datetime | None = None,
) -> None:
    """Writes the posts about a change for the endpoints that want it; `seen` asks whether their viewer may see it.

    Endpoints that were made after `since`, which is `now` without it, aren't told.
    """
    wanting = [each for each in endpoints.wanting(connection, kind) if each.made_at <= (since or now)]
    if not wanting:
        return
    default, told = default_marking(connection), []
    for each in wanting:
        with viewing(viewer_of(connection, each.address, each.person, default, now, each.target)):
            told += [each] if seen(connection) else []
    pending.enqueue(connection, [post(each, kind, subject, now, once=once) for each in told], now)


def post(to: Endpoint, kind: WebhookEvent, subject: str, now: datetime, *, once: str, lane: int = LANE) -> NewDelivery:
    """A new delivery to an endpoint; `once` makes its key unique, so that a change is posted once."""
    return NewDelivery(
        key=f"{to.target}:{kind}:{once}",
        address=to.target,
        kind="webhook",
        lane=lane,
        owner=to.target,
        owner_rev=0,
        facts={"kind": "webhook", "event": kind, "subject": subject, "at": now.isoformat()},
        due_at=now,
        expires_at=now + KEEPS,
    )


def may_go(connection: Connection, to: Endpoint, subject: str, made_for: Viewer, now: datetime) -> bool:
    """Whether an endpoint is on and may still be told of a subject what was written for a viewer."""
    current = endpoints.find(connection, to.id)
    if current is None or current.off:
        return False
    viewer = viewer_of(connection, to.address, to.person, default_marking(connection), now, to.target)
    with viewing(viewer):
        return viewer.key == made_for.key and (subject[:1] not in _TABLES or _is_seen(connection, subject))


_TABLES = {"a": analysis, "e": event, "s": statement, "c": correction}  # by the first letter of the id


def _is_seen(connection: Connection, subject: str) -> bool:
    """Whether the viewer may see what a subject such as "a3" names."""
    table = _TABLES[subject[:1]]
    query = select(table.c.id).where(table.c.id == int(subject[1:]), visible(table.c.label))
    return connection.execute(query).first() is not None


def note_failures(connection: Connection, now: datetime) -> None:
    """Writes the posts about messages that were settled at `now` and didn't arrive, or may not have."""
    wanting = endpoints.wanting(connection, "delivery.failed")
    if not wanting:
        return
    failed = (delivery.c.settled_at == now, delivery.c.state.in_(FAILED), delivery.c.kind != "webhook")
    rows = connection.execute(select(delivery.c.id, delivery.c.address).where(*failed).order_by(delivery.c.id)).all()
    posts = [
        post(to, "delivery.failed", f"m{row.id}", now, once=f"m{row.id}")
        for row in rows
        for to in wanting
        if to.everywhere or chat_of(row.address) == chat_of(to.address)
    ]
    pending.enqueue(connection, posts, now)


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

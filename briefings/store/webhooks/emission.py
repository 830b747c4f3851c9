"""Posts to webhooks: written into the outbox in the transaction of the change that they tell of.

A row is written only for endpoints whose chat may see at that moment what changed, so that the rows tell nobody of
something hidden.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, select

from briefings.model.delivery import chat_of
from briefings.model.marking import Viewer, viewing
from briefings.store.markings import visible
from briefings.store.markings.clearances import default_marking, viewer_of
from briefings.store.outbox import pending
from briefings.store.outbox.pending import NewDelivery
from briefings.store.tables import analysis, correction, delivery, event, statement
from briefings.store.webhooks import endpoints
from briefings.store.webhooks.endpoints import Endpoint, WebhookEvent

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

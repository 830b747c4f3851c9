"""The endpoints of webhooks: their addresses, secrets and state."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, literal, select, update

from briefings.store.markings.clearances import forget
from briefings.store.sql import Instant, readable
from briefings.store.tables import webhook

WebhookEvent = Literal[
    "analysis.added",
    "analysis.revised",
    "event.moved",
    "statement.due",
    "correction.published",
    "correction.retracted",
    "delivery.failed",
    "webhook.test",
]
SENDER = "webhook"  # by which posts are claimed, and the platform in their addresses


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to which changes are posted, with the rights of a chat and a person.

    `events` are the types that it gets, () for all. With `everywhere` it gets failed deliveries of all chats. Since
    `failing_since` no post was taken; `off` says why nothing is posted, "" while it is on. Until `former_until` posts
    are signed with `former_secret` too.
    """

    id: int
    address: str
    person: str
    url: str
    events: tuple[str, ...]
    everywhere: bool
    secret: str = field(repr=False)
    former_secret: str = field(repr=False)
    former_until: datetime | None
    made_at: datetime
    reached_at: datetime | None = None
    failing_since: datetime | None = None
    off: str = ""

    @property
    def target(self) -> str:
        """The address of its posts in the outbox."""
        return f"{SENDER}:{self.id}"

    def wants(self, event: str) -> bool:
        """Whether it gets changes of a type."""
        return not self.events or event in self.events

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """The secrets with which a post is signed, the current one first."""
        former = self.former_secret and self.former_until is not None and now < self.former_until
        return (self.secret, self.former_secret) if former else (self.secret,)


def add(
    connection: Connection,
    address: str,
    person: str,
    url: str,
    events: tuple[str, ...],
    secret: str,
    now: datetime,
    *,
    everywhere: bool,
) -> Endpoint:
    """Stores a new endpoint."""
    values = {"address": address, "person": person, "url": url, "events": " ".join(events), "secret": secret}
    row = connection.execute(insert(webhook).values(**values, everywhere=everywhere, made_at=now).returning(webhook))
    return _endpoint(row.one())


def find(connection: Connection, id_: int) -> Endpoint | None:
    """The endpoint with an id."""
    return next(iter(_read(connection, webhook.c.id == id_)), None)


def of(connection: Connection, person: str | None) -> list[Endpoint]:
    """The endpoints of a person, or of everybody, newest first."""
    return _read(connection, *([] if person is None else [webhook.c.person == person]))


def among(connection: Connection, ids: list[int]) -> dict[int, Endpoint]:
    """Endpoints by id."""
    return {each.id: each for each in _read(connection, webhook.c.id.in_(ids))}


def wanting(connection: Connection, event: str) -> list[Endpoint]:
    """The endpoints that are on and get changes of a type."""
    return [each for each in _read(connection, webhook.c.off == "") if each.wants(event)]


def at(connection: Connection, chat: str) -> list[Endpoint]:
    """The endpoints that have the rights of a chat."""
    return _read(connection, webhook.c.address == chat)


def rotate(connection: Connection, id_: int, secret: str, until: datetime) -> None:
    """Gives an endpoint another secret; the former one signs too until an instant."""
    values = {"former_secret": webhook.c.secret, "former_until": until, "secret": secret}
    connection.execute(update(webhook).where(webhook.c.id == id_).values(values))


def turn_off(connection: Connection, id_: int, reason: str) -> bool:
    """Posts nothing more to an endpoint; False if it was off already."""
    mine = (webhook.c.id == id_, webhook.c.off == "")
    return connection.execute(update(webhook).where(*mine).values(off=reason)).rowcount > 0


def turn_on(connection: Connection, id_: int) -> None:
    """Posts to an endpoint again, which counts as not failing."""
    connection.execute(update(webhook).where(webhook.c.id == id_).values(off="", failing_since=None))


def remove(connection: Connection, ids: list[int]) -> None:
    """Deletes endpoints with their secrets and clearances."""
    forget(connection, [f"{SENDER}:{id_}" for id_ in ids])
    connection.execute(delete(webhook).where(webhook.c.id.in_(ids)))


def note_attempt(connection: Connection, id_: int, now: datetime, *, taken: bool) -> None:
    """Notes whether an endpoint took a post."""
    if taken:
        values: dict[str, Any] = {"reached_at": now, "failing_since": None}
    else:
        values = {"failing_since": func.coalesce(webhook.c.failing_since, literal(now, Instant))}
    connection.execute(update(webhook).where(webhook.c.id == id_).values(values))


def _read(connection: Connection, *where: Any) -> list[Endpoint]:
    rows = connection.execute(select(webhook).where(*where).order_by(webhook.c.id.desc()))
    return readable(rows, _endpoint, "webhook")


def _endpoint(row: Row[Any]) -> Endpoint:
    who, what = (row.id, row.address, row.person), (row.url, tuple(row.events.split()), row.everywhere)
    secrets = (row.secret, row.former_secret, row.former_until)
    return Endpoint(*who, *what, *secrets, row.made_at, row.reached_at, row.failing_since, row.off)

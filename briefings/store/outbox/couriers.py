"""The processes that send for a platform: each has an epoch for its claims and a share of the platform's rate limit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, case, cast, delete, func, insert, literal, select, update

from briefings.store import sql
from briefings.store.outbox.senders import TERMINAL
from briefings.store.tables import OPEN, courier, delivery, sender
from briefings.store.webhooks.endpoints import SENDER
from briefings.translatable import phrase

ENDS = timedelta(seconds=10)  # until then a platform may still be busy with what a broken connection brought
CHANNEL = "readout"  # on which processes of a PostgreSQL database tell each other a word
_WITHOUT_HEARTBEAT = (TERMINAL, SENDER)
_MOST = 2**30  # an epoch beyond it is none


@dataclass(frozen=True, slots=True)
class CourierRow:
    """A process that sends for a platform; `tokens` is its share of the rate limit in messages a second.

    `connected` says whether its connection to the platform works, None if it hasn't found out. `settings` holds a hash
    of each setting that all processes need alike, as JSON.
    """

    sender: str
    epoch: int
    replica: str
    place: str
    beats: int
    beat_at: datetime | None
    tokens: int
    wanted: int
    connected: bool | None = None
    settings: str = ""


def join(
    connection: Connection,
    name: str,
    replica: str,
    dead: Collection[str],
    now: datetime,
    *,
    limit: int = 0,
    place: str = "",
    settings: str = "",
) -> int:
    """Lets a process send for a platform under a new epoch, which is returned; it gets the free tokens of `limit`.

    Its own earlier epochs and those of the `dead` end: what they left in progress is now in doubt, and the caller's.
    """
    new = sql.insert(connection, sender).values(name=name, epoch=0).on_conflict_do_nothing()
    connection.execute(new)
    newest = select(func.coalesce(func.max(delivery.c.epoch), 0)).where(delivery.c.epoch.between(0, _MOST))
    before = case((sender.c.epoch.between(0, _MOST), sender.c.epoch), else_=newest.scalar_subquery())
    statement = update(sender).where(sender.c.name == name).values(epoch=cast(before, Integer) + 1, beat_at=now)
    epoch: int = connection.execute(statement.returning(sender.c.epoch)).scalar_one()
    gone = courier.c.replica.in_([replica, *dead]) | (courier.c.epoch == epoch)
    connection.execute(delete(courier).where(courier.c.sender == name, gone))
    tokens = max(0, limit - _granted(connection, name, epoch))
    mine = {"sender": name, "epoch": epoch, "replica": replica, "place": place, "settings": settings, "beat_at": now}
    connection.execute(insert(courier).values(**mine, tokens=tokens, wanted=1))
    _doubt_orphans(connection, name, epoch, now)
    tell(connection, "couriers")
    return epoch


def join_alone(connection: Connection, name: str, replica: str, now: datetime) -> int:
    """Makes a process the only one that sends under a name; returns its epoch."""
    return join(connection, name, replica, [row.replica for row in couriers(connection, name)], now)


def fence(connection: Connection, name: str, epoch: int, dead: str, now: datetime) -> bool:
    """Ends the epochs of a dead process; what it left in progress is now in doubt, and the caller's.

    False if somebody else has done so.
    """
    gone = delete(courier).where(courier.c.sender == name, courier.c.replica == dead)
    ended = connection.execute(gone).rowcount > 0
    if ended:
        _doubt_orphans(connection, name, epoch, now)
        tell(connection, "due")
    return ended


def leave(connection: Connection, epoch: int, ids: Sequence[int]) -> None:
    """Lets other processes send what was read ahead and isn't sent."""
    mine = (sql.one_of(delivery.c.id, ids), delivery.c.state == "pending", delivery.c.epoch == epoch)
    if ids and connection.execute(update(delivery).where(*mine).values(epoch=0)).rowcount:
        tell(connection, "due")


def _doubt_orphans(connection: Connection, name: str, epoch: int, now: datetime) -> None:
    """Makes deliveries in progress that no process claims any more doubts of an epoch."""
    orphaned = (
        delivery.c.sender == name,
        ~delivery.c.epoch.in_(select(courier.c.epoch).where(courier.c.sender == name)),
    )
    stopped = phrase("the bot stopped while this was being sent")
    doubt = {"state": "in_doubt", "lease_until": now + ENDS, "reason": stopped, "epoch": epoch}
    connection.execute(update(delivery).where(*orphaned, delivery.c.state == OPEN[0]).values(doubt))
    sooner = delivery.c.lease_until > now + ENDS
    soon = update(delivery).where(*orphaned, delivery.c.state == OPEN[1], sooner)
    connection.execute(soon.values(lease_until=now + ENDS))


def couriers(connection: Connection, name: str) -> list[CourierRow]:
    """The processes that send for a platform, the oldest first."""
    rows = connection.execute(select(courier).where(courier.c.sender == name).order_by(courier.c.epoch))
    return [CourierRow(*row) for row in rows]


def serving(connection: Connection) -> list[CourierRow]:
    """The processes that send for Slack or Telegram, by platform, the oldest first."""
    rows = (
        select(courier).where(courier.c.sender.not_in(_WITHOUT_HEARTBEAT)).order_by(courier.c.sender, courier.c.epoch)
    )
    return [CourierRow(*row) for row in connection.execute(rows)]


def _granted(connection: Connection, name: str, but: int) -> int:
    others = (courier.c.sender == name, courier.c.epoch != but)
    return int(connection.execute(select(func.coalesce(func.sum(courier.c.tokens), 0)).where(*others)).scalar_one())


def set_tokens(connection: Connection, name: str, epoch: int, tokens: int, limit: int) -> int:
    """Changes a process's share of the rate limit; returns it: no more than the others leave of `limit`."""
    connection.execute(select(sender.c.name).where(sender.c.name == name).with_for_update())
    share = max(0, min(tokens, limit - _granted(connection, name, epoch)))
    mine = (courier.c.sender == name, courier.c.epoch == epoch)
    return share if connection.execute(update(courier).where(*mine).values(tokens=share)).rowcount else 0


def tell(connection: Connection, word: str) -> None:
    """Tells all processes of a PostgreSQL database something once the transaction is committed."""
    if connection.dialect.name == sql.POSTGRESQL:
        connection.execute(select(func.pg_notify(literal(CHANNEL), literal(word))))

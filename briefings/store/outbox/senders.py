"""Bot accounts: the heartbeat of those that send for each, and holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, func, literal, select, update

from briefings.store import key_value
from briefings.store.sql import Instant, is_instant
from briefings.store.tables import constant, courier, sender
from briefings.translatable import restored, stored

_OUTAGE = "outage of "  # and a sender's name: why its platform cannot be reached
_HELD = select(sender.c.paused_until, sender.c.trouble).where(sender.c.name == bindparam("sender"))
TERMINAL = "terminal"  # a person's open chat, not the service


def names(connection: Connection) -> list[str]:
    """The names of all senders that ever sent from this database."""
    return sorted(connection.execute(select(sender.c.name)).scalars())


def record_heartbeat(
    connection: Connection, name: str, now: datetime, epoch: int = 0, *, connected: bool | None = None
) -> None:
    """Stores the sender's heartbeat, and that of the process with this epoch, with how its connection is."""
    connection.execute(update(sender).where(sender.c.name == name).values(beat_at=now))
    if epoch:
        mine = (courier.c.sender == name, courier.c.epoch == epoch)
        connection.execute(update(courier).where(*mine).values(beat_at=now, connected=connected))


def newest_beat(connection: Connection) -> datetime | None:
    """The latest heartbeat of any sender."""
    query = select(func.max(sender.c.beat_at)).where(sender.c.name != TERMINAL, is_instant(sender.c.beat_at))
    newest: datetime | None = connection.execute(query).scalar_one()
    return newest


def hold(connection: Connection, name: str, until: datetime) -> None:
    """Pauses a sender until an instant, after "too many requests"; a longer pause stays."""
    shorter = sender.c.paused_until.is_(None) | (sender.c.paused_until < until)
    connection.execute(update(sender).where(sender.c.name == name, shorter).values(paused_until=until))


def set_trouble(connection: Connection, name: str, trouble: str) -> None:
    """Pauses a sender whose account is refused until further notice; "" resumes it."""
    connection.execute(update(sender).where(sender.c.name == name).values(trouble=trouble))


def refuse(connection: Connection, name: str, trouble: str, now: datetime) -> datetime:
    """Pauses a sender whose account is refused; returns when that began."""
    values = {"trouble": trouble, "refused_at": func.coalesce(sender.c.refused_at, literal(now, Instant))}
    statement = update(sender).where(sender.c.name == name).values(values).returning(sender.c.refused_at)
    return connection.execute(statement).scalar_one_or_none() or now


def recover(connection: Connection, name: str) -> None:
    """Records that an account is accepted again."""
    connection.execute(update(sender).where(sender.c.name == name).values(trouble="", refused_at=None))


def refused_since(connection: Connection, name: str) -> datetime | None:
    """When the refusal of an account began, also while it is retried."""
    since: datetime | None = connection.execute(
        select(sender.c.refused_at).where(sender.c.name == name)
    ).scalar_one_or_none()
    return since


def set_outage(connection: Connection, name: str, reason: str) -> None:
    """Stores why a sender's platform is unreachable; "" if it is reachable."""
    key_value.exchange(connection, f"{_OUTAGE}{name}", stored(reason))


def outages(connection: Connection) -> dict[str, str]:
    """Senders with an unreachable platform, each with the reason."""
    query = select(constant).where(constant.c.name.startswith(_OUTAGE), constant.c.value != "")
    return {row.name.removeprefix(_OUTAGE): restored(row.value) for row in connection.execute(query)}


def outage_of(name: ColumnElement[str]) -> ScalarSelect[Any]:
    """SQL: why a sender's platform is unreachable; null or "" if it is reachable."""
    return select(constant.c.value).where(constant.c.name == literal(_OUTAGE) + name).scalar_subquery()


def troubles(connection: Connection) -> dict[str, str]:
    """Senders whose account is refused, each with the reason; "" while it is retried."""
    refused = (sender.c.trouble != "") | sender.c.refused_at.is_not(None)
    query = select(sender.c.name, sender.c.trouble).where(refused)
    return {row.name: row.trouble for row in connection.execute(query)}


def held(connection: Connection, name: str) -> tuple[datetime | None, str]:
    """Until when a sender is paused, and its trouble."""
    row = connection.execute(_HELD, {"sender": name}).first()
    return (row.paused_until, row.trouble) if row else (None, "")

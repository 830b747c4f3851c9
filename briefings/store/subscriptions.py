"""Digest subscriptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Subquery,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from briefings.model.delivery import BEGINNING, Subscription, chat_of, platform_of
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.store.accounts import chats
from briefings.store.accounts.chats import alike
from briefings.store.sql import check_zone, ids_in, in_chat, one, one_of, readable, within_named, within_values
from briefings.store.tables import RUNNING, SET_UP_ELSEWHERE, follow, subscription


@lru_cache(maxsize=128)
def _days(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(1, 8) if mask >> (day - 1) & 1)


@lru_cache(maxsize=1440)
def _time(words: str) -> time:
    return time.fromisoformat(words)


@lru_cache(maxsize=1024)
def _skips(words: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, words.split()))


def subscription_in(row: Row[Any]) -> Subscription:
    """Converts a row to a subscription. Raises ValueError for an unreadable one."""
    if not 0 < row.days < 1 << 7:
        raise ValueError(f"{row.days} names no days")
    check_zone(row.zone)
    return Subscription(
        id=row.id,
        address=row.address,
        owner=row.owner,
        days=_days(row.days),
        at=_time(row.at),
        zone=row.zone,
        words=row.words,
        due_at=row.due_at,
        since=row.since,
        paused=row.paused,
        skips=_skips(row.skips),
    )


_RULE = ("days", "at", "zone", "words", "skips")  # what is alike in subscriptions that are due together


def lock(connection: Connection, address: str) -> None:
    """Blocks other transactions that subscribe this address until this one ends; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        key = func.hashtextextended(f"orders of {address}", 0)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def add(connection: Connection, new: Subscription, by: str, now: datetime) -> Subscription:
    """Stores a subscription under its id, or a new one if that is 0."""
    row = {
        "address": new.address,
        "platform": platform_of(new.address),
        "owner": new.owner,
        "by": by,
        "days": sum(1 << (day - 1) for day in new.days),
        "at": new.at.isoformat("minutes"),
        "zone": new.zone,
        "words": new.words,
        "due_at": new.due_at,
        "since": new.since,
        "skips": _stored(new.skips),
        "created_at": now,
    }
    query = insert(subscription).values(row | ({"id": new.id} if new.id else {})).returning(subscription)
    return subscription_in(connection.execute(query).one())


def ordered_by(connection: Connection, id_: int) -> str:
    """Who ordered a subscription; "" if it doesn't exist."""
    query = select(subscription.c.by).where(subscription.c.id == id_)
    return connection.execute(query).scalar_one_or_none() or ""


def of_address(connection: Connection, address: str, lost: list[int] | None = None) -> list[Subscription]:
    """Subscriptions made in a chat or thread, or delivered there; ids of unreadable ones are added to `lost`."""
    elsewhere = and_(subscription.c.owner == address, SET_UP_ELSEWHERE)
    where = or_(subscription.c.address == address, elsewhere)
    query = select(subscription).where(where).order_by(subscription.c.id)
    mistyped: list[int] = []
    rows = connection.execute(query.execution_options(lost=mistyped))
    found = readable(rows, subscription_in, "subscription", lost)
    if lost is not None:
        lost += mistyped
    return found


def of_chat(connection: Connection, address: str | None) -> list[Subscription]:
    """Subscriptions delivered to a chat and its threads, or all."""
    query = select(subscription).order_by(subscription.c.id)
    if address is not None:
        query = query.where(in_chat(subscription.c.address, address))
    return readable(connection.execute(query), subscription_in, "subscription")


def zones(connection: Connection) -> set[str]:
    """Zones set for single subscriptions."""
    query = select(subscription.c.zone).where(subscription.c.zone.is_not(None)).distinct()
    return {row.zone for row in connection.execute(query)}


def get(connection: Connection, id_: int) -> Subscription | None:
    """A subscription by id."""
    row = connection.execute(select(subscription).where(subscription.c.id == id_)).first()
    return one(row, subscription_in, "subscription") if row else None


def places(connection: Connection, id_: int) -> tuple[str, str] | None:
    """Where a subscription was set up and where it arrives, also of one that cannot be read."""
    query = select(subscription.c.owner, subscription.c.address).where(subscription.c.id == id_)
    row = connection.execute(query).first()
    return (row.owner, row.address) if row else None


def among(connection: Connection, ids: Iterable[int]) -> dict[int, Subscription]:
    """Subscriptions by id, without unreadable ones."""
    query = select(subscription).where(one_of(subscription.c.id, list(ids)))
    return {each.id: each for each in readable(connection.execute(query), subscription_in, "subscription")}


def drop(connection: Connection, id_: int) -> None:
    """Deletes a subscription."""
    connection.execute(delete(subscription).where(subscription.c.id == id_))


@dataclass(frozen=True, slots=True)
class DueDigests:
    """A digest due for many chats: the first subscription, and the ids of all."""

    order: Subscription
    here: ChatTimes
    ids: list[int]


def due(
    connection: Connection,
    platforms: Iterable[str],
    now: datetime,
    limit: int,
    zone: str,
    without: set[int],
) -> list[DueDigests]:
    """Due subscriptions that aren't paused, oldest first, grouped where they differ only in the chat.

    `zone` is the default zone; ids in `without` are skipped, and unreadable ones are added to it. PostgreSQL locks the
    rows, and leaves out those that another transaction has locked.
    """
    where = [subscription.c.paused == RUNNING, subscription.c.due_at <= now]
    where += [subscription.c.platform.in_(list(platforms)), ~one_of(subscription.c.id, list(without))]
    some = _some.where(*where).order_by(subscription.c.due_at).limit(limit).with_for_update(skip_locked=True)
    return _grouped(connection, some.subquery(), zone, without)


def due_after(
    connection: Connection, now: datetime, behind: int, limit: int, zone: str
) -> tuple[list[DueDigests], int | None]:
    """Subscriptions due after an instant, in groups, at most `limit` by id behind one; and the last id, or None."""
    later = _some.where(subscription.c.due_at > now, subscription.c.id > behind).order_by(subscription.c.id)
    some = later.limit(limit).subquery()
    last: int | None = connection.execute(select(func.max(some.c.id))).scalar_one()
    return (_grouped(connection, some, zone, set()) if last is not None else []), last


_some = select(
    *(subscription.c.id, subscription.c.address, *(subscription.c[name] for name in _RULE)),
    type_coerce(subscription.c.due_at, BigInteger),
)


def _grouped(connection: Connection, some: Subquery, zone: str, without: set[int]) -> list[DueDigests]:
    """Groups subscriptions by rule and by the settings of their chats; ids of unreadable ones go to `without`."""
    lost: list[str | list[int]] = []
    query = alike(connection, some, [some.c[name] for name in (*_RULE, "due_at")])
    groups = [ids_in(row[0]) for row in connection.execute(query.execution_options(lost=lost))]
    orders = among(connection, [ids[0] for ids in groups])
    doubtful = [id_ for ids in groups if ids[0] not in orders for id_ in ids]
    doubtful += [id_ for value in lost for id_ in ids_in(value)]
    times = chats.chat_times(connection, [each.address for each in orders.values()], zone)
    found = [DueDigests(order, times[chat_of(order.address)], ids) for ids in groups if (order := orders.get(ids[0]))]
    return found + (_singly(connection, doubtful, zone, without) if doubtful else [])


def _singly(connection: Connection, ids: Sequence[int], zone: str, without: set[int]) -> list[DueDigests]:
    """Groups subscriptions after reading each of them; ids of unreadable ones are added to `without`."""
    orders = among(connection, ids)
    without.update(set(ids) - set(orders))
    times = chats.chat_times(connection, [each.address for each in orders.values()], zone)
    found: dict[object, DueDigests] = {}
    for each in orders.values():
        here = times[chat_of(each.address)]
        key = (*(getattr(each, name) for name in (*_RULE, "due_at")), here)
        found.setdefault(key, DueDigests(each, here, [])).ids.append(each.id)
    return list(found.values())


_ADVANCE = (
    update(subscription)
    .where(within_named(subscription.c.id))
    .values(due_at=bindparam("next_due", type_=subscription.c.due_at.type))
)


def advance(connection: Connection, ids: Sequence[int], due_at: datetime) -> None:
    """Sets the next due time of subscriptions."""
    connection.execute(_ADVANCE, {"next_due": due_at} | within_values(ids))


def skip(connection: Connection, id_: int, days: Iterable[date], due_at: datetime) -> None:
    """Sets the days on which a subscription sends nothing, and its next due time."""
    changed = update(subscription).where(subscription.c.id == id_).values(skips=_stored(days), due_at=due_at)
    connection.execute(changed)


def _stored(days: Iterable[date]) -> str:
    """Days as they are stored, in order: "2026-12-04 2026-12-11"."""
    return " ".join(map(str, sorted(days)))


_COVERED = (
    update(subscription)
    .where(subscription.c.id == bindparam("order"), subscription.c.since < bindparam("until"))
    .values(since=bindparam("until"))
)


def covered(connection: Connection, id_: int, until: datetime) -> None:
    """Records that a digest covered everything up to an instant."""
    connection.execute(_COVERED, {"order": id_, "until": until})


def first_told(connection: Connection, address: str, words: str, until: datetime) -> None:
    """Makes subscriptions of the same words that have sent nothing yet start where the first digest of them ended."""
    alike = subscription.c.address == address, subscription.c.words == words
    waiting = update(subscription).where(*alike, subscription.c.since == BEGINNING)
    connection.execute(waiting.values(since=until))


def pause(connection: Connection, address: str, reason: str) -> None:
    """Pauses all subscriptions and reminders of a chat and its threads; an empty reason resumes them."""
    for table in (subscription, follow):
        connection.execute(update(table).where(in_chat(table.c.address, address)).values(paused=reason))


def addresses(connection: Connection) -> list[str]:
    """All addresses with a subscription or reminder."""
    query = select(subscription.c.address).union(select(follow.c.address))
    return sorted(connection.execute(query).scalars())


def resume(connection: Connection, address: str, reason: str) -> None:
    """Resumes subscriptions and reminders of a chat and its threads that were paused for this reason."""
    for table in (subscription, follow):
        where = (in_chat(table.c.address, address), table.c.paused.in_((reason, str(reason))))  # also as plain text
        connection.execute(update(table).where(*where).values(paused=""))


def resume_order(connection: Connection, id_: int, due_at: datetime) -> None:
    """Resumes one subscription with its next due time."""
    connection.execute(update(subscription).where(subscription.c.id == id_).values(paused="", due_at=due_at))


def paused_in(connection: Connection, address: str) -> bool:
    """Whether any subscription or reminder of a chat is paused."""
    for table in (subscription, follow):
        where = (in_chat(table.c.address, address), table.c.paused != "")
        if connection.execute(select(table.c.id).where(*where).limit(1)).first():
            return True
    return False

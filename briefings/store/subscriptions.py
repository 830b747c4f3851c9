"""Digest subscriptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy import Connection as Brief
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.delivery import Subscription, chat_of, platform_of
from briefings.model.quiet_hours import ChatTimes
from briefings.store import chats
from briefings.store.sql import one_of
from briefings.store.tables import RUNNING, follow, subscription
from briefings.store.unreadable_rows import one, readable


@lru_cache(maxsize=128)
def _days(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(1, 8) if mask >> (day - 1) & 1)


@lru_cache(maxsize=1440)
def _time(words: str) -> time:
    return time.fromisoformat(words)


def subscription_in(row: Row[Any]) -> Subscription:
    """The order in a row of its table; raises ValueError for one that cannot be read."""
    if not 0 < row.days < 1 << 7:
        raise ValueError(f"{row.days} names no days")
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
    )


_RULE = (  # as stored: it is compared, and decoded once for all that are alike
    *(subscription.c.days, subscription.c.at, subscription.c.zone, subscription.c.words),
    type_coerce(subscription.c.due_at, BigInteger),
)


def _inside(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """An address itself or a thread in it."""
    return (column == address) | column.startswith(f"{address}:", autoescape=True)


async def lock(connection: AsyncConnection, address: str) -> None:
    """Holds back other transactions that order for this address until this one ends; SQLite writes one at a time."""
    if connection.dialect.name != "sqlite":
        key = func.hashtextextended(f"orders of {address}", 0)
        await connection.execute(select(func.pg_advisory_xact_lock(key)))


async def add(connection: AsyncConnection, new: Subscription, by: str, now: datetime) -> Subscription:
    """Keeps a subscription, whose id is given here."""
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
        "rev": 1,
        "created_at": now,
    }
    query = insert(subscription).values(row).returning(subscription)
    return subscription_in((await connection.execute(query)).one())


async def ordered_by(connection: AsyncConnection, id_: int) -> str:
    """Who ordered a subscription, "" where there is none."""
    query = select(subscription.c.by).where(subscription.c.id == id_)
    return (await connection.execute(query)).scalar_one_or_none() or ""


async def of_address(connection: AsyncConnection, address: str) -> list[Subscription]:
    """Those made in a chat or thread, and those that arrive there."""
    where = (subscription.c.owner == address) | (subscription.c.address == address)
    query = select(subscription).where(where).order_by(subscription.c.id)
    return readable(await connection.execute(query), subscription_in, "subscription")


async def of_chat(connection: AsyncConnection, address: str | None) -> list[Subscription]:
    """Those that arrive in a chat or in its threads, or all of them."""
    query = select(subscription).order_by(subscription.c.id)
    if address is not None:
        query = query.where(_inside(subscription.c.address, address))
    return readable(await connection.execute(query), subscription_in, "subscription")


async def zones(connection: AsyncConnection) -> set[str]:
    """The zones that subscriptions have of their own."""
    query = select(subscription.c.zone).where(subscription.c.zone.is_not(None)).distinct()
    return {row.zone for row in await connection.execute(query)}


async def get(connection: AsyncConnection, id_: int) -> Subscription | None:
    """The subscription with an id."""
    row = (await connection.execute(select(subscription).where(subscription.c.id == id_))).first()
    return one(row, subscription_in, "subscription") if row else None


async def among(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Subscription]:
    """The subscriptions with these ids, by id, without those that cannot be read."""
    query = select(subscription).where(one_of(connection, subscription.c.id, list(ids)))
    return {each.id: each for each in readable(await connection.execute(query), subscription_in, "subscription")}


async def drop(connection: AsyncConnection, id_: int) -> None:
    """Ends a subscription."""
    await connection.execute(delete(subscription).where(subscription.c.id == id_))


@dataclass(frozen=True, slots=True)
class DueDigests:
    """A digest that falls due for many: the first of their orders, and the ids of all."""

    order: Subscription
    here: ChatTimes
    ids: list[int]


async def due(
    connection: AsyncConnection,
    platforms: Iterable[str],
    now: datetime,
    limit: int,
    zone: str,
    without: set[int],
) -> list[DueDigests]:
    """Subscriptions that are due and not paused, the oldest first, those together that differ in nothing but the chat.

    `zone` is a chat's until it chooses; `without` are those set aside, to which those are added that cannot be read.
    """
    query = (
        select(subscription.c.id, subscription.c.address, *_RULE)
        .where(subscription.c.paused == RUNNING, subscription.c.due_at <= now)
        .where(subscription.c.platform.in_(list(platforms)), ~one_of(connection, subscription.c.id, list(without)))
        .order_by(subscription.c.due_at, subscription.c.id)
        .limit(limit)
    )
    lost: list[int] = []
    rows = (await connection.execute(query.execution_options(lost=lost))).all()
    kept = await chats.habits(connection, [row.address for row in rows], zone)
    found: dict[tuple[object, ...], list[int]] = {}
    for row in rows:
        found.setdefault((*row[2:], kept[chat_of(row.address)]), []).append(row.id)
    orders = await among(connection, [ids[0] for ids in found.values()])
    unread = [id_ for ids in found.values() if ids[0] not in orders for id_ in ids]
    orders |= await among(connection, unread)  # those alike without the ones that cannot be read
    without.update(lost, set(unread) - set(orders))
    alike = ((key[-1], [id_ for id_ in ids if id_ not in without]) for key, ids in found.items())
    return [DueDigests(orders[ids[0]], here, ids) for here, ids in alike if ids and isinstance(here, ChatTimes)]


async def advance(connection: AsyncConnection, ids: Sequence[int], due_at: datetime) -> None:
    """Sets when subscriptions fall due next."""
    await connection.execute(
        update(subscription).where(one_of(connection, subscription.c.id, ids)).values(due_at=due_at)
    )


_COVERED = (
    update(subscription)
    .where(subscription.c.id == bindparam("order"), subscription.c.since < bindparam("until"))
    .values(since=bindparam("until"))
)


def covered(brief: Brief, id_: int, until: datetime) -> None:
    """Notes that a digest told everything up to an instant."""
    brief.execute(_COVERED, {"order": id_, "until": until})


async def pause(connection: AsyncConnection, address: str, reason: str) -> None:
    """Pauses all that is pushed to a chat and its threads; an empty reason resumes it."""
    for table in (subscription, follow):
        await connection.execute(update(table).where(_inside(table.c.address, address)).values(paused=reason))


async def addresses(connection: AsyncConnection) -> list[str]:
    """Every address to which a digest or a reminder is ordered."""
    query = select(subscription.c.address).union(select(follow.c.address))
    return sorted((await connection.execute(query)).scalars())


async def resume(connection: AsyncConnection, address: str, reason: str) -> None:
    """Resumes what is pushed to a chat and its threads where it was paused for this reason."""
    for table in (subscription, follow):
        where = (_inside(table.c.address, address), table.c.paused.in_((reason, str(reason))))  # also as plain text
        await connection.execute(update(table).where(*where).values(paused=""))


async def resume_order(connection: AsyncConnection, id_: int, due_at: datetime) -> None:
    """Resumes one digest, whose next one falls due then."""
    await connection.execute(update(subscription).where(subscription.c.id == id_).values(paused="", due_at=due_at))


async def paused_in(connection: AsyncConnection, address: str) -> bool:
    """Whether anything that is pushed to a chat is paused."""
    for table in (subscription, follow):
        where = (_inside(table.c.address, address), table.c.paused != "")
        if (await connection.execute(select(table.c.id).where(*where).limit(1))).first():
            return True
    return False

"""Rows that can be read, and those that cannot: an unknown zone, an address of nowhere, facts or a draft that are none.

One that cannot be read is set aside: it is logged once, listed by `illegible`, and harms no other row.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.agenda import EventState, When
from briefings.model.delivery import platform_of
from briefings.store import tables

T = TypeVar("T")
_log = logging.getLogger(__name__)
_logged: set[tuple[str, object]] = set()
_KINDS = ("digest", "reminder", "snooze", "moved", "stopped", "asked", "notice", "clock")
_ADDRESS = re.compile(r"(telegram:-?\d+(:\d+)?|slack:[A-Z][A-Z0-9]+(:[\d.]+)?|terminal:local)")
ILLEGIBLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, OSError, AssertionError)


@dataclass(frozen=True, slots=True)
class Illegible:
    """A row that cannot be read: its table, its key, the chat that it concerns ("" where it is none's), and why."""

    table: str
    row: str
    address: str
    why: str


def legible(rows: Iterable[Row[Any]], decode: Callable[[Row[Any]], T], table: str) -> list[T]:
    """What rows hold, without those that cannot be read."""
    return [read for row in rows if (read := one(row, decode, table)) is not None]


def one(row: Row[Any], decode: Callable[[Row[Any]], T], table: str) -> T | None:
    """What a row holds, None where it cannot be read."""
    try:
        return decode(row)
    except ILLEGIBLE as error:
        set_aside(table, row[0], error)
        return None


def set_aside(table: str, row: object, error: Exception) -> None:
    """Tells the log once of a row that cannot be used."""
    if (table, row) not in _logged:
        _logged.add((table, row))
        _log.error("a row cannot be read and is set aside", extra={"table": table, "row": row}, exc_info=error)


def date_in(row: Row[Any]) -> When:
    """The date in an event's row; raises one of ILLEGIBLE."""
    at = row.at.astimezone(ZoneInfo(row.zone)) if row.at and row.zone else row.at
    if not isinstance(row.first, date) or not isinstance(row.last, date) or row.first > row.last:
        raise ValueError(f"{row.first} to {row.last} is no span of days")
    if row.state not in get_args(EventState):
        raise ValueError(f"{row.state} is no state of an event")
    return When(row.first, row.last, row.precision, at, row.zone)


async def illegible(
    connection: AsyncConnection, address: str | None = None, most: int | None = None
) -> list[Illegible]:
    """The rows that cannot be read, of one chat with its threads or of all; texts are not looked through here.

    `most` is how many rows of each table are looked through, the newest first.
    """
    found: list[Illegible] = []
    for table, check in _CHECKS.items():
        kept = tables.metadata.tables[table]
        query = select(kept).order_by(*(key.desc() for key in kept.primary_key)).limit(most)
        if table == "delivery":
            query = query.add_columns(tables.content.c.facts).join(tables.content)
            query = query.where(tables.delivery.c.state == tables.PENDING)
        elif table == "reminder":
            query = query.add_columns(tables.follow.c.address).join(tables.follow)
        if address is not None and table != "event":  # an event is no chat's
            name = tables.follow.c.address if table == "reminder" else kept.c.address
            query = query.where((name == address) | name.startswith(f"{address}:", autoescape=True))
        elif address is not None:
            continue
        for row in await connection.execute(query):
            found += _of(table, row, check)
    return found


def _of(table: str, row: Row[Any], check: Callable[[Row[Any]], object]) -> Iterator[Illegible]:
    try:
        check(row)
    except ILLEGIBLE as error:
        where = getattr(row, "address", "")
        yield Illegible(table, str(row[0]), where, str(error).strip("'\"") or type(error).__name__)


def _chat(row: Row[Any]) -> None:
    _address(row.address)
    _zone(row.zone)
    if row.quiet:
        begin, _, end = row.quiet.partition("-")
        time.fromisoformat(begin), time.fromisoformat(end)


def _subscription(row: Row[Any]) -> None:
    _address(row.address)
    _zone(row.zone)
    time.fromisoformat(row.at)
    if not 0 < row.days < 1 << 7:
        raise ValueError(f"{row.days} names no days")


def _follow(row: Row[Any]) -> None:
    from briefings.store.follows import unpacked

    _address(row.address)
    if row.told:
        unpacked(row.told)


def _reminder(row: Row[Any]) -> None:
    wall, _, zone = row.wall.partition(" ")
    if wall:
        time.fromisoformat(wall)
    _zone(zone)
    if row.unit not in ("d", "h", "s"):
        raise ValueError(f"{row.unit} is no unit of a lead")


def _delivery(row: Row[Any]) -> None:
    _address(row.address)
    if not isinstance(row.facts, dict) or row.facts.get("kind") not in _KINDS:
        raise ValueError("its facts are unknown")


def _address(address: str) -> None:
    if platform_of(address) in ("telegram", "slack") and not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address} is no address")


def _zone(name: str | None) -> None:
    if name:
        try:
            ZoneInfo(name)
        except ILLEGIBLE as error:
            raise ValueError(f"the time-zone data lacks {name}") from error


_CHECKS: dict[str, Callable[[Row[Any]], object]] = {
    "chat": _chat,
    "subscription": _subscription,
    "follow": _follow,
    "reminder": _reminder,
    "delivery": _delivery,
    "event": date_in,
}

"""Rows that can be read, and those that cannot: an unknown zone, an address of nowhere, facts or a draft that are none.

One that cannot be read is set aside: it is logged once, listed by `unreadable_rows`, and harms no other row.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, literal_column, select, true

from briefings.model.agenda import EventDate, EventState
from briefings.model.audit_log import Record
from briefings.store import tables
from briefings.store.engine.column_types import check_zone, unpacked
from briefings.store.engine.row_check import RowCheck, shortened

T = TypeVar("T")
_log = logging.getLogger(__name__)
_logged: set[tuple[str, object]] = set()
_DAY = timedelta(days=1)
_PAGE = 500  # rows read at a time
_KINDS = ("digest", "reminder", "snooze", "moved", "stopped", "asked", "notice", "clock")
_ADDRESS = re.compile(r"(telegram:-?\d+(:\d+)?|slack:[A-Z][A-Z0-9]+(:[\d.]+)?|terminal:(?:local|owner))")
ILLEGIBLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, OSError, AssertionError)


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row that can't be read: table, key, the chat it belongs to ("" if none), and the reason."""

    table: str
    row: str
    address: str
    why: str


def readable(
    rows: Iterable[Row[Any]], decode: Callable[[Row[Any]], T], table: str, lost: list[int] | None = None
) -> list[T]:
    """Converts rows and drops unreadable ones, whose keys are added to `lost`."""
    return [read for row in rows if (read := one(row, decode, table, lost)) is not None]


def one(row: Any, decode: Callable[[Row[Any]], T], table: str, lost: list[int] | None = None) -> T | None:
    """Converts a row; None if it can't be read."""
    try:
        return decode(row)
    except ILLEGIBLE as error:
        set_aside(table, row[0], error)
        if lost is not None:
            lost.append(row[0])
        return None


def set_aside(table: str, row: object, error: Exception) -> None:
    """Logs a row that can't be used, once."""
    if (table, row) not in _logged:
        _logged.add((table, row))
        _log.error("a row cannot be read and is set aside", extra={"table": table, "row": row, "why": reason(error)})


def reason(error: Exception) -> str:
    """An error as one line."""
    return str(error).strip("'\"").partition("\n")[0] or type(error).__name__


def date_in(row: Row[Any]) -> EventDate:
    """The date of an event's row; raises one of ILLEGIBLE."""
    check_zone(row.zone)
    at = row.at.astimezone(ZoneInfo(row.zone)) if row.at and row.zone else row.at
    if not isinstance(row.first, date) or not isinstance(row.last, date) or row.first > row.last:
        raise ValueError(f"{row.first} to {row.last} isn't a valid range of days")
    if at and not row.first - _DAY <= at.date() <= row.last + _DAY:  # a day, for the time zone
        raise ValueError(f"{at:%Y-%m-%d} isn't between {row.first} and {row.last}")
    if row.state not in get_args(EventState):
        raise ValueError(f"{row.state} isn't a state of an event")
    return EventDate(row.first, row.last, row.precision, at, row.zone)


def record_in(row: Row[Any]) -> Record:
    """Converts a row to an audit log entry. Raises one of ILLEGIBLE for an unreadable row."""
    if row.deed == "redated":
        date.fromisoformat(row.note)
    before, after = (unpacked(kept) if kept else None for kept in (row.before, row.after))
    return Record(row.at, row.by, row.deed, row.subject, row.title, row.note, before, after)


def unreadable(connection: Connection, address: str | None = None, most: int | None = None) -> list[UnreadableRow]:
    """The unreadable rows of a chat with its threads, or of all; texts are checked elsewhere.

    `most` limits the rows checked in each table, newest first; the library's texts are then skipped.
    """
    found: dict[tuple[str, str], UnreadableRow] = {}
    for table in tables.metadata.sorted_tables:
        if most is None or table not in (tables.revision, tables.sentence):
            for each in [
                *_mistyped(connection, table, address, most),
                *_meaningless(connection, table, address, most),
            ]:
                found.setdefault((each.table, each.row), each)
    return list(found.values())


def _mistyped(connection: Connection, table: Table, address: str | None, most: int | None) -> list[UnreadableRow]:
    """Rows of a table with a value of the wrong type."""
    typed = connection.dialect.name != "sqlite"
    check = RowCheck(list(table.c), typed=typed)
    where = _of_chat(table, address)
    if check.idle or where is None:
        return []
    columns: list[ColumnElement[Any]] = [
        literal_column(f'"{table.name}"."{column.name}"') for column in table.c
    ]  # as they are kept
    query = select(*columns).select_from(table).where(where)
    found: list[UnreadableRow] = []
    for rows in _pages(connection, query, table, most):
        for row, column, why in check.faults(rows):
            where_to = row[table.c.keys().index("address")] if "address" in table.c else ""
            found.append(UnreadableRow(table.name, _key(table, row), str(where_to), f"{column.name}: {why}"))
    return found


def _pages(
    connection: Connection, query: Select[Any], table: Table, most: int | None
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a query in pages on an SQLite file, since texts are large."""
    newest = query.order_by(*(key.desc() for key in table.primary_key)).limit(most)
    if most is not None or connection.dialect.name != "sqlite":
        yield connection.execute(newest).all()
        return
    number: ColumnElement[int] = literal_column(f'"{table.name}".rowid')
    query, last = query.add_columns(number).order_by(number).limit(_PAGE), 0
    while rows := connection.execute(query.where(number > last)).all():
        yield [row[:-1] for row in rows]
        last = rows[-1][-1]


def _key(table: Table, row: Sequence[Any]) -> str:
    return " ".join(shortened(row[place]) for place, column in enumerate(table.c) if column.primary_key)


def _of_chat(table: Table, address: str | None) -> ColumnElement[bool] | None:
    """Condition: rows of a table that belong to a chat with its threads, or all; None if no row belongs to a chat."""
    if address is None:
        return true()
    if table is tables.reminder:
        mine = select(tables.follow.c.id).where(_inside(tables.follow.c.address, address))
        return tables.reminder.c.follow.in_(mine)
    return _inside(table.c.address, address) if "address" in table.c else None


def _inside(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    return (column == address) | column.startswith(f"{address}:", autoescape=True)


def _meaningless(connection: Connection, table: Table, address: str | None, most: int | None) -> list[UnreadableRow]:
    """Rows of a table with well-typed but meaningless values."""
    check, where = _CHECKS.get(table.name), _of_chat(table, address)
    if check is None or where is None:
        return []
    query = select(table).where(where).order_by(*(key.desc() for key in table.primary_key)).limit(most)
    if table is tables.delivery:
        query = query.add_columns(tables.content.c.facts).join(tables.content)
        query = query.where(tables.delivery.c.state == tables.PENDING)
    elif table is tables.reminder:
        query = query.add_columns(tables.follow.c.address).join(tables.follow)
    return [each for row in connection.execute(query) for each in _of(table.name, row, check)]


def _of(table: str, row: Row[Any], check: Callable[[Row[Any]], object]) -> Iterator[UnreadableRow]:
    try:
        check(row)
    except ILLEGIBLE as error:
        where = getattr(row, "address", "")
        yield UnreadableRow(table, str(row[0]), where, reason(error))


def _chat(row: Row[Any]) -> None:
    _address(row.address)
    check_zone(row.zone)
    if row.quiet:
        begin, _, end = row.quiet.partition("-")
        time.fromisoformat(begin), time.fromisoformat(end)


def _subscription(row: Row[Any]) -> None:
    # that module imports this one
    from briefings.store.subscriptions import subscription_in

    _address(row.address)
    subscription_in(row)


def _follow(row: Row[Any]) -> None:
    _address(row.address)
    if row.told:
        unpacked(row.told)


def check_lead(row: Row[Any]) -> None:
    """Raises ValueError for a reminder row with an unreadable lead."""
    wall, _, zone = row.wall.partition(" ")
    if wall:
        time.fromisoformat(wall)
    check_zone(zone)


def _delivery(row: Row[Any]) -> None:
    _address(row.address)
    if not isinstance(row.facts, dict) or row.facts.get("kind") not in _KINDS:
        raise ValueError("its facts are unknown")


def _address(address: str) -> None:
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address} isn't an address")


_CHECKS: dict[str, Callable[[Row[Any]], object]] = {
    "chat": _chat,
    "subscription": _subscription,
    "follow": _follow,
    "reminder": check_lead,
    "delivery": _delivery,
    "event": date_in,
    "journal": record_in,
}

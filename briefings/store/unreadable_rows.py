"""Lists the rows that cannot be read, with the reason: a wrong type, an unknown zone, facts without meaning."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, literal_column, select, true

from briefings.store import tables
from briefings.store.accounts.audit_log import record_in
from briefings.store.agenda import date_in
from briefings.store.follows import check_lead
from briefings.store.markings import unrestricted
from briefings.store.sql import ILLEGIBLE, RowCheck, check_zone, is_inside, reason, shortened, unpacked
from briefings.store.subscriptions import subscription_in

_PAGE = 500  # rows read at a time
_KINDS = (
    *("digest", "reminder", "snooze", "moved", "stopped", "asked", "notice", "clock"),
    *("revised", "erratum", "reinstated", "statements", "webhook"),
)
_WEBHOOK = re.compile(r"webhook:\d+")  # the address of a delivery alone
_ADDRESS = re.compile(r"(telegram:-?\d+(:\d+)?|slack:[A-Z][A-Z0-9]+(:[\d.]+)?|terminal:(?:local|owner))")


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row that can't be read: table, key, the chat it belongs to ("" if none), and the reason."""

    table: str
    row: str
    address: str
    why: str


@unrestricted
def unreadable(connection: Connection, address: str | None = None, most: int | None = None) -> list[UnreadableRow]:
    """The unreadable rows of a chat with its threads, or of all; texts are checked elsewhere.

    `most` limits the rows checked in each table, newest first; the library's texts are then skipped.
    """
    found: dict[tuple[str, str], UnreadableRow] = {}
    for table in tables.metadata.sorted_tables:
        if most is None or table not in (tables.revision, tables.sentence, tables.sentence_vectors):
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
        mine = select(tables.follow.c.id).where(is_inside(tables.follow.c.address, address))
        return tables.reminder.c.follow.in_(mine)
    return is_inside(table.c.address, address) if "address" in table.c else None


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
    _address(row.address)
    subscription_in(row)


def _follow(row: Row[Any]) -> None:
    _address(row.address)
    if row.told:
        unpacked(row.told)


def _delivery(row: Row[Any]) -> None:
    if not _WEBHOOK.fullmatch(row.address):
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

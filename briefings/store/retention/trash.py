"""Removed analyses: all their rows with ids, as text from which they can be restored."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select

from briefings.model.undo import KeptMention
from briefings.months import day_or_month
from briefings.store import sql
from briefings.store.agenda import merged_into
from briefings.store.markings import unrestricted
from briefings.store.sql import Day, Instant
from briefings.store.tables import (
    analysis,
    event,
    last_read,
    marked_span,
    mention,
    reader,
    revision,
    section_mark,
    sentence,
    statement,
    summary,
    web_visit,
)

_OWN = (
    revision,
    section_mark,
    marked_span,
    sentence,
    summary,
    mention,
    statement,
    reader,
    last_read,
    web_visit,
)  # in an order in which they can be written


@unrestricted
def packed(connection: Connection, id_: int) -> str:
    """The rows of an analysis as JSON."""
    found = {analysis.name: _rows(connection, analysis, analysis.c.id == id_)}
    for table in _OWN:
        found[table.name] = _rows(connection, table, table.c.analysis == id_)
    return json.dumps(found, ensure_ascii=False)


def _rows(connection: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(where))
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in rows.mappings()
    ]


def texts(kept: str) -> list[str]:
    """The text hashes of a removed analysis."""
    return [row["text_hash"] for row in json.loads(kept)[revision.name]]


@unrestricted
def restore(connection: Connection, kept: str) -> None:
    """Writes the rows back; people who have asked for another analysis since keep that one.

    Mentions of an event that was merged meanwhile go to the merged event.
    """
    found = json.loads(kept)
    for table in (analysis, *_OWN):
        rows = [
            {name: _value(table.c[name], value) for name, value in row.items()} for row in found.get(table.name, ())
        ]
        if table is mention:
            rows = [_joined(connection, row) for row in rows]
        if rows:
            new = sql.insert(connection, table).on_conflict_do_nothing() if table is reader else insert(table)
            connection.execute(new, rows)


@unrestricted
def mentions(connection: Connection, id_: int) -> tuple[KeptMention, ...]:
    """The mentions of events in an analysis."""
    columns = (mention.c.event, mention.c.title, mention.c.start, mention.c.end, mention.c.was)
    found = connection.execute(select(*columns).where(mention.c.analysis == id_).order_by(mention.c.id))
    return tuple(KeptMention(*row) for row in found)


@unrestricted
def put_mentions(connection: Connection, id_: int, revision_: int, kept: Sequence[KeptMention]) -> None:
    """Restores an analysis's mentions of events that still exist."""
    connection.execute(delete(mention).where(mention.c.analysis == id_))
    for each in kept:
        row = _joined(connection, asdict(each) | {"analysis": id_, "revision": revision_})
        there = select(event.c.id).where(event.c.id == row["event"])
        if connection.execute(there).first() is not None:
            connection.execute(insert(mention).values(row))


def _value(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    return day_or_month(value) if value is not None and isinstance(column.type, Day) else value


def _joined(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """The mention under the event that its own one is merged into now, or under its own if that was separated."""
    own = to = row["was"] or row["event"]
    while (further := merged_into(connection, to)) is not None:
        to = further
    return {**row, "event": to, "was": own if to != own else None}

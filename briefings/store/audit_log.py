"""The audit log: who changed what, and when."""

from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection, Row, insert, select

from briefings.model.agenda import EventDate
from briefings.model.audit_log import OfSettings, Record
from briefings.store.sql import packed, readable, unpacked
from briefings.store.tables import journal


def record_in(row: Row[Any]) -> Record:
    """Converts a row to an audit log entry. Raises one of ILLEGIBLE for an unreadable row."""
    if row.deed == "redated":
        date.fromisoformat(row.note)
    before, after = (unpacked(kept) if kept else None for kept in (row.before, row.after))
    return Record(row.at, row.by, row.deed, row.subject, row.title, row.note, before, after)


def note(connection: Connection, record: Record) -> None:
    """Records a change, in the transaction that makes it."""
    connection.execute(
        insert(journal).values(
            at=record.at,
            by=record.by,
            deed=record.deed,
            subject=record.subject,
            title=record.title,
            note=record.note,
            before=_date(record.before),
            after=_date(record.after),
        )
    )


def latest(connection: Connection, limit: int | None) -> list[Record]:
    """The latest changes, newest first."""
    query = select(journal).order_by(journal.c.id.desc()).limit(limit)
    return readable(connection.execute(query), record_in, "journal")


def settings_of(connection: Connection, chat: str) -> list[Record]:
    """The changes of a group's settings, oldest first."""
    chosen = (journal.c.subject == chat, journal.c.deed.in_(get_args(OfSettings)))
    return readable(connection.execute(select(journal).where(*chosen).order_by(journal.c.id)), record_in, "journal")


def names(connection: Connection, subject: str) -> bool:
    """Whether a change of a subject such as "e3" was recorded."""
    query = select(journal.c.id).where(journal.c.subject == subject).limit(1)
    return connection.execute(query).first() is not None


def _date(when: EventDate | None) -> dict[str, object] | None:
    return packed(when) if when else None

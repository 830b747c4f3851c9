"""The audit log: who changed what, and when."""

from sqlalchemy import Connection, insert, select

from briefings.model.agenda import EventDate
from briefings.model.audit_log import Record
from briefings.store.engine.column_types import packed
from briefings.store.tables import journal
from briefings.store.unreadable_rows import readable, record_in


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


def _date(when: EventDate | None) -> dict[str, object] | None:
    return packed(when) if when else None

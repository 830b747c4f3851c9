"""The audit log: who changed what, and when."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.agenda import When
from briefings.model.audit_log import Record
from briefings.store.follows import packed, unpacked
from briefings.store.tables import journal


async def note(connection: AsyncConnection, record: Record) -> None:
    """Writes a change down, in the transaction that makes it."""
    await connection.execute(
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


async def latest(connection: AsyncConnection, limit: int | None) -> list[Record]:
    """The last changes, newest first."""
    query = select(journal).order_by(journal.c.id.desc()).limit(limit)
    return [
        Record(
            row.at,
            row.by,
            row.deed,
            row.subject,
            row.title,
            row.note,
            unpacked(row.before) if row.before else None,
            unpacked(row.after) if row.after else None,
        )
        for row in await connection.execute(query)
    ]


def _date(when: When | None) -> dict[str, object] | None:
    return packed(when) if when else None

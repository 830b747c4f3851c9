"""Every revision of an analysis, and what is gone with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.analysis import Analysis, Draft
from briefings.store.analyses import WHOLE, Stamp, unpacked, whole
from briefings.store.legible import ILLEGIBLE, Illegible, legible
from briefings.store.parts import one_of
from briefings.store.tables import analysis, event, follow, last_read, mention, revision, summary


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision as stored; `by` says in words for people who added it, `given_date` is the date that they gave."""

    revision: int
    at: datetime
    by: str
    given_date: date | None
    draft: Draft


async def load_revision(connection: AsyncConnection, id_: int, number: int) -> Analysis | None:
    """An analysis as it stood in a revision."""
    query = select(revision.c.text, revision.c.draft).where(revision.c.analysis == id_, revision.c.revision == number)
    row = (await connection.execute(query)).first()
    return None if row is None else Analysis(id_, number, unpacked(row.draft, row.text), 0)


async def current(connection: AsyncConnection, ids: Collection[int]) -> list[tuple[Stamp, Analysis]]:
    """The current revisions of those analyses that there are and can be read."""
    query = WHOLE.where(one_of(connection, analysis.c.id, sorted(ids)))
    return legible(await connection.execute(query), whole, "analysis")


async def illegible(connection: AsyncConnection) -> list[Illegible]:
    """The analyses whose draft cannot be read."""
    found = []
    for row in await connection.execute(WHOLE):
        try:
            whole(row)
        except ILLEGIBLE:
            found.append(Illegible("analysis", str(row.id), "", "what was found in its text cannot be read"))
    return found


async def revisions_of(connection: AsyncConnection, id_: int, limit: int | None = None) -> list[Kept]:
    """The revisions of an analysis, newest first."""
    query = select(revision).where(revision.c.analysis == id_).order_by(revision.c.revision.desc()).limit(limit)
    return [
        Kept(row.revision, row.created_at, row.added_by, row.given_date, unpacked(row.draft, row.text))
        for row in await connection.execute(query)
    ]


async def file_name(connection: AsyncConnection, id_: int) -> str:
    """The name of the file that an analysis came from."""
    return str((await connection.execute(select(analysis.c.file_name).where(analysis.c.id == id_))).scalar_one())


async def remove(connection: AsyncConnection, id_: int) -> None:
    """Removes an analysis with its revisions, summaries, index and mentions."""
    await connection.execute(delete(analysis).where(analysis.c.id == id_))


async def drop_newest(connection: AsyncConnection, id_: int, number: int, before: int) -> None:
    """Removes the newest revision with its summaries; who has read it has read the one `before`."""
    await connection.execute(delete(revision).where(revision.c.analysis == id_, revision.c.revision == number))
    await connection.execute(delete(summary).where(summary.c.analysis == id_))
    read = last_read.c.analysis == id_, last_read.c.revision == number
    await connection.execute(update(last_read).where(*read).values(revision=before))


async def followed_alone(connection: AsyncConnection, id_: int) -> list[int]:
    """Events that somebody follows, no person set and no other analysis mentions."""
    other = mention.alias()
    query = (
        select(event.c.id)
        .where(exists().where(mention.c.event == event.c.id, mention.c.analysis == id_))
        .where(~exists().where(other.c.event == event.c.id, other.c.analysis != id_))
        .where(exists().where(follow.c.event == event.c.id), ~event.c.by_person)
        .order_by(event.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def added_since(connection: AsyncConnection, since: datetime, limit: int) -> list[int]:
    """Ids of the analyses that were added after an instant, newest first."""
    query = select(analysis.c.id).where(analysis.c.created_at > since)
    query = query.order_by(analysis.c.created_at.desc(), analysis.c.id.desc()).limit(limit)
    return list((await connection.execute(query)).scalars())

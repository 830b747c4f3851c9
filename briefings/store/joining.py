"""Two events made one, and parted again."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.tables import event, mention


async def join(connection: AsyncConnection, kept: int, joined: int, now: datetime) -> None:
    """Makes one event of two: the mentions of `joined` become those of `kept`, and keep in mind whose they were."""
    own = mention.c.event == joined
    await connection.execute(update(mention).where(own, mention.c.was.is_(None)).values(was=joined))
    await connection.execute(update(mention).where(own).values(event=kept))
    await connection.execute(update(event).where(event.c.id == joined).values(same_as=kept, changed_at=now))


async def joined_to(connection: AsyncConnection, id_: int) -> int | None:
    """The event that one was joined to, None where it stands by itself or there is none."""
    return (await connection.execute(select(event.c.same_as).where(event.c.id == id_))).scalar_one_or_none()


async def parts_of(connection: AsyncConnection, id_: int) -> list[int]:
    """The events that were joined to one directly, in the order of their ids."""
    query = select(event.c.id).where(event.c.same_as == id_).order_by(event.c.id)
    return list((await connection.execute(query)).scalars())


async def part(connection: AsyncConnection, id_: int, now: datetime) -> None:
    """Lets a joined event stand by itself, with its mentions and those of the events that had been joined to it."""
    inside = [id_]
    for each in inside:
        inside += await parts_of(connection, each)
    await connection.execute(update(mention).where(mention.c.was.in_(inside)).values(event=id_))
    await connection.execute(update(mention).where(mention.c.was == id_).values(was=None))
    await connection.execute(update(event).where(event.c.id == id_).values(same_as=None, changed_at=now))

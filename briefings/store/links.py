"""The accounts of one person, and where that person would rather be told."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.delivery import Lead
from briefings.model.people import Link
from briefings.store.parts import parts
from briefings.store.tables import follow, link, link_code, mute, reminder, sender


async def propose(connection: AsyncConnection, hash_: str, person: str, place: str, expires_at: datetime) -> None:
    """Keeps a code's hash in the place of this person's earlier one."""
    await connection.execute(delete(link_code).where(link_code.c.person == person))
    values = {"hash": hash_, "person": person, "place": place, "expires_at": expires_at}
    await connection.execute(insert(link_code).values(values))


async def proposed(connection: AsyncConnection, hash_: str, now: datetime) -> tuple[str, str] | None:
    """The person and the private chat that a code was shown to."""
    query = select(link_code.c.person, link_code.c.place)
    row = (await connection.execute(query.where(link_code.c.hash == hash_, link_code.c.expires_at > now))).first()
    return (row.person, row.place) if row else None


async def forget_code(connection: AsyncConnection, hash_: str) -> bool:
    """Strikes a code, which works once; False where it was struck before."""
    return (await connection.execute(delete(link_code).where(link_code.c.hash == hash_))).rowcount > 0


async def join(connection: AsyncConnection, pair: str, links: Iterable[Link]) -> None:
    """Makes accounts those of one person."""
    rows = [{"person": e.person, "pair": pair, "place": e.place, "preferred": e.preferred} for e in links]
    await connection.execute(insert(link), rows)


async def accounts_of(connection: AsyncConnection, person: str) -> list[Link]:
    """All accounts of the person that an account belongs to, this one first; none where it stands alone."""
    pair = select(link.c.pair).where(link.c.person == person).scalar_subquery()
    rows = await connection.execute(select(link).where(link.c.pair == pair).order_by(link.c.person != person))
    return [Link(row.person, row.place, row.preferred) for row in rows]


async def prefer(connection: AsyncConnection, links: Iterable[Link], person: str) -> None:
    """Lets what comes twice come to one of the accounts."""
    mine = link.c.person.in_([each.person for each in links])
    await connection.execute(update(link).where(mine).values(preferred=link.c.person == person))


async def part(connection: AsyncConnection, links: Iterable[Link]) -> None:
    """Lets accounts stand alone again."""
    await connection.execute(delete(link).where(link.c.person.in_([each.person for each in links])))


async def rather(connection: AsyncConnection, addresses: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """For each private address whose person would rather be told elsewhere: the addresses there."""
    other = link.alias()
    found: dict[str, tuple[str, ...]] = {}
    for some in parts(list(addresses)):
        query = (
            select(link.c.person, link.c.place, other.c.person.label("rather"), other.c.place.label("there"))
            .join(other, (other.c.pair == link.c.pair) & other.c.preferred)
            .where(~link.c.preferred, or_(link.c.person.in_(some), link.c.place.in_(some)))
        )
        for row in await connection.execute(query):
            found |= dict.fromkeys({row.person, row.place} & set(some), (row.rather, row.there))
    return found


async def follows_there(
    connection: AsyncConnection, addresses: Collection[str], event: int, lead: Lead | None = None
) -> int | None:
    """The follow by which one of the addresses hears of an event; with `lead`, is reminded of it just then."""
    wanted = [follow.c.address.in_(addresses), follow.c.event == event, follow.c.paused == ""]
    wanted.append(~exists().where(mute.c.event == event, mute.c.address.in_(addresses)))
    if lead is not None:
        same = (reminder.c.amount == lead.count, reminder.c.unit == lead.unit, reminder.c.wall == lead.wall)
        wanted.append(exists().where(reminder.c.follow == follow.c.id, reminder.c.state != "passed", *same))
    query = select(follow.c.id).where(*wanted).order_by(follow.c.id).limit(1)
    id_: int | None = (await connection.execute(query)).scalar_one_or_none()
    return id_


async def alive(connection: AsyncConnection, platform: str, since: datetime) -> bool:
    """Whether a platform was served since then."""
    query = select(sender.c.name).where(sender.c.name == platform, sender.c.beat_at >= since)
    return (await connection.execute(query)).first() is not None

"""Which events a chat or thread does not want to hear of; what a chat mutes is muted in its threads too."""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model.delivery import chat_of
from briefings.store import dialects
from briefings.store.parts import parts
from briefings.store.tables import mute


async def mute_event(connection: AsyncConnection, address: str, event: int) -> None:
    """Mutes an event."""
    await connection.execute(
        dialects.insert(connection, mute).values(address=address, event=event).on_conflict_do_nothing()
    )


async def unmute_event(connection: AsyncConnection, address: str, event: int) -> bool:
    """Lets an event be heard of again; False when it was not muted there."""
    where = (mute.c.address == address, mute.c.event == event)
    return (await connection.execute(delete(mute).where(*where))).rowcount > 0


async def muted_events(connection: AsyncConnection, addresses: Iterable[str]) -> dict[str, frozenset[int]]:
    """The events muted at each address, in the chat that it belongs to as well."""
    wanted = set(addresses)
    asked = [*wanted, *(set(map(chat_of, wanted)) - wanted)]
    found: dict[str, set[int]] = {}
    for some in parts(asked):
        for row in await connection.execute(select(mute.c.address, mute.c.event).where(mute.c.address.in_(some))):
            found.setdefault(row.address, set()).add(row.event)
    return {each: frozenset(found.get(each, set()) | found.get(chat_of(each), set())) for each in wanted}


async def muters(connection: AsyncConnection, event: int) -> frozenset[str]:
    """The addresses that muted an event."""
    query = select(mute.c.address).where(mute.c.event == event)
    return frozenset(row.address for row in await connection.execute(query))


async def join_mutes(connection: AsyncConnection, kept: int, joined: int) -> None:
    """Lets those who muted one of two events that are one now mute that one."""
    there = select(mute.c.address).where(mute.c.event == kept)
    await connection.execute(delete(mute).where(mute.c.event == joined, mute.c.address.in_(there)))
    await connection.execute(update(mute).where(mute.c.event == joined).values(event=kept))

"""Single values stored for the whole database."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store import sql
from briefings.store.tables import constant


async def set_once(connection: AsyncConnection, name: str, proposed: str) -> str:
    """The value of a constant: the one that was proposed first."""
    await connection.execute(
        sql.insert(connection, constant).values(name=name, value=proposed).on_conflict_do_nothing()
    )
    kept = await value(connection, name)
    if kept is None:  # it is there and cannot be read
        await exchange(connection, name, proposed)
    return kept or proposed


async def value(connection: AsyncConnection, name: str) -> str | None:
    """A constant, None where it was never kept."""
    return (await connection.execute(select(constant.c.value).where(constant.c.name == name))).scalar_one_or_none()


async def exchange(connection: AsyncConnection, name: str, value: str) -> str | None:
    """Keeps a value and returns the one before."""
    before = (await connection.execute(select(constant.c.value).where(constant.c.name == name))).scalar_one_or_none()
    new = sql.insert(connection, constant).values(name=name, value=value)
    await connection.execute(new.on_conflict_do_update(index_elements=[constant.c.name], set_={"value": value}))
    return before

"""What is set once for a database and never changes."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.tables import constant


async def settled(connection: AsyncConnection, name: str, proposed: str) -> str:
    """The value of a constant: the one that was proposed first."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    await connection.execute(dialect.insert(constant).values(name=name, value=proposed).on_conflict_do_nothing())
    value: str = (await connection.execute(select(constant.c.value).where(constant.c.name == name))).scalar_one()
    return value

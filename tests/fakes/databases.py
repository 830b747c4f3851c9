"""Empty databases on a real PostgreSQL server."""

import contextlib
from collections.abc import AsyncIterator
from itertools import count

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

_numbers = count(1)


@contextlib.asynccontextmanager
async def fresh_database(address: str) -> AsyncIterator[str]:
    """An empty database on the server, gone afterwards."""
    name = f"test{next(_numbers)}"
    engine = create_async_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.format(name=name)
    finally:
        async with engine.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        await engine.dispose()

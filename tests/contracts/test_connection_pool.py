"""Connections to PostgreSQL stay open, and the one that was used last is used next."""

import asyncio

from sqlalchemy import Connection, text

from briefings.store import Store

_AT_ONCE = 8
_SLOW = text("SELECT pg_backend_pid() FROM pg_sleep(0.05)")
_PROCESS = text("SELECT pg_backend_pid()")


def process(connection: Connection) -> int:
    """The server's process that executes a step."""
    return int(connection.execute(_PROCESS).scalar_one())


async def busy(store: Store) -> set[int]:
    """The server's processes that execute as many steps at once."""
    steps = (store.read(lambda connection: int(connection.execute(_SLOW).scalar_one())) for _ in range(_AT_ONCE))
    return set(await asyncio.gather(*steps))


async def test_a_burst_opens_no_connection_that_the_one_before_it_has_opened(store: Store):
    first = await busy(store)
    assert len(first) == _AT_ONCE
    assert await busy(store) == first


async def test_steps_one_after_the_other_use_one_connection(store: Store):
    await busy(store)
    assert len({await store.read(process) for _ in range(5)}) == 1

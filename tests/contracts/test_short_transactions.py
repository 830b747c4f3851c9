"""Short transactions on an SQLite file that wait together share one, and yet none of them suffers from another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from briefings.store import Brief, Connection, Store, connect, create_schema
from briefings.store import chats as rows

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty database in a file."""
    opened = await connect(f"sqlite+aiosqlite:///{tmp_path / 'readout.db'}")
    await create_schema(opened)
    yield opened
    await opened.close()


def noting(update: str, fails: Exception | None = None) -> Callable[[Brief], bool]:
    def step(brief: Brief) -> bool:
        first = rows.first_time(brief, update, NOW)
        if fails:
            raise fails
        return first

    return step


async def noted(store: Store) -> list[str]:
    async def updates(look: Connection) -> list[str]:
        return list((await look.execute(text('SELECT "update" FROM inbox ORDER BY 1'))).scalars())

    return await store.read(updates)


async def test_one_that_fails_takes_back_its_own_and_nothing_else(store: Store) -> None:
    steps = [noting(f"u{number}", ValueError("no") if number % 3 == 0 else None) for number in range(100)]
    told = await asyncio.gather(*(store.at_once(step) for step in steps), return_exceptions=True)
    assert [str(each) for each in told] == ["no" if number % 3 == 0 else "True" for number in range(100)]
    assert await noted(store) == sorted(f"u{number}" for number in range(100) if number % 3)


async def test_of_the_same_done_by_many_at_once_one_is_the_first(store: Store) -> None:
    told = await asyncio.gather(*(store.at_once(noting("u1")) for _ in range(100)))
    assert told.count(True) == 1


async def test_who_no_longer_waits_holds_up_nobody(store: Store) -> None:
    async with store.work():
        gone = asyncio.create_task(store.at_once(noting("gone")))
        waits = asyncio.create_task(store.at_once(noting("waits")))
        await asyncio.sleep(0)
        gone.cancel()
    assert await waits
    assert await noted(store) == ["waits"]


async def test_those_who_read_do_not_wait_for_who_writes(store: Store) -> None:
    async with store.work() as work:
        await work.execute(text("INSERT INTO inbox (\"update\", at) VALUES ('u1', 0)"))
        assert await store.glance(lambda brief: brief.execute(text("SELECT count(*) FROM inbox")).scalar()) == 0
        assert await noted(store) == []
    assert await noted(store) == ["u1"]


async def test_a_longer_read_that_fails_says_why(store: Store) -> None:
    async def broken(look: Connection) -> None:
        await look.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(Exception, match="no such table"):
        await store.read(broken)


async def test_a_read_that_waits_for_something_else_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="other than its connection"):
        await store.read(lambda _: asyncio.sleep(0))

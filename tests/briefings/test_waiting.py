"""Who wants to write while another process does is told in time, however many wait."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from briefings.errors import Busy
from briefings.store import Store, connect, create_schema


async def written(store: Store) -> None:
    async with store.work():
        pass


async def test_writers_that_wait_one_after_the_other_share_one_patience(tmp_path: Path):
    file = tmp_path / "readout.db"
    store = await connect(f"sqlite+aiosqlite:///{file}", 0.6)
    await create_schema(store)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(5):  # each with its own they would take twelve seconds
            told = await asyncio.gather(*(written(store) for _ in range(20)), return_exceptions=True)
    assert [type(each) for each in told] == [Busy] * 20
    await written(store)
    await store.close()


async def test_at_the_end_nobody_waits_any_longer(tmp_path: Path):
    file = tmp_path / "readout.db"
    store = await connect(f"sqlite+aiosqlite:///{file}", 600)
    await create_schema(store)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(written(store))
        await asyncio.sleep(0.1)
        store.end_waiting(0.1)
        async with asyncio.timeout(5):
            with pytest.raises(Busy):
                await waiting
    await store.close()

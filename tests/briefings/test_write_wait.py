"""Who wants to write while another process does is told in time, however many wait."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from briefings.errors import Busy
from briefings.store import Store, connect, create_schema
from briefings.store.engine.sqlite import LOOK_SECONDS
from tests.fakes.deadline import HANGS


async def written(store: Store) -> None:
    await store.write(lambda _: None)


@contextmanager
def counted(statement: str) -> Iterator[list[str]]:
    """How often a statement is sent to any database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, told: str, *_: object) -> None:
        sent.extend([told] if told == statement else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_writers_that_wait_one_after_the_other_share_one_patience(tmp_path: Path):
    """The first tries as often as its patience allows, the others once; each with its own would take as many tries."""
    file = tmp_path / "readout.db"
    store = await connect(f"sqlite:///{file}", 3 * LOOK_SECONDS)
    await create_schema(store)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with counted("BEGIN IMMEDIATE") as tries:
            told = await asyncio.gather(*(written(store) for _ in range(5)), return_exceptions=True)
    assert [type(each) for each in told] == [Busy] * 5
    assert len(tries) <= 4 + 4
    await written(store)
    await store.close()


async def test_at_the_end_nobody_waits_any_longer(tmp_path: Path):
    file = tmp_path / "readout.db"
    store = await connect(f"sqlite:///{file}", 600)
    await create_schema(store)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(written(store))
        await asyncio.sleep(0.1)
        store.end_waiting(0.1)
        async with asyncio.timeout(HANGS):
            with pytest.raises(Busy):
                await waiting
    await store.close()

"""Notes of platforms while the database fails: kept in order, written later, and never anybody's end."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.delivery.platform_events import PendingWrites, PlatformEventLog
from bot.run.supervisor import supervised
from briefings.errors import Broken, Busy
from briefings.service import Briefings, open_briefings
from tests.conftest import NOW
from tests.fakes.databases import with_tables

QUICK = (0.01, 0.02)


class Book:
    """Takes notes in order, and refuses them for as long as it is shut."""

    def __init__(self) -> None:
        self.shut = True
        self.notes: list[str] = []

    async def write(self, note: str) -> None:
        if note == "odd":
            raise ValueError(note)
        if self.shut:
            raise Busy("The database is busy.")
        self.notes.append(note)


async def until(ready: object) -> None:
    async with asyncio.timeout(5):
        while not ready():  # type: ignore[operator]  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def asked(writes: PendingWrites, book: Book, *notes: str) -> None:
    for note in notes:
        await writes.put(note, lambda note=note: book.write(note))  # type: ignore[misc]


async def test_what_the_database_does_not_take_is_written_later_in_order():
    book, writes = Book(), PendingWrites(pauses=QUICK)
    await asked(writes, book, "a", "b", "c")
    assert (book.notes, len(writes)) == ([], 3)
    book.shut = False
    await until(lambda: not len(writes))
    assert book.notes == ["a", "b", "c"]


async def test_a_write_that_fails_by_its_own_fault_holds_up_no_other(caplog: pytest.LogCaptureFixture):
    book, writes = Book(), PendingWrites(pauses=QUICK)
    book.shut = False
    await asked(writes, book, "odd", "a")
    assert book.notes == ["a"]
    assert [vars(record)["reference"] for record in caplog.records if record.message == "a write failed"]


async def test_so_many_wait_and_no_more(caplog: pytest.LogCaptureFixture):
    book, writes = Book(), PendingWrites(most=2, pauses=QUICK)
    await asked(writes, book, "a", "b", "c")
    book.shut = False
    await until(lambda: not len(writes))
    assert book.notes == ["b", "c"]
    assert [vars(record)["write"] for record in caplog.records if "too many writes" in record.message] == ["a"]


async def test_the_newest_state_takes_the_place_of_those_that_wait():
    book, writes = Book(), PendingWrites(pauses=(0.01, 0.01))
    for number in range(50):
        await writes.put("how telegram is", lambda n=number: book.write(str(n)), newest_only=True)  # type: ignore[misc]
    assert len(writes) <= 2
    book.shut = False
    await until(lambda: not len(writes))
    assert book.notes[-1] == "49"


async def test_what_is_lost_at_the_end_is_logged(caplog: pytest.LogCaptureFixture):
    book, writes = Book(), PendingWrites(pauses=(60, 60))
    await asked(writes, book, "a")
    await writes.close(0.01)
    assert [vars(r)["write"] for r in caplog.records if r.message == "a write was not made before the end"] == ["a"]


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Briefings]:
    async with open_briefings(with_tables(tmp_path / "readout.db"), patience=0.05) as core:
        yield core


async def test_what_befalls_chats_while_another_process_writes_is_kept(core: Briefings, tmp_path: Path):
    refusals: list[tuple[str, str]] = []

    async def refused(platform: str, reason: str) -> None:
        await core.outbox.refuse(platform, reason, [], NOW)
        refusals.append((platform, reason))

    platform_events = PlatformEventLog(core, lambda: NOW, refused)
    await core.outbox.take_over("telegram", NOW)
    order = (frozenset({1}), time(8), None, "")
    await core.subscriptions.subscribe("telegram:-5", "telegram:-5", *order, "telegram:1", NOW)
    with closing(sqlite3.connect(tmp_path / "readout.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        await platform_events.trouble("telegram", "the token was revoked", refused=True)
        await platform_events.chat_moved("telegram:-5", "telegram:-1005")
        await platform_events.chat_closed("telegram:-1005", "the bot was removed")
        assert (refusals, await core.subscriptions.addresses()) == ([], ["telegram:-5"])
    await platform_events.close(10)
    assert refusals == [("telegram", "the token was revoked")]
    assert (await core.chats.chat("telegram:-1005")).paused == "the bot was removed"
    assert await core.outbox.troubles() == {"telegram": "the token was revoked"}


async def test_a_task_that_breaks_is_started_again_after_a_growing_pause(caplog: pytest.LogCaptureFixture):
    starts: list[float] = []
    told: list[tuple[str, str]] = []
    clock = asyncio.get_running_loop().time

    async def breaks() -> None:
        starts.append(clock())
        if len(starts) < 4:
            raise RuntimeError("broken")
        await asyncio.Event().wait()

    async def tell(name: str, reference: str) -> None:
        told.append((name, reference))

    running = asyncio.create_task(supervised("telegram", breaks, tell, (0.02, 0.05)))
    await until(lambda: len(starts) == 4)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    pauses = [later - before for before, later in pairwise(starts)]
    assert [pause >= least for pause, least in zip(pauses, (0.02, 0.04, 0.05), strict=True)] == [True] * 3
    logged = [vars(record)["reference"] for record in caplog.records if "a task broke" in record.message]
    assert told == [("telegram", reference) for reference in logged]


async def test_a_task_that_ends_with_its_database_is_begun_again_and_counts_as_none_that_broke(
    caplog: pytest.LogCaptureFixture,
):
    starts: list[int] = []

    async def ends() -> None:
        starts.append(1)
        if len(starts) < 3:
            raise Broken("The database server can't be reached.")
        await asyncio.Event().wait()

    async def tell(name: str, reference: str) -> None:
        raise AssertionError(name, reference)

    running = asyncio.create_task(supervised("courier", ends, tell, (0.01, 0.02)))
    await until(lambda: len(starts) == 3)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)] * 2

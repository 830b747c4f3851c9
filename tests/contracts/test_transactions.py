"""What a transaction promises on each database, and what SQLite's thread adds: order, and nobody waits for a reader."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.exc import OperationalError

from briefings.model.intake import Change, Update
from briefings.model.marking import SYSTEM, Viewer, viewing
from briefings.service import open_briefings
from briefings.store import Store, connect, copy, create_schema, intake, tables, update_in_progress
from briefings.store.accounts import chats as rows
from briefings.store.sql import UnguardedQuery
from tests.fakes.databases import empty_database
from tests.fakes.deadline import HANGS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
UPDATE = Update("telegram:7", "telegram", "telegram:1", "telegram:1", "{}", NOW)


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty SQLite database in a file."""
    opened = await connect(f"sqlite:///{tmp_path / 'readout.db'}")
    await create_schema(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def each(database: str, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty database of each kind in turn."""
    opened = await connect(f"sqlite:///{tmp_path / 'readout.db'}" if database == "file" else database)
    if database == "file":
        await create_schema(opened)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "file", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    if request.param != "postgresql":
        yield "sqlite://" if request.param == "sqlite" else request.param
        return
    async with empty_database(request.getfixturevalue("postgresql")) as url:
        yield url


def noting(update: str, fails: Exception | None = None) -> Callable[[Connection], bool]:
    def step(connection: Connection) -> bool:
        first = rows.first_time(connection, update, NOW)
        if fails:
            raise fails
        return first

    return step


def noted(connection: Connection) -> list[str]:
    return sorted(connection.execute(select(tables.inbox.c.update)).scalars())


def count(connection: Connection) -> int:
    return len(noted(connection))


@contextmanager
def transactions() -> Iterator[list[Connection]]:
    """The connections on which transactions begin meanwhile."""
    begun: list[Connection] = []
    note = begun.append
    event.listen(Engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(Engine, "begin", note)


async def test_a_step_that_fails_is_rolled_back_alone(each: Store):
    steps = [noting(f"u{number}", ValueError("no") if number % 3 == 0 else None) for number in range(100)]
    told = await asyncio.gather(*(each.write(step) for step in steps), return_exceptions=True)
    assert [str(one) for one in told] == ["no" if number % 3 == 0 else "True" for number in range(100)]
    assert await each.read(noted) == sorted(f"u{number}" for number in range(100) if number % 3)


async def test_what_many_do_at_once_is_new_once(each: Store):
    told = await asyncio.gather(*(each.write(noting("u1")) for _ in range(100)))
    assert told.count(True) == 1


async def test_a_write_is_seen_by_each_read_after_it(each: Store):
    for number in range(20):
        await each.write(noting(f"u{number}"))
        assert [await each.read(count), await each.read(count, urgent=True)] == [number + 1] * 2


async def test_a_read_that_fails_says_why(each: Store):
    for urgent in (False, True):
        with pytest.raises(Exception, match=r"nowhere|its tables are missing"):
            await each.read(lambda connection: connection.execute(text("SELECT * FROM nowhere")), urgent=urgent)
    assert await each.read(count, urgent=True) == 0


async def test_a_lookup_sees_each_write_before_it_and_says_why_it_fails(each: Store):
    for number in range(20):
        await each.write(noting(f"u{number}"))
        assert await each.look_up(count) == number + 1
    with pytest.raises(Exception, match=r"nowhere|its tables are missing"):
        await each.look_up(lambda connection: connection.execute(text("SELECT * FROM nowhere")))
    assert await each.look_up(count) == 20


async def test_lookups_of_one_turn_share_a_snapshot(file: Store):
    with transactions() as begun:
        await file.look_up(count)
        await file.look_up(count)
        assert len(begun) == 1
        with pytest.raises(ValueError, match="no"):
            await file.look_up(noting("u1", ValueError("no")))
        assert await file.look_up(count) == 0
        await asyncio.sleep(0)
        await file.look_up(count)
    assert len(begun) == 3


async def test_many_who_wait_for_writes_see_them_at_once(file: Store):
    async def write_and_look(number: int) -> bool:
        await file.write(noting(f"u{number}"))
        return await file.look_up(lambda connection: rows.noted(connection, f"u{number}"))

    async def look() -> None:
        while True:
            await file.look_up(count)
            await asyncio.sleep(0)

    looking = [asyncio.create_task(look()) for _ in range(3)]
    assert all(await asyncio.gather(*(write_and_look(number) for number in range(200))))
    for each in looking:
        each.cancel()


async def test_lookups_in_a_row_let_others_have_their_turn(each: Store):
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    for _ in range(32):
        await each.look_up(count)
    other.cancel()
    assert turns >= 4


async def test_a_change_and_the_note_that_it_was_saved_are_one_transaction(each: Store):
    await each.write(lambda connection: intake.keep(connection, [UPDATE]))

    async def saved() -> list[bool]:
        kept = await each.read(lambda connection: intake.unfinished(connection, "telegram"))
        return [update.saved for update in kept]

    with update_in_progress(Change(UPDATE.name)):
        await each.write(noting("u1"), bookkeeping=True)
        with pytest.raises(ValueError, match="no"):
            await each.write(noting("u2", ValueError("no")))
        assert await saved() == [False]
        await asyncio.gather(each.write(noting("u3")), each.write(noting("u4"), bookkeeping=True))
    assert await saved() == [True]


@dataclass
class Gate:
    """Steps that stay open in the thread of a store until they are let on."""

    store: Store
    begun: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)
    order: list[str] = field(default_factory=list)

    def stays(self, connection: Connection) -> str:
        rows.first_time(connection, "held", NOW)
        return self.waits(connection)

    def waits(self, _: Connection) -> str:
        self.begun.set()
        assert self.open.wait(HANGS)
        self.order.append("held")
        return "held"

    def step(self, name: str) -> Callable[[Connection], None]:
        def note(connection: Connection) -> None:
            rows.first_time(connection, name, NOW)
            self.order.append(name)

        return note

    async def held(self, step: Callable[[Connection], str]) -> asyncio.Task[str]:
        """A write whose step has begun and doesn't end."""
        task = asyncio.create_task(_awaited(self.store.write(step)))
        assert await asyncio.to_thread(self.begun.wait, HANGS)
        return task


async def _awaited(of: Awaitable[str]) -> str:
    return await of


@contextmanager
def _gate(store: Store) -> Iterator[Gate]:
    gate = Gate(store)
    try:
        yield gate
    finally:
        gate.open.set()


@pytest.fixture
def gate(file: Store) -> Iterator[Gate]:
    """Holds up the SQLite file's writer."""
    with _gate(file) as held:
        yield held


async def test_a_caller_that_is_cancelled_holds_up_nobody(gate: Gate):
    held = await gate.held(gate.stays)
    gone, waits = (asyncio.create_task(gate.store.write(noting(name))) for name in ("gone", "waits"))
    await asyncio.sleep(0)
    gone.cancel()
    gate.open.set()
    assert [await held, await waits] == ["held", True]
    assert await gate.store.read(noted) == ["held", "waits"]


async def test_a_step_that_has_begun_is_carried_out_whole_though_its_caller_is_cancelled(gate: Gate):
    held = await gate.held(gate.stays)
    held.cancel()
    with pytest.raises(asyncio.CancelledError):
        await held
    gate.open.set()
    assert await gate.store.write(noting("next"))
    assert await gate.store.read(noted) == ["held", "next"]


async def test_urgent_steps_go_before_others(gate: Gate):
    held = await gate.held(gate.waits)
    calm = [asyncio.create_task(gate.store.write(gate.step(f"calm {n}"))) for n in range(3)]
    await asyncio.sleep(0)
    urgent = asyncio.create_task(gate.store.write(gate.step("urgent"), urgent=True))
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.gather(held, *calm, urgent)
    assert gate.order == ["held", "urgent", "calm 0", "calm 1", "calm 2"]


async def test_an_urgent_step_waits_for_one_long_step_and_not_for_all_that_were_there_before(gate: Gate):
    held = await gate.held(gate.waits)
    slow = threading.Event()

    def long(_: Connection) -> None:
        slow.set()
        assert asked.wait(HANGS)
        time.sleep(0.1)  # longer than a transaction takes in further steps
        gate.order.append("long")

    asked = threading.Event()
    first = asyncio.create_task(gate.store.write(long))
    others = [asyncio.create_task(gate.store.write(gate.step(f"calm {n}"))) for n in range(3)]
    await asyncio.sleep(0)
    gate.open.set()
    assert await asyncio.to_thread(slow.wait, HANGS)
    urgent = asyncio.create_task(gate.store.write(gate.step("urgent"), urgent=True))
    await asyncio.sleep(0)
    asked.set()
    await asyncio.gather(held, first, urgent, *others)
    assert gate.order == ["held", "long", "urgent", "calm 0", "calm 1", "calm 2"]


async def test_who_reads_waits_for_no_writer_and_sees_what_is_committed(gate: Gate):
    held = await gate.held(gate.stays)
    async with asyncio.timeout(HANGS):
        assert [await gate.store.read(count), await gate.store.read(count, urgent=True)] == [0, 0]
    gate.open.set()
    await held
    assert [await gate.store.read(count), await gate.store.read(count, urgent=True)] == [1, 1]


async def test_an_urgent_read_waits_for_no_other(gate: Gate):
    long = [asyncio.create_task(_awaited(gate.store.read(gate.waits))) for _ in range(20)]
    assert await asyncio.to_thread(gate.begun.wait, HANGS)
    async with asyncio.timeout(HANGS):
        assert await gate.store.read(count, urgent=True) == 0
    assert not any(task.done() for task in long)
    gate.open.set()
    await asyncio.gather(*long)


async def test_a_lookup_waits_for_no_other_step(gate: Gate):
    held = await gate.held(gate.stays)
    long = [asyncio.create_task(_awaited(gate.store.read(gate.waits))) for _ in range(20)]
    async with asyncio.timeout(HANGS):
        assert await gate.store.look_up(count) == 0
    assert not any(task.done() for task in long)
    gate.open.set()
    await asyncio.gather(held, *long)


async def test_a_lookup_in_a_locked_file_waits_in_another_thread(file: Store):
    tried: list[int] = []

    def locked_at_first(_: Connection) -> str:
        tried.append(threading.get_ident())
        if len(tried) == 1:
            raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked"))
        return "found"

    assert await file.look_up(locked_at_first) == "found"
    assert tried[0] == threading.get_ident() != tried[1]


async def test_only_what_may_be_lost_does_not_wait_for_the_disk(gate: Gate):
    def synchronous(connection: Connection) -> object:
        return connection.exec_driver_sql("PRAGMA synchronous").scalar()

    lossy, durable = 1, 2  # SQLite's NORMAL and FULL
    assert await gate.store.write(synchronous) == durable
    assert await gate.store.write(synchronous, durable=False) == lossy
    held = await gate.held(gate.waits)
    both = [asyncio.create_task(gate.store.write(synchronous, durable=each)) for each in (False, True)]
    await asyncio.sleep(0)
    gate.open.set()
    assert [await held, *(await asyncio.gather(*both))] == ["held", durable, durable]


async def test_a_database_in_memory_is_closed_without_a_complaint(caplog: pytest.LogCaptureFixture):
    store = await connect("sqlite://")
    assert await store.write(noting("u1"))
    await store.close()
    assert caplog.records == []


async def test_who_waits_when_the_store_closes_is_told(tmp_path: Path):
    store = await connect(f"sqlite:///{tmp_path / 'readout.db'}")
    await create_schema(store)
    await store.close()
    with pytest.raises(RuntimeError):
        await store.write(noting("late"))
    with pytest.raises(RuntimeError):
        await store.read(count, urgent=True)
    with pytest.raises(RuntimeError):
        await store.look_up(count)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
async def test_addresses_of_earlier_versions_open_the_same_file(tmp_path: Path, scheme: str):
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        await core.chats.set_zone("telegram:1", "Asia/Tokyo", NOW)
    async with open_briefings(f"{scheme}:///{tmp_path}/readout.db") as core:
        assert (await core.chats.chat("telegram:1")).zone == "Asia/Tokyo"


@pytest.mark.parametrize("database", ["file", "postgresql"], indirect=True)
async def test_a_copy_holds_all_rows_of_either_database(database: str, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'readout.db'}" if database == "file" else database
    async with open_briefings(url) as core:
        await core.library.add("ice.txt", b"Ice on the Quay\n\nThe ice is thick. It breaks in May 2026.\n", NOW)
        await core.chats.set_zone("telegram:1", "Asia/Tokyo", NOW)
    address = await copy(url, tmp_path / "copy.db")
    async with open_briefings(address) as core:
        assert [entry.title for entry in await core.library.entries()] == ["Ice on the Quay"]
        assert (await core.library.search("thick")).hits
        assert (await core.chats.chat("telegram:1")).zone == "Asia/Tokyo"


async def test_a_query_of_analyses_that_does_not_ask_for_whom_it_is_is_refused(each: Store):
    titles = select(tables.analysis.c.title)
    with viewing(SYSTEM):
        assert await each.read(lambda connection: connection.execute(titles).all()) == []
    with viewing(Viewer("GREEN")), pytest.raises(UnguardedQuery):
        await each.read(lambda connection: connection.execute(titles).all())

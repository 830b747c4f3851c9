"""Reads of a task that follow one another share a snapshot on PostgreSQL, and each sees what happened before it."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Connection, Engine, event, text

from briefings.store import Store, connect, shared_snapshots
from tests.fakes.deadline import HANGS

_ADD = text("INSERT INTO constant (name, value) VALUES (:name, '')")
_NAMES = text("SELECT name FROM constant ORDER BY name")
_PROCESS = text("SELECT pg_backend_pid()")
_END = text("SELECT pg_terminate_backend(:process)")
_LEFT_OPEN = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND state LIKE 'idle in transaction%'"
)


@pytest.fixture
async def other(url: str) -> AsyncIterator[Store]:
    """What another process has open."""
    opened = await connect(url)
    yield opened
    await opened.close()


@pytest.fixture
def begun() -> Iterator[list[None]]:
    """One item for each transaction that begins."""
    counted: list[None] = []

    def note(_connection: Connection) -> None:
        counted.append(None)

    event.listen(Engine, "begin", note)
    yield counted
    event.remove(Engine, "begin", note)


def names(connection: Connection) -> list[str]:
    return list(connection.execute(_NAMES).scalars())


async def add(store: Store, name: str, *, bookkeeping: bool = False) -> None:
    await store.write(lambda connection: connection.execute(_ADD, {"name": name}), bookkeeping=bookkeeping)


async def process(store: Store) -> int:
    """The server's process that serves the store's next read."""
    return await store.read(lambda connection: connection.execute(_PROCESS).scalar_one())


async def none_left_open(other: Store) -> None:
    """Waits until no transaction is open."""
    async with asyncio.timeout(HANGS):
        while await other.read(lambda connection: connection.execute(_LEFT_OPEN).scalar_one()):  # noqa: ASYNC110 - of the server
            await asyncio.sleep(0.01)


async def test_reads_that_follow_one_another_begin_one_transaction(store: Store, begun: list[None]):
    with shared_snapshots():
        await store.read(names)
        await store.look_up(names)
        await store.read(names, urgent=True)
    assert len(begun) == 1


async def test_reads_elsewhere_begin_one_each(store: Store, begun: list[None]):
    await store.read(names)
    await store.look_up(names)
    assert len(begun) == 2


async def test_tasks_share_no_snapshot(store: Store, begun: list[None]):
    with shared_snapshots():
        await store.read(names)
        await asyncio.gather(store.read(names), store.read(names))
    assert len(begun) == 3


async def test_what_another_process_changes_meanwhile_is_seen_after_a_wait(store: Store, other: Store):
    with shared_snapshots():
        assert await store.read(names) == []
        changing = asyncio.create_task(add(other, "a"))
        before = []
        while not changing.done():
            before = await store.read(names)
        assert before == []
        await changing
        await asyncio.sleep(0)
        assert await store.read(names) == ["a"]


async def test_a_read_sees_its_own_changes(store: Store):
    with shared_snapshots():
        for number, bookkeeping in enumerate((False, True)):
            await store.read(names)
            await add(store, str(number), bookkeeping=bookkeeping)
            assert await store.read(names) == list("01")[: number + 1]


async def test_a_read_sees_what_another_task_has_changed(store: Store):
    with shared_snapshots():
        changing = asyncio.create_task(add(store, "a"))
        while not changing.done():
            await store.read(names)
        await changing
        assert await store.read(names) == ["a"]


async def test_nothing_stays_open_while_a_task_waits(store: Store, other: Store):
    with shared_snapshots():
        await store.read(names)
        await none_left_open(other)


async def test_a_failing_read_leaves_nothing_open(store: Store, other: Store):
    def fails(connection: Connection) -> None:
        connection.execute(_NAMES)
        raise LookupError

    with shared_snapshots():
        await store.read(names)
        with pytest.raises(LookupError):
            await store.read(fails)
        assert await store.read(names) == []
    await none_left_open(other)


async def test_a_read_whose_shared_connection_was_ended_is_made_on_another(store: Store, other: Store):
    with shared_snapshots():
        first = await process(store)

        def end_it(connection: Connection) -> int:
            if connection.execute(_PROCESS).scalar_one() == first:
                connection.execute(_END, {"process": first})
            return connection.execute(_PROCESS).scalar_one()

        assert await store.read(end_it) != first
    await none_left_open(other)


async def test_a_store_closes_while_a_snapshot_is_open(url: str, other: Store):
    opened = await connect(url)
    with shared_snapshots():
        await opened.read(names)
        await opened.close()
    await none_left_open(other)


async def test_a_cancelled_read_leaves_nothing_open(store: Store, other: Store):
    slow = text("SELECT pg_sleep(30)")

    async def reads() -> None:
        with shared_snapshots():
            await store.read(names)
            await store.read(lambda connection: connection.execute(slow).all())

    reading = asyncio.create_task(reads())
    await asyncio.sleep(0.2)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await none_left_open(other)
    assert await store.read(names) == []

"""Replicas on one PostgreSQL: one of them leads a task, another one takes over, and a fence stops who was replaced."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import await_only

from briefings.errors import Broken, Deposed
from briefings.store import Replica, Store, check_epoch, connect, key_value, may_recover, only_sender, replica_of
from briefings.store.sql import lock_key
from tests.fakes.deadline import HANGS

pytestmark = pytest.mark.slow

_PID = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = :key"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def killed(url: str, replica: Replica) -> None:
    """The server ends the session of a replica, as it does when the process dies."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        pid = (await connection.execute(text(_PID), {"key": lock_key(replica.name)})).scalar_one()
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await engine.dispose()


class Leader:
    """A replica that wants to lead a task until it is told to let go."""

    def __init__(self, replica: Replica, task: str) -> None:
        self.replica, self.epoch = replica, 0
        self.leads, self.let_go = asyncio.Event(), asyncio.Event()
        self.running = asyncio.create_task(self._run(task))

    async def _run(self, task: str) -> None:
        async with self.replica.leader(task) as self.epoch:
            self.leads.set()
            await self.let_go.wait()

    async def end(self) -> None:
        self.let_go.set()
        await asyncio.wait_for(self.running, HANGS)


async def test_all_replicas_are_let_in_and_one_leads_a_task(url: str):
    async with asyncio.timeout(HANGS), replica_of(url) as one, replica_of(url) as other:
        first = Leader(one, "ticks")
        await first.leads.wait()
        second, third = Leader(other, "ticks"), Leader(other, "folder")
        await third.leads.wait()  # a look later than the task that is led
        assert not second.leads.is_set()
        assert (one.leads, other.leads) == ({"ticks"}, {"folder"})
        await first.end()
        await second.leads.wait()
        assert second.epoch > first.epoch > 0
        await asyncio.gather(second.end(), third.end())
        assert other.leads == set()


async def test_a_dead_replica_loses_its_roles_and_learns_it(url: str, store: Store):
    """Its transactions with the old epoch are refused, while the new holder's are made."""
    async with asyncio.timeout(HANGS), AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(replica_of(url)) for _ in range(2)]
        first = Leader(one, "ticks")
        await first.leads.wait()
        second = Leader(other, "ticks")
        await store.write(lambda connection: check_epoch(connection, "ticks", first.epoch))
        await killed(url, one)
        await second.leads.wait()
        await one.lost.wait()
        assert not other.lost.is_set()
        with pytest.raises(Deposed, match="took over"):
            await store.write(lambda connection: check_epoch(connection, "ticks", first.epoch))
        await store.write(lambda connection: check_epoch(connection, "ticks", second.epoch))
        await asyncio.gather(first.end(), second.end())


async def test_a_replica_that_others_take_for_dead_is_never_sure_again(url: str):
    async with asyncio.timeout(HANGS), replica_of(url) as one:
        await one.sure()
        await killed(url, one)
        await one.lost.wait()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one.sure(), 0.2)


async def test_a_session_that_ended_is_told_as_a_server_that_is_away(url: str):
    async with asyncio.timeout(HANGS), replica_of(url) as one:
        await killed(url, one)
        await one.lost.wait()
        for _ in range(2):  # also once the connection is known to be closed
            with pytest.raises(Broken, match="can't be reached") as fetched:
                await one.fetch("SELECT 1")
            with pytest.raises(Broken, match="can't be reached") as asked:
                async with one.without("another"):
                    pass
            with pytest.raises(Broken, match="can't be reached"):
                await one.enter_group("accounts")
            assert may_recover(fetched.value, url)
            assert may_recover(asked.value, url)


async def test_a_replica_finds_out_which_others_are_dead(url: str):
    async with asyncio.timeout(HANGS), AsyncExitStack() as stack:
        one, other, third = [await stack.enter_async_context(replica_of(url)) for _ in range(3)]
        async with one.without(other.name) as dead:
            assert not dead
        await killed(url, other)
        await other.lost.wait()
        async with one.without(other.name) as dead, third.without(other.name) as also:
            assert dead
            assert not also  # only one of them takes over
        async with third.without(other.name) as dead:
            assert dead


async def test_a_restore_waits_for_all_replicas_and_keeps_new_ones_out(url: str):
    entered = asyncio.Event()

    async def enter() -> None:
        async with replica_of(url):
            entered.set()

    async with asyncio.timeout(HANGS):
        async with only_sender(url):
            entering = asyncio.create_task(enter())
            await asyncio.sleep(0.2)
            assert not entered.is_set()
        await entered.wait()
        await entering


async def test_a_process_that_gives_up_a_task_while_it_gets_it_leaves_it_to_others(url: str, store: Store):
    """A transaction of the former leader is still open, so that the new epoch has to wait."""
    row = text("SELECT value FROM constant WHERE name = 'epoch of ticks' FOR UPDATE")
    async with asyncio.timeout(HANGS), replica_of(url) as one, replica_of(url) as other:
        await (before := Leader(one, "ticks")).leads.wait()
        await before.end()
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.execute(row)
            giving_up = Leader(one, "ticks")
            while not (await connection.execute(text(_PID), {"key": lock_key("ticks")})).first():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            giving_up.running.cancel()
            await asyncio.gather(giving_up.running, return_exceptions=True)
        await engine.dispose()
        second, third = Leader(other, "ticks"), Leader(one, "folder")
        await asyncio.gather(second.leads.wait(), third.leads.wait())
        await asyncio.gather(second.end(), third.end())


async def test_who_takes_over_ends_the_transactions_that_a_frozen_process_left(url: str):
    """One waits for another one; the server alone would end neither of them here."""
    lasting = text("SET LOCAL idle_in_transaction_session_timeout = 0")
    row = text("UPDATE constant SET value = '2' WHERE name = 'of another transaction'")
    epoch = text("SELECT value FROM constant WHERE name = 'epoch of ticks' FOR SHARE")
    holds, waits, thaw = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def hold(connection: Connection) -> None:
        connection.execute(lasting)
        connection.execute(row)
        holds.set()
        await_only(thaw.wait())

    def wait(connection: Connection) -> None:
        connection.execute(lasting)
        connection.execute(epoch)
        waits.set()
        connection.execute(row)
        await_only(thaw.wait())

    async with asyncio.timeout(HANGS), replica_of(url) as one, replica_of(url) as other:
        await (first := Leader(one, "ticks")).leads.wait()
        frozen = await connect(url, replica=one)
        await frozen.write(lambda c: key_value.set_once(c, "of another transaction", "1"))
        holding = asyncio.create_task(frozen.write(hold))
        await holds.wait()
        waiting = asyncio.create_task(frozen.write(wait))
        await waits.wait()
        second = Leader(other, "ticks")
        await killed(url, one)
        await second.leads.wait()
        assert second.epoch > first.epoch
        thaw.set()
        await asyncio.gather(holding, waiting, return_exceptions=True)
        await frozen.close()
        await asyncio.gather(first.end(), second.end())


async def test_connections_that_the_server_has_ended_are_replaced_before_their_next_use(url: str, store: Store):
    others = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                  " AND datname = current_database()")  # fmt: skip
    await asyncio.gather(*(store.read(lambda c: c.execute(text("SELECT pg_sleep(0.1)"))) for _ in range(5)))
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        assert (await connection.execute(others)).scalar_one() >= 5
        await asyncio.sleep(0.2)
    await engine.dispose()
    found = [await store.read(lambda c: c.execute(text("SELECT 7")).scalar_one()) for _ in range(6)]
    assert found == [7] * 6


async def test_a_step_whose_connection_ends_is_run_once_more(store: Store):
    attempts: list[int] = []

    def step(connection: Connection) -> int:
        attempts.append(1)
        connection.execute(text("INSERT INTO constant (name, value) VALUES (:name, '')"), {"name": f"{len(attempts)}"})
        if len(attempts) in ends:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return len(attempts)

    ends = {1}
    assert await store.write(step) == 2
    assert await store.read(lambda c: c.execute(text("SELECT name FROM constant")).scalars().all()) == ["2"]


async def test_on_sqlite_the_one_process_has_every_role(tmp_path):
    async with asyncio.timeout(HANGS), replica_of(f"sqlite:///{tmp_path}/readout.db") as only:
        async with only.leader("ticks") as ticks, only.leader("folder") as folder:
            assert (ticks, folder) == (0, 0)
        await only.sure()

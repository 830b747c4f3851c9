"""The fence of tasks that one process does at a time: who doesn't lead, or no longer does, writes nothing."""

import asyncio
from datetime import date, timedelta
from functools import partial
from typing import cast

import pytest
from sqlalchemy import Connection, text

from bot.chat import Platform
from bot.delivery.courier import Courier, Route
from bot.delivery.heartbeat import SENDING
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from briefings.errors import Deposed
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.store import Store, connect, leading
from briefings.store.engine.replica import epoch_of
from briefings.store.key_value import exchange, value
from tests.fakes.deadline import HANGS
from tests.fakes.fleet import NOW, Member, StrictPlatform, fleet

CHAT = "telegram:1"


def leads(epoch: int) -> partial[str | None]:
    return partial(exchange, name=epoch_of("ticks"), value=str(epoch))


async def test_writes_of_a_leader_are_made_until_another_one_leads(store: Store):
    note = partial(exchange, name="note", value="mine")
    await store.write(leads(7))
    with leading("ticks", 7):
        await store.write(note)
        assert await store.read(partial(value, name="note")) == "mine"
    await store.write(leads(8))
    with leading("ticks", 7):
        with pytest.raises(Deposed, match="took over"):
            await store.write(partial(exchange, name="note", value="too late"))
        assert await store.read(partial(value, name="note")) == "mine"  # reading is no harm
    await store.write(partial(exchange, name="note", value="outside of the task"))
    with leading("ticks", 8):
        await store.write(note)


async def test_nobody_else_leads_while_a_leaders_transaction_is_open(store: Store):
    """The new epoch waits for its end, so that what was begun in time is stored before the successor looks."""
    await store.write(leads(7))
    begun, order = asyncio.Event(), []
    loop = asyncio.get_running_loop()

    def slow(connection: Connection) -> None:
        loop.call_soon(begun.set)
        connection.execute(text("SELECT pg_sleep(0.3)"))
        order.append("written")

    with leading("ticks", 7):
        writing = asyncio.create_task(store.write(slow))
    async with asyncio.timeout(HANGS):
        await begun.wait()
        await store.write(leads(8))
        order.append("replaced")
        await writing
    assert order == ["written", "replaced"]


async def scheduler_of(member: Member) -> Scheduler:
    route = Route(cast(Platform, StrictPlatform(30, 0.0)), TokenBucket(30, lambda _: ChatLimit()))
    courier = Courier(member.core, [route], lambda: NOW, shares=True)
    await courier.start()
    return Scheduler(member.core, courier, lambda: NOW, timedelta(days=90), leads=False)


async def written(url: str) -> tuple[int, str | None]:
    """The number of deliveries, and until when due ones have been written."""
    store = await connect(url)
    try:
        count = await store.read(lambda c: c.execute(text("SELECT count(*) FROM delivery")).scalar_one())
        return count, await store.read(partial(value, name="ticked"))
    finally:
        await store.close()


async def order(member: Member) -> None:
    """A reminder that is due now."""
    day = date(2026, 3, 3)
    event = await member.core.agenda.create("Vote", EventDate(day, day, "day"), CHAT, NOW - timedelta(days=9))
    await member.core.subscriptions.remind(CHAT, event.id, [Lead(2, "d")], CHAT, NOW - timedelta(days=9))


async def test_a_process_that_does_not_lead_writes_nothing_on_its_ticks(url: str):
    async with asyncio.timeout(HANGS), fleet(url, 2) as (one, other):
        await order(one)
        follower, leader = await scheduler_of(one), await scheduler_of(other)
        await follower.tick()
        assert await written(url) == (0, None)
        async with other.replica.leader(SENDING) as epoch:
            await leader.lead(epoch)
            assert await written(url) == (1, NOW.isoformat())


async def test_a_process_that_was_replaced_writes_nothing_on_its_ticks(url: str, caplog: pytest.LogCaptureFixture):
    async with asyncio.timeout(HANGS), fleet(url, 2) as (one, other):
        former = await scheduler_of(one)
        async with one.replica.leader(SENDING) as epoch:
            await former.lead(epoch)
        _, ticked = await written(url)
        async with other.replica.leader(SENDING):
            await order(other)
            await former.tick()
            assert await written(url) == (0, ticked)
    [line] = [each for each in caplog.records if each.name == "bot.delivery.scheduler"]
    assert (line.levelname, line.getMessage(), line.exc_info) == ("WARNING", "a tick was undone", None)

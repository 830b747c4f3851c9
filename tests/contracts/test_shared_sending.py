"""Several processes send from one PostgreSQL: each delivery by one of them, in order, within the platform's limits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.chat import Platform
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.run.wiring import now as real_now
from briefings.delivery import ChatTurn, Want, share_of
from briefings.model.delivery import Outcome
from briefings.store import Store
from briefings.store.outbox.chat_pace import take_turn
from briefings.store.sql import lock_key
from tests.fakes.deadline import HANGS
from tests.fakes.fleet import NOW, Member, StrictPlatform, end_session, fleet, owe

SENT = Outcome("sent", receipt="1")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
async def pair(url: str) -> AsyncIterator[tuple[Member, Member]]:
    async with fleet(url, 2) as (one, other):
        yield one, other


async def joined(member: Member, limit: int = 30) -> int:
    return await member.core.outbox.take_over("telegram", NOW, limit)


async def ahead(member: Member, epoch: int, most: int = 10) -> set[str]:
    return {batch.address for batch in await member.core.outbox.ready("telegram", LATER, most, epoch)}


async def states(store: Store) -> dict[str, tuple[str, int]]:
    found = await store.read(lambda c: c.execute(text("SELECT dedup, state, epoch FROM delivery")).all())
    return {row[0]: (row[1], row[2]) for row in found}


async def test_processes_read_different_deliveries_ahead(url, pair):
    one, other = pair
    await owe(url, [f"telegram:{n}" for n in range(10)])
    first, second = await joined(one), await joined(other)
    assert first != second
    mine = await ahead(one, first, 6)
    assert len(mine) == 6
    assert await ahead(one, first, 6) == mine  # what it has read ahead stays its own
    theirs = await ahead(other, second)
    assert len(theirs) == 4
    assert not mine & theirs
    ids = [each.id for each in await one.core.outbox.latest(state="pending") if each.address in mine]
    await one.core.outbox.leave(first, ids)
    assert await ahead(other, second) == mine | theirs


async def test_processes_that_read_at_the_same_instant_share_what_is_due(url, pair):
    await owe(url, [f"telegram:{n}" for n in range(40)])
    epochs = [await joined(member) for member in pair]
    found = await asyncio.gather(*(ahead(m, e) for m, e in zip(pair, epochs, strict=True) for _ in range(2)))
    one, other = set().union(*found[:2]), set().union(*found[2:])
    assert one
    assert other
    assert not one & other


async def test_one_chat_is_sent_to_by_one_process_at_a_time_and_in_order(url, pair):
    one, other = pair
    await owe(url, ["telegram:1", "telegram:1"])
    first, second = await joined(one), await joined(other)
    (batch,) = await one.core.outbox.ready("telegram", LATER, 5, first)
    assert batch.key == "drill:0"
    assert await ahead(other, second) == set()  # the later one is behind what the first has read ahead
    assert await one.core.outbox.claim(batch, first, LATER)
    assert await ahead(other, second) == set()
    await one.core.outbox.settle(batch, first, Outcome("doubt", "cut"), LATER)
    assert await ahead(other, second) == set()
    await one.core.doubts.settle(batch, first, "7", "", LATER)
    (later,) = await other.core.outbox.ready("telegram", LATER, 5, second)
    assert later.key == "drill:1"


async def test_a_delivery_is_claimed_once_however_many_try(url):
    async with fleet(url, 3) as members:
        await owe(url, [f"telegram:{n % 5}" for n in range(5)])
        epochs = [await joined(member) for member in members]
        batches = await members[0].core.outbox.ready("telegram", LATER, 5, epochs[0])
        claims = [
            member.core.outbox.claim(batch, epoch, LATER)
            for batch in batches
            for member, epoch in zip(members, epochs, strict=True)
        ]
        assert sum(await asyncio.gather(*claims)) == len(batches) == 5


async def test_two_lanes_of_a_chat_are_never_claimed_at_the_same_time(url, store, pair):
    """Both processes have read one of them ahead before either claims; the chat's turn lets one claim at a time."""
    await owe(url, ["telegram:1", "telegram:1"])
    await store.write(lambda c: c.execute(text("UPDATE delivery SET lane = 1 WHERE dedup = 'drill:1'")))
    epochs = [await joined(member) for member in pair]
    batches = [(await m.core.outbox.ready("telegram", LATER, 1, e))[0] for m, e in zip(pair, epochs, strict=True)]
    assert {batch.key for batch in batches} == {"drill:0", "drill:1"}
    claims = [
        member.core.outbox.claim(batch, epoch, LATER, None, ChatTurn(1.0, 0))
        for member, epoch, batch in zip(pair, epochs, batches, strict=True)
    ]
    assert sum(await asyncio.gather(*claims)) == 1


async def test_what_a_dead_process_left_is_taken_over_and_its_epoch_is_fenced(url, store, pair):
    one, other = pair
    await owe(url, [f"telegram:{n}" for n in range(4)])
    first, second = await joined(one, 30), await joined(other, 30)
    sending, doubted, *_ = await one.core.outbox.ready("telegram", LATER, 4, first)
    for batch in (sending, doubted):
        assert await one.core.outbox.claim(batch, first, LATER)
    await one.core.outbox.settle(doubted, first, Outcome("doubt", "cut"), LATER)
    assert not await other.core.outbox.couriers.bury(one.replica.name, {"telegram": second}, LATER)  # it lives
    assert await ahead(other, second) == set()
    await end_session(url, one.replica, lock_key(one.replica.name))
    assert await other.core.outbox.couriers.bury(one.replica.name, {"telegram": second}, LATER)
    assert len(await ahead(other, second)) == 2  # what it had only read ahead
    assert (await states(store))[sending.key] == ("in_doubt", second)
    await one.core.outbox.settle(sending, first, SENT, LATER)  # it comes too late
    assert (await states(store))[sending.key] == ("in_doubt", second)
    pending = await other.core.outbox.ready("telegram", LATER, 1, second)
    assert not await one.core.outbox.claim(pending[0], first, LATER)
    after = LATER + timedelta(seconds=11)
    found = {(await other.core.doubts.next("telegram", second, after)).key for _ in range(2)}
    assert found == {sending.key, doubted.key}
    assert await other.core.outbox.couriers.set_tokens("telegram", second, 30, 30) == 30


async def test_a_doubt_is_looked_into_by_its_own_process_alone(url, pair):
    one, other = pair
    await owe(url, ["telegram:1"])
    first, second = await joined(one), await joined(other)
    (batch,) = await one.core.outbox.ready("telegram", LATER, 1, first)
    await one.core.outbox.claim(batch, first, LATER)
    await one.core.outbox.settle(batch, first, Outcome("doubt", "cut"), LATER)
    after = LATER + timedelta(seconds=11)
    assert await other.core.doubts.next("telegram", second, after) is None
    assert await other.core.outbox.wakes_at("telegram", second) is None
    assert await one.core.doubts.next("telegram", first, after)


async def test_a_retried_delivery_is_free_for_all(url, pair):
    one, other = pair
    await owe(url, ["telegram:1"])
    first, second = await joined(one), await joined(other)
    (batch,) = await one.core.outbox.ready("telegram", LATER, 1, first)
    await one.core.outbox.claim(batch, first, LATER)
    await one.core.outbox.settle(batch, first, Outcome("retry", "away", untried=True), LATER)
    assert await ahead(other, second) == {"telegram:1"}


async def test_the_parts_of_the_limit_never_add_up_to_more(url):
    async with fleet(url, 3) as members:
        epochs = [await joined(member, 30) for member in members]
        rows = await members[0].core.outbox.couriers.rows("telegram")
        assert [row.tokens for row in rows] == [30, 0, 0]
        await members[0].core.outbox.couriers.set_tokens("telegram", epochs[0], 10, 30)
        others = zip(members[1:], epochs[1:], strict=True)
        wanted = [each.core.outbox.couriers.set_tokens("telegram", epoch, 15, 30) for each, epoch in others]
        assert sorted(await asyncio.gather(*wanted)) == [5, 15]


@given(limit=st.integers(1, 60), wanted=st.lists(st.sampled_from(Want), min_size=1, max_size=9))
def test_parts_use_the_whole_limit_where_somebody_wants_more(limit: int, wanted: list[Want]):
    asked = dict(enumerate(wanted))
    parts = [share_of(limit, asked, epoch) for epoch in asked]
    assert sum(parts) == limit
    assert min(parts) >= min(1, limit // len(wanted))
    hungry = [part for part, want in zip(parts, wanted, strict=True) if want is Want.MORE]
    others = [part for part, want in zip(parts, wanted, strict=True) if want is not Want.MORE]
    assert not hungry or not others or min(hungry) >= max(others) - 1


async def test_each_process_has_a_heartbeat_of_its_own(pair):
    one, other = pair
    first, second = await joined(one), await joined(other)
    await one.core.outbox.beat(("telegram",), LATER, first)
    rows = await other.core.outbox.couriers.serving()
    assert [(row.epoch, row.beat_at) for row in rows] == [(first, LATER), (second, NOW)]


async def test_what_posts_to_webhooks_needs_no_heartbeat(pair):
    one, other = pair
    await joined(one)
    await one.core.webhooks.take_over(NOW)
    assert [row.sender for row in await other.core.outbox.couriers.serving()] == ["telegram"]


async def test_a_courier_records_its_heartbeat_after_a_round(url):
    platform = StrictPlatform(60, 0.0)
    async with asyncio.timeout(HANGS), fleet(url, 1) as (member,), platform.courier(member):
        (joined_at,) = [row.beat_at for row in await member.core.outbox.couriers.serving()]
        while (await member.core.outbox.couriers.serving())[0].beat_at == joined_at:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_refused_account_is_told_once_by_however_many_processes(url, pair):
    for member in pair:
        await joined(member)
    told = [
        m.core.outbox.refuse("telegram", "revoked", ["slack:U1"], LATER + timedelta(seconds=n))
        for n, m in enumerate(pair)
    ]
    await asyncio.gather(*told)
    assert len(await pair[0].core.outbox.latest("slack:U1")) == 1


async def test_turns_of_a_chat_come_one_after_the_other(store):
    waits = [await store.write(lambda c: take_turn(c, "telegram:1", 1.0, 0)) for _ in range(3)]
    assert waits[0] == 0
    assert waits[1:] == [pytest.approx(1.05, abs=0.1), pytest.approx(2.1, abs=0.1)]
    assert await store.write(lambda c: take_turn(c, "telegram:2", 1.0, 0)) == 0


async def test_turns_of_a_group_count_the_last_minute(store):
    waits = [await store.write(lambda c: take_turn(c, "telegram:-1", 0.0, 3)) for _ in range(7)]
    assert [round(wait / 60.05) for wait in waits] == [0, 0, 0, 1, 1, 1, 2]


async def test_a_process_tells_the_others_what_it_sent_before_they_came(store, pair):
    one, _ = pair
    await one.core.outbox.couriers.know({"telegram:-1": [59.0, 30.0, 0.5]})
    wait = await store.write(lambda c: take_turn(c, "telegram:-1", 1.0, 3))
    assert wait == pytest.approx(1.05, abs=0.2)
    assert await store.write(lambda c: take_turn(c, "telegram:-1", 1.0, 3)) == pytest.approx(30.05, abs=0.3)


@asynccontextmanager
async def couriers_of(url: str, platform: StrictPlatform, number: int) -> AsyncIterator[list[Courier]]:
    """So many couriers that run, each in a process of its own, which begin one after the other."""
    async with asyncio.timeout(HANGS), fleet(url, number) as members, AsyncExitStack() as stack:
        couriers = []
        for member in members:
            couriers.append(await stack.enter_async_context(platform.courier(member)))
            await asyncio.sleep(0.5)
        yield couriers


async def until(found: Callable[[], object]) -> None:
    while not found():  # noqa: ASYNC110 - other processes ring no bell
        await asyncio.sleep(0.02)


async def test_couriers_keep_the_limits_of_platform_and_chats_together(url):
    """Three of them send at once, one of them is late and one ends; the platform refuses nothing."""
    platform = StrictPlatform(60, 0.4)
    await owe(url, [f"telegram:{n % 60}" for n in range(180)], real_now() - timedelta(seconds=1))
    async with couriers_of(url, platform, 3) as couriers:
        await until(lambda: len(platform.came) >= 90)
        await platform.stop(couriers[0])
        await until(lambda: len(platform.came) == 180)
    assert platform.refused == []
    assert set(Counter(key for _, _, key in platform.came).values()) == {1}
    for chat in {chat for _, chat, _ in platform.came}:
        numbers = [int(key.partition(":")[2]) for _, each, key in platform.came if each == chat]
        assert numbers == sorted(numbers)


async def test_a_pause_that_one_process_is_asked_for_binds_the_others(url):
    async with couriers_of(url, StrictPlatform(60, 0.0), 2) as couriers:
        one, other = (courier.routes["telegram"].pacer for courier in couriers)
        await until(lambda: one.share and other.share)
        one.hold(30.0, "telegram:1")
        await until(other.held_for)
        assert other.held_for() == pytest.approx(one.held_for(), abs=5)


async def test_what_is_due_wakes_the_couriers_of_other_processes(url):
    """It is written while both sleep for seconds, and read at once."""
    platform = StrictPlatform(60, 0.0)
    async with couriers_of(url, platform, 2) as couriers:
        await until(lambda: all(courier.routes["telegram"].pacer.share for courier in couriers))
        woken = asyncio.Event()
        couriers[1]._shared._wake = woken.set
        await couriers[0].tell_due()
        await woken.wait()


async def test_a_process_that_is_not_sure_sends_nothing_and_ends_what_it_sends(url):
    """Its session is gone while one message is on its way and another one waits."""
    platform = StrictPlatform(60, 0.0)
    platform.gate.clear()
    await owe(url, ["telegram:1"], real_now() - timedelta(seconds=1))
    async with asyncio.timeout(HANGS), fleet(url, 1) as (member,), platform.courier(member) as courier:
        await platform.asked.wait()
        await end_session(url, member.replica, lock_key(member.replica.name))
        await until(lambda: not platform.under_way)
        while (await member.core.outbox.latest())[0].state == "sending":  # noqa: ASYNC110 - a row tells nobody
            await asyncio.sleep(0.02)
        (row,) = await member.core.outbox.latest()
        assert (row.state, "connection to the database was lost" in row.reason) == ("in_doubt", True)
        await owe(url, ["telegram:2"], real_now() - timedelta(seconds=1), "later")
        courier.wake()
        await asyncio.sleep(0.5)
        assert [each.state for each in await member.core.outbox.latest("telegram:2")] == ["pending"]
    assert platform.came == []


async def test_a_process_that_joins_with_another_setting_says_so(url: str, caplog: pytest.LogCaptureFixture):
    platform = cast(Platform, StrictPlatform(1000, 0))
    async with asyncio.timeout(HANGS), fleet(url, 2) as members:
        for member, zone in zip(members, ("a", "b"), strict=True):
            assert "a setting differs between processes" not in caplog.text
            route = Route(platform, TokenBucket(1000, lambda _: ChatLimit()))
            place = f"machine:{zone}"
            courier = Courier(member.core, [route], real_now, shares=True, place=place, settings={"ZONE": zone})
            await courier.start()
    [told] = [each.__dict__["setting"] for each in caplog.records if "a setting differs" in each.getMessage()]
    assert told == "ZONE isn't the same in machine:a and in machine:b."

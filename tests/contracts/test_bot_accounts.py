"""The bot account as which a platform is served: one for all processes, and a new one only once nobody has the old."""

import asyncio
from math import inf
from typing import cast

import pytest

from bot.chat import Platform
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.run.bot_accounts import ServedAccounts
from bot.run.wiring import now as real_now
from briefings.delivery import BotAccounts
from briefings.errors import OtherAccount
from briefings.service import Briefings
from briefings.store import connect
from briefings.store.sql import lock_key
from tests.fakes.databases import empty_database
from tests.fakes.deadline import HANGS
from tests.fakes.fleet import NOW, StrictPlatform, end_session, fleet, owe


async def test_all_processes_serve_the_same_bot_and_another_one_is_refused(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, fleet(url, 3) as (one, other, third):
        await one.core.bot_accounts.claim("telegram", "111", NOW)
        await other.core.bot_accounts.claim("telegram", "111", NOW)
        foreign = await connect(url, replica=third.replica)
        with pytest.raises(OtherAccount, match=r"Telegram from this database as the bot 111; .* the bot 222"):
            await BotAccounts(foreign, patience=0.1).claim("telegram", "222", NOW)
        await foreign.close()
        await third.core.bot_accounts.claim("slack", "T1 U1", NOW)  # each platform has its own
        await third.core.bot_accounts.claim("telegram", "111", NOW)
        assert await one.core.bot_accounts.replaced("telegram") is None


async def test_processes_that_work_are_heard_of_and_silent_ones_are_not(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, fleet(url, 2) as (one, other):
        assert await other.replica.silence_of("birds") == inf
        assert await other.replica.enter_group("birds")
        assert await other.replica.silence_of("birds") == inf  # itself
        assert await one.replica.silence_of("birds") < HANGS


async def test_another_bot_is_refused_as_soon_as_those_that_serve_are_heard_of(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, fleet(url, 2) as (one, other):
        await one.core.bot_accounts.claim("telegram", "111", NOW)
        store = await connect(url, replica=other.replica)
        with pytest.raises(OtherAccount, match="the bot 222"):
            await BotAccounts(store, patience=inf).claim("telegram", "222", NOW)
        await store.close()


async def test_a_new_bot_takes_the_place_of_one_that_nobody_serves_any_more(
    postgresql: str, caplog: pytest.LogCaptureFixture
):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, fleet(url, 3) as (old, new, also):
        await old.core.bot_accounts.claim("telegram", "111", NOW)
        await old.core.chats.close("telegram:5", "The chat does not exist", NOW)
        waiting = [asyncio.create_task(each.core.bot_accounts.claim("telegram", "222", NOW)) for each in (new, also)]
        await end_session(url, old.replica, lock_key(old.replica.name))
        await asyncio.gather(*waiting)
        replaced = await new.core.bot_accounts.replaced("telegram")
        assert replaced is not None
        assert (replaced.before, replaced.day, replaced.paused) == ("111", "2026-03-01", 1)
    assert [each for each in caplog.messages if "/start" in each]


async def test_nothing_is_sent_as_a_bot_that_is_not_claimed(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, fleet(url, 1) as (one,):
        platform = StrictPlatform(30, 0.0)
        route = Route(cast(Platform, platform), TokenBucket(30, lambda _: ChatLimit()), account="111", withheld=True)
        courier = Courier(one.core, [route], real_now, shares=True)
        await courier.start()
        await owe(url, ["telegram:1"], real_now())
        await courier.drain()
        assert platform.came == []
        await ServedAccounts(one.core.bot_accounts, one.replica, courier, real_now).claim_known()
        await courier.drain()
        assert [address for _, address, _ in platform.came] == ["telegram:1"]


async def test_the_only_process_may_serve_another_bot(core: Briefings, caplog: pytest.LogCaptureFixture):
    for account in ("111", "111", "222"):
        await core.bot_accounts.claim("telegram", account, NOW)
    assert len([each for each in caplog.messages if "/start" in each]) == 1
    assert await core.bot_accounts.account("telegram") == "222"

"""A platform that can't be reached, or answers with errors: admins elsewhere are told once, if that lasts."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.platform_outage import PlatformOutages
from bot.message import Message
from briefings.service import open_briefings
from tests.fakes.deadline import HANGS
from tests.fakes.town import at

NOW = at("2026-03-01T12:00")
ADMINS = ("telegram:7", "slack:U1")


async def nobody(_platform: str, _reason: str) -> None:
    raise AssertionError


@pytest.mark.parametrize("reason", ["No connection to Slack", "Slack fails (status 503)"])
async def test_admins_on_the_other_platform_are_told_once(reason: str):
    told: list[tuple[str, str]] = []
    came = asyncio.Event()

    async def direct(person: str, message: Message) -> None:
        told.append((person, message.plain()))
        came.set()

    async with open_briefings("sqlite:///:memory:") as core:
        outages = PlatformOutages(core, ADMINS, ("telegram", "slack"), direct, lambda: NOW, told_after=0.01)
        events = PlatformEventLog(core, lambda: NOW, nobody, outages=outages)
        for _ in range(3):
            await events.trouble("slack", reason)
        await asyncio.wait_for(came.wait(), HANGS)
        await events.trouble("slack", reason)
        await events.close(1)
    assert [person for person, _ in told] == ["telegram:7"]
    assert "Slack isn't working" in told[0][1]
    assert reason in told[0][1]


async def test_a_short_outage_is_told_to_nobody():
    async def direct(person: str, message: Message) -> None:
        raise AssertionError(person, message)

    async with open_briefings("sqlite:///:memory:") as core:
        outages = PlatformOutages(core, ADMINS, ("telegram", "slack"), direct, lambda: NOW, told_after=0.2)
        events = PlatformEventLog(core, lambda: NOW, nobody, outages=outages)
        await events.trouble("slack", "No connection to Slack")
        await events.trouble("slack", None)
        await asyncio.sleep(0.4)
        await events.close(1)


async def test_of_several_processes_one_tells_of_an_outage_and_again_of_the_next_one(tmp_path):
    told: list[int] = []
    url = f"sqlite:///{tmp_path}/readout.db"
    async with AsyncExitStack() as stack:
        processes = []
        for number in range(2):
            core = await stack.enter_async_context(open_briefings(url))

            async def direct(person: str, message: Message, number: int = number) -> None:
                assert "Slack isn't working" in message.plain()
                told.append(number)

            outages = PlatformOutages(core, ADMINS, ("telegram", "slack"), direct, lambda: NOW, told_after=0.01)
            processes.append(PlatformEventLog(core, lambda: NOW, nobody, outages=outages))
        for outage in (1, 2):
            for events in processes:
                await events.trouble("slack", "No connection to Slack")
            await asyncio.sleep(0.5)
            assert len(told) == outage
            for events in processes:
                await events.trouble("slack", None)
        for events in processes:
            await events.close(1)

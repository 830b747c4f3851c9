"""A platform that can't be reached, or answers with errors: admins elsewhere are told once, if that lasts."""

import asyncio

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
        outages = PlatformOutages(core, ADMINS, ("telegram", "slack"), direct, told_after=0.01)
        events = PlatformEventLog(core, lambda: NOW, nobody, outages=outages)
        for _ in range(3):
            await events.trouble("slack", reason)
        await asyncio.wait_for(came.wait(), HANGS)
        await events.trouble("slack", reason)
        await events.close(1)
    assert [person for person, _ in told] == ["telegram:7"]
    assert "Slack can't be reached" in told[0][1]
    assert reason in told[0][1]


async def test_a_short_outage_is_told_to_nobody():
    async def direct(person: str, message: Message) -> None:
        raise AssertionError(person, message)

    async with open_briefings("sqlite:///:memory:") as core:
        outages = PlatformOutages(core, ADMINS, ("telegram", "slack"), direct, told_after=0.2)
        events = PlatformEventLog(core, lambda: NOW, nobody, outages=outages)
        await events.trouble("slack", "No connection to Slack")
        await events.trouble("slack", None)
        await asyncio.sleep(0.4)
        await events.close(1)

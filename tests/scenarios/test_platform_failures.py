"""One platform fails at the start: the other one is served, an admin there is told once, and a repair is noticed."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.deadline import HANGS
from tests.fakes.slack_rules import Refused
from tests.fakes.slack_world import APP_TOKEN, BOT_TOKEN, SlackWorld, _free_port
from tests.fakes.telegram_rules import UNAUTHORIZED
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.test_run import OWNER, readout, said

pytestmark = pytest.mark.slow

SLACK_OWNER = "slack:U42"


@pytest.fixture
async def world() -> AsyncIterator[TelegramWorld]:
    """Telegram on a loopback port."""
    world = TelegramWorld()
    world.server.now = datetime.now(UTC)  # noqa: TID251 - the program under test reads the real clock
    await world.server.start()
    yield world
    await world.server.stop()


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorld]:
    """Slack, which answers on `port` once its server is started."""
    world = SlackWorld()
    world.port = _free_port()
    world.server.now = datetime.now(UTC)  # noqa: TID251
    yield world
    await world.server.stop()


def both(slack: SlackWorld) -> dict[str, Any]:
    """The settings that serve Slack as well, with an admin on each platform."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"http://127.0.0.1:{slack.port}/api/",
        "READOUT_ADMINS": f"{OWNER},{SLACK_OWNER}",
    }


def told_of_slack(world: TelegramWorld) -> int:
    return sum("Slack refuses Readout's account" in post.text for post in world.server.posts)


async def test_a_refused_slack_token_leaves_telegram_alone_and_its_admin_is_told_once(tmp_path, world, slack):
    slack.server.draw["auth.test"] = lambda: Refused("invalid_auth")
    await slack.server.start(slack.port)
    async with readout(tmp_path, world, **both(slack)):
        await said(world, "/start", "Readout")
        await world.server.until(lambda: told_of_slack(world))
        await said(world, "/list", "library is empty")
        await asyncio.sleep(1)
    assert told_of_slack(world) == 1
    assert slack.server.count("auth.test") <= 2  # a minute lies between attempts that only a person can help


@pytest.mark.parametrize("answer", ["cut", "lose", "page"])
async def test_a_slack_that_answers_oddly_is_tried_again_until_it_works(tmp_path, world, slack, answer):
    slack.server.fail("auth.test", answer, answer)
    await slack.server.start(slack.port)
    async with readout(tmp_path, world, **both(slack)):
        await said(world, "/start", "Readout")
        await slack.server.until(lambda: slack.server.connections)
    assert told_of_slack(world) == 0


async def test_a_slack_that_cannot_be_reached_is_connected_once_it_is_there(tmp_path, world, slack):
    async with readout(tmp_path, world, **both(slack)):
        await said(world, "/start", "Readout")
        await slack.server.start(slack.port)
        await slack.server.until(lambda: slack.server.connections)
    assert told_of_slack(world) == 0


async def test_a_refused_telegram_token_leaves_slack_alone_and_its_admin_is_told_once(tmp_path, world, slack):
    world.server.fail("getMe", UNAUTHORIZED, 1000)
    await slack.server.start(slack.port)
    async with readout(tmp_path, world, **both(slack)):
        await slack.server.until(lambda: slack.server.connections)
        posts = slack.slack.posts
        await slack.server.until(lambda: any("Telegram refuses Readout's account" in str(post) for post in posts))
        await asyncio.sleep(1)
    assert sum("Telegram refuses Readout's account" in str(post) for post in posts) == 1
    assert world.server.methods().count("getMe") <= 2


async def test_a_telegram_that_cannot_be_reached_is_served_once_it_is_there(tmp_path, world, slack):
    port = int(world.server.url.rpartition(":")[2])
    await world.server.stop()
    await slack.server.start(slack.port)
    async with readout(tmp_path, world, **both(slack)):
        await slack.server.until(lambda: slack.server.connections)
        await world.server.start(port)
        await said(world, "/start", "Readout")


async def test_what_was_typed_before_the_token_was_revoked_is_answered_after_a_start_with_a_new_one(tmp_path, world):
    async with readout(tmp_path, world) as process:
        await said(world, "/start", "Readout")
        world.server.draw["sendMessage"] = lambda: UNAUTHORIZED
        world.server.draw["getUpdates"] = lambda: UNAUTHORIZED if asked(world) else None
        await world.message(text="/frob4321", date=int(datetime.now(UTC).timestamp()))  # noqa: TID251
        async with asyncio.timeout(HANGS):
            while b"answers wait until the token is replaced" not in (line := await process.stderr.readline()):
                assert line, "it has ended"
        world.server.token = f"{world.server.token}-new"
        async with asyncio.timeout(HANGS):
            while b"Telegram refuses the bot's token" not in (line := await process.stderr.readline()):
                assert line, "it has ended"
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), HANGS)
    assert (process.returncode, b"Traceback" in log) == (0, False)
    world.server.draw.clear()
    async with readout(tmp_path, world):
        await world.server.until(lambda: any("frob4321" in post.text for post in world.server.posts))
        await said(world, "/start", "Readout")
    assert sum("frob4321" in post.text for post in world.server.posts) == 1


def asked(world: TelegramWorld) -> bool:
    """Whether the answer was tried that the token is refused for."""
    return any(method == "sendMessage" and "frob4321" in params["text"] for method, params in world.server.calls)

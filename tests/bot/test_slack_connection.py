"""How the bot stays connected to Slack, what it tells of trouble, and what it finds wrong."""

import asyncio
import gc
import logging
from dataclasses import replace
from itertools import pairwise

import pytest
from aiohttp import ClientResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.chat import DeliveryFailed
from bot.message import say
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.receiving.connection import Connection
from tests.examples import slow_but
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.recorders import RecordedEvents
from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_rules import Refused, limited
from tests.fakes.slack_world import GROUP, QUICK, SlackWorld

pytest_plugins = ["tests.fakes.slack_fixtures"]


class SlowEvents(RecordedEvents):
    """Never comes to an end with telling that a platform works again."""

    def __init__(self) -> None:
        super().__init__()
        self.healed = asyncio.Event()

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        await super().trouble(platform, reason, refused=refused)
        if reason is None:
            self.healed.set()
            await asyncio.Event().wait()


def unreleased() -> list[ClientResponse]:
    """Responses that keep their connection."""
    return [each for each in gc.get_objects() if isinstance(each, ClientResponse) and not each.closed]


async def troubles(world: SlackWorld, count: int) -> list[str | None]:
    while len(world.platform_events.troubles) < count:
        await asyncio.wait_for(world.platform_events.happened(), HANGS)
    assert {platform for platform, _ in world.platform_events.troubles} == {"slack"}
    return [reason for _, reason in world.platform_events.troubles]


async def test_serving_starts_while_slack_is_down(listener: Listener):
    world = SlackWorld()
    await world.open(listening=False)
    world.begin(listener)
    (reason,) = await troubles(world, 1)
    assert reason
    assert "cannot be reached" in reason
    await world.server.start(world.port)
    assert (await troubles(world, 2))[1] is None
    await world.slash("/readout", "help")
    assert (await listener.heard()).line == "help"
    await world.stop()


async def test_serving_that_never_began_ends_cleanly(listener: Listener):
    world = SlackWorld()
    await world.open(listening=False)
    world.begin(listener)
    await troubles(world, 1)
    await world.stop()


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ({"bot_token": "xoxb-1-wrong"}, ["bot token", "invalid_auth"]),
        ({"bot_token": APP_TOKEN}, ["bot token", "not_allowed_token_type"]),
        ({"app_token": "xapp-1-wrong"}, ["app token", "invalid_auth"]),
        ({"app_token": BOT_TOKEN}, ["app token", "not_allowed_token_type"]),
    ],
)
async def test_a_wrong_token_is_told_as_what_it_is_and_mended(listener: Listener, tokens, told, caplog):
    caplog.set_level(logging.DEBUG)
    world = SlackWorld()
    await world.open(**tokens)
    world.begin(listener)
    (reason,) = await troubles(world, 1)
    assert reason
    assert all(word in reason for word in told)
    (fault, *_) = await world.platform.check()
    assert all(word in fault.what for word in told)
    assert "SLACK_" in fault.fix
    await world.server.until(lambda: world.server.count("auth.test") > 5)
    assert len(world.platform_events.troubles) == 1
    world.slack.bot_token = tokens.get("bot_token", BOT_TOKEN)
    world.slack.app_token = tokens.get("app_token", APP_TOKEN)
    assert (await troubles(world, 2))[1] is None
    await world.stop()
    for token in (*tokens.values(), BOT_TOKEN, APP_TOKEN):
        assert token not in caplog.text


async def test_slack_may_fail_in_many_ways_and_is_tried_again(silent: SlackWorld, listener: Listener):
    silent.server.fail("auth.test", "cut", Refused("", 502), "page", limited(0))
    silent.server.fail("apps.connections.open", Refused("internal_error"), "lose")
    await silent.serve(listener)
    await silent.slash("/readout", "help")
    assert (await listener.heard()).line == "help"
    reasons = await troubles(silent, 1)
    assert reasons[-1] is None
    assert all(first != second for first, second in pairwise(reasons))


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_new_connection_is_there_before_the_old_one_goes(world: SlackWorld, listener: Listener, reason: str):
    await world.server.disconnect(reason)
    await world.server.until(lambda: world.server.count("apps.connections.open") == 2 and world.server.connections == 1)
    await world.slash("/readout", "help")
    assert (await listener.heard()).line == "help"
    assert world.platform_events.troubles == []


async def test_what_is_said_after_a_cut_arrives(listener: Listener):
    world = SlackWorld()
    await world.open(pauses=replace(QUICK, ping=2))
    await world.serve(listener)
    try:
        await world.server.cut()
        await world.server.until(lambda: world.server.connections == 0)
        await world.direct("still there?")
        assert (await listener.heard()).line == "still there?"
        assert world.server.count("apps.connections.open") >= 2  # a slow machine may miss a ping and connect once more
        assert world.platform_events.troubles == []
    finally:
        await world.stop()


@pytest.mark.parametrize("steps", slow_but([1, 4], range(1, 6)))
async def test_a_connection_is_released_wherever_its_close_is_cancelled(silent: SlackWorld, steps: int):
    async def take(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None: ...

    web = silent.platform._web
    connection = Connection(await web.socket_url(), web.client(None), take, QUICK.ping)
    await connection.open()
    closing = asyncio.create_task(connection.close())
    for _ in range(steps):
        await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    assert unreleased() == []


async def test_a_new_connection_is_closed_where_the_bot_is_stopped_while_it_tells_of_it(listener: Listener):
    world = SlackWorld()
    world.platform_events = telling = SlowEvents()
    await world.open(listening=False)
    world.begin(listener)
    await troubles(world, 1)
    await world.server.start(world.port)
    await asyncio.wait_for(telling.healed.wait(), HANGS)
    await world.stop()
    assert unreleased() == []


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets"])
async def test_a_connection_that_slack_does_not_want_is_trouble(world: SlackWorld, reason: str):
    await world.server.disconnect(reason)
    told, healed = await troubles(world, 2)
    assert told
    assert ("switched off" in told) == (reason == "link_disabled")
    assert healed is None


async def test_an_app_that_is_put_out_is_told_and_can_come_back(world: SlackWorld, listener: Listener):
    world.slack.error = "account_inactive"
    await world.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOT1"]}})
    (reason,) = await troubles(world, 1)
    assert reason
    assert "account_inactive" in reason
    world.slack.error = ""
    assert (await troubles(world, 2))[1] is None
    await world.slash("/readout", "help")
    assert (await listener.heard()).line == "help"


async def test_an_answer_that_takes_for_ever_is_left_behind():
    begun, ended = asyncio.Event(), asyncio.Event()

    async def forever(request):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    world = SlackWorld()
    await world.open(pauses=replace(QUICK, stop=0.01))
    await world.serve(forever)
    await world.slash("/readout", "help")
    await begun.wait()
    await world.stop()
    assert ended.is_set()


async def test_nothing_is_sent_after_closing(silent: SlackWorld):
    await silent.platform.send(f"slack:{GROUP}", say("Hello"), "key")
    await silent.platform.close()
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.send(f"slack:{GROUP}", say("Hello"), "key")
    assert failed.value.kind == "retry"


async def test_missing_permissions_are_named(silent: SlackWorld):
    silent.server.scopes = [scope for scope in SCOPES if scope not in {"files:read", "im:history"}]
    (fault,) = await silent.platform.check()
    assert fault.what == "The app lacks the permissions files:read, im:history"
    assert "slack-manifest" in fault.fix


async def test_an_app_token_without_its_permission_is_named(silent: SlackWorld):
    silent.server.fail("apps.connections.open", Refused("missing_scope"))
    (fault,) = await silent.platform.check()
    assert "app token" in fault.what
    assert "connections:write" in fault.fix


@pytest.mark.parametrize(("seconds", "faults"), [(0, 0), (-59, 0), (61, 1), (-3600, 1)])
async def test_a_clock_that_is_wrong_is_named(silent: SlackWorld, seconds: int, faults: int):
    silent.server.now = silent.server.now.fromtimestamp(
        silent.server.now.timestamp() + seconds, silent.server.now.tzinfo
    )
    found = await silent.platform.check()
    assert len(found) == faults
    assert all("clock" in fault.what for fault in found)


async def test_a_slack_that_cannot_be_reached_is_one_fault():
    world = SlackWorld()
    await world.open(listening=False)
    (fault,) = await world.platform.check()
    assert "cannot be reached" in fault.what
    assert "SLACK_API_URL" in fault.fix
    await world.stop()

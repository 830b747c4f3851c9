"""Slack's requests by HTTP: the signature, the receipt, repetitions, and the same answers as over a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import menu
from bot.http_updates import HttpReply, HttpUpdate
from bot.platforms.slack.manifest import manifest
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.recorders import RecordedIntake, SlowIntake
from tests.fakes.slack_requests import Unacknowledged, body_of, signed
from tests.fakes.slack_world import DIRECT, PERSON, SlackWorld

EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "event": {"type": "message", "channel_type": "im", "channel": DIRECT, "user": PERSON, "text": "list", "ts": "1.0"},
}


NESTED = [
    begin + b"[" * depth + b"]" * depth + b"}"
    for depth in (500, 5_000, 100_000)
    for begin in (b'{"type": "event_callback", "event": ', b'payload={"type": ')
]


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def world(listener: Listener) -> AsyncIterator[SlackWorld]:
    made = SlackWorld()
    await made.open(app_token="", by_http=True)
    made.begin(listener)
    await made.server.until(lambda: made.server.count("auth.test"))
    yield made
    await made.stop()


async def posted(world: SlackWorld, update: HttpUpdate) -> HttpReply:
    assert world.platform.receive
    return await world.platform.receive(update)


def kept(world: SlackWorld) -> set[str]:
    assert isinstance(world.intake, RecordedIntake)
    return set(world.intake.kept)


async def test_events_commands_and_presses_are_answered_without_a_socket(world: SlackWorld, listener: Listener):
    await world.direct("what is new?")
    assert (await listener.heard()).line == "what is new?"
    await world.slash("/readout", "list", channel=DIRECT)
    assert (await listener.heard()).line == "list"
    assert world.server.count("apps.connections.open") == 0


async def test_an_event_that_comes_again_is_answered_once(world: SlackWorld, listener: Listener):
    for attempt in range(3):
        update = signed(body_of("events_api", EVENT), world.now, **{"X-Slack-Retry-Num": str(attempt)})
        assert (await posted(world, update)).status == 200
    await world.direct("the next one")
    assert [(await listener.heard()).line for _ in range(2)] == ["list", "the next one"]


async def test_an_event_that_comes_again_before_it_is_stored_gets_no_receipt(listener: Listener):
    world, intake = SlackWorld(), SlowIntake()
    world.intake = intake
    await world.open(app_token="", by_http=True)
    world.begin(listener)
    await world.server.until(lambda: world.server.count("auth.test"))
    first, again = (asyncio.create_task(posted(world, signed(body_of("events_api", EVENT), world.now))) for _ in "12")
    assert (await asyncio.wait_for(again, HANGS)).status == 503
    assert not first.done()
    intake.storing.set()
    assert (await first).status == 200
    await world.stop()


@pytest.mark.parametrize("fault", ["secret", "age", "body", "unsigned", "stamp", "bytes"])
async def test_a_request_that_is_not_slacks_is_refused(world: SlackWorld, fault: str):
    body = body_of("events_api", EVENT)
    right = signed(body, world.now)
    wrong = {
        "secret": signed(body, world.now, "another secret"),
        "age": signed(body, world.now - timedelta(minutes=6)),
        "body": replace(right, body=body + b" "),
        "unsigned": replace(right, headers={}),
        "bytes": replace(right, headers=dict(right.headers) | {"X-Slack-Signature": "v0=\udce9é"}),
        "stamp": replace(right, headers=dict(right.headers) | {"X-Slack-Request-Timestamp": "soon"}),
    }
    assert (await posted(world, wrong[fault])).status == 401
    assert not kept(world)
    assert (await posted(world, right)).status == 200


async def test_slack_finds_out_that_the_address_is_ours(world: SlackWorld):
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    reply = await posted(world, signed(body, world.now))
    assert (reply.status, reply.body) == (200, "3eZbrw1a")
    assert (await posted(world, signed(b"ssl_check=1&token=t", world.now))).status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"payload=%7B", b"payload=5", b"a=b", b"\xff", *NESTED])
async def test_what_holds_no_request_is_refused(world: SlackWorld, body: bytes):
    assert (await posted(world, signed(body, world.now))).status in (400, 401)


async def test_without_a_receipt_slack_sends_an_event_again(listener: Listener):
    """Before the start nothing is acknowledged, so that another process may get it."""
    world = SlackWorld()
    await world.open(by_http=True)
    with pytest.raises(Unacknowledged):
        await world.direct("list")
    world.begin(listener)
    await world.server.until(lambda: world.server.count("auth.test"))
    await world.direct("list")
    assert (await listener.heard()).line == "list"
    await world.stop()


def test_the_manifest_names_the_address_in_place_of_socket_mode():
    made = manifest(menu(), web_url="https://readout.example.org/")
    there = "https://readout.example.org/slack/events"
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == there
    assert {each["url"] for each in made["features"]["slash_commands"]} == {there}
    assert "https" in made["display_information"]["long_description"]
    assert "request_url" not in json.dumps(manifest(menu()))


async def test_doctor_asks_for_no_app_level_token(world: SlackWorld):
    assert await world.platform.check() == []

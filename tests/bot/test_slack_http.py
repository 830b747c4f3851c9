"""Slack's requests by HTTP: the signature, the receipt, repetitions, and the same answers as over a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import Intake
from bot.commands import menu
from bot.http_updates import HttpReply, HttpUpdate
from bot.platforms.slack.manifest import manifest
from bot.platforms.slack.receiving.receiver import UNSAVED
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.recorders import RecordedIntake, SlowIntake
from tests.fakes.slack_methods import APP_TOKEN
from tests.fakes.slack_requests import Unacknowledged, body_of, signed
from tests.fakes.slack_world import DIRECT, GROUP, PERSON, QUICK, SlackWorld, person

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


async def receives(world: SlackWorld) -> None:
    """Waits until requests are taken."""
    async with asyncio.timeout(HANGS):
        while (await posted(world, signed(b"ssl_check=1", world.now))).status != 200:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)


@pytest.fixture
async def world(listener: Listener) -> AsyncIterator[SlackWorld]:
    made = SlackWorld()
    await made.open(app_token="", by_http=True)
    made.begin(listener)
    await receives(made)
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


@asynccontextmanager
async def slow_world(listener: Listener, intake: Intake, *, by_http: bool = True) -> AsyncIterator[SlackWorld]:
    """A world in which an update that isn't stored within 50 ms counts as too late."""
    world = SlackWorld()
    world.intake = intake
    await world.open(app_token="" if by_http else APP_TOKEN, by_http=by_http, pauses=replace(QUICK, store=0.05))
    world.begin(listener)
    await (receives(world) if by_http else world.server.until(lambda: world.server.connections))
    world.server.post = world.platform.receive
    try:
        yield world
    finally:
        await world.stop()


async def test_an_event_gets_its_receipt_once_it_is_stored(listener: Listener):
    intake = SlowIntake()
    async with slow_world(listener, intake) as world:
        for _attempt in "12":
            update = signed(body_of("events_api", EVENT), world.now)
            assert (await asyncio.wait_for(posted(world, update), HANGS)).status == 503
        intake.storing.set()
        assert (await listener.heard()).line == "list"
        assert (await posted(world, signed(body_of("events_api", EVENT), world.now))).status == 200


async def test_of_two_requests_at_once_both_get_their_receipt_once_it_is_stored(world: SlackWorld, listener: Listener):
    world.intake = intake = SlowIntake()
    await world.stop()
    world = SlackWorld()
    world.intake = intake
    await world.open(app_token="", by_http=True)
    world.begin(listener)
    await receives(world)
    both = [asyncio.create_task(posted(world, signed(body_of("events_api", EVENT), world.now))) for _ in "12"]
    await asyncio.wait(both, timeout=0.05)
    assert not any(each.done() for each in both)
    intake.storing.set()
    assert [(await each).status for each in both] == [200, 200]
    assert (await listener.heard()).line == "list"
    await world.stop()


@pytest.mark.parametrize("by_http", [True, False])
async def test_who_types_a_command_is_told_that_it_is_not_stored_and_answered_once_it_is(
    listener: Listener, *, by_http: bool
):
    intake = SlowIntake()
    async with slow_world(listener, intake, by_http=by_http) as world:
        await world.slash("/readout", "list", channel=DIRECT)
        await world.server.until(lambda: world.server.said)
        assert world.server.said == [UNSAVED]
        intake.storing.set()
        assert (await listener.heard()).line == "list"


async def test_a_command_that_is_stored_in_time_gets_an_empty_receipt(world: SlackWorld, listener: Listener):
    await world.slash("/readout", "list", channel=DIRECT)
    assert (await listener.heard()).line == "list"
    assert world.server.said == []


async def test_a_press_that_is_not_stored_gets_no_receipt_so_that_slack_tells_the_person(listener: Listener):
    press = {"type": "block_actions", "trigger_id": "9", "user": {"id": PERSON}, "channel": {"id": DIRECT}}
    action = {"action_id": "run:0", "block_id": "b", "type": "button", "value": "list", "action_ts": "1.5"}
    body = body_of("interactive", press | {"actions": [action], "response_url": "http://127.0.0.1:1/x"})
    async with slow_world(listener, SlowIntake()) as world:
        assert (await asyncio.wait_for(posted(world, signed(body, world.now)), HANGS)).status == 503


async def test_a_command_that_ends_unsaved_in_a_replaced_process_is_told_to_be_lost(listener: Listener):
    intake = SlowIntake()
    intake.certain.clear()  # another process counts this one as dead
    async with slow_world(listener, intake) as world:
        await world.slash("/readout", "list", channel=DIRECT)
    assert world.server.said == [UNSAVED]
    heard = await listener.heard()
    assert (heard.line, heard.interruption) == ("list", "lost")
    assert [each.text for each in world.slack.posts] == ["You said list"]


@pytest.mark.parametrize("fault", ["secret", "age", "body", "unsigned", "stamp", "long stamp", "bytes"])
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
        "long stamp": replace(right, headers=dict(right.headers) | {"X-Slack-Request-Timestamp": "9" * 400}),
    }
    reply = await posted(world, wrong[fault])
    assert reply.status == 401
    assert reply.reason == {
        "age": "its time stamp is 360 s old, 300 s are allowed",
        "unsigned": "it has no time stamp",
        "stamp": "it has no time stamp",
        "long stamp": "it has no time stamp",
    }.get(fault, "its signature is wrong")
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
    await receives(world)
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


@pytest.mark.parametrize(
    ("team", "shared", "outsider"), [("T9", True, True), ("T1", True, False), ("T9", False, False)]
)
async def test_people_of_another_organisation_are_told_apart(
    world: SlackWorld, listener: Listener, team: str, *, shared: bool, outsider: bool
):
    said = {"type": "app_mention", "channel": GROUP, "user": "U9", "user_team": team, "ts": "1.0", "text": "hello"}
    about = {"type": "event_callback", "event_id": "Ev9", "team_id": team, "is_ext_shared_channel": shared}
    assert (await posted(world, signed(body_of("events_api", about | {"event": said}), world.now))).status == 200
    assert (await listener.heard()).outsider is outsider


@pytest.mark.parametrize(
    ("about", "outsider"),
    [({"team_id": "T9"}, True), ({"team_id": "T1"}, False), ({"team_id": "T9", "enterprise_id": "E1"}, False)],
)
async def test_a_command_of_another_organisation_is_told_apart(
    world: SlackWorld, listener: Listener, about: dict[str, str], *, outsider: bool
):
    hook = world.slack.hook(GROUP, "U9")
    told = {"command": "/readout", "text": "list", "channel_id": GROUP, "user_id": "U9", "trigger_id": "t9"}
    body = body_of("slash_commands", told | about | {"response_url": hook, "api_app_id": "A1"})
    assert (await posted(world, signed(body, world.now))).status == 200
    assert (await listener.heard()).outsider is outsider


async def test_an_admin_of_another_organisation_runs_no_chat_here(world: SlackWorld, listener: Listener):
    for user, more in (("U8", {}), ("U9", {"team_id": "T9"})):
        world.slack.people[user] = person(user) | {"is_admin": True} | more
        said = {"type": "app_mention", "channel": GROUP, "user": user, "ts": f"{user[1]}.0", "text": "hello"}
        event = {"type": "event_callback", "event_id": f"Ev{user}", "team_id": "T1", "event": said}
        assert (await posted(world, signed(body_of("events_api", event), world.now))).status == 200
        request = await listener.heard()
        assert request.administers
        assert await request.administers() is (user == "U8")


SAID = {"type": "message", "channel_type": "im", "channel": DIRECT, "user": PERSON, "text": "list", "ts": "1.0"}
THREAD = {"type": "assistant_thread_started", "event_ts": "1.0", "assistant_thread": {}}
HOME = {"type": "app_home_opened", "tab": "home", "user": PERSON, "channel": DIRECT, "event_ts": "1.0"}
PRESS = {"type": "block_actions", "trigger_id": "t1", "channel": {"id": GROUP}, "actions": [{"value": "/list"}]}
ENDLESS: Any = json.loads("[" * 90 + "]" * 90)


def some(*odd: Any) -> tuple[Any, ...]:
    """Values that no field of Slack's has."""
    return odd


NONSENSE: list[tuple[str, dict[str, Any]]] = [
    *(("events_api", EVENT | {"event": odd}) for odd in some([], "x", None, 5, [None], [{}], ENDLESS)),
    *(("events_api", EVENT | {"event": SAID | {"type": odd}}) for odd in some([], {}, None, 5)),
    *(("events_api", EVENT | {"event": SAID | {"user": odd}}) for odd in some([], {"id": []}, ENDLESS)),
    *(("events_api", EVENT | {"event": HOME | {"user": odd, "channel": odd}}) for odd in some([], {})),
    *(("events_api", EVENT | {"event": THREAD | {"assistant_thread": odd}}) for odd in some([], "x", {"user_id": []})),
    *(("events_api", EVENT | {"authorizations": odd, "team_id": odd}) for odd in some([], "x", {}, ENDLESS)),
    *(("interactive", PRESS | {"user": odd}) for odd in some([], "x", {"id": []}, {"id": {}}, ENDLESS)),
    *(("interactive", PRESS | {"user": {"id": PERSON}, "actions": odd}) for odd in some([], "x", [None], {}, ENDLESS)),
    *(("interactive", PRESS | {"user": {"id": PERSON}, "channel": odd}) for odd in some([], "x", {"id": []}, ENDLESS)),
    ("interactive", {"type": ["block_actions"], "user": {"id": PERSON}}),
]


@pytest.mark.parametrize(("kind", "payload"), NONSENSE)
async def test_signed_nonsense_gets_a_receipt_and_one_line_in_the_log(
    world: SlackWorld, listener: Listener, caplog: pytest.LogCaptureFixture, kind: str, payload: dict[str, Any]
):
    reply = await posted(world, signed(body_of(kind, payload), world.now))
    assert reply.status in (200, 400)
    await world.direct("the next one")
    while (await listener.heard()).line != "the next one":
        pass
    assert [record for record in caplog.records if record.exc_info] == []
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) <= 1

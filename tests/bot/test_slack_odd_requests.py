"""Nothing that Slack sends, whatever its form, stays without a receipt or keeps what comes after it from an answer."""

import asyncio
from typing import Any

import pytest

from bot.chat import Request
from bot.message import Message, say
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.mutations import mutations
from tests.fakes.slack_world import DIRECT, GROUP, PERSON, SlackWorld

pytest_plugins = ["tests.fakes.slack_fixtures"]

STAMP = "1795590000.000100"
FILE = {"id": "F1", "name": "a.txt", "size": 3, "mimetype": "text/plain", "url_private": "http://127.0.0.1/files/F1"}
SAID = {"type": "message", "channel_type": "im", "user": PERSON, "text": "!list", "ts": STAMP, "channel": DIRECT}
TEAM = {"team_id": "T1", "api_app_id": "A1", "trigger_id": "t1"}
PRESS = {"action_id": "a", "block_id": "b", "type": "button", "value": "/list", "action_ts": STAMP}
ANYBODY = {"id": PERSON, "name": "ada"}

REAL: dict[str, tuple[str, dict[str, Any]]] = {
    "message": ("events_api", TEAM | {"type": "event_callback", "event_id": "E1", "event": SAID | {"files": [FILE]}}),
    "slash": (
        "slash_commands",
        TEAM
        | {
            "command": "/readout",
            "text": "list",
            "channel_id": DIRECT,
            "user_id": PERSON,
            "response_url": "http://127.0.0.1:1/x",
        },
    ),
    "press": (
        "interactive",
        TEAM | {"type": "block_actions", "user": ANYBODY, "channel": {"id": GROUP}, "actions": [PRESS]},
    ),
}


class Hearing(Listener):
    """Tells when a request says "end"."""

    def __init__(self) -> None:
        super().__init__()
        self.ended = asyncio.Event()
        self.lines: list[str] = []

    async def __call__(self, request: Request) -> Message | None:
        self.lines.append(request.line)
        if request.line == "end":
            self.ended.set()
        return say("Heard")


@pytest.fixture
def listener() -> Hearing:
    return Hearing()


async def hears_the_end(world: SlackWorld, listener: Hearing) -> None:
    await world.event(SAID | {"user": "U43", "channel": "DU43", "text": "end", "ts": "1795590000.000200"})
    await asyncio.wait_for(listener.ended.wait(), HANGS)


@pytest.mark.parametrize("kind", REAL)
async def test_every_request_gets_its_receipt_and_the_next_its_answer(world: SlackWorld, listener: Hearing, kind: str):
    envelope, payload = REAL[kind]
    for _, _, changed in mutations(payload):
        await world.server.deliver(envelope, changed)
    await hears_the_end(world, listener)


async def test_a_text_of_null_is_none(world: SlackWorld, listener: Hearing):
    await world.event(SAID | {"text": None})
    await hears_the_end(world, listener)
    assert listener.lines == ["", "end"]


@pytest.mark.parametrize("odd", ["\ud83d", "\0"])
async def test_what_is_no_character_is_replaced(world: SlackWorld, listener: Hearing, odd: str):
    await world.direct(f"search {odd} x")
    await hears_the_end(world, listener)
    assert listener.lines == ["search \N{REPLACEMENT CHARACTER} x", "end"]


async def test_a_message_under_two_event_ids_is_answered_once(world: SlackWorld, listener: Hearing):
    await world.event(SAID)
    await world.event(SAID)
    await hears_the_end(world, listener)
    assert listener.lines == ["!list", "end"]

"""Odd answers of a Bot API server to every call: serving goes on, checks tell a problem, nothing is taken for sent."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.chat import DeliveryFailed
from bot.message import say
from tests.fakes.listener import Listener
from tests.fakes.telegram_world import TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "yes", [], {}, [{}]),
    *({"id": None}, {"id": "x"}, {"id": [1]}, {"id": 1, "is_bot": {}}),
]
BODIES: list[Any] = [
    *ODD,
    *({"ok": True, "result": each} for each in ODD),
    *({"ok": False}, {"ok": "no", "description": []}),
]
NAMELESS = {"ok": True, "result": {"id": 4242, "first_name": "Readout", "username": "ReadoutTestBot"}}


@pytest.fixture
async def silent() -> AsyncIterator[TelegramWorld]:
    """A world that doesn't serve yet, in which the pauses between attempts pass at once."""
    world, passed = TelegramWorld(), [0.0]

    async def sleep(seconds: float) -> None:
        passed[0] += seconds

    world.retry = replace(world.retry, clock=lambda: passed[0], sleep=sleep)
    await world.open()
    yield world
    await world.stop()


async def test_a_bot_that_does_not_say_that_it_is_one_is_served(silent: TelegramWorld, listener: Listener):
    silent.server.answers["getMe"] = [NAMELESS]
    await silent.serve(listener)
    await silent.say("list")
    assert (await listener.heard()).line == "list"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "setMyCommands", "setMyDescription"])
async def test_serving_begins_after_any_answer(silent: TelegramWorld, listener: Listener, method: str):
    silent.server.answers[method] = BODIES[::2]
    await silent.serve(listener)
    await silent.say("list")
    assert (await listener.heard()).line == "list"


@pytest.mark.parametrize("body", BODIES, ids=str)
async def test_a_check_tells_a_problem_or_finds_none(silent: TelegramWorld, body: Any):
    for method in ("getMe", "getWebhookInfo"):
        silent.server.answers[method] = [body]
        for problem in await silent.platform.check():
            assert problem.what
            assert problem.fix


@pytest.mark.parametrize("body", BODIES, ids=str)
async def test_what_may_have_been_sent_is_in_doubt_and_never_sent(silent: TelegramWorld, body: Any):
    silent.server.answers["sendMessage"] = [body]
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.send("telegram:42", say("hello"), "k")
    assert failed.value.kind in ("doubt", "refused")


FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "u"}
PATHS: list[Any] = [None, 0, "", [], {}, "..", "http://[", "\n"]
ODD_FILES = [FILE, *(FILE | {"file_path": each} for each in PATHS)]
MEMBER: dict[str, Any] = {"user": {"id": 42, "is_bot": False, "first_name": "Ada"}}
STANDINGS: list[Any] = [None, 0, "", [], {}, "administrator", "owner of the world"]
ODD_MEMBERS: list[Any] = [
    {"status": "creator"},  # who?
    MEMBER,
    *(MEMBER | {"status": each} for each in STANDINGS),
    {"status": "administrator", "user": []},
]


@pytest.mark.parametrize(
    "body", [*BODIES, *({"ok": True, "result": each} for each in (*ODD_FILES, *ODD_MEMBERS))], ids=str
)
async def test_no_answer_about_a_file_or_a_member_breaks_more_than_its_request(silent: TelegramWorld, body: Any):
    silent.server.answers["getFile"] = [body] * 50
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform._desk.fetch("f")
    assert failed.value.kind in ("retry", "refused")
    silent.server.answers["getChatMember"] = [body] * 50
    assert await silent.platform._desk.administers(-500, 42) in (True, False)

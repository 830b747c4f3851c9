"""Who says something is acknowledged before anything of the store is waited for, however busy it is."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.chat import Answer, Offers, Request
from bot.commands import Conversation, Roles
from bot.commands.conversation import menu
from bot.message import Message
from bot.platforms.telegram.sending.progress import ProgressDelays
from briefings.service import SAMPLE, open_briefings
from tests.fakes.databases import with_tables
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_world import SlackWorld, person
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.stage import SERVED

PEOPLE = range(1000, 1100)  # three times as many as are answered side by side


@dataclass
class Shut:
    """A bot whose store another process writes to, so that nothing can be noted in it until that ends."""

    answer: Answer
    writer: sqlite3.Connection

    def let_go(self) -> None:
        self.writer.execute("ROLLBACK")


@pytest.fixture
async def shut(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shut]:
    """A test may say for how many seconds the bot waits for who writes; else it waits longer than the test."""
    file = tmp_path / "readout.db"
    patience = getattr(request, "param", 600.0)
    async with open_briefings(with_tables(file), patience=patience) as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
        access_list = frozenset(f"{platform}{number}" for platform in ("telegram:", "slack:U") for number in PEOPLE)
        conversation = Conversation(core, Roles(access_list), lambda: NOW, SERVED)
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        yield Shut(conversation.answer, writer)
        writer.close()


def user(number: int) -> dict[str, object]:
    return {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}


async def test_every_press_in_telegram_is_acknowledged_while_the_store_is_shut(shut: Shut):
    world = TelegramWorld()
    await world.start(shut.answer, menu())
    for number in PEOPLE:
        message = {"message_id": number, "date": 0, "chat": world.server.chat(number).json()}
        query = {"id": f"q{number}", "from": user(number), "chat_instance": "1", "data": "help summary"}
        await world.server.update(callback_query=query | {"message": message})
    await world.server.until(lambda: len(set(world.server.acknowledged)) == len(PEOPLE))
    assert world.server.posts == []
    shut.let_go()
    await world.server.until(lambda: len(world.server.posts) == len(PEOPLE))
    await world.stop()


async def test_all_who_wait_for_their_turn_in_telegram_are_shown_that_it_is_being_done(shut: Shut):
    world = TelegramWorld()
    world.patience = ProgressDelays(action=0.01)
    await world.start(shut.answer, menu())
    for number in PEOPLE:
        message = {"message_id": number, "date": int(NOW.timestamp()), "text": "/help summary", "from": user(number)}
        await world.server.update(message=message | {"chat": world.server.chat(number).json()})

    def told() -> set[str]:
        return {params["chat_id"] for method, params in world.server.calls if method == "sendChatAction"}

    await world.server.until(lambda: len(told()) == len(PEOPLE))
    assert world.server.posts == []
    shut.let_go()
    await world.server.until(lambda: len(world.server.posts) == len(PEOPLE))
    await world.stop()


async def test_every_command_in_slack_is_acknowledged_while_the_store_is_shut(shut: Shut):
    world = SlackWorld()
    for number in PEOPLE:
        world.slack.people[f"U{number}"] = person(f"U{number}")
        world.slack.channels[f"D{number}"] = Channel(f"D{number}", {f"U{number}", BOT_USER})
    await world.start(shut.answer, menu())
    said = (world.slash("/readout", "help summary", channel=f"D{number}", user=f"U{number}") for number in PEOPLE)
    await asyncio.gather(*said)  # each ends with its acknowledgement
    assert world.slack.posts == []
    shut.let_go()
    await world.server.until(lambda: len(world.slack.posts) == len(PEOPLE))
    await world.stop()


@pytest.mark.parametrize("shut", [0.1], indirect=True)
async def test_who_waits_too_long_is_asked_to_say_it_again(shut: Shut):
    request = Request("telegram:1000", "telegram:1000", "status", NOW, update="telegram:1", private=True)
    message = await shut.answer(request)
    assert message
    assert (message.failed, message.plain()) == (
        True,
        "Another process has locked the database. Please try again in a minute.",
    )
    shut.let_go()
    again = await shut.answer(replace(request, update="telegram:2"))
    assert again
    assert not again.failed


async def test_who_stops_waiting_leaves_nothing_behind(shut: Shut):
    world = TelegramWorld()
    world.patience = ProgressDelays(action=0.01)
    await world.start(shut.answer, menu())
    for number in PEOPLE:
        message = {"message_id": number, "date": int(NOW.timestamp()), "text": "/help", "from": user(number)}
        await world.server.update(message=message | {"chat": world.server.chat(number).json()})
    await world.server.until(lambda: "sendChatAction" in world.server.methods())
    shut.let_go()
    await world.stop()
    assert {task.get_name() for task in asyncio.all_tasks()} == {asyncio.current_task().get_name()}


async def test_strangers_who_wait_are_shown_nothing_and_known_people_are():
    async def never(request: Request) -> Message | None:
        await asyncio.Event().wait()
        return None

    async def one_is_known(speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        return {each for each in speakers if each[1] == "telegram:1000"}

    world = TelegramWorld()
    world.patience = ProgressDelays(action=0.3, action_again=0.05)
    await world.open()
    await world.serve(never, menu(), Offers(known=one_is_known))
    for number in range(1005, 999, -1):
        message = {"message_id": number, "date": int(NOW.timestamp()), "text": "/list", "from": user(number)}
        await world.server.update(message=message | {"chat": world.server.chat(number).json()})

    def told() -> list[str]:
        return [params["chat_id"] for method, params in world.server.calls if method == "sendChatAction"]

    await world.server.until(lambda: len(told()) >= 5)
    assert set(told()) == {"1000"}
    await world.stop()

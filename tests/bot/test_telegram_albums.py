"""Albums: Telegram delivers each picture or file by itself, and they get one answer."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

import pytest

from bot.chat import Offers, Request
from bot.http_updates import HttpUpdate
from bot.message import Message, say
from bot.platforms.shared.update_queue import EACH
from briefings.model.intake import Update
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.recorders import RecordedIntake
from tests.fakes.telegram_chats import BOT
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import PERSON, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

AT = BOT["username"]
ADA = {"id": PERSON, "is_bot": False, "first_name": "Ada", "language_code": "en"}


def photo(number: int) -> dict[str, Any]:
    size = {"file_id": f"p{number}", "file_unique_id": f"p{number}", "width": 9, "height": 9}
    return {"photo": [size]}


def file(world: TelegramWorld, number: int) -> dict[str, Any]:
    return {"document": world.upload(f"{number}.txt", b"x")}


async def album(world: TelegramWorld, chat: Any, *messages: dict[str, Any], name: str = "a1") -> None:
    for each in messages:
        await world.message(chat, media_group_id=name, **each)


def heard(listener: Listener) -> list[tuple[str, list[str], str]]:
    """The requests that were answered, by line, files and media; keeps them from now on."""
    found: list[tuple[str, list[str], str]] = []

    def reply(request: Request) -> Message:
        if request.line != "end":
            found.append((request.line, [file.name for file in request.attachments], request.media))
        return say(request.line or "Heard")

    listener.reply = reply
    return found


async def end(world: TelegramWorld, chat: Any = "private") -> None:
    """Waits until a line after all others was answered."""
    await world.say("end", chat=chat)
    while (await world.heard()).text != "end":
        pass


async def test_a_command_on_pictures_is_answered_once(world: TelegramWorld, listener: Listener):
    found = heard(listener)
    await album(world, "private", photo(1) | {"caption": "/summary a1"}, photo(2), photo(3))
    await end(world)
    assert found == [("summary a1", [], "photo")]
    assert len(world.server.posts) == 2


async def test_pictures_without_words_are_answered_once(world: TelegramWorld, listener: Listener):
    found = heard(listener)
    await album(world, "private", photo(1), photo(2), photo(3))
    await end(world)
    assert found == [("", [], "photo")]


async def test_a_picture_that_comes_after_its_album_was_answered_is_answered_too(
    world: TelegramWorld, listener: Listener
):
    found = heard(listener)
    await album(world, "private", photo(1), photo(2))
    await end(world)
    await album(world, "private", photo(3) | {"caption": "/list"})
    await end(world)
    assert found == [("", [], "photo"), ("list", [], "photo")]


async def test_files_are_imported_together_wherever_the_caption_is(world: TelegramWorld, listener: Listener):
    found = heard(listener)
    for place in (0, 2):
        files = [file(world, number) for number in range(3)]
        files[place]["caption"] = "/import new"
        await album(world, "private", *files, name=f"album {place}")
    names = ["0.txt", "1.txt", "2.txt"]
    await end(world)
    assert found == [("import new", names, "")] * 2


async def test_in_a_group_files_belong_to_the_caption_that_names_the_bot(world: TelegramWorld, listener: Listener):
    found = heard(listener)
    await album(world, "group", file(world, 1) | {"caption": f"/import@{AT}"}, file(world, 2))
    await album(world, "group", file(world, 3) | {"caption": "For Ben"}, file(world, 4), name="a2")
    await end(world, "group")
    assert found == [("import", ["1.txt", "2.txt"], "")]
    assert {params["chat_id"] for method, params in world.server.calls if method == "sendChatAction"} <= {"42", "-500"}


async def test_an_album_from_another_process_is_answered_once(world: TelegramWorld, listener: Listener):
    found = heard(listener)
    at = {"date": int(NOW.timestamp()), "chat": world.server.chats[PERSON].json(), "from": ADA, "media_group_id": "a1"}
    messages = [{"message_id": n, **at, **file(world, n)} for n in (1, 2)]
    left = [{"update_id": 10 + n, "message": message} for n, message in enumerate(messages)]
    address = f"telegram:{PERSON}"
    assert isinstance(world.intake, RecordedIntake)
    await world.intake.elsewhere.put(
        [
            Update(f"telegram:{each['update_id']}", "telegram", address, address, json.dumps(each), NOW, inherited=True)
            for each in left
        ]
    )
    assert (await world.heard()).text == "Heard"
    await end(world)
    assert found == [("", ["1.txt", "2.txt"], "")]


async def test_what_is_skipped_behind_a_part_of_an_album_is_told(world: TelegramWorld, listener: Listener):
    """The album's first message has the last place of its chat, and its second one is the first beyond it."""
    found, free = heard(listener), asyncio.Event()

    async def waits() -> None:
        await free.wait()

    listener.waits = waits
    for number in range(EACH - 1):
        await world.say(f"line {number}")
    await album(world, "private", file(world, 1) | {"caption": "/import"}, file(world, 2))
    for number in (1, 2):
        await world.say(f"too much {number}")
    assert isinstance(world.intake, RecordedIntake)
    async with asyncio.timeout(HANGS):
        while max((each.skipped for each in world.intake.kept.values()), default=0) < 3:  # noqa: ASYNC110 - a row
            await asyncio.sleep(0.01)
    free.set()
    while not (told := await listener.heard()).skipped:
        pass
    assert told.skipped_names == ("/too much 1", "/too much 2")
    assert told.skipped == 2  # the part of the album was imported with it
    assert ("import", ["1.txt", "2.txt"], "") in found


@pytest.mark.parametrize("web_url", ["", "https://readout.example.org/"])
async def test_of_somebody_who_may_import_albums_and_single_files_all_arrive(listener: Listener, web_url: str):
    """More than may wait of others, by polling and by webhook."""
    world, free = TelegramWorld(), asyncio.Event()

    async def waits() -> None:
        await free.wait()

    world.offers, listener.waits, world.web_url = Offers(staff=one_editor), waits, web_url
    found = heard(listener)
    await world.start(listener)
    at = {"date": int(NOW.timestamp()), "chat": world.server.chats[PERSON].json(), "from": ADA}
    parts = [{"media_group_id": f"a{number // 10}"} for number in range(30)] + [{}] * 25
    for number, part in enumerate(parts):
        message = {"message_id": number + 1, **at, **part, **file(world, number), "caption": "/import"}
        if web_url:
            assert world.platform.receive
            raw = json.dumps({"update_id": number + 1, "message": message}).encode()
            reply = await world.platform.receive(
                HttpUpdate({"x-telegram-bot-api-secret-token": world.server.secret}, raw)
            )
            assert reply.status == HTTPStatus.OK
        else:
            await world.server.update(message=message)
    free.set()
    async with asyncio.timeout(HANGS):
        while sum(len(names) for _, names, _ in found) < len(parts):  # noqa: ASYNC110 - answers tell nobody
            await asyncio.sleep(0.01)
    await world.stop()
    assert sorted(name for _, names, _ in found for name in names) == sorted(f"{n}.txt" for n in range(len(parts)))


async def one_editor() -> dict[str, str]:
    return {f"telegram:{PERSON}": "editor"}

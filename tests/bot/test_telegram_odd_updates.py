"""Nothing that Telegram hands over, whatever its form, ends the receiving of what comes after it."""

import asyncio
import json
import logging
from typing import Any

import pytest

from bot.chat import Request
from bot.message import Message, say
from briefings.model.intake import Update
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.mutations import mutations
from tests.fakes.telegram_chats import BOT
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import GROUP, NEW_GROUP, PERSON, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

AT = int(NOW.timestamp())
ADA = {"id": PERSON, "is_bot": False, "first_name": "Ada", "language_code": "en"}
CHAT = {"id": PERSON, "type": "private", "first_name": "Ada"}
TEAM = {"id": GROUP, "type": "supergroup", "title": "A group"}
TEXT = {"message_id": 1, "date": AT, "chat": CHAT, "from": ADA, "text": "/list"}
REPLY = {"message_id": 2, "date": AT, "chat": TEAM, "from": BOT, "text": "First"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "a.txt", "file_size": 3, "mime_type": "text/plain"}
MEMBER = {"status": "member", "user": BOT}

REAL: dict[str, dict[str, Any]] = {
    "text": {"message": TEXT | {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]}},
    "document": {"message": TEXT | {"document": FILE, "caption": "/import"}},
    "reply": {"message": TEXT | {"chat": TEAM, "reply_to_message": REPLY, "message_thread_id": 7}},
    "moved": {"message": TEXT | {"chat": TEAM, "migrate_to_chat_id": -100_500}},
    "press": {"callback_query": {"id": "q", "from": ADA, "chat_instance": "1", "data": "/list", "message": REPLY}},
    "lookup": {"inline_query": {"id": "i", "from": ADA, "query": "talks", "offset": ""}},
    "membership": {
        "my_chat_member": {
            "chat": TEAM, "from": ADA, "date": AT, "old_chat_member": MEMBER | {"status": "left"},
            "new_chat_member": MEMBER,
        }
    },
}  # fmt: skip


class Hearing(Listener):
    """Keeps the lines of all requests, and tells when one says "end"."""

    def __init__(self) -> None:
        super().__init__()
        self.ended = asyncio.Event()
        self.lines: list[str] = []
        self.forwarded: list[bool] = []

    async def __call__(self, request: Request) -> Message | None:
        self.lines.append(request.line)
        self.forwarded.append(request.forwarded)
        if request.line == "end":
            self.ended.set()
        return say("Heard")


@pytest.fixture
def listener() -> Hearing:
    return Hearing()


async def hears_the_end(world: TelegramWorld, listener: Hearing) -> None:
    chat = {"id": NEW_GROUP, "type": "supergroup", "title": "Another group"}  # in which nothing else waits
    await world.server.update(message=TEXT | {"chat": chat, "from": ADA | {"id": 43}, "text": "/end"})
    await asyncio.wait_for(listener.ended.wait(), HANGS)


@pytest.mark.parametrize("kind", REAL)
async def test_no_update_ends_the_receiving(world: TelegramWorld, listener: Hearing, kind: str):
    payload = {"update_id": 0, **REAL[kind]}
    for number, (path, _, changed) in enumerate(mutations(payload), 100):
        if path != ("update_id",):
            changed["update_id"] = number
        world.server.put(changed)
    await hears_the_end(world, listener)


@pytest.mark.parametrize("odd", [[1], None, "x", 5, {}, {"update_id": 10**30, "message": TEXT}, {"message": TEXT}])
async def test_what_is_no_update_is_skipped(world: TelegramWorld, listener: Hearing, odd: Any):
    world.server.put(odd)
    await hears_the_end(world, listener)


async def test_what_is_kept_and_cannot_be_read_ends_no_start(silent: TelegramWorld, listener: Hearing):
    odd: list[Any] = [
        REAL["text"] | {"update_id": 1, "message": [1]},
        [],
        None,
        {"update_id": 3, "message": TEXT | {"date": 10**30}},
    ]
    rows = [
        Update(f"telegram:{n}", "telegram", f"telegram:{PERSON}", f"telegram:{PERSON}", payload, NOW)
        for n, payload in enumerate([*map(json.dumps, odd), "no JSON"], 1)
    ]
    await silent.intake.keep(rows)
    await silent.serve(listener)
    await hears_the_end(silent, listener)
    async with asyncio.timeout(HANGS):
        while await silent.intake.unfinished("telegram"):  # noqa: ASYNC110 - a row tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "result": None}, {"ok": True, "result": {}}, [], "x"])
async def test_an_answer_without_updates_is_a_failed_poll(world: TelegramWorld, listener: Hearing, answer: Any):
    world.server.answers["getUpdates"] = [answer]
    await hears_the_end(world, listener)


async def test_the_log_of_an_odd_update_repeats_nothing_of_it(world, listener: Hearing, caplog):
    with caplog.at_level(logging.WARNING):
        world.server.put({"update_id": 100, "message": TEXT | {"date": "a secret"}})
        await hears_the_end(world, listener)
    told = [record for record in caplog.records if "update could not" in record.message]
    assert told
    assert "secret" not in caplog.text
    assert not any(record.exc_info for record in told)


@pytest.mark.parametrize("odd", ["\ud83d", "\0"])
async def test_what_is_no_character_is_replaced(world: TelegramWorld, listener: Hearing, odd: str):
    await world.say(f"search {odd} x")
    await world.heard()
    await hears_the_end(world, listener)
    assert listener.lines == ["search \N{REPLACEMENT CHARACTER} x", "end"]


OTHER_KINDS: dict[str, Any] = {
    "poll": {"id": "5", "question": "When?", "options": [{"text": "May", "voter_count": 1}], "total_voter_count": 1},
    "poll_answer": {"poll_id": "5", "user": ADA, "option_ids": [0]},
    "message_reaction": {"chat": TEAM, "message_id": 3, "user": ADA, "date": AT, "old_reaction": []},
    "message_reaction_count": {"chat": TEAM, "message_id": 3, "date": AT, "reactions": []},
    "channel_post": {"message_id": 9, "date": AT, "chat": {"id": -7, "type": "channel", "title": "N"}, "text": "/list"},
    "business_connection": {
        "id": "b",
        "user": ADA,
        "user_chat_id": 1,
        "date": AT,
        "can_reply": True,
        "is_enabled": True,
    },
    "business_message": TEXT | {"business_connection_id": "b"},
    "deleted_business_messages": {"business_connection_id": "b", "chat": CHAT, "message_ids": [1]},
    "chat_boost": {"chat": TEAM, "boost": {"boost_id": "x", "add_date": AT, "expiration_date": AT, "source": {}}},
    "removed_chat_boost": {"chat": TEAM, "boost_id": "x", "remove_date": AT, "source": {"source": "new"}},
    "chat_join_request": {"chat": TEAM, "from": ADA, "user_chat_id": 1, "date": AT},
    "purchased_paid_media": {"from": ADA, "paid_media_payload": "x"},
    "a_kind_to_come": {"any": ["thing"]},
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
async def test_an_update_of_another_kind_is_confirmed_and_neither_answered_nor_an_error(
    world: TelegramWorld, listener: Hearing, kind: str, caplog
):
    with caplog.at_level(logging.WARNING):
        number = await world.server.update(**{kind: OTHER_KINDS[kind]})
        await hears_the_end(world, listener)
        await world.server.until(lambda: world.server.confirmed > number + 1)
    assert listener.lines == ["end"]
    assert not [record for record in caplog.records if record.exc_info]
    assert len(world.server.posts) <= 1


OLD_ADMIN = {"status": "administrator", "user": BOT, "can_be_edited": False, "is_anonymous": False}
OLD_MUTED = {"status": "restricted", "user": BOT, "is_member": True, "can_send_messages": False, "until_date": 0}


async def test_an_older_servers_admin_is_added_as_one(world: TelegramWorld, listener: Hearing):
    change = {"chat": TEAM, "from": ADA, "date": AT, "old_chat_member": MEMBER | {"status": "left"}}
    await world.server.update(my_chat_member=change | {"new_chat_member": OLD_ADMIN})
    await hears_the_end(world, listener)
    assert listener.lines == ["start", "end"]


async def test_an_older_servers_muted_bot_closes_the_chat(world: TelegramWorld, listener: Hearing):
    change = {"chat": TEAM, "from": ADA, "date": AT, "old_chat_member": MEMBER, "new_chat_member": OLD_MUTED}
    await world.server.update(my_chat_member=change)
    await hears_the_end(world, listener)
    assert [event[0] for event in world.platform_events.closed] == [f"telegram:{GROUP}"]


async def test_an_older_servers_forwarded_command_is_not_carried_out(world: TelegramWorld, listener: Hearing):
    await world.server.update(message=TEXT | {"forward_from": BOT, "forward_date": AT, "text": "/remove a1"})
    await hears_the_end(world, listener)
    assert listener.forwarded == [True, False]


async def test_an_older_servers_admin_may_do_what_admins_may(world: TelegramWorld):
    world.server.answers["getChatMember"] = [{"ok": True, "result": OLD_ADMIN | {"user": ADA}}]
    assert await world.platform._desk.administers(GROUP, PERSON)


async def test_an_update_that_nests_too_deeply_is_confirmed(world: TelegramWorld, listener: Hearing):
    deep: Any = "x"
    for _ in range(200):
        deep = [deep]
    number = await world.server.update(message=TEXT | {"entities": deep})
    await hears_the_end(world, listener)
    await world.server.until(lambda: world.server.confirmed > number + 1)
    assert listener.lines == ["end"]

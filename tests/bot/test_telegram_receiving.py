"""Whom the bot hears in Telegram, and what it makes of it."""

from typing import Any

import pytest

from bot.chat import DeliveryFailed
from tests.fakes.listener import Listener
from tests.fakes.telegram_chats import BOT
from tests.fakes.telegram_rules import Refused, bad
from tests.fakes.telegram_world import GROUP, NEW_GROUP, PERSON, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

OURS = {"message_id": 5, "date": 1, "chat": {"id": GROUP, "type": "supergroup", "title": "A group"}, "from": BOT}


async def heard_of(world: TelegramWorld, listener: Listener, chat: Any = "group", **content: Any):
    """What comes of a message: the request, or None where only the next one is heard."""
    await world.message(chat, **content)
    await world.say("end")
    request = await listener.heard()
    return None if request.line == "end" else request


@pytest.mark.parametrize(
    ("words", "line", "command"),
    [
        ("/summary a1 short", "summary a1 short", True),
        ("/summary@ReadoutTestBot a1", "summary a1", True),
        ("/summary@readouttestbot", "summary", True),
        ("/import a\nb", "import a\nb", True),
        ("@ReadoutTestBot what comes next?", "what comes next?", False),
        ("so, @readouttestbot what comes next?", "so, what comes next?", False),
        ("@ReadoutTestBot /summary a1", "summary a1", True),
    ],
)
async def test_what_is_said_to_it_in_a_group(world, listener, words: str, line: str, command: bool):
    request = await heard_of(world, listener, text=words)
    assert (request.line, request.command) == (line, command)


@pytest.mark.parametrize(
    "content",
    [
        {"text": "nice weather"},
        {"text": "/summary@OtherBot a1"},
        {"text": "write to a@ReadoutTestBot.org or @ReadoutTestBotty"},
        {"text": "/help", "from": {"id": 9, "is_bot": True, "first_name": "Other"}},
        {"text": "/help", "from": BOT},
        {"text": "/help", "is_automatic_forward": True, "sender_chat": {"id": -7, "type": "channel", "title": "C"}},
        {"new_chat_members": [BOT]},
        {"document": {"file_id": "f", "file_unique_id": "u"}},
        {"text": "fine", "reply_to_message": {**OURS, "forum_topic_created": {"name": "T", "icon_color": 1}}},
    ],
)
async def test_what_is_not_said_to_it(world, listener, content: dict[str, Any]):
    assert await heard_of(world, listener, **content) is None


async def test_a_reply_to_it_is_said_to_it(world, listener):
    request = await heard_of(world, listener, text="and then?", reply_to_message={**OURS, "text": "First"})
    assert (request.line, request.command) == ("and then?", False)


@pytest.mark.parametrize(
    ("chat", "said", "unnamed"),
    [
        ("group", {"text": "/ban @bob"}, True),
        ("group", {"text": f"/ban@{BOT['username']} bob"}, False),
        ("group", {"text": f"@{BOT['username']} /ban bob"}, False),
        ("group", {"text": "/ban bob", "reply_to_message": {**OURS, "text": "First"}}, False),
        ("private", {"text": "/ban bob"}, False),
    ],
)
async def test_a_command_in_a_group_that_names_no_bot_is_told_apart(world, listener, chat, said, unnamed: bool):
    assert (await heard_of(world, listener, chat, **said)).unnamed is unnamed


async def test_a_private_chat_needs_no_mention(world, listener):
    request = await heard_of(world, listener, "private", text="good morning")
    assert (request.line, request.command, request.private) == ("good morning", False, True)
    assert (request.sender_name, request.language) == ("Ada L", "en")


async def test_edited_messages_and_channel_posts_are_left_alone(world, listener):
    message = {"message_id": 1, "date": 1, "chat": {"id": PERSON, "type": "private"}, "text": "/help"}
    await world.server.update(edited_message=message)
    await world.server.update(channel_post=message)
    assert await heard_of(world, listener) is None


POLL = {
    "id": "p", "question": "When?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
CODE = f"3-{'abcdefgh234567' * 2}"[:28]


@pytest.mark.parametrize(
    "said",
    [
        {"text": f"For Ida: {CODE}"},
        {"text": f"/start {CODE}"},
        {"caption": CODE, "document": {"file_id": "f", "file_unique_id": "u"}},
        {"text": "here", "entities": [{"type": "text_link", "offset": 0, "length": 4, "url": f"https://t.me/b?start={CODE}"}]},
    ],
)  # fmt: skip
async def test_a_code_in_an_edited_message_of_a_group_is_overheard(world, listener, said: dict[str, Any]):
    person = {"id": 9, "is_bot": False, "first_name": "Bo"}
    group = {"id": GROUP, "type": "supergroup", "title": "A group"}
    message = {"message_id": 1, "date": 1, "edit_date": 2, "chat": group, "from": person, **said}
    await world.server.update(edited_message=message)
    request = await listener.heard()
    assert (request.overheard, request.public, request.command, request.sender) == (True, True, False, "telegram:9")
    assert CODE in request.shown


SPLIT = "\u200b".join(CODE)


@pytest.mark.parametrize(
    "said",
    [
        {"text": "this", "quote": {"text": CODE, "position": 0}, "reply_to_message": {**OURS, "text": "x"}},
        {"text": "thanks", "reply_to_message": {**OURS, "from": {**BOT, "id": 9}, "text": f"yours is {CODE}"}},
        {"poll": POLL | {"question": CODE}},
        {"poll": POLL | {"options": [{"text": CODE, "voter_count": 0, "persistent_id": "1"}]}},
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "go", "url": f"https://t.me/b?start={CODE}"}]]}},
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "go", "url": f"https://t.me/b?start={CODE[:3]}%62"
                                                                                f"{CODE[4:]}"}]]}},
        {"text": SPLIT},
        {"caption": SPLIT, "document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.txt"}},
        {"document": {"file_id": "f", "file_unique_id": "u", "file_name": f"{CODE}.txt"}},
    ],
)  # fmt: skip
async def test_a_code_in_any_text_of_a_groups_message_is_overheard(world, listener, said: dict[str, Any]):
    person = {"id": 9, "is_bot": False, "first_name": "Bo"}
    group = {"id": GROUP, "type": "supergroup", "title": "A group"}
    await world.server.update(message={"message_id": 1, "date": 1, "chat": group, "from": person, **said})
    request = await listener.heard()
    assert request.public
    assert CODE in request.shown


async def test_a_code_in_a_group_that_is_not_said_to_it_is_overheard(world, listener):
    request = await heard_of(world, listener, text=f"Ida, yours is {CODE}")
    assert (request.overheard, request.public) == (True, True)


@pytest.mark.parametrize(
    "origin",
    [
        {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Bo"}},
        {"type": "hidden_user", "date": 1, "sender_user_name": "Bo"},
        {"type": "chat", "date": 1, "sender_chat": {"id": -7, "type": "supergroup", "title": "C"}},
        {"type": "channel", "date": 1, "chat": {"id": -7, "type": "channel", "title": "C"}, "message_id": 3},
    ],
)
async def test_a_forwarded_message_is_known_as_one(world, listener, origin: dict[str, Any]):
    request = await heard_of(world, listener, "private", text="/remove a1", forward_origin=origin)
    assert (request.line, request.forwarded, request.public) == ("remove a1", True, False)


async def test_an_administrator_who_hides_speaks_as_the_group(world, listener):
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    chat = {"id": GROUP, "type": "supergroup", "title": "A group"}
    request = await heard_of(world, listener, text="/help", sender_chat=chat, **{"from": hidden})
    assert (request.sender, request.sender_name) == (f"telegram:{GROUP}", "A group")
    assert await request.administers()


async def test_it_asks_who_runs_a_chat(world, listener):
    world.server.chats[GROUP].members[PERSON] = "creator"
    await world.say("help", chat="group")
    assert await (await listener.heard()).administers()
    await world.say("help", chat="group", sender="43")
    assert not await (await listener.heard()).administers()
    await world.say("help")
    assert await (await listener.heard()).administers()


async def test_a_reply_outside_topics_makes_no_thread(world, listener):
    request = await heard_of(world, listener, text="/help", message_thread_id=99)
    assert request.address == f"telegram:{GROUP}"


async def test_the_general_topic_is_the_group(world, listener):
    request = await heard_of(world, listener, text="/help", message_thread_id=1, is_topic_message=True)
    assert request.address == f"telegram:{GROUP}"
    assert (await world.heard()).address == f"telegram:{GROUP}"


async def test_a_file_is_taken_from_the_message_replied_to(world, listener):
    document = world.upload("old.txt", b"Older words")
    request = await heard_of(
        world, listener, text="/import", reply_to_message={**OURS, "from": {**BOT, "id": 9}, "document": document}
    )
    assert [file.name for file in request.attachments] == ["old.txt"]
    assert await request.attachments[0].fetch() == b"Older words"


async def test_a_file_alone_is_heard_in_private(world, listener):
    request = await heard_of(world, listener, "private", document=world.upload("new.txt", b"New words"))
    assert (request.line, request.command, len(request.attachments)) == ("", False, 1)


@pytest.mark.parametrize(("outcome", "kind"), [(bad("file is too big"), "refused"), ("cut", "retry")])
async def test_a_file_that_cannot_be_had_tells_why(world, listener, outcome, kind: str):
    await world.say("import", file=("big.pdf", b"..."))
    world.server.draw["getFile"] = lambda: outcome
    with pytest.raises(DeliveryFailed) as failed:
        await (await listener.heard()).attachments[0].fetch()
    assert failed.value.kind == kind


@pytest.mark.parametrize("outcome", [Refused(502, "Bad Gateway"), "cut", "page", "lose"])
async def test_a_file_is_fetched_with_patience(world, listener, outcome):
    await world.say("import", file=("a.txt", b"Some words"))
    (attachment,) = (await listener.heard()).attachments
    world.server.fail("getFile", outcome, 3)
    assert await attachment.fetch() == b"Some words"


async def test_a_file_that_is_gone_is_no_wrong_token(world, listener):
    await world.say("import", file=("gone.pdf", b"..."))
    (attachment,) = (await listener.heard()).attachments
    world.server.files["file0"] = b""
    world.server.fail("getFile", Refused(404, "Not Found"))
    with pytest.raises(DeliveryFailed) as failed:
        await attachment.fetch()
    assert failed.value.kind == "refused"


async def test_a_group_that_moves_is_told(world, listener):
    await heard_of(world, listener, migrate_to_chat_id=NEW_GROUP)
    assert world.platform_events.moved == [(f"telegram:{GROUP}", f"telegram:{NEW_GROUP}")]


@pytest.mark.parametrize(("chat", "status"), [("private", "kicked"), ("group", "left"), ("group", "kicked")])
async def test_a_chat_that_closes_is_told(world, chat, status: str):
    await world.membership(chat, status)
    await world.platform_events.happened()
    ((address, reason),) = world.platform_events.closed
    assert address == world.address(chat)
    assert ("blocked" in reason) == (chat == "private")


@pytest.mark.parametrize(
    ("chat", "before", "after"),
    [("private", "kicked", "member"), ("group", "member", "administrator"), ("group", "administrator", "member")],
)
async def test_a_change_that_closes_nothing_is_none_of_its_business(world, listener, chat, before: str, after: str):
    await world.membership(chat, after, before=before)
    await world.say("end")
    assert (await listener.heard()).line == "end"
    assert (world.platform_events.closed, world.platform_events.opened) == ([], [])


@pytest.mark.parametrize("after", ["member", "administrator"])
@pytest.mark.parametrize("before", ["left", "kicked"])
async def test_whoever_takes_it_into_a_group_begins_there(world, listener, before: str, after: str):
    await world.membership("group", after, before=before)
    request = await listener.heard()
    assert (request.line, request.command, request.private, request.implied) == ("start", True, False, True)
    assert (request.address, request.sender) == (world.address("group"), "telegram:42")
    assert request.update
    assert (await world.heard()).address == world.address("group")


async def test_a_group_in_which_it_may_no_longer_write_is_closed_until_it_may(world):
    await world.membership("group", "restricted")
    await world.platform_events.noted_of(world.platform_events.closed)
    await world.membership("group", "member", before="restricted")
    await world.platform_events.noted_of(world.platform_events.opened)
    reason = "The bot may not write in the chat"
    assert world.platform_events.closed == world.platform_events.opened == [(world.address("group"), reason)]


@pytest.mark.parametrize(
    ("chat", "service"), [("thread", "forum_topic_reopened"), ("group", "general_forum_topic_unhidden")]
)
async def test_a_topic_that_opens_again_is_told(world, chat, service: str):
    await world.message(chat, **{service: {}})
    await world.platform_events.noted_of(world.platform_events.opened)
    assert world.platform_events.opened == [(world.address(chat), "The topic is closed")]


@pytest.mark.parametrize(
    ("size", "why"),
    [
        ({"file_size": 0}, "The file is empty."),
        ({"file_size": 20_000_001}, "Telegram gives bots no file over 20 MB"),
        ({"file_size": 20_000_000}, ""),
        ({}, ""),
    ],
)
async def test_a_file_that_telegram_withholds_says_why(world, listener: Listener, size: dict[str, int], why: str):
    await world.message("private", document={"file_id": "f", "file_unique_id": "u", "file_name": "a.txt"} | size)
    assert [each.refused for each in (await listener.heard()).attachments] == [why]

"""Files that come without a word wait for a button."""

from dataclasses import replace

from bot.chat import Attachment, DeliveryFailed, Request
from bot.commands import Conversation
from bot.message import Message
from tests.scenarios.stage import FERRIES, Stage, says

HERE = "slack:D1"


async def shelf(key: str) -> bytes:
    if key != "F1":
        raise DeliveryFailed("Slack does not take this (file_not_found)", "refused")
    return FERRIES.read_bytes()


async def unread() -> bytes:
    raise AssertionError("a file was fetched that nobody wanted yet")


async def ask(stage: Stage, line: str, *keys: str, sender: str = "slack:U1", **how: object) -> Message:
    files = tuple(Attachment("ferries.txt", 0, unread, key) for key in keys)
    request = Request(
        HERE, sender, line, stage.now, private=True, command=bool(line), attachments=files, refetch=shelf, **how
    )
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(request)
    assert answer
    return answer


async def test_a_button_imports_it(stage: Stage):
    offer = await ask(stage, "", "F1")
    assert "Import “ferries.txt”" in offer.plain()
    assert await stage.briefings.library.count() == 0
    (line,) = says(offer)
    answer = await ask(stage, line.removeprefix("/"), pressed=True)
    assert "(new)" in answer.plain() or "new (ferries.txt)" in answer.plain()
    assert await stage.briefings.library.count() == 1
    again = await ask(stage, line.removeprefix("/"), pressed=True)
    assert "unchanged" in again.plain()
    assert await stage.briefings.library.count() == 1


async def test_the_button_is_the_senders_in_that_place_alone(stage: Stage):
    (line,) = says(await ask(stage, "", "F1"))
    for sender in ("slack:U2", "slack:U3"):
        stage = replace(stage, roles=replace(stage.roles, admins=frozenset({"slack:U1", "slack:U2"})))
        answer = await ask(stage, line.removeprefix("/"), sender=sender)
        assert await stage.briefings.library.count() == 0, answer.plain()


async def test_a_file_that_is_gone_is_owned_up_to(stage: Stage):
    (line,) = says(await ask(stage, "", "F2"))
    assert "Not imported" in (await ask(stage, line.removeprefix("/"))).plain()


async def test_readers_are_told_that_importing_is_for_editors(stage: Stage):
    await stage.briefings.chats.open(HERE, "slack:U1", stage.now)
    assert "is for editors" in (await ask(stage, "", "F1", sender="slack:U9")).plain()


async def test_where_files_cannot_be_had_again_words_are_asked_for(stage: Stage):
    assert "import" in (await ask(stage, "", "")).plain()
    assert says(await ask(stage, "", "")) == []

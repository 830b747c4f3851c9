"""Links into the bot: what /start shows of them."""

from dataclasses import replace

import pytest

from bot.chat import Request
from bot.commands import Conversation
from tests.scenarios.stage import ADMIN, READER, Stage


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    await stage.import_ferries()
    return stage


@pytest.mark.parametrize(
    ("words", "line"),
    [("a1", "summary a1"), ("A1 2", "summary a1 2"), ("e1", "event e1"), ("a1 2 more", "summary a1 2")],
)
async def test_a_link_shows_what_it_names(stage: Stage, words: str, line: str):
    welcome, _, shown = (await stage.say(f"start {words}", sender=ADMIN)).partition("\n\n")
    assert welcome.startswith("Readout briefs you")
    assert shown == await stage.say(line, sender=ADMIN)


async def test_who_has_read_before_is_not_told_what_this_is(stage: Stage):
    await stage.say("summary a1", sender=ADMIN)
    assert await stage.say("start a1 2", sender=ADMIN) == await stage.say("summary a1 2", sender=ADMIN)


async def test_a_link_changes_nothing(stage: Stage):
    before = await stage.say("event e1")
    await stage.say("start e1 cancelled", sender=ADMIN)
    assert await stage.say("event e1") == before


async def test_a_link_opens_a_chat_and_resumes_it(stage: Stage):
    opened = await stage.say("start a1", sender=ADMIN, address="telegram:-5", private=False)
    assert "I'll answer everyone in this chat from now on." in opened
    await stage.say("subscribe daily 08:00", sender=ADMIN)
    await stage.briefings.chats.close(ADMIN, "The bot was blocked", stage.now)
    assert "Paused messages in this chat are on again." in await stage.say("start a1", sender=ADMIN)


@pytest.mark.parametrize("words", ["a7", "e7", "a1 99"])
async def test_a_link_to_what_is_gone_says_so(stage: Stage, words: str):
    told = await stage.say(f"start {words}", sender=ADMIN)
    assert "There is no" in told or "there is no" in told


async def test_an_outsider_is_not_let_in_by_a_link(stage: Stage):
    assert "Ferries" not in await stage.say("start a1", sender=READER)


async def test_a_message_tells_what_it_is_about(stage: Stage):
    said = {
        "summary a1": "a1",
        "summary a1 2 short": "a1 2",
        "read a1 2": "a1 2",
        "sections a1": "a1",
        "sources a1": "a1",
        "event e1": "e1",
        "list": "",
        "help": "",
    }
    for line, about in said.items():
        message = await stage.message(line)
        assert message
        assert message.about == about


async def test_an_outsider_who_only_takes_the_bot_along_hears_nothing(stage: Stage):
    conversation = Conversation(stage.briefings, stage.roles, lambda: stage.now)
    added = Request("telegram:-5", READER, "start", stage.now, implied=True)
    assert await conversation.answer(added) is None
    by_admin = await conversation.answer(replace(added, sender=ADMIN))
    assert by_admin
    assert "I'll answer everyone in this chat from now on." in by_admin.plain()

"""What is said in answer to a message of the bot is about what that message shows."""

from pathlib import Path
from typing import Any

import pytest

from bot.commands import Conversation, Roles
from bot.delivery.platform_events import PlatformEventLog
from briefings.service import open_briefings
from tests.fakes.kept_libraries import filled_once
from tests.fakes.telegram_chats import Post
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.stage import ADMIN, FERRIES, Stage, attachment, says

OTHER = b"Costs of grain\nPrices\nGrain is dear, and ferries carry it over the strait in spring.\n"
SHOWN = {"7": "a1", "8": "a1 2", "9": "e1", "10": "a2"}


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    await stage.import_ferries()
    await stage.say("import", files=(attachment("grain.txt", OTHER),))
    for message, about in SHOWN.items():
        await stage.briefings.chats.show(ADMIN, [message], about, stage.now)
    return stage


async def replied(stage: Stage, words: str, to: str, *, command: bool = False) -> str:
    return await stage.say(words, sender=ADMIN, replied=to, command=command)


@pytest.mark.parametrize(("to", "where"), [("7", "a1"), ("8", "a1"), ("9", "e1"), ("10", "a2")])
async def test_a_word_is_looked_for_in_what_the_message_shows(stage: Stage, to: str, where: str):
    told = await replied(stage, "ferries", to)
    assert told == await stage.say(f"search ferries in {where}", sender=ADMIN)
    assert ("Grain is dear" in told) == (where == "a2")


async def test_several_words_are_looked_for_as_they_are(stage: Stage):
    told = await replied(stage, "ferries in spring", "7")
    assert told.startswith("“ferries in spring” in “")
    assert "(a1)" in told.partition("\n")[0]


async def test_what_is_not_in_it_is_looked_for_in_the_whole_library(stage: Stage):
    message = await stage.message("grain", sender=ADMIN, replied="7", command=False)
    assert message
    assert message.plain().startswith("Nothing in “")
    assert message.about == "a1"
    assert says(message) == ["/search grain"]


@pytest.mark.parametrize(("line", "command"), [("sources", True), ("sources", False), ("Sections", False)])
async def test_a_command_is_about_what_the_message_shows(stage: Stage, line: str, command: bool):
    assert await replied(stage, line, "7", command=command) == await stage.say(f"{line} a1", sender=ADMIN)


@pytest.mark.parametrize("words", ["when do ferries sail?", "渡轮什么时候开？"])
async def test_a_question_is_not_looked_up_as_words(stage: Stage, words: str):
    assert await replied(stage, words, "7") == await stage.say(words, sender=ADMIN, command=False)


async def test_an_answer_to_another_message_is_plain_talk(stage: Stage):
    assert await replied(stage, "ferries", "1") == await stage.say("ferries", sender=ADMIN, command=False)


async def test_an_analysis_that_was_removed_is_missed_kindly(stage: Stage):
    await stage.say("remove a2 yes", sender=ADMIN)
    assert "There is no analysis a2" in await replied(stage, "grain", "10")
    assert "Commands" in await replied(stage, "help", "10")


async def test_a_search_within_what_does_not_exist_says_so(stage: Stage):
    assert "There is no analysis a9" in await stage.say("search ferries in a9")
    assert "“in a1”" in await stage.say("search in a1")


async def nobody(platform: str, reason: str) -> None:
    raise AssertionError(f"{platform} refuses the account: {reason}")


async def test_a_reply_in_telegram_is_known_after_a_restart(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'readout.db'}"
    told: list[Post] = []
    world = TelegramWorld()
    for line in ("summary a1", "ferries"):
        await world.open()
        async with open_briefings(url) as briefings:
            await briefings.library.add("ferries.txt", FERRIES.read_bytes(), NOW)
            world.platform_events = PlatformEventLog(briefings, lambda: NOW, nobody)  # type: ignore[assignment]
            await world.serve(Conversation(briefings, Roles(open_access=True), lambda: NOW).answer)
            answered: dict[str, Any] = {"reply_to_message": told[-1].json()} if told else {}
            await world.message(text=line if told else f"/{line}", **answered)
            told.append(await world.post())
            await world.stop()  # what was begun is finished first, the note of what was shown too
    assert told[1].text.startswith("“ferries” in “")
    assert "(a1)" in told[1].text

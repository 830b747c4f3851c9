"""What is proposed to somebody who has not said anything yet."""

from datetime import timedelta

import pytest

from bot.chat import Prompts, Request
from bot.commands import Conversation
from bot.commands.offers.suggestions import offers_of
from tests.scenarios.stage import ADMIN, READER, Stage, attachment

GRAIN = f"{'Costs of grain ' * 12}\n\nPrices\n\nGrain is dear.\n".encode()


async def prompts(stage: Stage, sender: str = ADMIN, language: str = "") -> Prompts | None:
    conversation = Conversation(stage.briefings, stage.roles, lambda: stage.now)
    made = offers_of(conversation, lambda: stage.now).prompts
    assert made
    return await made(Request(sender, sender, "", stage.now, private=True, language=language))


async def says(stage: Stage, sender: str = ADMIN) -> list[str]:
    made = await prompts(stage, sender)
    return [each.says for each in made.lines] if made else []


async def test_an_empty_library_proposes_to_fill_it(stage: Stage):
    assert await says(stage) == ["help import", "help"]


async def test_the_newest_analysis_and_the_next_event_come_first(stage: Stage):
    await stage.import_ferries()
    first = await says(stage)
    assert first[:2] == ["summary a1", "event e1"]
    assert first[-1] == "help"
    stage.now += timedelta(minutes=1)
    await stage.say("import", files=(attachment("grain.txt", GRAIN),))
    assert (await says(stage))[0] == "summary a2"


async def test_each_line_is_answered_and_short_enough(stage: Stage):
    await stage.import_ferries()
    stage.now += timedelta(minutes=1)
    await stage.say("import", files=(attachment("grain.txt", GRAIN),))
    made = await prompts(stage)
    assert made
    assert 2 <= len(made.lines) <= 4
    assert made.lines[0].title.endswith("…”")
    for each in made.lines:
        assert 0 < len(each.title) <= 75
        assert not (await stage.message(each.says)).failed


async def test_a_muted_event_is_not_proposed(stage: Stage):
    await stage.import_ferries()
    assert "event e1" in await says(stage)
    await stage.say("mute e1", address=ADMIN)
    assert "event e1" not in await says(stage)


async def test_outsiders_are_proposed_nothing(stage: Stage):
    await stage.import_ferries()
    assert await prompts(stage, READER) is None


@pytest.mark.parametrize(("language", "title"), [("en", "Ask about the library"), ("ru", "Спросите о библиотеке")])
async def test_it_is_said_in_the_persons_language(stage: Stage, language: str, title: str):
    made = await prompts(stage, language=language)
    assert made
    assert made.title == title

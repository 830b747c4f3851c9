"""Markings and clearances in the chats: shown, set with an embargo, an audience and a reason, by whom it may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

GROUP = "telegram:-5"


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    stage.roles = replace(stage.roles, open_access=True)
    await stage.import_ferries()
    return stage


async def test_a_marking_is_shown_with_the_levels_as_buttons_for_editors_alone(stage: Stage):
    told = await stage.message("mark a1", sender=EDITOR)
    assert told
    assert "TLP:AMBER, the default of this library" in told.plain()
    assert "cleared for TLP:AMBER may see it" in told.plain()
    assert says(told) == [f"/mark a1 {each}" for each in ("clear", "green", "amber", "amber+strict", "red", "none")]
    assert says(await stage.message("mark a1", sender=READER)) == []


async def test_readers_mark_nothing_and_editors_clear_nobody(stage: Stage):
    assert "for editors only" in await stage.say("mark a1 red", sender=READER)
    assert "for admins only" in await stage.say("clearance telegram:3 red", sender=EDITOR)
    assert "for admins only" in await stage.say("clearance", sender=READER)


async def test_a_red_analysis_is_there_for_who_is_cleared(stage: Stage):
    assert "is now TLP:RED" in await stage.say("mark a1 red")
    assert "There is no analysis a1" in await stage.say("mark a1", sender=READER)
    assert "is cleared for TLP:RED" in await stage.say(f"clearance {READER} red", sender=ADMIN)
    assert "TLP:RED" in await stage.say("mark a1", sender=READER)
    assert f"{READER}: TLP:RED" in await stage.say("clearance", sender=ADMIN)
    assert "has the default clearance, TLP:AMBER" in await stage.say(f"clearance {READER} default", sender=ADMIN)
    assert "There is no analysis a1" in await stage.say("mark a1", sender=READER)


async def test_an_editor_is_asked_before_the_chat_itself_loses_sight_of_it(stage: Stage):
    asked = await stage.message("mark a1 red", sender=EDITOR)
    assert says(asked) == ["/mark a1 red yes"]
    assert "TLP:AMBER" in await stage.say("mark a1", sender=EDITOR)
    assert "is now TLP:RED" in await stage.say("mark a1 red yes", sender=EDITOR)
    assert "There is no analysis a1" in await stage.say("mark a1 green", sender=EDITOR)
    assert "TLP:RED" not in await stage.say("log", sender=ADMIN)


async def test_a_lower_level_asks_why_and_the_next_line_is_the_reason(stage: Stage):
    assert "Your next line is the reason" in await stage.say("mark a1 clear", sender=EDITOR)
    assert "is now TLP:CLEAR" in await stage.say("It was published today.", sender=EDITOR, command=False)
    assert "It was published today." in await stage.say("log", sender=ADMIN)
    assert "is now TLP:AMBER" in await stage.say("mark a1 none", sender=EDITOR)
    assert "is now TLP:GREEN" in await stage.say("mark a1 green because the mayor agreed", sender=EDITOR)
    assert "is marked so already" in await stage.say("mark a1 green", sender=EDITOR)


async def test_an_embargo_and_an_audience_are_read_and_shown(stage: Stage):
    told = await stage.say("mark a1 amber until 2026-12-04 09:00 Berlin for here @board")
    assert "under embargo until" in told
    assert "for @board terminal:local only" in told
    assert "There is no analysis" in await stage.say("mark a1", sender=READER)
    assert "Give the day and the time" in await stage.say("mark a1 amber until 2026-12-04")
    assert "Give the day and the time" in await stage.say("mark a1 amber until 2020-12-04 09:00")
    assert "is no chat or person" in await stage.say("mark a1 amber for everybody")
    assert "After the level" in await stage.say("mark a1 red tomorrow")


async def test_a_group_stands_for_its_members(stage: Stage):
    assert "@board stands for telegram:3" in await stage.say("clearance @board telegram:3", sender=ADMIN)
    await stage.say("mark a1 amber for here @board")
    assert "Its audience may see it" in await stage.say("mark a1", sender=READER)
    assert "There is no analysis" in await stage.say("mark a1", sender=ADMIN)
    assert "@board has no members" in await stage.say("clearance @board none", sender=ADMIN)
    assert "There is no analysis" in await stage.say("mark a1", sender=READER)


async def test_a_section_is_marked_alone(stage: Stage):
    assert "is now TLP:RED" in await stage.say("mark a1 2 red")
    assert "Sections with a marking of their own" in await stage.say("mark a1")
    assert "Sections with" not in await stage.say("mark a1", sender=READER)


async def test_a_clearance_offers_its_levels(stage: Stage):
    lines = says(await stage.message("clearance here", sender=ADMIN, address=GROUP, private=False))
    assert f"/clearance {GROUP} red" in lines
    assert f"/clearance {GROUP} default" in lines
    assert "isn't a marking" in await stage.say("clearance telegram:3 blue", sender=ADMIN)
    assert "is no chat or person" in await stage.say("clearance somebody red", sender=ADMIN)


@pytest.mark.parametrize("line", ["ask how many ships are there?", "brief ships"])
async def test_an_answer_that_quotes_above_the_default_is_headed_by_the_marking(stage: Stage, line: str):
    assert "TLP:" not in await stage.say(line)
    await stage.say("mark a1 amber+strict")
    assert "TLP:AMBER+STRICT" in (await stage.say(line)).splitlines()[:4]
    await stage.say("mark a1 none because it is public")
    assert "TLP:" not in await stage.say(line)


async def test_a_digest_is_headed_by_the_marking(stage: Stage):
    await stage.say("subscribe daily 08:00")
    assert "TLP:" not in await stage.say("preview")
    await stage.say("mark a1 red")
    stage.now += timedelta(minutes=1)
    assert "TLP:RED" in await stage.say("preview")

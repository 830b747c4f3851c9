"""A question of the bot is answered by the next line, and a button pressed twice has one effect."""

from datetime import timedelta
from typing import Any

import pytest

from bot.commands import Roles
from tests.scenarios.recording import ME, PLATFORMS, playing
from tests.scenarios.stage import EDITOR, READER, Stage, says
from tests.scenarios.test_talk_corrections import asked


@pytest.mark.parametrize("words", ["The trust counted the berths again.", "Two berths were counted twice"])
async def test_the_next_line_is_the_reason_of_a_correction(stage: Stage, words: str):
    await asked(stage)
    assert "Your next line is the reason" in await stage.say("changes 1 correction", sender=EDITOR)
    assert "Decided." in await stage.say(words, sender=EDITOR, command=False)
    assert (await stage.briefings.corrections.get(1)).correction.items[0].why == words


@pytest.mark.parametrize("line", ["no", "what is coming up?", "list", "thanks"])
async def test_a_wish_or_a_refusal_is_no_reason(stage: Stage, line: str):
    await asked(stage)
    await stage.say("changes 1 correction", sender=EDITOR)
    assert "Decided." not in await stage.say(line, sender=EDITOR, command=False)
    assert "Decided." not in await stage.say("The figure was wrong.", sender=EDITOR, command=False)


async def test_nobody_else_and_nothing_after_a_quarter_of_an_hour_is_the_reason(stage: Stage):
    await asked(stage)
    await stage.say("changes 1 correction", sender=EDITOR)
    assert "Decided." not in await stage.say("The figure was wrong.", sender=READER, address=EDITOR, command=False)
    stage.now += timedelta(minutes=16)
    assert "Decided." not in await stage.say("The figure was wrong.", sender=EDITOR, command=False)


async def test_a_correction_without_a_reason_is_told_without_one(stage: Stage):
    await asked(stage)
    lines = says(await stage.message("changes 1 correction", sender=EDITOR))
    [plain] = [line for line in lines if "unexplained" in line]
    assert "Decided." in await stage.say(plain.lstrip("/"), sender=EDITOR)
    assert (await stage.briefings.corrections.get(1)).correction.items[0].why == ""
    assert "()" not in await stage.say("changes", sender=EDITOR)


async def test_the_next_line_is_the_new_day_or_title(stage: Stage):
    await stage.import_ferries()
    assert "next line" in await stage.say("event e1 rename")
    assert "Renamed." in await stage.say("Berth summit of the three harbours", command=False)
    stage.now += timedelta(days=70)
    await stage.say("outlook s1 moved")
    assert "moved to" in await stage.say("12 May 2026", command=False)


async def test_a_button_pressed_twice_has_one_effect_and_a_toast(stage: Stage):
    await stage.import_ferries()
    for line in ("/remind e1 7d", "/subscribe daily 08:00", "/skip 1", "/event e1 cancelled", "/event a1 keep"):
        first = await stage.message(line, sender=EDITOR, pressed=True)
        assert first is not None
        again = await stage.message(line, sender=EDITOR, pressed=True)
        assert again is not None
        assert again.toast, line
        assert not again.replaces
    stage.now += timedelta(minutes=2)
    assert (await stage.briefings.subscriptions.of(EDITOR))[0].skips != ()


async def test_a_press_after_another_change_is_no_repetition(stage: Stage):
    await stage.import_ferries()
    for line in ("/remind e1 7d", "/remind e1 off", "/remind e1 7d"):
        message = await stage.message(line, sender=EDITOR, pressed=True)
        assert message is not None
        assert not message.toast, line


async def test_skip_typed_twice_within_a_minute_skips_one_digest(stage: Stage):
    await stage.import_ferries()
    await stage.say("subscribe daily 08:00")
    await stage.say("skip")
    assert "Done once" in await stage.say("skip")
    stage.now += timedelta(minutes=2)
    assert "Skipped" in await stage.say("skip")


async def test_a_typed_undo_in_a_group_is_seen_by_all(stage: Stage):
    await stage.import_ferries()
    how: dict[str, Any] = {"sender": "slack:U1", "address": "slack:C7", "private": False, "hidden": True}
    await stage.message("subscribe daily 08:00", **how)
    await stage.message("unsubscribe 1", **how)
    undone = await stage.message("undo", **how)
    assert undone is not None
    assert undone.public
    assert "on again" in undone.plain()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_the_reason_is_typed_as_the_next_line(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.play(
            """
            elsewhere: ferries.txt
            me: event e1 rename
            bot: Type it as your next line
            aloud: Berth summit of the three harbours
            bot: Renamed. Before: Harbour summit.
            """
        )

"""Leads in plain words: they are added to those that stand, unless the words replace them, and ended one by one."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import FERRIES, Stage, attachment

LIBRARY = Path(__file__).parents[2] / "benchmarks" / "plain_words" / "library"


@pytest.fixture
@filled_once
async def summit(stage: Stage) -> str:
    """The id of the summit, on 27 November 2026."""
    stage.now += timedelta(days=290)
    await stage.say("import", files=(attachment("lithium.txt", (LIBRARY / "lithium.txt").read_bytes()),))
    await stage.briefings.agenda.keep_all(1, "", stage.now)
    return f"e{(await stage.briefings.agenda.find('summit')).id}"


async def leads(stage: Stage) -> set[str]:
    follows = await stage.briefings.subscriptions.follows("terminal:local")
    return {str(each.lead) for follow in follows for each in follow.reminders}


async def done(stage: Stage, said: str) -> str:
    """The answer to words, with a yes to the question that they lead to."""
    message = await stage.message(said, command=False)
    return await stage.say("yes", command=False) if message.proposes else message.plain()


@pytest.mark.parametrize(
    "said",
    [
        "add another reminder one hour before the summit",
        "and also an hour before",
        "remind me 1 hour before the summit",
        "добавь напоминание за час до саммита",
        "И ещё за час до него",
        "再加一个提前一小时的提醒",
        "please remind me an hour before the summit too",
        "one more reminder an hour before it",
        "also remind me one hour before",
        "ещё одно напоминание за час",
        "и напомни за час тоже",
        "峰会前一小时也提醒我",
        "另外提前一小时再提醒我一次",
    ],
)
async def test_a_further_lead_stands_beside_the_first(stage: Stage, summit: str, said: str):
    await stage.say(f"remind {summit} 1d")
    told = await done(stage, said)
    assert await leads(stage) == {"1d", "1h"}, told
    assert "No longer" not in told


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("remind me of the summit 3 days before and 1 hour before", {"3d", "1h"}),
        ("remind me of the summit a week before and a day before", {"7d", "1d"}),
        ("remind me two days before the summit and also one hour before it", {"2d", "1h"}),
        ("напомни о саммите за три дня и ещё за час", {"3d", "1h"}),
        ("峰会前三天和前一小时提醒我", {"3d", "1h"}),
        ("set reminders for the summit 5 days ahead, 2 hours ahead", {"5d", "2h"}),
        ("remind me a week ahead of the summit, then again the day before", {"7d", "1d"}),
        ("напомни за неделю до саммита, а потом ещё за два часа", {"7d", "2h"}),
        ("提前一周提醒我峰会，再提前两小时提醒一次", {"7d", "2h"}),
        ("峰会提前两天、提前三小时提醒我", {"2d", "3h"}),
    ],
)
async def test_two_leads_in_one_sentence_are_both_set(stage: Stage, summit: str, said: str, expected: set[str]):
    await stage.say(f"event {summit}")
    told = await done(stage, said)
    assert await leads(stage) == expected, told


@pytest.mark.parametrize(
    "said",
    [
        "make it one hour before",
        "remind me 1 hour before the summit instead",
        "лучше за час",
        "改成提前一小时",
        "change that to one hour before",
        "вместо этого напомни за час до саммита",
    ],
)
async def test_what_replaces_a_lead_replaces_it(stage: Stage, summit: str, said: str):
    await stage.say(f"remind {summit} 1d")
    told = await done(stage, said)
    assert await leads(stage) == {"1h"}, told
    assert "No longer: 1 day before" in told


@pytest.mark.parametrize(
    "said",
    [
        "stop the one hour reminder",
        "убери напоминание за час",
        "取消提前一小时的提醒",
        "drop the 1h reminder",
        "I don't need the reminder an hour before any more",
        "не надо напоминать за час",
        "不用提前一小时提醒我了",
    ],
)
async def test_one_of_two_reminders_is_ended(stage: Stage, summit: str, said: str):
    await stage.say(f"remind {summit} 1d 1h")
    told = await done(stage, said)
    assert await leads(stage) == {"1d"}, told


async def test_a_plus_adds_a_lead_and_an_at_sign_gives_its_hour(stage: Stage, summit: str):
    await stage.say(f"remind {summit} 1d")
    await stage.say(f"remind {summit} +2h +3d@08:00@Europe/London")
    assert await leads(stage) == {"1d", "2h", "3d@08:00 Europe/London"}
    assert "can have a time of day" in await stage.say(f"remind {summit} 2h@08:00")
    assert "isn't a valid time" in await stage.say(f"remind {summit} 2d@88:00")


async def test_another_lead_keeps_the_hour_and_the_zone(stage: Stage, summit: str):
    await stage.say(f"remind {summit} 7d")
    await stage.say(f"remind 2 days before {summit} at 08:00 Europe/London")
    await done(stage, "actually make that three days before")
    assert await leads(stage) == {"7d", "3d@08:00 Europe/London"}
    await done(stage, "нет, лучше в 9")
    assert await leads(stage) == {"7d", "3d@09:00 Europe/London"}


async def test_the_question_says_what_goes(stage: Stage, summit: str):
    await stage.say(f"remind {summit} 1d")
    assert "No longer: 1 day before." in await stage.say("make it one hour before", command=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("remind 2 minutes before the summit", {"2m"}),
        ("remind summit 5m 10m 30m", {"5m", "10m", "30m"}),
        ("remind summit 1d 90min", {"1d", "90m"}),
        ("remind summit 90 minutes", {"90m"}),
        ("remind summit five minutes before", {"5m"}),
        ("remind me half an hour before the summit", {"30m"}),
        ("remind me an hour and a half before the summit", {"90m"}),
        ("напомни за полчаса до саммита", {"30m"}),
        ("напомни за 10 минут до саммита", {"10m"}),
        ("提前半小时提醒我峰会", {"30m"}),
        ("提前10分钟提醒我峰会", {"10m"}),
    ],
)
async def test_a_lead_may_be_in_minutes(stage: Stage, summit: str, said: str, expected: set[str]):
    told = await done(stage, said)
    assert await leads(stage) == expected, told


async def test_a_lead_in_minutes_comes_before_a_meeting_and_is_stopped_alone(stage: Stage):
    await stage.say("event new 2026-02-12 14:00 Berth talks")
    told = await stage.say("remind berth talks 30m 10m")
    assert "30 minutes before: 12 February 2026, 13:30" in told.replace("Thursday ", "")
    assert "10 minutes before" in told
    await stage.say("remind berth talks 10m off")
    assert await leads(stage) == {"30m"}


@pytest.mark.usefixtures("summit")
async def test_a_lead_in_seconds_is_refused_with_what_is_possible(stage: Stage):
    told = await stage.say("remind summit 30 seconds", command=False)
    assert "not “30 seconds” before it. Use for example 30m, 1h, 7d or 8w." in told
    assert await leads(stage) == set()


@pytest.mark.parametrize("changed", [False, True])
async def test_a_reminder_of_an_unconfirmed_event_says_so_and_undo_takes_back_both(stage: Stage, *, changed: bool):
    await stage.say("import", files=(attachment("ferries.txt", FERRIES.read_bytes()),))
    assert "not confirmed" in await stage.say("event e1")
    told = await stage.say("remind e1 7d")
    assert "This event wasn't confirmed. It is now, and Undo takes back both." in told
    assert "not confirmed" not in await stage.say("event e1")
    assert "wasn't confirmed" not in await stage.say("remind e1 3d")
    await stage.say("undo")
    if changed:
        await stage.briefings.agenda.rename(1, "Harbour council", "someone", stage.now)
    told = await stage.say("undo 2")
    assert ("e1 isn't confirmed again." in told) is not changed
    assert ("not confirmed" in await stage.say("event e1")) is not changed
    assert await leads(stage) == set()


async def test_half_a_day_is_twelve_hours(stage: Stage, summit: str) -> None:
    await done(stage, "remind me half a day before the summit")
    assert await leads(stage) == {"12h"}

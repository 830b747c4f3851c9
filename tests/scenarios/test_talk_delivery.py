"""Quiet hours, putting off, muting, looking ahead and back, by typing and by buttons."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from bot.message import File
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

GROUP = "telegram:-5"


async def alarms(stage: Stage, line: str) -> dict[str, int]:
    """The events in a calendar file by title, each with the number of its alarms."""
    message = await stage.message(line)
    (file,) = [block for block in message.blocks if isinstance(block, File)]
    return {str(e["SUMMARY"]): len(e.walk("VALARM")) for e in icalendar.Calendar.from_ical(file.data).walk("VEVENT")}


@pytest.fixture(autouse=True)
@filled_once
async def _agenda(stage: Stage) -> None:
    """e1 is a month, e2 a dawn, and a group is open."""
    await stage.say("event new 2026-04 Harbour summit")
    await stage.say("event new 2026-02-11 05:00 Dawn launch")
    await stage.say("start", sender=EDITOR, address=GROUP)


@pytest.mark.parametrize("line", ["quiet 22:00-07:00", "quiet 22:00 - 7:00", "quiet 10pm to 7am", "quiet 22:00–07:00"])
async def test_quiet_hours_are_set_shown_and_lifted(stage: Stage, line: str):
    assert "Quiet hours are off" in await stage.say("quiet")
    assert "Quiet hours are 22:00-07:00 Europe/London" in await stage.say(line)
    assert "Quiet hours are 22:00-07:00" in await stage.say("quiet")
    assert "Quiet hours: 22:00-07:00" in await stage.say("status")
    assert "Quiet hours: none" in await stage.say("status", sender=READER, address=GROUP)
    assert "Quiet hours are off" in await stage.say("quiet off")
    assert "Quiet hours: none" in await stage.say("status")


async def test_what_quiet_hours_do_to_a_reminder_is_said_when_it_is_set(stage: Stage):
    await stage.say("quiet 22:00-08:30")
    told = await stage.say("remind e1 1h 2h")
    assert "2 hours before: Wednesday 1 April 2026, 07:00 Europe/London; held by quiet hours until" in told
    assert "1 hour before: Tuesday 10 February 2026, 21:59 Europe/London" in await stage.say("remind e2 1h")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("snooze e1 1h", "Tuesday 10 February 2026, 13:00 Europe/London"),
        ("snooze e1 evening", "Tuesday 10 February 2026, 18:00"),
        ("snooze harbour summit this evening", "Tuesday 10 February 2026, 18:00"),
        ("snooze summit tomorrow", "Wednesday 11 February 2026, 09:00"),
        ("snooze e1 tomorrow morning", "Wednesday 11 February 2026, 09:00"),
        ("snooze e1 week", "Tuesday 17 February 2026, 09:00"),
        ("snooze harbour summit next week", "Tuesday 17 February 2026, 09:00"),
        ("snooze e1 3h", "Tuesday 10 February 2026, 15:00"),
    ],
)
async def test_a_reminder_is_put_off(stage: Stage, line: str, told: str):
    await stage.say("remind e1 7d")
    assert f"will come again on {told}" in await stage.say(line)
    assert f"put off until {told}" in await stage.say("status")
    assert told in await stage.say("schedule")


async def test_in_the_evening_the_next_evening_is_meant(stage: Stage):
    stage.now = datetime(2026, 2, 10, 18, 0, tzinfo=UTC)
    await stage.say("remind e1 7d")
    assert "will come again on Wednesday 11 February 2026, 18:00" in await stage.say("snooze e1 evening")
    await stage.say("remind e1 off")
    told = await stage.say("snooze e1 evening")
    assert "This is its only reminder here; it will come on Wednesday 11 February 2026, 18:00" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("quiet sometimes", "isn't a time range"),
        ("quiet 22:00-22:00", "would never end"),
        ("quiet 22:00", "isn't a time range"),
        ("quiet 25:00-07:00", "isn't a"),
        ("snooze e1", "/snooze needs EVENT and 1h|evening|tomorrow|week"),
        ("snooze e1 someday", "isn't a time to snooze until. Use 1h, evening, tomorrow or week."),
        ("snooze e1 0h", "isn't a time to snooze until"),
        ("snooze e9 1h", "There is no event e9"),
        ("snooze e2 week", "too late: e2 (Dawn launch) will be over by then"),
        ("mute e9", "There is no event e9"),
        ("mute", "/mute needs EVENT"),
        ("mute e1 off", "e1 isn't muted here"),
        ("calendar e9", "There is no event e9"),
        ("deliveries many", "Give a number from 1 to 50"),
        ("deliveries 51", "Give a number from 1 to 50"),
        ("schedule all", "/schedule doesn't accept “all”"),
        ("event e1 moved", "What is the new date?"),
    ],
)
async def test_what_makes_no_sense_gets_a_sentence(stage: Stage, line: str, told: str):
    assert told in await stage.say(line)


async def test_a_muted_event_is_marked_and_heard_of_again(stage: Stage):
    await stage.say("remind e1 7d")
    muted = await stage.message("mute harbour summit")
    assert "Your reminders are saved" in muted.plain()
    assert "day not set; in about two months (50-79 days away); muted here" in await stage.say("events")
    assert "Muted here." in await stage.say("event e1")
    assert "to come: 7 days before; muted" in await stage.say("status")
    assert "Nothing is scheduled" in await stage.say("schedule")
    assert "muted here" in await stage.say("remind e1 7d")
    assert "Unmuted: its messages come here again." in await stage.say(says(muted)[0])
    assert "reminder, Harbour summit" in await stage.say("schedule")


async def test_a_preview_tells_what_is_new_so_far(stage: Stage):
    assert "This chat gets no digest" in await stage.say("preview")
    await stage.say("subscribe daily 08:00 ice")
    await stage.say("subscribe daily 18:00 Asia/Tokyo")
    silent = await stage.say("preview")
    assert "due Wednesday 11 February 2026, 08:00 Europe/London" in silent
    assert "Nothing new yet. If that doesn't change, it won't be sent." in silent
    stage.now += timedelta(hours=1)
    await stage.import_ferries()
    told = await stage.say("preview")
    assert "If it were sent now:" in told
    assert "Your first digest about “ice”: 1 analysis" in told
    stage.now = datetime(2026, 2, 11, 8, 30, tzinfo=UTC)
    assert "due Wednesday 11 February 2026, 18:00 Asia/Tokyo" in await stage.say("preview")


async def test_the_next_ten_pushes_are_listed(stage: Stage):
    await stage.say("subscribe daily 08:00", sender=READER, address=GROUP)
    await stage.say("remind e2 1h", sender=READER, address=GROUP)
    told = await stage.say("schedule", sender=READER, address=GROUP)
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert len(lines) == 10
    assert lines[0] == "- Wednesday 11 February 2026, 04:00 Europe/London: reminder, Dawn launch"
    assert lines[1].endswith("08:00 Europe/London: digest, all news, if anything is new")
    assert "Nothing is scheduled" in await stage.say("schedule")


async def test_deliveries_tell_what_became_of_each_and_admins_see_all(stage: Stage):
    await stage.say("remind e2 1h", sender=READER, address=GROUP)
    assert "Nothing has been due so far." in await stage.say("deliveries", sender=READER, address=GROUP)
    await stage.briefings.outbox.enqueue_due(["telegram"], datetime(2026, 2, 11, 4, tzinfo=UTC))
    line = "1 Reminder, due Wednesday 11 February 2026, 04:00 Europe/London: waiting"
    assert line in await stage.say("deliveries", sender=READER, address=GROUP)
    assert line in await stage.say("deliveries 1", sender=READER, address=f"{GROUP}:7")
    assert "Nothing has been due so far." in await stage.say("deliveries", sender=EDITOR)
    assert "1 Reminder to telegram:-5, due" in await stage.say("deliveries", sender=ADMIN)


async def test_calendar_files_hold_what_is_followed_and_what_is_ahead(stage: Stage):
    await stage.say("remind e1 7d")
    await stage.say("event new 2026-02-01 Past fair")
    await stage.say("mute e2")
    assert await alarms(stage, "calendar") == {"Harbour summit": 1}
    assert await alarms(stage, "calendar e2") == {"Dawn launch": 0}
    await stage.say("mute e2 off")
    assert await alarms(stage, "calendar") == {"Dawn launch": 0, "Harbour summit": 1}
    await stage.say("event e1 cancelled")
    assert await alarms(stage, "calendar") == {"Dawn launch": 0, "Harbour summit": 0}


async def test_a_calendar_learns_that_an_event_ahead_was_cancelled_though_nobody_here_follows_it(stage: Stage):
    await stage.say("event new 2026-02-01 Past fair")
    await stage.say("event Past fair cancelled")
    await stage.say("event e1 cancelled")
    (file,) = [block for block in (await stage.message("calendar")).blocks if isinstance(block, File)]
    found = icalendar.Calendar.from_ical(file.data).walk("VEVENT")
    assert {str(e["SUMMARY"]): str(e["STATUS"]) for e in found} == {
        "Harbour summit": "CANCELLED",
        "Dawn launch": "CONFIRMED",
    }


async def test_a_digest_on_the_same_days_as_another_asks_whether_to_keep_both(stage: Stage):
    await stage.say("subscribe weekdays 08:00")
    asked = await stage.message("subscribe weekdays 18:00")
    assert "You already have a digest here: every weekday at 08:00 Europe/London. Keep both?" in asked.plain()
    assert says(asked) == ["/subscribe also weekdays 18:00", "/subscribe instead 1 weekdays 18:00", "/subscriptions"]
    assert len(await stage.briefings.subscriptions.of("terminal:local")) == 1
    assert "Subscription 2" in await stage.say("yes", command=False)
    again = await stage.message("subscribe weekdays 12:00")
    assert "You already have these digests here: 1 Every weekday at 08:00" in again.plain()
    told = await stage.message(says(again)[1].removeprefix("/"), pressed=True)
    assert "Subscription 1 has ended" in told.plain()
    assert [each.id for each in await stage.briefings.subscriptions.of("terminal:local")] == [2, 3]
    assert "The digest is on again" in await stage.say(says(told)[-1].removeprefix("/"), pressed=True)
    assert [each.id for each in await stage.briefings.subscriptions.of("terminal:local")] == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "subscribe sat,sun 08:00",
        "subscribe mon 18:00",
        "subscribe weekdays 08:00",
        "subscribe weekdays 08:00 London about ferries",
    ],
)
async def test_other_days_the_same_order_and_another_topic_ask_nothing(stage: Stage, line: str):
    await stage.say("subscribe weekdays 08:00")
    assert "Keep both?" not in await stage.say(line)


@pytest.mark.parametrize("sender", ["slack:U1", "telegram:1", "terminal:owner"])
async def test_an_order_in_plain_words_asks_too(stage: Stage, sender: str):
    where = {"sender": sender, "address": {"slack:U1": "slack:D1"}.get(sender, ""), "private": True}
    await stage.say("subscribe weekdays 08:00", **where)
    told = await stage.say("send me a digest every weekday at 18:00", command=False, **where)
    if "Keep both?" not in told:
        assert "Go ahead?" in told
        told = await stage.say("yes", command=False, **where)
    assert "Keep both?" in told

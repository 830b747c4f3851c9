"""The buttons under a reminder, pressed in Telegram and in Slack by whoever is quick."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import Conversation, Roles, menu
from bot.views.delivery.reminders_and_digests import bundle
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead, ReminderDue
from briefings.service import Briefings
from tests.contracts.loopback_platforms import WORLDS, SeenMessage, World, make_world
from tests.scenarios.stage import Stage

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # by the platforms' own clocks
DECEMBER = EventDate(datetime(2026, 12, 1, tzinfo=UTC).date(), datetime(2026, 12, 31, tzinfo=UTC).date(), "month")
LABELS = ("In 1 hour", "This evening", "Tomorrow morning", "Next week")


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, core: Briefings) -> AsyncIterator[World]:
    made = make_world(request.param)
    try:
        await made.start(Conversation(core, Roles(open_access=True), lambda: NOW).answer, menu())
        yield made
    finally:
        await made.stop()


async def reminded(world: World, core: Briefings) -> SeenMessage:
    """The group's reminder of an event whose day is not set."""
    address = world.address("group")
    event = await core.agenda.create("Harbour summit", DECEMBER, "x:1", NOW - timedelta(days=9))
    await core.subscriptions.remind(address, event.id, [Lead(6, "d")], "x:1", NOW - timedelta(days=9))
    await world.platform.send(address, bundle([ReminderDue(event, Lead(6, "d"), (), "UTC", NOW)]), "reminder:1:6d:1")
    return await world.heard()


async def test_each_choice_is_offered_and_the_day_is_said_to_be_unset(world: World, core: Briefings):
    seen = await reminded(world, core)
    assert set(LABELS) <= set(seen.buttons)
    assert "day not set" in seen.text


async def test_pressed_twice_and_by_two_people_it_comes_back_once(world: World, core: Briefings):
    seen = await reminded(world, core)
    await world.press(seen, "In 1 hour")
    assert "will come again on Wednesday 25 November 2026, 10:30 UTC" in (await world.heard()).text
    for sender in ("42", "43"):
        await world.press(seen, "In 1 hour", sender=sender)
        assert "Nothing changed" in await world.toast()
    assert world.unheard() == 0
    name = world.platform.name
    later = NOW + timedelta(hours=1)
    await core.outbox.take_over(name, NOW)
    await core.outbox.enqueue_due([name], NOW)
    told = len(await core.outbox.latest(world.address("group")))
    await core.outbox.enqueue_due([name], later)
    again = await core.outbox.latest(world.address("group"))
    assert len(again) == told + 1
    assert (again[0].kind, again[0].due_at) == ("reminder", later)


async def test_an_old_button_says_kindly_that_it_is_too_late(world: World, core: Briefings):
    seen = await reminded(world, core)
    await core.agenda.move(1, EventDate(NOW.date(), NOW.date(), "day"), "x:1", NOW)
    await world.press(seen, "Next week")
    assert "too late: e1 (Harbour summit) will be over by then" in await world.toast()
    await core.agenda.mark(1, "cancelled", "fog", "x:1", NOW)
    await world.press(seen, "In 1 hour")
    assert "e1 is cancelled, so there is nothing to remind you of" in await world.toast()


async def test_an_hour_from_now_said_twice_within_a_minute_is_one_snooze(core: Briefings):
    stage = Stage(core, NOW)
    event = await core.agenda.create("Harbour summit", DECEMBER, "x:1", NOW)
    await stage.say(f"snooze e{event.id} 1h")
    stage.now += timedelta(seconds=20)
    message = await stage.message(f"snooze e{event.id} 1h")
    assert message
    assert message.unchanged
    assert "10:30 UTC" in message.plain()
    stage.now += timedelta(minutes=2)
    assert "10:32 UTC" in await stage.say(f"snooze e{event.id} 1h")

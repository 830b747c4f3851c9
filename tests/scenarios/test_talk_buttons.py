"""The buttons under answers, pressed in Telegram and in Slack: the message changes, and no other one comes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.commands import Conversation, Roles, menu
from bot.views.delivery.reminders_and_digests import bundle
from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import Lead, ReminderDue
from briefings.service import Briefings
from tests.contracts.loopback_platforms import WORLDS, SeenMessage, World, make_world
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import FERRIES

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # by the platforms' own clocks
MANY = "\n".join(
    ["Ships of the Strait", "Register", *(f"Ship {n} sails the strait with {n + 7} berths." for n in range(120))]
)


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, core: Briefings) -> AsyncIterator[World]:
    await filled(core)
    made = make_world(request.param)
    try:
        await made.start(Conversation(core, Roles(open_access=True), lambda: NOW).answer, menu())
        yield made
    finally:
        await made.stop()


@filled_once
async def filled(core: Briefings) -> None:
    await core.library.add("ferries.txt", FERRIES.read_bytes(), NOW)
    await core.library.add("ships.txt", MANY.encode(), NOW)


async def pressed(world: World, seen: SeenMessage, label: str) -> SeenMessage:
    """What stands there after that button was pressed, in the same message."""
    await world.press(seen, label)
    after = await world.heard()
    assert (after.id, world.unheard()) == (seen.id, 0)
    return after


async def asked(world: World, line: str) -> SeenMessage:
    await world.say(line, chat="group")
    return await world.heard()


async def test_a_summary_turns_into_each_of_its_neighbours_in_its_place(world: World):
    seen = await asked(world, "summary a1")
    for label, words in (
        *(("Longer", "long summary"), ("Sources", "cited 2 times"), ("Sections", "5 sections")),
        *(("2", "summary of section 2, The Pact"), ("Where is this from?", "Which of these?"), ("1", "The Pact")),
        *(("This section", "section 2, The Pact"), ("Summary", "summary of section 2")),
    ):
        seen = await pressed(world, seen, label)
        assert words in seen.text


async def test_a_long_text_is_one_message_whose_pages_are_turned(world: World):
    seen = await asked(world, "read a2")
    assert "Ship 0 sails" in seen.text
    assert "Ship 119" not in seen.text
    assert world.unheard() == 0
    while "Next page" in seen.buttons:
        seen = await pressed(world, seen, "Next page")
    assert "Ship 119 sails" in seen.text
    assert "Ship 119" not in (await pressed(world, seen, "Previous page")).text


async def test_search_goes_on_in_its_place(world: World):
    seen = await asked(world, "search berths strait")
    first = seen.text
    seen = await pressed(world, seen, "More matches")
    assert "Page 2" in seen.text
    assert (await pressed(world, seen, "Better matches")).text == first


async def test_a_question_too_long_for_a_button_survives_a_restart(world: World, core: Briefings):
    words = f"berths strait {'harbour ' * 20}"
    seen = await asked(world, f"search {words}")
    assert "Page 2" in (await pressed(world, seen, "More matches")).text


async def test_two_people_at_once_see_one_effect(world: World):
    seen = await asked(world, "summary a1")
    await world.press(seen, "Sources", sender="42")
    await world.press(seen, "Sources", sender="43")
    await world.say("help", chat="group")
    heard = [await world.heard()]
    while "Commands" not in heard[-1].text:
        heard.append(await world.heard())
    assert {each.id for each in heard[:-1]} == {seen.id}


async def test_a_reminder_stays_when_its_buttons_are_pressed(world: World, core: Briefings):
    day = EventDate(NOW.date().replace(day=30), NOW.date().replace(day=30), "day")
    event = await core.agenda.create("Harbour vote", day, "x:1", NOW)
    address = world.address("group")
    await world.platform.send(address, bundle([ReminderDue(event, Lead(6, "d"), (), "UTC", NOW)]), "reminder:1:6d:1")
    push = await world.heard()
    await world.press(push, "Tomorrow morning")
    beside = await world.heard()
    assert beside.id != push.id
    assert "it will come on" in beside.text


async def test_two_people_who_undo_at_once_undo_it_once(world: World, core: Briefings):
    await core.chats.set_open_settings(world.address("group"), open_=True)
    seen = await asked(world, "quiet 22:00-07:00")
    await world.press(seen, "Undo")
    await world.press(seen, "Undo")
    heard = await world.heard()
    assert (heard.id, "Undone" in heard.text) == (seen.id, True)
    assert "already been undone" in await world.toast()
    assert world.unheard() == 0
    assert (await core.chats.chat(world.address("group"))).quiet is None


async def vote(core: Briefings) -> Event:
    day = EventDate(NOW.date().replace(month=12, day=30), NOW.date().replace(month=12, day=30), "day")
    return await core.agenda.create("Harbour vote", day, "x:1", NOW)


async def test_two_people_who_set_a_reminder_at_once_see_one_edit_and_the_second_a_toast(world: World, core: Briefings):
    event = await vote(core)
    seen = await asked(world, f"event e{event.id}")
    label = next(each for each in seen.buttons if each.startswith(("Remind me", "Yes")))
    await world.press(seen, label, sender="42")
    await world.press(seen, label, sender="43")
    heard = await world.heard()
    assert (heard.id, "Undo" in heard.buttons) == (seen.id, True)
    assert await world.toast() == "Nothing changed: it was already like this."
    assert world.unheard() == 0
    (follow,) = await core.subscriptions.follows(world.address("group"))
    assert len(follow.reminders) == 2
    await world.press(heard, "Undo")
    await world.heard()
    assert await core.subscriptions.follows(world.address("group")) == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("settings length", "Short"),
        ("settings quiet", "22:00-07:00"),
        ("settings digest weekdays", "08:00"),
        ("remind e1 7d", "Stop reminders"),
        ("mute e1", "Unmute"),
        ("quiet 22:00-07:00", "No quiet hours"),
        ("subscribe daily 08:00", "Stop it"),
    ],
)
async def test_a_button_pressed_twice_has_one_effect_and_one_edit(world: World, core: Briefings, line: str, label: str):
    await vote(core)
    await core.chats.set_open_settings(world.address("group"), open_=True)
    seen = await asked(world, line)
    await world.press(seen, label)
    await world.press(seen, label)
    assert (await world.heard()).id == seen.id
    assert await world.toast()
    assert world.unheard() == 0


async def test_a_reminder_snoozed_by_two_people_is_snoozed_once(world: World, core: Briefings):
    event = await vote(core)
    reminder = ReminderDue(event, Lead(35, "d"), (), "UTC", NOW)
    await world.platform.send(world.address("group"), bundle([reminder]), "reminder:1:35d:1")
    push = await world.heard()
    await world.press(push, "In 1 hour")
    assert (await world.heard()).id != push.id
    await world.press(push, "In 1 hour", sender="43")
    assert await world.toast()
    assert world.unheard() == 0


async def test_from_a_list_one_finds_back_to_its_page_however_far_one_went(world: World):
    seen = await asked(world, "search berths strait")
    seen = await pressed(world, seen, "More matches")
    listed = seen.text
    for label in ("Summary of a2", "Full text", "Next page"):
        seen = await pressed(world, seen, label)
        assert "Back" in seen.buttons
    seen = await pressed(world, seen, "Back")
    assert seen.text == listed
    assert "Back" not in seen.buttons


async def test_what_one_thing_shows_leads_back_to_nothing(world: World):
    seen = await asked(world, "summary a1")
    assert "Back" not in (await pressed(world, seen, "Sources")).buttons

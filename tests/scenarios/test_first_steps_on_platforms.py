"""The first steps of a person on each platform: start, time zone, a file with words beside it, and its card."""

from datetime import date

import pytest

from bot.commands import Conversation, Roles, menu
from briefings.service import Briefings
from tests.contracts.loopback_platforms import WORLDS, SeenMessage
from tests.fakes.slack_world import SlackWorld
from tests.fakes.telegram_server import NOW
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.recording import ME, Player, TerminalWorld, playing
from tests.scenarios.stage import FERRIES


async def pressed(player: Player, seen: SeenMessage, label: str) -> SeenMessage:
    await player.world.press(seen, label)
    return await player.world.heard()


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_press_on_the_card_of_an_import_leaves_its_other_buttons(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.play("hand in: ferries.txt")
        card = await player.world.heard()
        while "Keep e1" not in card.buttons:
            card = await player.world.heard()
        for label, words in (("Keep e1", "Kept."), ("Rename e2", "What is the new title?")):
            answer = await pressed(player, card, label)
            assert words in answer.text
            assert answer.id != card.id
        await player.world.say("Ice subsidy ends", command=False)
        assert "Renamed." in (await player.world.heard()).text


@pytest.mark.parametrize(
    ("caption", "how", "published"),
    [
        ("the note of 20 January 2026, please keep it", "published 20 January 2026", date(2026, 1, 20)),
        ("read this please", "", date(2026, 1, 22)),
        ("записка от 20 января 2026 года", "published 20 January 2026", date(2026, 1, 20)),
        ("这是2026年1月20日的报告", "published 20 January 2026", date(2026, 1, 20)),
        ("for the talks on 3 December 2030", "", date(2026, 1, 22)),
    ],
)
@pytest.mark.parametrize("platform", WORLDS)
async def test_the_words_beside_a_file_may_say_when_it_was_published(
    platform: str, caption: str, how: str, published: date
):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.world.say(caption, command=False, file=("ferries.txt", FERRIES.read_bytes()))
        asked = await player.world.heard()
        assert f"Import “ferries.txt” into the library{f', {how}' if how else ''}?" in asked.text
        await pressed(player, asked, f"Import, {how}" if how else "Import")
        assert (await player.core.library.get(1)).draft.published == published


@pytest.mark.parametrize(("hears_all", "told"), [(False, "No others reach me."), (True, "I get every message here")])
async def test_the_start_in_a_group_of_telegram_tells_of_privacy_mode(core: Briefings, *, hears_all: bool, told: str):
    world = TelegramWorld()
    world.server.hears_all = hears_all
    try:
        await world.start(Conversation(core, Roles(frozenset({ME["telegram"]})), lambda: NOW).answer, menu())
        await world.say("start", chat="group")
        assert told in (await world.heard()).text
        await world.say("start")
        assert told not in (await world.heard()).text
    finally:
        await world.stop()


async def test_start_asks_for_the_time_zone_before_it_offers_an_hour():
    async with playing("telegram", Roles(frozenset({ME["telegram"]}))) as player:
        await player.world.say("start")
        first = await player.world.heard()
        assert "Which time zone are you in?" in first.text
        assert "Daily digest at 08:00" not in first.buttons
        zones = await pressed(player, first, "Time zone")
        panel = await pressed(player, zones, zones.buttons[0])
        assert "Digest" in panel.buttons
        await player.world.say("start")
        again = await player.world.heard()
        assert "Times are in" in again.text
        assert "Daily digest at 08:00" in again.buttons


LATER = b"""The Ferry Pact
By Ada Lind
5 November 2026
Berths
The berths cost twelve million a year. The Strait council will vote on 4 December 2026.
"""
SOONER = b"""The Ice Road
By Tom Berg
1 November 2026
Ice
The ice road opens late this year. The Ice council will vote on 27 November 2026.
"""


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_digest_begins_with_what_is_due_next_and_comes_on_the_day_of_an_event(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        world = player.world
        assert not isinstance(world, TerminalWorld)
        for name, content in (("sooner.txt", SOONER), ("later.txt", LATER)):
            await player.core.library.add(name, content, world.now)
        await player.core.agenda.keep_all(1, "", world.now)
        await player.core.agenda.keep_all(2, "", world.now)
        await world.say("subscribe daily 08:00 UTC")
        await world.heard()
        await player.becomes(world.now.replace(day=26, hour=8, minute=0))
        told = (await world.heard()).text
        assert told.index("The Ice Road") < told.index("The Ferry Pact")
        assert "a1 · Tom Berg · published 1 November 2026" in told
        assert "The ice road opens late this year." in told
        await player.becomes(world.now.replace(day=27))
        told = (await world.heard()).text
        assert "Today: 1 event" in told
        assert "Ice council will vote" in told
        await player.becomes(world.now.replace(day=28))
        assert "came due" in (await world.heard()).text  # the editors are asked, and no digest comes


async def test_the_home_tab_of_a_stranger_says_whom_to_ask_whenever_it_is_opened():
    async with playing("slack", Roles(frozenset({"slack:U42"}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        for _ in range(2):
            world.slack.views.homes.clear()
            await world.open_home("U43")
            await world.server.until(lambda: "U43" in world.slack.views.homes)
            assert "Please ask a Readout admin for an invitation." in str(world.slack.views.homes["U43"])


async def test_a_channel_takes_the_time_zone_of_the_editor_who_opens_it_and_says_so():
    async with playing("slack", Roles(frozenset({"slack:U42"}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        await world.mention("start")
        assert "Times are in Europe/Rome. To change that, type /readout timezone CITY." in (await world.heard()).text
        await world.mention("subscribe daily 08:00")
        assert "Every day at 08:00 Europe/Rome" in (await world.heard()).text


async def test_an_answer_to_a_question_that_all_could_read_is_seen_in_its_thread():
    async with playing("slack", Roles(frozenset({"slack:U42"}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        await player.play("elsewhere: ferries.txt")
        await world.mention("start")
        await world.heard()
        await world.mention("summary a1 brief", thread_ts="1795599000.000001")
        seen = await world.heard()
        assert "Three Harbours" in seen.text
        assert seen.thread == "1795599000.000001"

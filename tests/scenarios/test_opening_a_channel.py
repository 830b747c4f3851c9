"""How a Slack channel is opened, and what the bot says of a channel that it isn't in, with the whole program behind."""

from bot.commands import Roles
from tests.fakes.slack_world import BOT_USER, GROUP, SlackWorld
from tests.scenarios.recording import ME, Player, playing

ABSENT = "I'm not in the channel"
SHARED = "This channel is shared"


async def typed(player: Player, line: str) -> str:
    world = player.world
    assert isinstance(world, SlackWorld)
    await world.slash("/readout", line, channel=GROUP, user="U42")
    return (await world.heard()).text


async def test_it_says_that_it_is_not_in_a_channel_only_where_it_is_not():
    async with playing("slack", Roles(frozenset({ME["slack"]}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        await player.play("elsewhere: ferries.txt")
        await player.core.agenda.keep_all(1, "", world.now)
        lines = ("start", "subscribe daily 08:00", "remind e1 7d")
        assert [line for line in lines if ABSENT in await typed(player, line)] == []
        world.slack.channels[GROUP].people.discard(BOT_USER)
        assert [line for line in lines if ABSENT not in await typed(player, line)] == []


async def test_the_outcomes_by_holder_are_shown_in_slack():
    async with playing("slack", Roles(frozenset({ME["slack"]}))) as player:
        await player.play("elsewhere: ferries.txt")
        assert "Outcomes by holder" in await typed(player, "record")


async def test_a_slack_that_does_not_answer_is_no_reason_to_say_so():
    async with playing("slack", Roles(frozenset({ME["slack"]}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        world.slack.channels[GROUP].people.discard(BOT_USER)
        world.server.fail("conversations.info", "cut", "cut")
        assert ABSENT not in await typed(player, "start")


async def test_a_channel_that_is_shared_with_another_organisation_is_opened_with_a_word_about_it():
    async with playing("slack", Roles(frozenset({ME["slack"]}))) as player:
        world = player.world
        assert isinstance(world, SlackWorld)
        assert SHARED not in await typed(player, "start")
        world.slack.channels[GROUP].shared = True
        told = await typed(player, "start")
        assert f"{SHARED} with another organisation." in told
        assert "/readout invite reader" in told
        assert "/readout clearance here clear" in told

"""The bot is removed from a chat of several people and added again: what was paused there is named and resumed."""

from datetime import time

import pytest

from bot.commands import Roles
from briefings.model.delivery import Lead
from tests.contracts.loopback_platforms import WORLDS, SeenMessage
from tests.fakes.slack_workspace import BOT_USER
from tests.fakes.slack_world import GROUP, PERSON, SlackWorld
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.recording import ME, Player, playing

BACK = "I'm back. These messages are paused here since I was removed:"


async def removed(world: TelegramWorld | SlackWorld) -> None:
    if isinstance(world, TelegramWorld):
        await world.membership("group", "left")
    else:
        await world.event({"type": "channel_left", "channel": GROUP})


async def added(world: TelegramWorld | SlackWorld, by: str = "") -> None:
    if isinstance(world, TelegramWorld):
        await world.membership("group", "member", before="left")
        return
    event = {"type": "member_joined_channel", "user": BOT_USER, "channel": GROUP}
    stamp = f"{world.now.timestamp():.6f}"
    await world.event(event | {"inviter": by or PERSON, "channel_type": "C", "event_ts": stamp})


async def subscribed(player: Player, address: str) -> None:
    subscriptions, now, me = player.core.subscriptions, player.world.now, ME[player.world.platform.name]
    await subscriptions.subscribe(address, address, frozenset({1}), time(8), None, "ice", me, now)
    event = await player.core.agenda.find("e1")
    await subscriptions.remind(address, event.id, [Lead(2, "d")], me, now)


@pytest.mark.parametrize("platform", WORLDS)
async def test_what_is_paused_is_named_and_a_button_resumes_it(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        world = player.world
        assert isinstance(world, TelegramWorld | SlackWorld)
        address = world.address("group")
        await player.play("elsewhere: berths.txt")
        await player.core.agenda.keep_all(1, "", world.now)
        await subscribed(player, address)
        await removed(world)
        await added(world)
        seen = await world.heard()
        assert seen.address == address
        for words in (BACK, "Every Monday at 08:00 Europe/London, about “ice”", "Harbour council will vote"):
            assert words in seen.text
        assert "/invite" not in seen.text
        assert len((await player.core.subscriptions.paused(address))[0]) == 1
        await world.press(seen, "Resume")
        answer: SeenMessage = await world.heard()
        assert "Paused messages in this chat are on again." in answer.text
        assert await player.core.subscriptions.paused(address) == ([], [])


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_chat_without_paused_messages_gets_an_introduction(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        world = player.world
        assert isinstance(world, TelegramWorld | SlackWorld)
        await added(world)
        seen = await world.heard()
        assert "Readout briefs you on written analyses" in seen.text
        assert "Resume" not in seen.buttons

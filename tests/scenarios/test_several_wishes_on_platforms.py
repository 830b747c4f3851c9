"""Several wishes of one sentence in Telegram and Slack: one message with a button for each."""

from datetime import date

import pytest

from bot.commands import Conversation, Roles
from bot.commands.conversation import menu
from briefings.model.agenda import EventDate
from briefings.service import open_briefings
from tests.contracts.loopback_platforms import WORLDS, make_world
from tests.fakes.telegram_server import NOW
from tests.scenarios.stage import SERVED

SAID = "mute the Rotterdam ballot and remind me a day before the Kazan forum"


@pytest.mark.parametrize("refused", [False, True], ids=["", "after a flood limit"])
@pytest.mark.parametrize("name", WORLDS)
async def test_each_change_is_made_by_its_own_button(name: str, *, refused: bool):
    async with open_briefings("sqlite:///:memory:", zone="Europe/Rome") as core:
        for number, title in enumerate(("Kazan forum", "Rotterdam ballot"), 4):
            day = date(NOW.year + 1, number, 1)
            await core.agenda.create(title, EventDate(day, day, "day"), "telegram:9", NOW)
        conversation = Conversation(core, Roles(open_access=True), lambda: NOW, {name: SERVED[name]})
        world = make_world(name)
        try:
            await world.start(conversation.answer, menu())
            here = world.address()
            if refused:
                world.refuse("retry")
            await world.say(SAID, command=False)
            seen = await world.heard()
            await world.repeat()
            assert not await core.subscriptions.muted(here)
            assert len(seen.buttons) == 2
            for label in seen.buttons:
                await world.press(seen, label)
                await world.heard()
            assert await core.subscriptions.muted(here) == {2}
            assert len(await core.subscriptions.follows(here)) == 1
            assert world.unheard() == 0
        finally:
            await world.stop()

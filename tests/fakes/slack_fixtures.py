"""Fixtures of the tests that talk to the bot in Slack."""

from collections.abc import AsyncIterator

import pytest

from bot.chat import MenuEntry
from tests.fakes.listener import Listener
from tests.fakes.slack_world import SlackWorld

MENU = (
    MenuEntry("summary", "Sums up an analysis", "[ANALYSIS]", "reader"),
    MenuEntry("search", "Finds sentences", "WORDS", "reader"),
    MenuEntry("import", "Takes in a file", "", "editor"),
)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def silent() -> AsyncIterator[SlackWorld]:
    """A world in which the bot does not serve yet."""
    world = SlackWorld()
    await world.open()
    yield world
    await world.stop()


@pytest.fixture
async def world(silent: SlackWorld, listener: Listener) -> SlackWorld:
    await silent.serve(listener, MENU)
    return silent

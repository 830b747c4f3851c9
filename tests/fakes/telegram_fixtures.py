"""Fixtures of the tests that talk to the bot in Telegram."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.listener import Listener
from tests.fakes.telegram_world import TelegramWorld


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def silent() -> AsyncIterator[TelegramWorld]:
    """A world in which the bot does not serve yet."""
    world = TelegramWorld()
    await world.open()
    yield world
    await world.stop()


@pytest.fixture
async def world(silent: TelegramWorld, listener: Listener) -> TelegramWorld:
    await silent.serve(listener)
    return silent

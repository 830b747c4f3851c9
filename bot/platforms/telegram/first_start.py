"""Waits for the first /start to a bot that isn't serving yet, to learn who the owner is."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from telegram import Update
from telegram.error import TelegramError

from bot.chat import Request
from bot.platforms.telegram.events import MessageReceived
from bot.platforms.telegram.receiving.incoming import ApiLookup, read_update
from bot.platforms.telegram.receiving.polling import PollingBot

POLL_SECONDS = 10
PAUSE_SECONDS = 0.5  # what waits already comes at once each time


async def wait_for_start(
    bot: PollingBot, clock: Callable[[], datetime], desk: ApiLookup, seconds: float
) -> Request | None:
    """The newest matching request among queued and incoming updates; none is confirmed."""
    with suppress(TimeoutError, TelegramError):
        async with asyncio.timeout(seconds):
            me = await bot.get_me()
            await bot.delete_webhook()
            while True:
                for raw in reversed(await bot.get_raw_updates(None, POLL_SECONDS)):
                    received = None
                    with suppress(Exception):  # one of another form than expected is nobody's /start
                        received = read_update(Update.de_json(raw, bot), me, clock(), desk)
                    if (
                        isinstance(received, MessageReceived)
                        and received.request.private
                        and received.request.line.split()[:1] == ["start"]
                    ):
                        return received.request
                await asyncio.sleep(PAUSE_SECONDS)
    return None

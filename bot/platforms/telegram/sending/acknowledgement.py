"""Acknowledges a button press: with the toast of its answer if that comes in time, or else without words."""

import asyncio
import logging
from contextlib import suppress
from functools import partial

from telegram import Bot

from bot.chat import DeliveryFailed
from bot.platforms.telegram.sending.send import TelegramSender

log = logging.getLogger(__name__)


class Acknowledgement:
    """The acknowledgement of one press, which Telegram takes once."""

    def __init__(self, bot: Bot, sender: TelegramSender, query: str, seconds: float) -> None:
        """Waits for a toast for at most `seconds`, while the button shows that it was pressed."""
        self._bot, self._sender, self._query = bot, sender, query
        self._words, self._alert = "", False
        self._known = asyncio.Event()
        self._sent = self._shown = False
        self.task = asyncio.create_task(self._run(seconds))

    def finish(self) -> None:
        """Acknowledges without words, unless that was done."""
        self._known.set()

    async def show(self, words: str, *, alert: bool) -> bool:
        """Shows a toast, or with `alert` a window that stays until it is closed; false where it is too late."""
        if self._sent or self._known.is_set():
            return False
        self._words, self._alert = words, alert
        self._known.set()
        await asyncio.wait((self.task,))
        return self._shown

    async def _run(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._known.wait()
        self._sent = True
        answer = self._bot.answer_callback_query
        step = partial(answer, self._query, self._words or None, show_alert=self._alert or None)
        try:
            await self._sender.call(step)
        except DeliveryFailed as failure:  # most often: the query is too old
            log.info("A pressed button could not be acknowledged", extra={"reason": str(failure.__cause__)})
            return
        self._shown = True

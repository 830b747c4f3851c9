"""Receives updates by long polling."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from telegram import Bot, Update, User
from telegram.constants import UpdateType
from telegram.error import Conflict, TelegramError

from bot.platforms.telegram.health import Health

Raw = dict[str, Any]

log = logging.getLogger(__name__)

WANTED = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER, UpdateType.INLINE_QUERY)
POLL_SECONDS = 25
ANSWER_SECONDS = 10  # how much longer than a poll an answer may take


class PollingBot(Bot):
    """The library's bot, which can also get updates as they come: its own way fails as a whole where one is odd."""

    async def get_raw_updates(self, offset: int | None, seconds: int) -> list[Raw]:
        """Waits so long for updates from this number on; none when none came. All before it count as received."""
        query = {"offset": offset, "timeout": seconds, "allowed_updates": WANTED}
        result = await self._post("getUpdates", query, read_timeout=seconds + ANSWER_SECONDS)
        return cast("list[Raw]", result)


class Polling:
    """The queue of updates that Telegram keeps for a bot."""

    def __init__(self, bot: PollingBot, health: Health) -> None:
        self._bot = bot
        self._health = health
        self._offset: int | None = None

    async def run(self, take: Callable[[User, Update], Awaitable[None]]) -> None:
        """Hands each update on, in order; one counts as received only when `take` has returned."""
        me = await self._health.insist(self._bot.get_me)
        await self._health.insist(self._bot.delete_webhook)
        while True:
            for raw in await self._health.insist(self._poll):
                update = _read(raw, self._bot)
                if update:
                    await take(me, update)
                self._offset = raw["update_id"] + 1

    async def confirm(self) -> None:
        """Tells Telegram what was received, which otherwise only the next poll does."""
        if self._offset is None:
            return
        try:
            await self._bot.get_raw_updates(self._offset, 0)
        except TelegramError as error:
            log.warning("The last updates could not be confirmed", extra={"reason": error.message})

    async def _poll(self) -> list[Raw]:
        try:
            return await self._bot.get_raw_updates(self._offset, POLL_SECONDS)
        except Conflict as error:
            if "webhook" in error.message:
                await self._bot.delete_webhook()
            raise


def _read(raw: Raw, bot: Bot) -> Update | None:
    """One update by itself: a form that the library does not know yet must not stop the others."""
    try:
        return Update.de_json(raw, bot)
    except (TypeError, ValueError, KeyError, AttributeError, TelegramError):
        log.exception("An update could not be read", extra={"update": raw["update_id"]})
        return None

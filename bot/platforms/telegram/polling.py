"""Receives updates by long polling."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, cast

from telegram import Bot, BotCommand, Update, User
from telegram.constants import BotCommandLimit, UpdateType
from telegram.error import BadRequest, Conflict, TelegramError

from bot.chat import MenuEntry
from bot.platforms.telegram.health import Health

Raw = dict[str, Any]

log = logging.getLogger(__name__)

WANTED = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER, UpdateType.INLINE_QUERY)
POLL_SECONDS = 25
ANSWER_SECONDS = 10  # how much longer than a poll an answer may take
COMMAND_NAME = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND},{BotCommandLimit.MAX_COMMAND}}}")
DESCRIPTION = BotCommandLimit.MAX_DESCRIPTION.value
ROLES = ("reader", "editor", "admin")


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

    async def run(self, menu: Sequence[MenuEntry], take: Callable[[User, Update], Awaitable[None]]) -> None:
        """Hands each update on, in order; one counts as received only when `take` has returned."""
        me = await self._health.insist(self._bot.get_me)
        await self._health.insist(self._bot.delete_webhook)
        await self._health.insist(lambda: self._show(menu))
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

    async def _show(self, menu: Iterable[MenuEntry]) -> None:
        try:
            await self._bot.set_my_commands(commands_of(menu))
        except BadRequest as error:
            log.warning("Telegram refuses the menu of commands", extra={"reason": error.message})


def commands_of(menu: Iterable[MenuEntry]) -> list[BotCommand]:
    """The menu as Telegram takes it, the readers' commands first; names that it cannot show are left out."""
    entries = sorted(menu, key=lambda entry: ROLES.index(entry.role) if entry.role in ROLES else len(ROLES))
    shown = [entry for entry in entries if COMMAND_NAME.fullmatch(entry.name)][: BotCommandLimit.MAX_COMMAND_NUMBER]
    return [BotCommand(entry.name, _shortened(entry.help) or entry.name) for entry in shown]


def _shortened(words: str) -> str:
    return words if len(words) <= DESCRIPTION else words[: DESCRIPTION - 1] + "…"


def _read(raw: Raw, bot: Bot) -> Update | None:
    """One update by itself: a form that the library does not know yet must not stop the others."""
    try:
        return Update.de_json(raw, bot)
    except (TypeError, ValueError, KeyError, AttributeError, TelegramError):
        log.exception("An update could not be read", extra={"update": raw["update_id"]})
        return None

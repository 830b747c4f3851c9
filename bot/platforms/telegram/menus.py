"""The bot's profile and its command menus by role and language, which chats may have chosen.

It updates them in the background, so that no answer waits for them.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.constants import BotCommandLimit
from telegram.error import BadRequest, TelegramError

from bot.chat import MenuEntry, Offers
from bot.platforms.telegram.address import ADDRESS
from bot.platforms.telegram.errors import TelegramPauses, TooManyRequests

log = logging.getLogger(__name__)

T = TypeVar("T")

ROLES = ("reader", "editor", "admin")
COMMAND_NAME = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND},{BotCommandLimit.MAX_COMMAND}}}")
HELP = BotCommandLimit.MAX_DESCRIPTION.value


class Menus:
    """The bot's menus and descriptions; `menus` are by language, "" for all others.

    A chat has a menu of its own where a role is held or a language was chosen.
    """

    def __init__(self, bot: Bot, menu: Sequence[MenuEntry], offers: Offers, pauses: TelegramPauses) -> None:
        self._bot, self._offers, self._pauses = bot, offers, pauses
        self._menus = {"": menu, **offers.menus}
        self._given: dict[int, tuple[str, str]] = {}  # the role and language for which a chat has a menu of its own
        self._unmet: set[int] = set()  # chats that Telegram does not let us address yet
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Sets everything, then follows roles and languages until cancelled, with a pause between two looks."""
        for scope in GENERAL:
            await self._show(scope, "reader", "")
        await self._introduce()
        while True:
            self._news.clear()
            try:
                await self._follow()
            except Exception:
                log.exception("The menus could not follow roles and languages")
            await asyncio.sleep(self._pauses.first)
            await self._news.wait()

    def heard(self, chat: int, line: str) -> None:
        """Notes activity in a chat, where a role or the language may have changed; "start" resets its menu."""
        if chat in self._unmet or (line.split()[:1] == ["start"] and chat > 0):
            self._unmet.discard(chat)
            self._given.setdefault(chat, ("", ""))  # one who lost a role while nobody looked may have its menu still
        self._news.set()

    async def _follow(self) -> None:
        """Sets menus for those who have a role or chose a language, and removes them from the others."""
        roles = _by_chat(await self._offers.staff() if self._offers.staff else {})
        languages = _by_chat(await self._offers.languages() if self._offers.languages else {})
        places = {chat: (roles.get(chat, "reader"), languages.get(chat, "")) for chat in {**roles, **languages}}
        for chat, (role, language) in places.items():
            if self._given.get(chat) != (role, language) and chat not in self._unmet:
                shown = await self._show(BotCommandScopeChat(chat), role, language)
                self._given[chat] = (role, language) if shown else ("", "")
                if not shown:
                    self._unmet.add(chat)
        for chat in [chat for chat in self._given if chat not in places]:
            await self._take_back(BotCommandScopeChat(chat), known=any(self._given.pop(chat)))

    async def _take_back(self, scope: BotCommandScope, *, known: bool) -> None:
        """Removes a chat's own menu, checking first if it is unknown whether there is one."""
        shown = None if known else await self._keep_trying(partial(self._bot.get_my_commands, scope))
        for language in self._menus if known or shown else ():
            await self._keep_trying(partial(self._bot.delete_my_commands, scope, language or None))

    async def _show(self, scope: BotCommandScope, role: str, chosen: str) -> bool:
        """Sets a role's commands in each client's language, or all in the `chosen` one; false if Telegram refuses."""
        for language, menu in self._menus.items():
            shown = commands_of(self._menus.get(chosen, self._menus[""]) if chosen else menu, role)
            if not await self._keep_trying(partial(self._bot.set_my_commands, shown, scope, language or None)):
                return False
        return True

    async def _introduce(self) -> None:
        """Sets the descriptions, unless the owner has written others."""
        ours = self._offers.introductions
        if "" not in ours:
            return
        current = await self._keep_trying(self._bot.get_my_description)
        if current and current.description in ("", ours[""].description):
            for language, words in ours.items():
                await self._keep_trying(partial(self._bot.set_my_description, words.description, language or None))
        told_short = await self._keep_trying(self._bot.get_my_short_description)
        if told_short and told_short.short_description in ("", ours[""].short):
            for language, words in ours.items():
                await self._keep_trying(partial(self._bot.set_my_short_description, words.short, language or None))

    async def _keep_trying(self, step: Callable[[], Awaitable[T]]) -> T | None:
        """Repeats a step until Telegram answers; None if it refuses."""
        pause = self._pauses.first
        while True:
            try:
                return await step()
            except BadRequest as error:
                log.info("Telegram refuses a menu or a description", extra={"reason": error.message})
                return None
            except TooManyRequests as error:
                await asyncio.sleep(error.seconds)
            except TelegramError:  # receiving updates tells of it
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pauses.longest)


GENERAL = (
    BotCommandScopeDefault(),
    BotCommandScopeAllPrivateChats(),
    BotCommandScopeAllGroupChats(),
    BotCommandScopeAllChatAdministrators(),
)


def _by_chat(found: Mapping[str, str]) -> dict[int, str]:
    """What is found for each address of this platform, by the chat's number."""
    return {int(chat[1]): each for address, each in found.items() if (chat := ADDRESS.fullmatch(address))}


def commands_of(menu: Iterable[MenuEntry], role: str) -> list[BotCommand]:
    """The usual commands of a role, those of readers first, without names that Telegram doesn't allow."""
    rank = ROLES.index(role)
    mine = [entry for entry in menu if ROLES.index(entry.role) <= rank and entry.usual]
    entries = sorted(mine, key=lambda entry: ROLES.index(entry.role))
    shown = [entry for entry in entries if COMMAND_NAME.fullmatch(entry.name)][: BotCommandLimit.MAX_COMMAND_NUMBER]
    return [
        BotCommand(entry.name, (entry.help if len(entry.help) <= HELP else entry.help[: HELP - 1] + "…") or entry.name)
        for entry in shown
    ]

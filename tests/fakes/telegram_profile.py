"""What a bot says of itself at Telegram: its menus of commands by scope and language, and its descriptions."""

import json
import re
from typing import Any

from tests.fakes.telegram_rules import bad, check_commands

Params = dict[str, Any]
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"}


class Profile:
    """The part of the server that keeps it; `present` are the chats that can be addressed."""

    def __init__(self, present: dict[int, Any]) -> None:
        self._present = present
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}  # by scope (a chat's with its number) and language
        self.descriptions: dict[str, str] = {}  # by language
        self.shorts: dict[str, str] = {}

    def commands(self, scope: str = "default", language: str = "") -> list[str]:
        return [command["command"] for command in self.menus.get((scope, language), [])]

    async def _set_my_commands(self, params: Params) -> bool:
        self.menus[self._menu(params)] = check_commands(params["commands"])
        return True

    async def _delete_my_commands(self, params: Params) -> bool:
        self.menus.pop(self._menu(params), None)
        return True

    async def _get_my_commands(self, params: Params) -> list[dict[str, str]]:
        return self.menus.get(self._menu(params), [])

    async def _set_my_description(self, params: Params) -> bool:
        self.descriptions[_language(params)] = _within(params.get("description", ""), 512)
        return True

    async def _get_my_description(self, params: Params) -> Params:
        return {"description": self.descriptions.get(_language(params), "")}

    async def _set_my_short_description(self, params: Params) -> bool:
        self.shorts[_language(params)] = _within(params.get("short_description", ""), 120)
        return True

    async def _get_my_short_description(self, params: Params) -> Params:
        return {"short_description": self.shorts.get(_language(params), "")}

    def _menu(self, params: Params) -> tuple[str, str]:
        scope = json.loads(params.get("scope", '{"type": "default"}'))
        if scope["type"] not in SCOPES:
            raise bad("unsupported type of scope")
        if scope["type"] != "chat":
            return scope["type"], _language(params)
        if int(scope["chat_id"]) not in self._present:
            raise bad("chat not found")
        return f"chat {scope['chat_id']}", _language(params)


def _language(params: Params) -> str:
    language = params.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad("invalid language code specified")
    return language


def _within(words: str, most: int) -> str:
    if len(words) > most:
        raise bad("description is too long")
    return words

"""Telegram addresses, `telegram:CHAT` or `telegram:CHAT:THREAD` for a forum topic, and deep links to the bot."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.chat import DeliveryFailed

NAME = "telegram"
GENERAL_TOPIC = 1  # Telegram refuses this thread by number; leaving it out means it

ADDRESS = re.compile(rf"{NAME}:(-?[1-9][0-9]{{0,15}})(?::([0-9]{{1,10}}))?")
SITE = "https://t.me"
PAYLOAD = re.compile(r"a-?\d{1,15}(?:_\d{1,4})?|e-?\d{1,15}", re.IGNORECASE)
HELLO = "hello"  # the payload of a link that names nothing


@dataclass(frozen=True, slots=True)
class TelegramAddress:
    """A chat, and optionally a forum topic."""

    chat: int
    thread: int | None = None

    @property
    def address(self) -> str:
        """`telegram:CHAT`, or `telegram:CHAT:THREAD`."""
        return f"{NAME}:{self.chat}" if self.thread is None else f"{NAME}:{self.chat}:{self.thread}"


def place_of(address: str) -> TelegramAddress:
    """Parses an address. Raises DeliveryFailed of kind "dead" for an invalid one."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise DeliveryFailed("{address} isn't an address of Telegram", "dead", address=address)
    thread = int(found[2]) if found[2] else GENERAL_TOPIC
    return TelegramAddress(int(found[1]), None if thread == GENERAL_TOPIC else thread)


def address_of(typed: str) -> str | None:
    """A typed address in canonical form, or None if Telegram has no such address."""
    return place_of(typed).address if ADDRESS.fullmatch(typed) else None


def link_to(bot: str, about: str) -> str:
    """The deep link to `about` in a direct message, for example "a12 3" or "e5"."""
    return f"{SITE}/{bot}?{urlencode({'start': about.replace(' ', '_')})}"


def group_link_to(bot: str, code: str) -> str:
    """The link that adds the bot to a group with a code."""
    return f"{SITE}/{bot}?{urlencode({'startgroup': code})}"


def decode_start_payload(words: str) -> str:
    """The words that a deep link's payload stands for; "" for a plain start; other words unchanged."""
    if words == HELLO:
        return ""
    return words.replace("_", " ") if PAYLOAD.fullmatch(words) else words

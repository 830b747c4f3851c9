"""Telegram addresses: `telegram:CHAT`, or `telegram:CHAT:THREAD` for a forum topic."""

import re
from dataclasses import dataclass

from bot.chat import DeliveryFailed

NAME = "telegram"
GENERAL_TOPIC = 1  # Telegram refuses this thread by number; leaving it out means it

ADDRESS = re.compile(rf"{NAME}:(-?[1-9][0-9]{{0,15}})(?::([0-9]{{1,10}}))?")


@dataclass(frozen=True, slots=True)
class TelegramAddress:
    """A chat, and optionally a forum topic."""

    chat: int
    thread: int | None = None

    @property
    def address(self) -> str:
        """The address string."""
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

"""Telegram addresses: `telegram:CHAT`, or `telegram:CHAT:THREAD` for a forum topic."""

import re
from dataclasses import dataclass

from bot.chat import DeliveryFailed

NAME = "telegram"
GENERAL_TOPIC = 1  # Telegram refuses this thread by number; leaving it out means it

ADDRESS = re.compile(rf"{NAME}:(-?[1-9][0-9]{{0,15}})(?::([0-9]{{1,10}}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the topic in it."""

    chat: int
    thread: int | None = None

    @property
    def address(self) -> str:
        """How the rest of the bot knows this place."""
        return f"{NAME}:{self.chat}" if self.thread is None else f"{NAME}:{self.chat}:{self.thread}"


def place_of(address: str) -> Place:
    """Reads an address; one that Telegram cannot have raises DeliveryFailed with kind "dead"."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise DeliveryFailed(f"{address} is no address of Telegram", "dead")
    thread = int(found[2]) if found[2] else GENERAL_TOPIC
    return Place(int(found[1]), None if thread == GENERAL_TOPIC else thread)


def address_of(typed: str) -> str | None:
    """A typed address as `Place.address` writes it, None for one that Telegram cannot have."""
    return place_of(typed).address if ADDRESS.fullmatch(typed) else None

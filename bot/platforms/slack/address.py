"""Slack addresses: `slack:CHANNEL`, or `slack:CHANNEL:THREAD` for a thread."""

import re
from dataclasses import dataclass

from bot.chat import DeliveryFailed

NAME = "slack"

ADDRESS = re.compile(rf"{NAME}:([CDGUW][A-Z0-9]+)(?::([0-9]+\.[0-9]+))?")
PERSON_MARKS = ("U", "W")  # a message may be sent to a person; Slack then opens the direct channel


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and the thread in it by its first message's time stamp."""

    channel: str
    thread: str = ""

    @property
    def address(self) -> str:
        """How the rest of the bot knows this place."""
        return f"{NAME}:{self.channel}:{self.thread}" if self.thread else f"{NAME}:{self.channel}"

    @property
    def is_person(self) -> bool:
        """Whether the channel is named by the person whose direct channel it is."""
        return self.channel.startswith(PERSON_MARKS)


def place_of(address: str) -> Place:
    """Reads an address; one that Slack cannot have raises DeliveryFailed with kind "dead"."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise DeliveryFailed(f"{address} is no address of Slack", "dead")
    return Place(found[1], found[2] or "")


def address_of(typed: str) -> str | None:
    """A typed address as `Place.address` writes it, None for one that Slack cannot have."""
    return place_of(typed).address if ADDRESS.fullmatch(typed) else None

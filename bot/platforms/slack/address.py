"""Slack addresses: `slack:CHANNEL`, or `slack:CHANNEL:THREAD` for a thread."""

import re
from dataclasses import dataclass

from bot.chat import DeliveryFailed

NAME = "slack"

ADDRESS = re.compile(rf"{NAME}:([CDGUW][A-Z0-9]+)(?::([0-9]+\.[0-9]+))?")
PERSON_MARKS = ("U", "W")  # a message may be sent to a person; Slack then opens the direct channel


@dataclass(frozen=True, slots=True)
class SlackAddress:
    """A channel, and optionally a thread by the time stamp of its first message."""

    channel: str
    thread: str = ""

    @property
    def address(self) -> str:
        """`slack:CHANNEL`, or `slack:CHANNEL:THREAD`."""
        return f"{NAME}:{self.channel}:{self.thread}" if self.thread else f"{NAME}:{self.channel}"

    @property
    def is_person(self) -> bool:
        """Whether the channel is a user id, which stands for the direct channel."""
        return self.channel.startswith(PERSON_MARKS)


def place_of(address: str) -> SlackAddress:
    """Parses an address. Raises DeliveryFailed of kind "dead" for an invalid one."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise DeliveryFailed("{address} isn't an address of Slack", "dead", address=address)
    return SlackAddress(found[1], found[2] or "")


def address_of(typed: str) -> str | None:
    """A typed address in canonical form, or None if Slack has no such address."""
    return place_of(typed).address if ADDRESS.fullmatch(typed) else None

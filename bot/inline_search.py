"""Inline search from any chat: the query and the result cards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.message import Message
from briefings.text import displayed


@dataclass(frozen=True, slots=True)
class Lookup:
    """Words that somebody types in whatever chat, to send there what is found; `offset` counts cards shown before."""

    address: str  # where the sender talks to the bot alone
    sender: str
    words: str
    language: str = ""  # the client's language, an IETF tag
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """Something found: `about` is its id, as a message tells it; the message is what is sent, with nothing to press."""

    about: str
    title: str
    description: str
    message: Message

    def __post_init__(self) -> None:
        for name in ("title", "description"):
            object.__setattr__(self, name, displayed(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Cards:
    """What was found; without `admitted` nothing may be looked up by this sender.

    `hint` are a few words for a button that leads to the bot, `opens` those for one beneath what is sent.
    """

    cards: tuple[Card, ...] = ()
    more: bool = False
    hint: str = ""
    opens: str = ""
    admitted: bool = False


LookUp = Callable[[Lookup], Awaitable[Cards]]

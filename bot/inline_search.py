"""Inline search from any chat: the query and the result cards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.message import Message
from briefings.text import displayed


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """An inline query; `offset` counts cards already shown."""

    address: str  # where the sender talks to the bot alone
    sender: str
    words: str
    language: str = ""  # the client's language, an IETF tag
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A result: `about` is its id; the message is sent as it is, without buttons."""

    about: str
    title: str
    description: str
    message: Message

    def __post_init__(self) -> None:
        for name in ("title", "description"):
            object.__setattr__(self, name, displayed(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Cards:
    """The results; if not `admitted`, the sender may not search.

    `hint` labels a button that leads to the bot, `opens` one below the sent card.
    """

    cards: tuple[Card, ...] = ()
    more: bool = False
    hint: str = ""
    opens: str = ""
    admitted: bool = False


LookUp = Callable[[SearchQuery], Awaitable[Cards]]

"""The kinds of event that a Telegram update can contain."""

from dataclasses import dataclass

from bot.chat import Request
from bot.inline_search import Lookup
from bot.platforms.telegram.address import Place


@dataclass(frozen=True, slots=True)
class Press:
    """A button press: the query to acknowledge, and the message to edit if possible."""

    query: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message for the bot."""

    place: Place
    request: Request
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Closed:
    """The bot was removed or blocked."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A place is writable again; `reason` is the one given when it closed."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An inline query."""

    query: str
    lookup: Lookup


Event = Said | Press | Moved | Closed | Opened | Asked

"""The kinds of event that a Telegram update can contain."""

from dataclasses import dataclass

from bot.chat import Request
from bot.inline_search import Lookup
from bot.platforms.telegram.address import Place


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the query to be answered, and the message to be edited where that is possible."""

    query: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A line for us."""

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
    """We were removed or blocked."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What kept us from writing in a place no longer does; `reason` is what was said of it when it closed."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Words behind the bot's name, to be answered by the query's name."""

    query: str
    lookup: Lookup


Event = Said | Press | Moved | Closed | Opened | Asked

"""The kinds of event that a Telegram update can contain."""

from dataclasses import dataclass

from bot.chat import Request, SearchQuery
from bot.platforms.telegram.address import TelegramAddress


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button press: the query to acknowledge, and the message to edit if possible."""

    query: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A message for the bot.

    `album` is Telegram's id of the album to which it belongs, or "". One that isn't `heard` is meant for the bot only
    if another message of its album is.
    """

    place: TelegramAddress
    request: Request
    press: ButtonPress | None = None
    album: str = ""
    heard: bool = True


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """A group became a supergroup."""

    old: TelegramAddress
    new: TelegramAddress


@dataclass(frozen=True, slots=True)
class ChatClosed:
    """The bot was removed or blocked."""

    place: TelegramAddress
    reason: str


@dataclass(frozen=True, slots=True)
class ChatReopened:
    """A place is writable again; `reason` is the one given when it closed."""

    place: TelegramAddress
    reason: str


@dataclass(frozen=True, slots=True)
class InlineQueryReceived:
    """Words typed behind the bot's name in any chat; `lookup` searches for them on behalf of who typed."""

    query: str
    lookup: SearchQuery


@dataclass(frozen=True, slots=True)
class CardChosen:
    """A person sent a card of an inline search into some chat; `lookup` finds it by its id, `update` names the update.

    Telegram tells it if BotFather's inline feedback is on for the bot.
    """

    lookup: SearchQuery
    update: str


Event = MessageReceived | ButtonPress | ChatMoved | ChatClosed | ChatReopened | InlineQueryReceived | CardChosen

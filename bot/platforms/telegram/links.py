"""Deep links that open an analysis, a section or an event. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit

from bot.languages import _, current, language_set
from bot.message import Heading, Message
from bot.platforms.telegram.sending.render import Part

SITE = "https://t.me"
SHARED_TITLE = 200  # characters of a title beside a link; a choice
PAYLOAD = re.compile(r"a\d{1,15}(?:_\d{1,4})?|e\d{1,15}", re.IGNORECASE)
HELLO = "hello"  # the payload of a link that names nothing
ROWS = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value


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


def with_share(parts: Sequence[Part], message: Message, bot: str) -> list[Part]:
    """Adds a button below the last part that shares its content; `bot` is the username."""
    if not (message.about and bot and parts) or parts[-1].file:
        return list(parts)
    keyboard = parts[-1].keyboard
    rows = keyboard.inline_keyboard if keyboard else ()
    if sum(map(len, rows)) >= ROWS:
        return list(parts)
    with language_set(message.language or current()):
        more = InlineKeyboardMarkup([*rows, (_share(bot, message),)])
    return [*parts[:-1], replace(parts[-1], keyboard=more)]


def _share(bot: str, message: Message) -> InlineKeyboardButton:
    title = next((block.text for block in message.blocks if isinstance(block, Heading)), "")
    query = urlencode({"url": link_to(bot, message.about), "text": title[:SHARED_TITLE]})
    return InlineKeyboardButton(_("Share"), url=f"{SITE}/share/url?{query}")

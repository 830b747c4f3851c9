"""What a refusal of Telegram means for a delivery."""

import re

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.chat import DeliveryFailed
from bot.platforms.telegram.places import Place
from bot.platforms.telegram.transport import Flooded, Unsent

# Refusals (400) that concern the chat or the topic, not the message.
CLOSED_CHAT = re.compile(
    r"""
    chat\ not\ found | user\ not\ found | chat_id\ is\ empty | invalid\ user_id
    | thread\ not\ found | topic_(closed|deleted|id_invalid)
    | no[tn]?\ (enough\ )?rights\ to\ (send\ (a|text)\ message|write)
    | not\ enough\ rights$ | need\ administrator\ rights
    | chat_(write_forbidden|restricted|admin_required|send_plain_forbidden)
    | (group|chat|user)\b.*\b(deactivated|deleted|upgraded)
    | peer_id_invalid | user_is_blocked | user_(is_)?deactivated | channel_private
    | bot\ (was|is\ not|can't)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def failure_of(error: TelegramError, place: Place) -> DeliveryFailed:
    """The failure, with a reason for people, that a refused or broken request to send to a place means."""
    told = f"Telegram: {error.message}"
    match error:
        case Flooded(seconds=seconds):
            return DeliveryFailed(told, "retry", retry_after=seconds)
        case Unsent() | Conflict():
            return DeliveryFailed(told, "retry")
        case ChatMigrated(new_chat_id=new):
            return DeliveryFailed("The group became a supergroup", "dead", moved_to=Place(new).address)
        case Forbidden():
            return DeliveryFailed(told, "dead")
        case InvalidToken():
            return DeliveryFailed(f"Telegram refuses the bot's token: {error.message}", "sender")
        case BadRequest():
            return DeliveryFailed(told, "dead" if CLOSED_CHAT.search(error.message) else "refused")
        case _:
            return DeliveryFailed(f"{told}; {place.address} may have got the message or not", "doubt")

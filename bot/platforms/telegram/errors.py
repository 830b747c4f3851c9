"""Telegram's errors: what a refused token, a 429, a closed chat or a broken connection means."""

import logging
import re
from dataclasses import dataclass

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.chat import DeliveryFailed, ReportOutage, TokenRefused
from bot.platforms.shared import health
from bot.platforms.shared.follow_ups import MISSED_PAUSES
from bot.platforms.telegram.address import TelegramAddress
from briefings.text import lazy_re
from briefings.translatable import phrase

log = logging.getLogger(__name__)

ELSEWHERE = phrase("Somebody else receives this bot's messages")
CONFLICT = "conflict"  # the state in which somebody else receives them
Health = health.Health[TelegramError]
TOPIC_CLOSED = phrase("The topic is closed")
MAY_NOT_WRITE = phrase("The bot may not write in the chat")
_NO_RIGHTS = (
    r"no[tn]? ?(enough )?rights to (send (a|text) message|write)|not enough rights$|need administrator rights"
    r"|chat_(write_forbidden|restricted|admin_required|send_plain_forbidden)"
)
_NOT_THERE = (
    r"(chat|user) not found|chat_id is empty|invalid user_id|peer_id_invalid|channel_private|bot (was|is not|can't)\b"
)
# Refusals that concern the chat or the topic, not the message; the first that fits says why.
CLOSED = tuple(
    (lazy_re(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"bot was blocked|user_is_blocked", phrase("The person has blocked the bot")),
        (r"bot was kicked|bot is not a member", phrase("The bot was removed from the chat")),
        (r"bot can't initiate", phrase("The person has not written to the bot yet")),
        (r"user\b.*\bdeactivated|user_(is_)?deactivated|user\b.*\bdeleted", phrase("The person's account was deleted")),
        (r"thread not found|topic_(deleted|id_invalid)", phrase("The topic was deleted")),
        (r"topic_closed", TOPIC_CLOSED),
        (r"(group|chat)\b.*\b(deactivated|deleted|upgraded)", phrase("The group was deleted")),
        (_NO_RIGHTS, MAY_NOT_WRITE),
        (_NOT_THERE, phrase("The chat does not exist, or the bot is not in it")),
    )
)
# Refusals that concern the message.
REFUSED = tuple(
    (lazy_re(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"too (long|large|big)", phrase("The message is too long or too large for Telegram")),
        (r"rights to send", phrase("The bot may not send such a message in the chat")),
    )
)


class NotSent(NetworkError):
    """No byte of the request was sent, because there was no connection."""


class UnexpectedReply(NetworkError):
    """An unexpected response that says nothing about the request; the message is fit for people."""


class TooManyRequests(TelegramError):
    """Too many requests; retry after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram asks to wait {seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class TelegramPauses(health.Pauses):
    """`missed` are the seconds between attempts to report a lost answer."""

    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = TelegramPauses()


def telegram_health(tell: ReportOutage, pauses: TelegramPauses) -> Health:
    """A `Health` that knows Telegram's errors: which ones mean an outage, a refused token or a pause."""
    return Health("telegram", tell, pauses, TelegramError, _trouble_of)


def _trouble_of(error: TelegramError, failures: int) -> health.Failure:
    match error:
        case InvalidToken():
            return health.Failure("token", phrase("Telegram refuses the bot's token"), refused=True, by_person=True)
        case Conflict():
            return health.Failure(
                CONFLICT, phrase("{what}: {message}", what=ELSEWHERE, message=error.message), by_person=True
            )
        case TooManyRequests():
            log.warning("Telegram asks to slow down", extra={"seconds": error.seconds})
            return health.Failure("", seconds=error.seconds)
        case BadRequest():
            refused = phrase("Telegram refuses a request of Readout: {message}", message=error.message)
            return health.Failure("refusing" if failures > 1 else "", refused)
    # A long poll that breaks once is nothing.
    reason = phrase("Telegram cannot be reached: {message}", message=error.message)
    return health.Failure("down" if failures > 1 else "", reason)


def failure_of(error: TelegramError, place: TelegramAddress | None = None) -> DeliveryFailed:
    """The delivery failure for a rejected or broken request, with a reason for people; `place`: while sending there."""
    match error:
        case TooManyRequests(seconds=seconds):
            return DeliveryFailed("Telegram asks to slow down", "retry", retry_after=seconds)
        case NotSent() | Conflict():
            return DeliveryFailed("Telegram could not be reached", "retry", unreachable=isinstance(error, NotSent))
        case ChatMigrated(new_chat_id=new):
            return DeliveryFailed("The group became a supergroup", "dead", moved_to=TelegramAddress(new).address)
        case Forbidden():
            return DeliveryFailed(_closed(error) or phrase("Telegram does not let the bot write to the chat"), "dead")
        case InvalidToken() if "method" in error.message.lower():  # an API server that does not know what we ask
            return DeliveryFailed("Telegram's server does not know this kind of message", "refused")
        case InvalidToken():
            return TokenRefused("Telegram refuses the bot's token")
        case BadRequest():
            closed = _closed(error)
            return DeliveryFailed(closed, "dead") if closed else DeliveryFailed(_refused(error), "refused")
        case TimedOut():
            return DeliveryFailed("Telegram did not answer in time; {then}", "doubt", then=_open(place))
        case UnexpectedReply():
            return DeliveryFailed("{first}; {then}", "doubt", first=error.message, then=_open(place))
        case _:
            return DeliveryFailed(
                "The connection broke before Telegram had answered; {then}", "doubt", then=_open(place)
            )


def _closed(error: TelegramError) -> str:
    return next((reason for pattern, reason in CLOSED if pattern.search(error.message)), "")


def _refused(error: TelegramError) -> str:
    found = (reason for pattern, reason in REFUSED if pattern.search(error.message))
    return next(found, phrase("Telegram doesn't accept this message"))


def _open(place: TelegramAddress | None) -> str:
    if place is None:
        return phrase("it may have been done or not")
    return phrase("{address} may have got the message or not", address=place.address)

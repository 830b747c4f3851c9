"""Says what an error of the connection to Telegram means for its health."""

import logging
from dataclasses import dataclass

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.chat import ReportOutage
from bot.platforms.shared import health
from bot.platforms.shared.follow_ups import MISSED_PAUSES
from bot.platforms.telegram.sending.transport import TooManyRequests
from briefings.translatable import phrase

log = logging.getLogger(__name__)

ELSEWHERE = phrase("Somebody else receives this bot's messages")
CONFLICT = "conflict"  # the state in which somebody else receives them


@dataclass(frozen=True, slots=True)
class Pauses(health.Pauses):
    """A check waits `probe` seconds for another receiver; `missed` are between attempts to report a lost answer."""

    probe: float = 5.0
    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = Pauses()
Health = health.Health[TelegramError]


def telegram_health(tell: ReportOutage, pauses: Pauses) -> Health:
    """The health of the connection to Telegram."""
    return Health("telegram", tell, pauses, TelegramError, _trouble_of)


def _trouble_of(error: TelegramError, failures: int) -> health.Trouble:
    match error:
        case InvalidToken():
            return health.Trouble("token", phrase("Telegram refuses the bot's token"), refused=True, by_person=True)
        case Conflict():
            return health.Trouble(
                CONFLICT, phrase("{what}: {message}", what=ELSEWHERE, message=error.message), by_person=True
            )
        case TooManyRequests():
            log.warning("Telegram asks to slow down", extra={"seconds": error.seconds})
            return health.Trouble("", seconds=error.seconds)
    # A long poll that breaks once is nothing.
    reason = phrase("Telegram cannot be reached: {message}", message=error.message)
    return health.Trouble("down" if failures > 1 else "", reason)

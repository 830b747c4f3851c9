"""Keeps trying while Telegram is down or refuses the account, and reports each change once."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.chat import ReportOutage
from bot.platforms.shared.lost_answers import MISSED_PAUSES
from bot.platforms.telegram.sending.transport import TooManyRequests
from briefings.translatable import kept

log = logging.getLogger(__name__)

T = TypeVar("T")
ELSEWHERE = kept("Somebody else receives this bot's messages")
Ailment = Literal["token", "conflict", "down"]


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: doubling from `first` to `longest`; `slow` if only a person can fix it.

    A check waits `probe` seconds for another receiver. `missed` are the pauses between attempts to report a lost
    answer.
    """

    first: float = 1.0
    longest: float = 30.0
    slow: float = 30.0
    probe: float = 5.0
    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = Backoff()


class Health:
    """Whether Telegram works; `tell` gets a reason when it stops working and None when it works again."""

    def __init__(self, tell: ReportOutage, pauses: Backoff) -> None:
        self.ailment: Ailment | None = None
        self._tell = tell
        self._pauses = pauses
        self._failures = 0

    async def insist(self, step: Callable[[], Awaitable[T]]) -> T:
        """Repeats a step until it succeeds."""
        while True:
            try:
                result = await step()
            except TelegramError as error:
                self._failures += 1
                await self._suffer(error)
                await asyncio.sleep(self._pause(error))
            else:
                self._failures = 0
                await self._turn(None, None)
                return result

    async def _suffer(self, error: TelegramError) -> None:
        match error:
            case InvalidToken():
                await self._turn("token", "Telegram refuses the bot's token")
            case Conflict():
                await self._turn("conflict", f"{ELSEWHERE}: {error.message}")
            case TooManyRequests():
                log.warning("Telegram asks to slow down", extra={"seconds": error.seconds})
            case _ if self._failures > 1:  # a long poll that breaks once is nothing
                await self._turn("down", f"Telegram cannot be reached: {error.message}")

    async def _turn(self, ailment: Ailment | None, reason: str | None) -> None:
        if ailment == self.ailment:
            return
        self.ailment = ailment
        log.warning("Telegram's state has changed", extra={"reason": reason or "works again"})
        await self._tell(reason, refused=ailment == "token")

    def _pause(self, error: TelegramError) -> float:
        if isinstance(error, TooManyRequests):
            return error.seconds
        if isinstance(error, InvalidToken | Conflict):
            pause = self._pauses.slow
        else:
            pause = min(self._pauses.first * 2 ** min(self._failures - 1, 10), self._pauses.longest)
        return pause * random.uniform(0.5, 1)  # noqa: S311 - spreads attempts, keeps no secret

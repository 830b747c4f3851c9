"""Keeps trying while Slack is down or refuses the account, and reports each change once."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.chat import DeliveryFailed, ReportOutage
from bot.platforms.shared.lost_answers import MISSED_PAUSES

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: doubling from `first` to `longest`; `slow` if only a person can fix it.

    `ping` is the interval of connection checks; a connection that lasted `steady` seconds counts as healthy. At
    shutdown, answers have `stop` seconds. Work of `status` seconds shows a status. `missed` are the pauses between
    attempts to report a lost answer.
    """

    first: float = 0.5
    longest: float = 30.0
    slow: float = 60.0
    ping: float = 5.0
    steady: float = 30.0
    stop: float = 4.0
    status: float = 0.7
    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = Backoff()


class Health:
    """Whether Slack works; `tell` gets a reason when it stops working and None when it works again."""

    def __init__(self, tell: ReportOutage, pauses: Backoff) -> None:
        self._tell = tell
        self._pauses = pauses
        self._state: str | None = None
        self._failures = 0

    async def insist(self, step: Callable[[], Awaitable[T]]) -> T:
        """Repeats a step until it succeeds."""
        while True:
            try:
                result = await step()
            except DeliveryFailed as failed:
                await self.suffer(failed)
            else:
                await self._turn(None, None)
                return result

    async def suffer(self, failed: DeliveryFailed) -> None:
        """Reports a failure and waits before the next attempt."""
        self._failures += 1
        # One that is refused, then cut, then refused is down all the time, whatever the sentences say.
        state = "down" if failed.kind in {"retry", "doubt"} else failed.reason
        await self._turn(failed.reason, state, refused=failed.kind == "sender")
        await asyncio.sleep(self._pause(failed))

    async def lost(self, lived: float) -> None:
        """Waits before the next attempt after a connection that lasted only this many seconds."""
        if lived >= self._pauses.steady:
            self._failures = 0
        else:
            self._failures += 1
            await asyncio.sleep(self._backoff())

    async def _turn(self, reason: str | None, state: str | None, *, refused: bool = False) -> None:
        if state == self._state:
            return
        self._state = state
        log.warning("Slack's state has changed", extra={"reason": reason or "works again"})
        await self._tell(reason, refused=refused)

    def _pause(self, failed: DeliveryFailed) -> float:
        if failed.retry_after is not None:
            return failed.retry_after
        if failed.kind in {"sender", "refused"}:
            return self._pauses.slow * _jitter()
        return self._backoff()

    def _backoff(self) -> float:
        doubled = self._pauses.first * 2.0 ** min(self._failures - 1, 10)
        return min(doubled, self._pauses.longest) * _jitter()


def _jitter() -> float:
    return random.uniform(0.5, 1)  # noqa: S311 - spreads attempts, keeps no secret

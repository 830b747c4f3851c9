"""Retries an answer for a minute, and decides what to do when its delivery is uncertain."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.chat import DeliveryFailed

T = TypeVar("T")
TEMPORARY = frozenset({"retry", "doubt"})
ASKED_SECONDS = 600.0  # the most that waits which the platform asks for add to the time


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was in doubt did arrive; `value` is what sending it would have given."""

    value: T


Doubt = Callable[[DeliveryFailed], Awaitable[Found[T] | None]]


async def repeat(_failed: DeliveryFailed) -> None:
    """Settles a doubt about what does no harm when it arrives twice: it is sent again."""


async def give_up(failed: DeliveryFailed) -> None:
    """Settles a doubt about what must not arrive twice: raises the failure."""
    raise failed


@dataclass(frozen=True, slots=True)
class Retry:
    """Seconds for which something is tried, and the pauses between, doubling from `first` to `longest`.

    A wait that the platform asks for ("too many requests") doesn't count, up to ten minutes. The last try begins when
    the time is over.
    """

    seconds: float = 60.0
    first: float = 1.0
    longest: float = 8.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self, attempt: Callable[[], Awaitable[T]], doubt: Doubt[T] = repeat, *, paced: bool = True) -> T:
        """What an attempt gives that succeeds; raises the last DeliveryFailed when the time is over, others at once.

        `doubt` settles a failure that leaves open whether it arrived: it gives what was found, gives None where it is
        to be sent again, or raises. A `paced` attempt waits by itself while the platform wants us to.
        """
        until, pause = self.clock() + self.seconds, self.first
        latest = until + ASKED_SECONDS
        while True:
            try:
                return await attempt()
            except DeliveryFailed as failed:
                now = self.clock()
                if failed.kind not in TEMPORARY or now >= until:
                    raise
                if failed.retry_after is not None:
                    until = min(until + failed.retry_after, latest)
                await self._wait(failed, min(pause, until - now), paced=paced)
                if failed.kind == "doubt" and (found := await doubt(failed)):
                    return found.value
            pause = min(2 * pause, self.longest)

    async def _wait(self, failed: DeliveryFailed, pause: float, *, paced: bool) -> None:
        if failed.retry_after is None:
            await self.sleep(pause)
        elif not paced:
            await self.sleep(min(failed.retry_after, ASKED_SECONDS))


RETRY = Retry()
PUSH_RETRY = Retry(seconds=20.0)  # the parts of a push after its first: the claim on it lasts two minutes

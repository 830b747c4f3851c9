"""The health of a platform's connection: keeps trying while it fails, and reports each change once."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.chat import ReportOutage

log = logging.getLogger(__name__)

T = TypeVar("T")
E = TypeVar("E", bound=Exception)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between attempts: doubling from `first` to `longest`; `slow` if only a person can fix it.

    A connection that lasted `steady` seconds counts as healthy.
    """

    first: float = 1.0
    longest: float = 30.0
    slow: float = 30.0
    steady: float = 30.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt; failures of the same `state` are reported once, of the state "" never.

    `refused` says that the platform refuses the account; `by_person` that only a person can fix it. `seconds` is the
    pause that the platform asks for.
    """

    state: str
    reason: str = ""
    refused: bool = False
    by_person: bool = False
    seconds: float | None = None


class Health(Generic[E]):
    """Whether a platform works; `tell` gets a reason when it stops working and None when it works again.

    `errors` are those of a failed attempt; `failure_of` gets one and the number of failures in a row.
    """

    def __init__(
        self,
        platform: str,
        tell: ReportOutage,
        pauses: Pauses,
        errors: type[E],
        failure_of: Callable[[E, int], Failure],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.state = ""  # of the trouble that was reported, "" while it works
        self._platform, self._tell, self._pauses = platform, tell, pauses
        self._errors, self._trouble_of, self._sleep = errors, failure_of, sleep
        self._failures = 0

    async def keep_trying(self, step: Callable[[], Awaitable[T]], *, proof: bool = True) -> T:
        """Repeats a step until it succeeds; `proof` says that success ends the series of failures."""
        while True:
            try:
                result = await step()
            except self._errors as error:
                await self.note_failure(error)
            else:
                if proof:
                    self._failures = 0
                await self._turn(Failure(""), None)
                return result

    async def note_failure(self, error: E) -> None:
        """Reports a failure and waits before the next attempt."""
        self._failures += 1
        trouble = self._trouble_of(error, self._failures)
        if trouble.state:
            await self._turn(trouble, trouble.reason)
        await self._sleep(self._pause(trouble))

    async def lost(self, lived: float) -> None:
        """Waits before the next attempt after a connection that lasted only this many seconds."""
        if lived >= self._pauses.steady:
            self._failures = 0
        else:
            self._failures += 1
            await self._sleep(self._backoff())

    async def _turn(self, trouble: Failure, reason: str | None) -> None:
        if trouble.state == self.state:
            return
        self.state = trouble.state
        details = {"platform": self._platform, "reason": reason or "works again"}
        log.info("a platform's state has changed", extra=details)  # whoever is told of it warns
        await self._tell(reason, refused=trouble.refused)

    def _pause(self, trouble: Failure) -> float:
        if trouble.seconds is not None:
            return trouble.seconds
        return self._pauses.slow * _jitter() if trouble.by_person else self._backoff()

    def _backoff(self) -> float:
        return min(self._pauses.first * 2.0 ** min(self._failures - 1, 10), self._pauses.longest) * _jitter()


def _jitter() -> float:
    return random.uniform(0.5, 1)  # noqa: S311 - spreads attempts, keeps no secret

"""Sends within the rate limit and retries: after a 429, after a failure, and where it is unknown whether it arrived."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Generic, TypeVar

from bot.chat import DeliveryFailed, RateLimit, TokenRefused
from briefings.translatable import phrase

_log = logging.getLogger(__name__)

T = TypeVar("T")
TEMPORARY = frozenset({"retry", "doubt"})
FIRST_REMINDER, LAST_REMINDER = 60.0, 3600.0  # seconds between two log lines about a refused token, doubling
ASKED_SECONDS = 600.0  # the most that waits which the platform asks for add to the time


@dataclass(frozen=True, slots=True)
class AlreadySent(Generic[T]):
    """An uncertain message did arrive; `value` is the result of sending it."""

    value: T


Doubt = Callable[[DeliveryFailed], Awaitable[AlreadySent[T] | None]]


async def repeat(_failed: DeliveryFailed) -> None:
    """Resolves doubt about something harmless to repeat: send it again."""


async def give_up(failed: DeliveryFailed) -> None:
    """Resolves doubt about something that must not be repeated: raises the failure."""
    raise failed


class RefusedTokens:
    """Logs that answers wait for a token: when that begins, ever more rarely while it lasts, and at its end."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}  # by the platform's reason
        self._told: dict[str, float] = {}

    def wait(self, reason: str) -> None:
        """An answer waits because the token is refused for this reason."""
        now = self._clock()
        since, told = self._since.setdefault(reason, now), self._told.get(reason)
        if told is None or now - told >= max(FIRST_REMINDER, min(told - since, LAST_REMINDER)):
            self._told[reason] = now
            details = {"reason": reason, "seconds": round(now - since)}
            _log.warning("answers wait until the token is replaced", extra=details)

    def end(self, reason: str) -> None:
        """An answer that waited for this reason was taken, or failed in another way."""
        if (since := self._since.pop(reason, None)) is not None:
            del self._told[reason]
            details = {"reason": reason, "seconds": round(self._clock() - since)}
            _log.info("the token is accepted again", extra=details)


@dataclass(frozen=True, slots=True)
class Retry:
    """The seconds to keep trying, and the pauses, doubling from `first` to `longest`.

    A wait requested by the platform ("too many requests") isn't counted, up to ten minutes. The last try starts when
    the time is over. While the platform refuses the token, one that `waits` tries again every `refused` seconds.
    """

    seconds: float = 60.0
    first: float = 1.0
    longest: float = 8.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    waits: bool = False
    refused: float = 15.0
    tokens: RefusedTokens = field(default_factory=RefusedTokens, compare=False)

    @property
    def for_answers(self) -> "Retry":
        """The same for an answer: until the token is replaced, its update stays open, also through a restart."""
        return replace(self, waits=True)

    async def run(self, attempt: Callable[[], Awaitable[T]], doubt: Doubt[T] = repeat, *, paced: bool = True) -> T:
        """The result of the first successful attempt. Raises the last DeliveryFailed when the time is over, or a
        permanent one at once.

        `doubt` resolves a failure that may have arrived: it returns what was found, None to send again, or raises. A
        `paced` attempt waits by itself during a pause.
        """
        until, pause = self.clock() + self.seconds, self.first
        latest = until + ASKED_SECONDS
        while True:
            try:
                return await self._accepted(attempt)
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

    async def _accepted(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """The result of an attempt, for which an answer waits while the token is refused."""
        refused = ""
        while True:
            try:
                result = await attempt()
            except DeliveryFailed as failed:
                if self.waits and isinstance(failed, TokenRefused):
                    refused = failed.reason
                    self.tokens.wait(refused)
                    await self.sleep(self.refused)
                    continue
                self.tokens.end(refused)
                raise
            self.tokens.end(refused)
            return result

    async def _wait(self, failed: DeliveryFailed, pause: float, *, paced: bool) -> None:
        if failed.retry_after is None:
            await self.sleep(pause)
        elif not paced:
            await self.sleep(min(failed.retry_after, ASKED_SECONDS))


RETRY = Retry()
PUSH_RETRY = Retry(seconds=20.0)  # the parts of a push after its first: the claim on it lasts two minutes


async def send_once(pace: RateLimit, address: str, step: Callable[[], Awaitable[T]]) -> T:
    """Sends one part to an address, and tells the rate limit whether it was accepted or how long to wait."""
    try:
        result = await step()
    except DeliveryFailed as failed:
        if failed.retry_after is not None:
            pace.hold(failed.retry_after, address)
        raise
    pace.accepted(address)
    return result


async def send_paced(pace: RateLimit, address: str, step: Callable[[], Awaitable[T]], *, interactive: bool) -> T:
    """The same after a token was taken; an `interactive` part is somebody's answer."""
    token = await pace.token(address, interactive=interactive)
    try:
        return await send_once(pace, address, step)
    finally:
        token.release()


async def push_parts(
    pace: RateLimit, address: str, parts: Sequence[Callable[[], Awaitable[T]]], retry: Retry = PUSH_RETRY
) -> list[T]:
    """Sends the parts of a push in order; the caller has taken the token for the first one, `retry` is for the others.

    Raises DeliveryFailed, of kind "doubt" once a part has arrived.
    """
    sent = [await send_once(pace, address, parts[0])]
    for part in parts[1:]:
        try:
            sent.append(await retry.run(partial(send_paced, pace, address, part, interactive=False), give_up))
        except DeliveryFailed as failed:
            reason = phrase(
                "{arrived} of {number} parts arrived, then: {reason}",
                arrived=len(sent),
                number=len(parts),
                reason=failed.reason,
            )
            raise DeliveryFailed(reason, "doubt", moved_to=failed.moved_to) from failed
    return sent

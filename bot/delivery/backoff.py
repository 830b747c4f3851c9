"""Back-off for an unreachable platform: one attempt at a time, at growing intervals."""

import random
import time
from collections.abc import Callable
from math import inf

Seconds = float
_FIRST = 1.0  # seconds until the first attempt after an outage has begun
_LONGEST = 15.0  # where the attempts prove that nothing was accepted
_LONGEST_DOUBTFUL = 120.0  # where each attempt leaves a message in doubt
_DOUBTS = 3  # in a row, after which the platform counts as not answering


class Backoff:
    """Whether anything may be sent to a platform; `reason` says why not, "" while it can be reached."""

    def __init__(
        self,
        clock: Callable[[], Seconds] = time.monotonic,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1),  # noqa: S311 - spreads attempts, keeps no secret
    ) -> None:
        self._clock, self._jitter = clock, jitter
        self.reason = ""
        self._attempts = 0  # since the outage began
        self._doubts = 0  # in a row
        self._next = 0.0
        self._trying = False

    def resume(self, reason: str) -> None:
        """Goes on with an outage that was known before a restart; "" is none."""
        self.reason, self._next = reason, self._clock()

    def remaining(self) -> Seconds:
        """Seconds until something may be sent; 0 where it may now, endless while an attempt is under way."""
        if not self.reason:
            return 0.0
        return inf if self._trying else max(0.0, self._next - self._clock())

    def begin(self) -> bool:
        """Begins a send; True where it is the attempt that finds out whether the outage is over."""
        self._trying = bool(self.reason)
        return self._trying

    def end(self, *, trying: bool) -> None:
        """Ends a send, whatever became of it."""
        if trying:
            self._trying = False

    def unreachable(self, reason: str, *, trying: bool) -> None:
        """Notes that a send proved the platform to be unreachable."""
        self._fail(reason, _LONGEST, trying=trying)

    def doubtful(self, reason: str, *, trying: bool) -> None:
        """Notes that nobody knows whether a message arrived; several in a row are an outage."""
        self._doubts += 1
        if self.reason or self._doubts >= _DOUBTS:
            self._fail(reason, _LONGEST_DOUBTFUL, trying=trying)

    def answered(self) -> None:
        """Notes that the platform answered a send: an outage is over."""
        self.reason, self._attempts, self._doubts = "", 0, 0

    def try_now(self) -> None:
        """Makes the next attempt due at once: something else has reached the platform."""
        self._next = self._clock()

    def _fail(self, reason: str, longest: Seconds, *, trying: bool) -> None:
        """Sets when to try next; sends that began before the outage was known do not count again."""
        if self.reason and not trying:
            return
        self.reason = reason
        pause = min(_FIRST * 2.0 ** min(self._attempts, 10), longest)
        self._attempts += 1
        self._next = self._clock() + pause * self._jitter()

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
    """Decides when to try an unreachable platform again; `reason` is the outage, "" if the platform is reachable."""

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
        """Continues an outage known before a restart; "" means none."""
        self.reason, self._next = reason, self._clock()

    def remaining(self) -> Seconds:
        """Seconds until the next send is allowed: 0 if now, infinite while a probe is in progress."""
        if not self.reason:
            return 0.0
        return inf if self._trying else max(0.0, self._next - self._clock())

    def begin(self) -> bool:
        """Registers a send; True if it is the probe that shows whether the outage is over."""
        self._trying = bool(self.reason)
        return self._trying

    def end(self, *, trying: bool) -> None:
        """Registers the end of a send, whatever its outcome."""
        if trying:
            self._trying = False

    def unreachable(self, reason: str, *, trying: bool) -> None:
        """Registers that a send proved the platform unreachable."""
        self._fail(reason, _LONGEST, trying=trying)

    def doubtful(self, reason: str, *, trying: bool) -> None:
        """Registers a send with an unknown outcome; several in a row count as an outage."""
        self._doubts += 1
        if self.reason or self._doubts >= _DOUBTS:
            self._fail(reason, _LONGEST_DOUBTFUL, trying=trying)

    def answered(self) -> None:
        """Registers that the platform answered, which ends an outage."""
        self.reason, self._attempts, self._doubts = "", 0, 0

    def try_now(self) -> None:
        """Makes the next probe due at once, because the platform was reached otherwise."""
        self._next = self._clock()

    def _fail(self, reason: str, longest: Seconds, *, trying: bool) -> None:
        """Schedules the next probe; failures of sends begun before the outage was known count once."""
        if self.reason and not trying:
            return
        self.reason = reason
        pause = min(_FIRST * 2.0 ** min(self._attempts, 10), longest)
        self._attempts += 1
        self._next = self._clock() + pause * self._jitter()

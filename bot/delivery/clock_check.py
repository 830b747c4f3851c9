"""Detects clock jumps by comparing the wall clock with the newest row and a monotonic clock."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

_log = logging.getLogger(__name__)
_IMPLAUSIBLE = timedelta(days=1)
_A_STEP = timedelta(minutes=1)
_LASTS = 60.0  # seconds for which an implausible clock has to stay as it is before anything is done by it

Verdict = Literal["right", "stepped", "held", "came back", "lasted"]


@dataclass(slots=True)
class Watch:
    """Judges the wall clock at each tick; `newest` is the newest instant that the database has, None where it has none.

    `step` is by how much the clock was off when it last jumped by more than a day.
    """

    newest: datetime | None
    monotonic: Callable[[], float] = time.monotonic
    lasts: float = _LASTS
    step: timedelta = timedelta()
    _at: float | None = None
    _held_since: float | None = None

    def judge(self, now: datetime) -> Verdict:
        """What to make of the clock.

        stepped    it jumped by up to a day: what was reckoned by it is reckoned anew
        held       it jumped by more; nothing is done by it until that has lasted
        came back  that did not last
        lasted     it did: the clock is right, or nobody will mend it
        """
        at, off = self.monotonic(), self._off(now)
        if self._at is None and self.newest is not None and timedelta() <= off <= _IMPLAUSIBLE:
            off = timedelta()  # nobody was here meanwhile
        if abs(off) > _IMPLAUSIBLE:
            return self._jumped(now, at, off)
        held = self._held_since is not None
        self._believe(now, at)
        return "came back" if held else "stepped" if abs(off) > _A_STEP else "right"

    def doubts(self, now: datetime) -> bool:
        """Whether the clock has jumped by more than a day and it is not known yet whether that lasts."""
        return self._held_since is not None or (self._at is not None and abs(self._off(now)) > _IMPLAUSIBLE)

    def _off(self, now: datetime) -> timedelta:
        """By how much the clock is ahead of what has passed since it was last believed."""
        passed = timedelta(seconds=self.monotonic() - self._at) if self._at is not None else timedelta()
        return now - (self.newest + passed) if self.newest is not None else timedelta()

    def _jumped(self, now: datetime, at: float, off: timedelta) -> Verdict:
        if self._at is None:
            self._at = at
        if self._held_since is None:
            self._held_since, self.step = at, off
            _log.error("the clock jumped, waiting whether that lasts", extra={"days": round(off / _IMPLAUSIBLE, 1)})
        if at - self._held_since < self.lasts:
            return "held"
        self._believe(now, at)
        return "lasted"

    def _believe(self, now: datetime, at: float) -> None:
        self.newest, self._at, self._held_since = now, at, None

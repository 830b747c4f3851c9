"""Checks the wall clock against a monotonic one: whether it is right, was set, or jumped by more than a day."""

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
class ClockCheck:
    """Checks the wall clock at each tick; `newest` is the newest instant in the database, or None.

    `step` is the size of the last jump of more than a day.
    """

    newest: datetime | None
    monotonic: Callable[[], float] = time.monotonic
    lasts: float = _LASTS
    step: timedelta = timedelta()
    _at: float | None = None
    _held_since: float | None = None

    def judge(self, now: datetime) -> Verdict:
        """Classifies the clock's behaviour.

        stepped: it jumped by up to a day, so due dates are recalculated. held: it jumped further, and nothing is done
        until that has lasted. came back: the jump didn't last. lasted: it did, so the clock is accepted.
        """
        at, off = self.monotonic(), self._off(now)
        if self._at is None and self.newest is not None and timedelta() <= off <= _IMPLAUSIBLE:
            off = timedelta()  # nobody was here meanwhile
        if abs(off) > _IMPLAUSIBLE:
            if self._at is None:
                self._at = at
            if self._held_since is None:
                self._held_since, self.step = at, off
                _log.error("the clock jumped, waiting whether that lasts", extra={"days": round(off / _IMPLAUSIBLE, 1)})
            if at - self._held_since < self.lasts:
                return "held"
            self._believe(now, at)
            return "lasted"
        held = self._held_since is not None
        self._believe(now, at)
        return "came back" if held else "stepped" if abs(off) > _A_STEP else "right"

    def doubts(self, now: datetime) -> bool:
        """Whether a jump of more than a day is recent enough that it may not last."""
        return self._held_since is not None or (self._at is not None and abs(self._off(now)) > _IMPLAUSIBLE)

    def _off(self, now: datetime) -> timedelta:
        """How far the clock is ahead of the time passed since it was last trusted."""
        passed = timedelta(seconds=self.monotonic() - self._at) if self._at is not None else timedelta()
        return now - (self.newest + passed) if self.newest is not None else timedelta()

    def _believe(self, now: datetime, at: float) -> None:
        self.newest, self._at, self._held_since = now, at, None

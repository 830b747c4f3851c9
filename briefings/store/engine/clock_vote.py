"""Which clock is right: that of the database's server, or those of the processes. Pure."""

from collections.abc import Sequence
from statistics import median_high, median_low

TOLERATED = 5.0  # seconds by which clocks may differ
_UNCHANGED = 2.0  # seconds by which a difference may vary from one look to the next, while nobody sets a clock


def correction(difference: float, processes: Sequence[float]) -> float | None:
    """Seconds to add to the clock of a process, which is `difference` ahead of the server's; None without a majority.

    `processes` are the differences of all processes, this one's too. The majority of all clocks, the server's included,
    is right; where it agrees with this one's, the correction is 0.
    """
    clocks = [0.0, *processes]
    low, high = median_low(clocks), median_high(clocks)
    if high - low > TOLERATED:
        return None
    return 0.0 if abs(difference - low) <= TOLERATED else low - difference


class ClockVote:
    """The correction of one process; without a majority, the last one stands while the difference stays the same."""

    def __init__(self) -> None:
        self._difference = self._last = 0.0

    def correct(self, difference: float, processes: Sequence[float]) -> float:
        """Seconds to add to this process's clock; for `difference` and `processes` see `correction`."""
        found = correction(difference, processes)
        if found is None:  # such as after the other processes died
            found = self._last if abs(difference - self._difference) <= _UNCHANGED else 0.0
        self._last = found
        self._difference = difference
        return found

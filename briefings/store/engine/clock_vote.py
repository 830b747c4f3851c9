"""Which clock is right: that of the database's server, or those of the processes. Pure."""

from collections.abc import Sequence
from statistics import median_high, median_low

TOLERATED = 5.0  # seconds by which clocks may differ


def correction(difference: float, processes: Sequence[float]) -> float:
    """Seconds to add to the clock of a process, which is `difference` ahead of the server's.

    `processes` are the differences of all processes, this one's too. The majority of all clocks, the server's included,
    is right; where there is none, or it agrees with this one's, the correction is 0.
    """
    clocks = [0.0, *processes]
    low, high = median_low(clocks), median_high(clocks)
    if high - low > TOLERATED or abs(difference - low) <= TOLERATED:
        return 0.0
    return low - difference

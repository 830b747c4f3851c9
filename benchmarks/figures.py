"""How figures are taken and printed."""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence

_LEAST = 3


async def milliseconds(
    times: int, act: Callable[[int], Awaitable[object]], longest: float = float("inf")
) -> list[float]:
    """Wall milliseconds of each of so many calls, one after the other; none begins after so many seconds but three."""
    taken: list[float] = []
    begun = time.perf_counter()
    for number in range(times):
        start = time.perf_counter()
        if number >= _LEAST and start - begun > longest:
            break
        await act(number)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share (0 to 1) of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def line(name: str, values: Sequence[float], target: str = "") -> str:
    """Median, 99th percentile and maximum on one line."""
    figures = f"p50 {statistics.median(values):8.2f}  p99 {percentile(values, 0.99):8.2f}  max {max(values):8.2f} ms"
    return f"{name:44} {figures}{f'   (target: {target})' if target else ''}"

"""`python -m benchmarks.fuzz [COUNT] [FIRST]`: COUNT damaged files in all, of every format, each through a process.

Prints, for each format, how many are still read, how many are refused and in how many different sentences, how many
processes ended in a way that no reader foresaw, the longest wait, and the most memory that any process took.
"""

import asyncio
import resource
import sys
import time
from collections import Counter

from briefings.sandbox.client import Sandbox, shared_forkserver
from briefings.sandbox.limits import Limits
from tests.fakes.mutants import KINDS, Fate, fate

_AT_ONCE = 4


def main() -> None:
    """Prints the table; the exit status is 1 when a promise is broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    print(f"{'':6}{'files':>7}{'read':>7}{'refused':>9}{'sentences':>11}{'broke':>7}{'longest':>11}")
    longest = max(asyncio.run(_kind(kind, -(-count // len(KINDS)), first)) for kind in KINDS)
    shared_forkserver().end()  # whose children count once it is over
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    limits = Limits()
    print(f"most memory of a process: {memory / 1e6:,.0f} MB (limit {limits.memory / 1e6:,.0f} MB of address space)")
    print(f"longest: {longest:.1f} s (limit {limits.wall:.0f} s)")
    sys.exit(memory > limits.memory or longest > limits.wall + 2)


async def _kind(kind: str, count: int, first: int) -> float:
    sandbox, waits = Sandbox(_AT_ONCE), [0.0]
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(seed: int) -> Fate:
        async with places:
            start = time.perf_counter()
            made = await fate(sandbox, kind, seed)
            waits.append(time.perf_counter() - start)
            if made.broke:
                print(f"{kind} {seed} broke its process", flush=True)
            return made

    fates = await asyncio.gather(*(one(first + seed) for seed in range(count)))
    sentences = Counter(each.sentence for each in fates)
    refused, broke = count - sentences[""], sum(each.broke for each in fates)
    figures = f"{count:7,}{sentences['']:7,}{refused:9,}{len(sentences) - ('' in sentences):11}{broke:7}"
    print(f"{kind:6}{figures}{max(waits):9.1f} s", flush=True)
    return max(waits)


if __name__ == "__main__":
    main()

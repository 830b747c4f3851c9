"""`python -m benchmarks.noninterference [LINES=100000] [SEED=1]`: whether what is hidden changes what others get.

Plays LINES to pairs of libraries that differ in one analysis or section that some chats may not see: lines, presses,
pages, requests, feeds, files, and time that passes. Each script has 340 of them, drawn from SEED and the numbers after
it. Prints the lines, for each surface how many of its outputs were compared and how many differ, and the CPU time.
The exit status is 1 if any differ, or if anything was logged as an error.
"""

import asyncio
import sys
import time
from collections import Counter
from itertools import cycle

from tests.fakes.interference.comparison import compared
from tests.fakes.interference.libraries import DIFFERENCES
from tests.fakes.kept_readings import kept_readings

_ACTS = 340  # of a script


def main() -> None:
    """Prints the figures."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun, played, broken = time.process_time(), 0, 0
    seen, differing = Counter[str](), Counter[str]()
    with kept_readings():
        for name in cycle(DIFFERENCES):
            found = asyncio.run(compared(name, seed, min(_ACTS, lines - played)))
            for each in found.leaks:
                print(f"{name}, {each}\n", flush=True)
            for error in found.broken:
                print(f"{name}, seed {seed}: {error}\n", flush=True)
            seen.update(found.seen)
            differing.update((each.without or each.with_it or ("?", ""))[0] for each in found.leaks)
            played, broken, seed = played + found.acts, broken + len(found.broken), seed + 1
            if played >= lines:
                break
    cpu = time.process_time() - begun
    print(f"{played:,} lines, {cpu:,.0f} s of CPU, {1000 * cpu / played:.0f} ms a line on both libraries together")
    for surface, count in seen.most_common():
        print(f"{surface:16}{count:9,} compared{differing[surface]:5} differ")
    print(f"{sum(seen.values()):,} outputs compared, {differing.total()} differ, {broken} errors")
    sys.exit(1 if differing or broken else 0)


if __name__ == "__main__":
    main()

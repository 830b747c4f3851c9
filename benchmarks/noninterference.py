"""`python -m benchmarks.noninterference [LINES=100000] [SEED=1] [composed]`: whether others see what is hidden.

Plays LINES to pairs of libraries that differ in one analysis or section that some chats may not see: lines, presses,
pages, requests, feeds, webhooks, a language model's server, files, and time that passes. Each script has 340 of them,
drawn from SEED and the numbers after it. With `composed`, each seed has a pair of its own, put together at random,
and 100 lines. Prints the lines, for each surface how many of its outputs were compared and how many differ, and the CPU
time. The exit status is 1 if any differ, or if anything was logged as an error.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count as numbers_from
from itertools import cycle

from tests.fakes.interference.comparison import compared_pair
from tests.fakes.interference.composed import composed
from tests.fakes.interference.libraries import DIFFERENCES, Difference
from tests.fakes.kept_readings import kept_readings

_ACTS, _OF_COMPOSED = 340, 100  # of a script


def pairs(seed: int, *, made: bool) -> Iterator[tuple[str, int, Difference]]:
    """Pairs without end, each with its name and seed: those that are declared in turn, or composed ones."""
    if made:
        yield from (("composed", each, composed(each)) for each in numbers_from(seed))
    for each, (name, difference) in zip(numbers_from(seed), cycle(DIFFERENCES.items()), strict=False):
        yield name, each, difference


def main() -> None:
    """Prints the figures."""
    made = "composed" in sys.argv
    numbers = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    lines, seed = [*numbers, *(100_000, 1)[len(numbers) :]]
    begun, played, broken = time.process_time(), 0, 0
    seen, differing = Counter[str](), Counter[str]()
    with kept_readings():
        for name, number, difference in pairs(seed, made=made):
            acts = min(_OF_COMPOSED if made else _ACTS, lines - played)
            found = asyncio.run(compared_pair(difference, number, acts))
            for each in found.leaks:
                print(f"{name}, {each}\n", flush=True)
            for error in found.broken:
                print(f"{name}, seed {number}: {error}\n", flush=True)
            seen.update(found.seen)
            differing.update((each.without or each.with_it or ("?", ""))[0] for each in found.leaks)
            played, broken = played + found.acts, broken + len(found.broken)
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

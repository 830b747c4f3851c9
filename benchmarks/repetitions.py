"""`python -m benchmarks.repetitions [MIXTURES] [SEED]`: texts and lines made to keep the bot busy, and what each costs.

Every token of `tests/samples/hostile` is repeated over 59,000 bytes, in each frame as plain text and in one frame in
each other format; so are as many mixtures (300) of two or three tokens as a seed has them. What was read is summarised,
asked and searched; lines of 300, 4,096 and 12,000 characters go through the rules for plain words. Times are of the
processor. The exit status is 1 when anything takes more than a second, or cannot be done at all.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

from benchmarks.figures import percentile
from briefings.errors import Unreadable
from briefings.reading import read
from tests.fakes.hostile import DOORS, FRAMES, TOKENS, cost, framed, mixtures
from tests.fakes.hostile_talk import LINES, answers, shown, spoken

MOST = 1.0  # seconds
_WORST = 5  # of each kind that are shown
_STOPPED = 10.0  # seconds after which something is given up
Task = tuple[str, str, Callable[[], object]]


def main() -> None:
    """Prints the worst of each kind, and fails above the limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    read("warm.txt", b"Ice\n\nHolm said on 3 May 2026 that ice comes.")
    taken: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for kind, name, work in _tasks(count, seed):
        spent = cost(work, _STOPPED)
        taken[kind].append((spent, name))
        if spent > MOST:
            print(f"{spent:6.2f} s  {kind}: {name}", flush=True)
    over = sum(spent > MOST for those in taken.values() for spent, _ in those)
    for kind, those in taken.items():
        times = [spent for spent, _ in those]
        half, most = percentile(times, 0.5), percentile(times, 0.99)
        print(f"\n{kind}: {len(times):,}, p50 {half:.2f} s, p99 {most:.2f} s; the worst:")
        for spent, name in sorted(those, reverse=True)[:_WORST]:
            print(f"  {spent:6.2f} s  {name}")
    print(f"\nover {MOST:.0f} s: {over}")
    sys.exit(over > 0)


def _tasks(count: int, seed: int) -> Iterator[Task]:
    for name, token in TOKENS.items():
        for frame in FRAMES:
            yield _reading("txt", frame, name, token)
    for (name, token), frame in zip(TOKENS.items(), cycle(FRAMES)):
        for door in DOORS:
            if door != "txt":
                yield _reading(door, frame, name, token)
    for (name, token), frame, door in zip(mixtures(seed, count), cycle(FRAMES), cycle(DOORS)):
        yield _reading(door, frame, name, token)
    for name, token in [*TOKENS.items(), *mixtures(seed, count // 3)]:
        yield from _talk(name, token)


def _reading(door: str, frame: str, name: str, token: str) -> Task:
    file, data = DOORS[door](framed(frame, token))

    def work() -> None:
        try:
            read(file, data)
        except Unreadable:
            return

    return "reading", f"{name}, {frame}, {door}", work


def _talk(name: str, token: str) -> Iterator[Task]:
    for line in LINES:
        yield "plain words", f"{name}, {line}", partial(spoken, line, token)
    draft = read("ice.txt", framed("in a paper", token).encode())
    for asked, work in answers(draft, token):
        yield "answers", f"{name}, {asked}", work
    yield "renders", name, lambda: shown(token)


if __name__ == "__main__":
    main()

"""`python -m benchmarks.messages [COUNT]`: generated messages (20,000) through both renderers.

Prints how many a strict platform refuses, how many lose a block, and the CPU that a message takes.
"""

import sys
import time
from collections.abc import Callable
from random import Random

from bot.message import Message
from tests.fakes.messages import in_slack, in_telegram, lost, message

_SHOWN = 5


def main() -> None:
    """Prints a line for each platform, and exits with 1 where anything was refused or lost."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    bad = [_through(name, seen_in, count) for name, seen_in in (("Telegram", in_telegram), ("Slack", in_slack))]
    sys.exit(any(bad))


def _through(name: str, seen_in: Callable[[Message], str], count: int) -> int:
    refused, missing = [], []
    start = time.process_time()
    for seed in range(count):
        made = message(Random(seed))
        try:
            seen = seen_in(made)
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the message would not have come out
            refused.append(f"{seed}: {refusal!r}"[:200])
            continue
        if lost(made, seen):
            missing.append(str(seed))
    each = 1000 * (time.process_time() - start) / count
    print(f"{name:9}{count:,} messages: {len(refused)} refused, {len(missing)} lost a block; {each:.1f} ms of CPU each")
    for line in (*refused[:_SHOWN], *missing[:_SHOWN]):
        print(f"         message {line}")
    return len(refused) + len(missing)


if __name__ == "__main__":
    main()

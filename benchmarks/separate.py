"""`python -m benchmarks.separate RATE SECONDS`: what an answer costs a process that shares nothing with any other.

It answers a search that finds nothing so many times a second, in memory, without platforms, and prints milliseconds of
CPU for each. `benchmarks.replicas` runs one such process and several that have the same rate together: what theirs cost
more is the machine's doing, whose caches several processes share.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime

from bot.chat import Request
from bot.commands import Conversation, Roles
from bot.run.event_loop import loop_factory
from briefings.model.intake import Update
from briefings.service import Briefings, open_briefings

_NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_PERSON = "telegram:5"
_WARM = 30  # answers


def main() -> None:
    """Prints the cost."""
    rate, seconds = float(sys.argv[1]), float(sys.argv[2])
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        print(runner.run(_cost(rate, seconds)))


async def costs(number: int, rate: float, seconds: float) -> float:
    """Milliseconds of CPU for each answer of so many processes, which give `rate` answers a second together."""
    command = (sys.executable, "-m", "benchmarks.separate", str(rate / number), str(seconds))
    pipe = asyncio.subprocess.PIPE
    processes = [await asyncio.create_subprocess_exec(*command, stdout=pipe) for _ in range(number)]
    printed = await asyncio.gather(*(each.communicate() for each in processes))
    return sum(float(out) for out, _ in printed) / number


async def _cost(rate: float, seconds: float) -> float:
    number = max(1, int(rate * seconds))
    async with open_briefings("sqlite://") as core:
        conversation = Conversation(core, Roles(open_access=True), lambda: _NOW)
        for warm in range(_WARM):
            await _answer(core, conversation, -1 - warm)
        used, begun = time.process_time(), time.monotonic()
        for each in range(number):
            await _answer(core, conversation, each)
            await asyncio.sleep(max(0.0, begun + (each + 1) / rate - time.monotonic()))
        return 1000 * (time.process_time() - used) / number


async def _answer(core: Briefings, conversation: Conversation, number: int) -> None:
    update = f"telegram:{number}"
    await core.intake.keep([Update(update, "telegram", _PERSON, _PERSON, "{}", _NOW)])
    said = f"search order{number}"
    request = Request(_PERSON, _PERSON, said, _NOW, private=True, command=True, update=update, language="en")
    assert await conversation.answer(request)
    await core.intake.finish(update, _NOW)


if __name__ == "__main__":
    main()

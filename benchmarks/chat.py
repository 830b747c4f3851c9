"""`python -m benchmarks.chat [PEOPLE] [SECONDS]`: what an answer of `readout run` costs with both platforms busy.

So many people (200) on Telegram and on Slack, played on loopback ports, talk for so many seconds (40) at nine tenths of
the rates at which Readout sends: 30 messages a second to Telegram, 20 to Slack. Prints CPU of the bot's process for
each answer, with all that it does besides, and how long an answer takes from what was said to the accepted message.
Then all speak at once: how long an acknowledgement takes, the receipt in Slack and the answer to a press in Telegram.
The peer, in the same run, is a bot that says back what was said, made of the same libraries alone (`benchmarks.echo`).
Exits with 1 where a promise is missed.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.conversations import LINES, Crowd
from benchmarks.figures import line, percentile
from benchmarks.loopback import readout_run
from benchmarks.promises import Promises
from benchmarks.startup import cpu_of
from bot.platforms.slack import rates as slack_rates
from bot.platforms.telegram import rates as telegram_rates
from briefings.service import SAMPLE, open_briefings

_BUSY = {"Telegram": 0.9 * telegram_rates.PER_SECOND, "Slack": 0.9 * slack_rates.PER_SECOND}
_WARM, _IDLE = 15.0, 5.0  # seconds
_CPU = 4.0  # milliseconds for each answer
_LATER = 150.0  # milliseconds: what an answer may take at p99
_ACKNOWLEDGED = 500.0  # milliseconds: what an acknowledgement may take at p99

Spawn = Callable[[Crowd, Path], Awaitable[asyncio.subprocess.Process]]


def main() -> None:
    """Prints the tables, and exits with 1 where a promise is missed."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 40.0
    sys.exit(asyncio.run(_measure(people, seconds)))


async def _measure(people: int, seconds: float) -> int:
    promises = Promises()
    peer = await _talked("bare libraries", people, seconds, _echo)
    ours = await _talked("readout run", people, seconds, _readout, promises)
    print(f"an answer costs {ours / peer:.1f} times an echo by the libraries alone")
    promises.hold("CPU for each answer, ms", ours, _CPU)
    return promises.status()


async def _readout(crowd: Crowd, folder: Path) -> asyncio.subprocess.Process:
    async with open_briefings(f"sqlite:///{folder}/readout.db") as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), datetime.now(UTC))
    return await readout_run(folder, crowd.settings())


async def _echo(crowd: Crowd, folder: Path) -> asyncio.subprocess.Process:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **crowd.settings()}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.echo", env=environment, stderr=asyncio.subprocess.DEVNULL
    )


async def _talked(name: str, people: int, seconds: float, spawn: Spawn, promises: Promises | None = None) -> float:
    """Talks to a bot and prints its figures; returns milliseconds of CPU for each answer."""
    crowd = Crowd(people)
    await crowd.open()
    with tempfile.TemporaryDirectory() as folder:
        process = await spawn(crowd, Path(folder))
        try:
            await crowd.met()
            await crowd.at_rate(_BUSY, _WARM)
            each = await _busy(name, crowd, process, seconds)
            if promises:
                _tell(crowd, promises)
                await _at_once(crowd, promises)
        finally:
            process.terminate()
            await process.wait()
            await crowd.close()
    return each


async def _busy(name: str, crowd: Crowd, process: asyncio.subprocess.Process, seconds: float) -> float:
    """Milliseconds of CPU for each answer."""
    idle = cpu_of(process.pid)
    await asyncio.sleep(_IDLE)
    idle = (cpu_of(process.pid) - idle) / _IDLE
    crowd.forget()
    used, begun = cpu_of(process.pid), time.monotonic()
    await crowd.at_rate(_BUSY, seconds)
    used, wall, answers = cpu_of(process.pid) - used, time.monotonic() - begun, crowd.answered()
    each = 1000 * used / max(1, answers)
    print(
        f"{name}: {answers:,} answers, {answers / wall:.1f} a second; {each:.2f} ms of CPU each"
        f" ({1000 * idle:.0f} ms of CPU a second without any)",
        flush=True,
    )
    return each


def _tell(crowd: Crowd, promises: Promises) -> None:
    for name, talk in crowd.talks.items():
        for said in LINES:
            if talk.taken[said]:
                print(line(f"{name}: /{said}", talk.taken[said]))
        print(line(f"{name}: any answer", talk.all_taken))
        promises.hold(f"{name}: answer, p99, ms", percentile(talk.all_taken, 0.99), _LATER)
        promises.hold(f"{name}: answers lost", talk.lost, 0)


async def _at_once(crowd: Crowd, promises: Promises) -> None:
    """Prints how soon everybody is acknowledged who speaks at the same time."""
    crowd.forget()
    await crowd.all_at_once(LINES[:3])
    for name, talk in crowd.talks.items():
        print(line(f"{name}: acknowledgement, all at once", talk.acknowledged))
        promises.hold(
            f"{name}: acknowledgement, all at once, p99, ms", percentile(talk.acknowledged, 0.99), _ACKNOWLEDGED
        )
        promises.hold(f"{name}: answers lost, all at once", talk.lost, 0)


if __name__ == "__main__":
    main()

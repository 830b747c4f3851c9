"""`python -m benchmarks.startup [SECONDS]`: what `readout run` costs until it is ready, and what it holds afterwards.

The peer is the import of the same libraries with nothing built on them. Loopback platforms play Telegram and Slack.
Exits with 1 where a promise is missed.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from benchmarks.promises import Promises
from briefings.service import open_briefings
from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_server import SlackServer
from tests.fakes.telegram_server import TelegramServer

_LIBRARIES = (
    "import telegram, slack_bolt.async_app, slack_bolt.adapter.socket_mode.aiohttp, apscheduler.schedulers.asyncio, "
    "pydantic_settings, sqlalchemy.ext.asyncio"
)
_CPU, _MEMORY = 0.6, 90  # seconds until it is ready; MB with both platforms
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    rest = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    promises = Promises()
    asyncio.run(_measure(rest, promises))
    sys.exit(promises.status())


async def _measure(rest: float, promises: Promises) -> None:
    telegram, slack = TelegramServer(), SlackServer()
    await telegram.start()
    await slack.start()
    on_telegram = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    on_slack = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.url}
    print(f"{'':24} {'CPU to ready':>13} {'wall':>8} {f'resident after {rest:.0f} s':>24}")
    polled = partial(telegram.until, lambda: "getUpdates" in telegram.methods())
    greeted = partial(slack.until, lambda: slack.connections)

    async def both() -> None:
        await asyncio.gather(polled(), greeted())

    for name, platforms, connected in (
        ("Telegram", on_telegram, polled),
        ("Slack", on_slack, greeted),
        ("both", on_telegram | on_slack, both),
    ):
        telegram.calls.clear()
        with tempfile.TemporaryDirectory() as folder:
            async with open_briefings(f"sqlite:///{folder}/readout.db"):
                pass  # the schema is current
            cpu, wall, resident = await _run(Path(folder), platforms, connected, rest)
        print(f"{name:24} {cpu:11.2f} s {wall:6.2f} s {resident:20.1f} MB", flush=True)
        promises.hold("seconds of CPU until it is ready", cpu, _CPU)
    promises.hold("MB with both platforms", resident, _MEMORY)
    cpu, wall, resident = await _peer()
    print(f"{'peer: imports alone':24} {cpu:11.2f} s {wall:6.2f} s {resident:20.1f} MB")
    await telegram.stop()
    await slack.stop()


async def _run(
    folder: Path, platforms: dict[str, str], connected: Callable[[], Awaitable[object]], rest: float
) -> tuple[float, float, float]:
    environment = {"PATH": os.environ["PATH"], "READOUT_DATA_DIR": str(folder), **platforms}
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    await connected()
    cpu, wall = cpu_of(process.pid), time.perf_counter() - start
    await asyncio.sleep(rest)
    resident = resident_of(process.pid)
    process.terminate()
    await process.communicate()
    return cpu, wall, resident


async def _peer() -> tuple[float, float, float]:
    start = time.perf_counter()
    program = f"{_LIBRARIES}; print(flush=True); input()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    figures = cpu_of(process.pid), time.perf_counter() - start, resident_of(process.pid)
    await process.communicate(b"\n")
    return figures


def cpu_of(pid: int, *, children: bool = False) -> float:
    """Seconds of CPU that a process has used, in user and system mode; with those of its `children` that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11 : 15 if children else 13]) / _TICKS


def resident_of(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()

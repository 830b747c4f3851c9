"""Two `readout run` on one PostgreSQL, of which one dies, freezes or is cut off: when the other one does its tasks."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Literal

from tests.fakes.databases import fresh_database
from tests.fakes.preloaded_run import PreloadedRun, preloaded_run
from tests.fakes.tcp_proxy import proxy_to
from tests.fakes.telegram_world import TelegramWorld

End = Literal["killed", "frozen", "cut off"]
ENDS: tuple[End, ...] = ("killed", "frozen", "cut off")
_TASKS = 3  # that one process leads at a time: receiving, sending, and the library folder


@asynccontextmanager
async def _running(data: str, url: str, world: TelegramWorld) -> AsyncIterator[PreloadedRun]:
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - a child needs it
        "READOUT_DATA_DIR": data,
        "DATABASE_URL": url,
        "READOUT_TICK_SECONDS": "0.5",
        "TELEGRAM_BOT_TOKEN": world.server.token,
        "TELEGRAM_API_URL": world.server.url,
    }
    process = await preloaded_run(environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _says(process: PreloadedRun, words: str, times: int = 1) -> None:
    """Returns when the process's log has had these words so many times."""
    lines: list[str] = []
    while times:
        line = (await process.stderr.readline()).decode()
        assert line, f"it has ended: {''.join(lines)}"
        lines.append(line)
        times -= words in line


async def followed_after(postgresql: str, end: End, patience: float) -> float:
    """Seconds from the end of the first one until the second one leads its tasks; TimeoutError after so many."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(fresh_database(postgresql))
        address, _, folder = url.partition("?host=")
        proxy = await stack.enter_async_context(proxy_to(f"{folder}/.s.PGSQL.5432"))
        world = TelegramWorld()
        await world.server.start()
        stack.push_async_callback(world.server.stop)
        data = stack.enter_context(tempfile.TemporaryDirectory())
        through = address.replace("@/", f"@127.0.0.1:{proxy.port}/")
        first = await stack.enter_async_context(_running(data, through, world))
        await asyncio.wait_for(_says(first, "this process leads a task", _TASKS), 120)
        second = await stack.enter_async_context(_running(data, url, world))
        await asyncio.wait_for(_says(second, "ready"), 120)
        begin = time.monotonic()
        if end == "cut off":
            proxy.cut.set()
        else:
            first.send_signal(signal.SIGKILL if end == "killed" else signal.SIGSTOP)
        await asyncio.wait_for(_says(second, "this process leads a task", _TASKS), patience)
        return time.monotonic() - begin

"""Several `readout run` on one PostgreSQL behind a load balancer, to which Telegram and Slack send by HTTP."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from bot.http_updates import PATHS, HttpReply, HttpUpdate
from tests.fakes.deadline import HANGS
from tests.fakes.preloaded_run import Run, preloaded_run, spawned_run
from tests.fakes.slack_methods import BOT_TOKEN
from tests.fakes.slack_requests import SECRET
from tests.fakes.slack_world import SlackWorld
from tests.fakes.telegram_world import TelegramWorld

_UNAVAILABLE = HttpReply(503)
_NOBODY = HttpReply(502)
_STARTS = 2 * HANGS
_LOOK_SECONDS = 0.05  # between two looks whether a process is ready


def real_now() -> datetime:
    """What the clock of the programs under test says."""
    return datetime.now(UTC)  # noqa: TID251


@dataclass(eq=False)
class Process:
    """One `readout run`, and the port of its web server."""

    run: Run
    port: int
    log: list[str] = field(default_factory=list)

    async def ended(self) -> int:
        """Waits for its end and returns its status."""
        async with asyncio.timeout(HANGS):
            return await self.run.wait()


class Replicas:
    """Both platforms, and the processes that serve them; `refused` counts what the load balancer had to refuse."""

    def __init__(self, url: str, data: Path, client: aiohttp.ClientSession) -> None:
        self.url, self._data, self._client = url, data, client
        self.telegram, self.slack = TelegramWorld(), SlackWorld()
        self.running: list[Process] = []
        self.started: list[Process] = []
        self.refused: list[int] = []
        self._turn = 0
        self._readers: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Starts both platforms."""
        await self.telegram.server.start()
        await self.slack.server.start()
        self.slack.slack.clock = real_now
        self.telegram.server.push = lambda update: self._balanced("telegram", update)
        self.slack.server.post = lambda update: self._balanced("slack", update)
        self.tick()

    def tick(self) -> None:
        """Sets the clocks of both platforms."""
        self.telegram.now = self.telegram.server.now = real_now()
        self.slack.now = self.slack.server.now = real_now()

    async def start(self, folder: Path | None = None, *, waits: bool = True, **changed: str) -> Process:
        """Starts one process more, of the program in a folder, with `changed` settings; returns when it is ready."""
        port = _free_port()
        environment = {**self._environment(port), **changed}
        run = await (spawned_run(environment, folder) if folder else preloaded_run(environment))
        process = Process(run, port)
        self.started.append(process)
        self._readers.append(asyncio.create_task(_read(process)))
        if waits:
            await self.ready(process)
        return process

    async def ready(self, process: Process) -> None:
        """Waits until a process is ready; from then on the load balancer sends it its part."""
        async with asyncio.timeout(_STARTS):
            while not await self.is_ready(process):
                assert process.run.returncode is None, "".join(process.log)
                await asyncio.sleep(_LOOK_SECONDS)
        self.running.append(process)

    async def is_ready(self, process: Process) -> bool:
        """Whether `/readyz` says so."""
        try:
            async with self._client.get(f"http://127.0.0.1:{process.port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def says(self, process: Process, words: str) -> None:
        """Waits until a process has logged these words."""
        async with asyncio.timeout(_STARTS):
            while not any(words in line for line in process.log):
                assert process.run.returncode is None, "".join(process.log)
                await asyncio.sleep(_LOOK_SECONDS)

    async def end(self, process: Process) -> int:
        """Ends a process as an operator does; returns its status. Until its end it may get requests."""
        process.run.send_signal(signal.SIGTERM)
        status = await process.ended()
        self.running.remove(process)
        return status

    def kill(self, process: Process) -> None:
        """Ends a process as a power cut does."""
        process.run.kill()
        self.running.remove(process)

    async def close(self) -> None:
        """Ends what runs."""
        for process in self.started:
            if process.run.returncode is None:
                process.run.kill()
            await process.run.wait()
        await asyncio.gather(*self._readers)
        await self.telegram.server.stop()
        await self.slack.server.stop()

    async def _balanced(self, platform: str, update: HttpUpdate) -> HttpReply:
        """What the next process answers; another one is asked if nobody listens there."""
        for _ in range(len(self.running)):
            self._turn += 1
            process = self.running[self._turn % len(self.running)]
            with suppress(aiohttp.ClientError):
                return await self.send(process, platform, update)
        self.refused.append(_NOBODY.status)
        return _NOBODY

    async def send(self, process: Process, platform: str, update: HttpUpdate) -> HttpReply:
        """What one process answers."""
        kind = "application/json" if update.body[:1] == b"{" else "application/x-www-form-urlencoded"
        address = f"http://127.0.0.1:{process.port}{PATHS[platform]}"
        headers = {"Content-Type": kind, **update.headers}
        async with self._client.post(address, data=update.body, headers=headers) as answer:
            if answer.status != 200:
                self.refused.append(answer.status)
            return HttpReply(answer.status, await answer.text(), answer.content_type)

    def _environment(self, port: int) -> Mapping[str, str]:
        return {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a child needs it
            "READOUT_DATA_DIR": str(self._data),
            "DATABASE_URL": self.url,
            "READOUT_ACCESS": "open",
            "READOUT_TICK_SECONDS": "2",
            "READOUT_WEB_PORT": str(port),
            "READOUT_WEB_URL": "https://readout.example.org",
            "READOUT_TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_BOT_TOKEN": self.telegram.server.token,
            "TELEGRAM_API_URL": self.telegram.server.url,
            "READOUT_SLACK_RECEIVE": "http",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack.server.url,
        }


@asynccontextmanager
async def replicas(url: str, data: Path) -> AsyncIterator[Replicas]:
    """Both platforms, without a process yet; all end with the block."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(aiohttp.ClientSession())
        made = Replicas(url, data, client)
        stack.push_async_callback(made.close)
        await made.open()
        yield made


async def _read(process: Process) -> None:
    """Reads the log, without which a process would stop once the pipe is full."""
    while line := (await process.run.stderr.readline()).decode():
        process.log.append(line)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])

"""`readout run` in a process of its own: as a person starts it, or forked where its modules are loaded already."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_MODULES = (
    "bot.__main__",
    "bot.cli",
    "bot.run.wiring",
    "bot.platforms.slack.adapter",
    "bot.platforms.telegram.adapter",
)


class PreloadedRun:
    """What the tests use of `asyncio.subprocess.Process`; `stderr` is what it logs."""

    def __init__(self, process: ForkServerProcess, stderr: asyncio.StreamReader) -> None:
        assert process.pid
        self.pid, self.stderr = process.pid, stderr
        self._process = process
        self._ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._end)

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.exitcode

    async def wait(self) -> int:
        """Waits for its end and returns the exit status."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[None, bytes]:
        """Waits for its end and returns what is left of its log."""
        log = await self.stderr.read()
        await self.wait()
        return None, log

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self.send_signal(signal.SIGKILL)

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self._ended.set()


Run = PreloadedRun | asyncio.subprocess.Process


async def spawned_run(environment: Mapping[str, str], folder: Path = _ROOT) -> asyncio.subprocess.Process:
    """Starts it as a person does, with this environment alone; `folder` has the program."""
    command = sys.executable, "-m", "bot", "run"
    return await asyncio.create_subprocess_exec(*command, env=environment, cwd=folder, stderr=asyncio.subprocess.PIPE)


async def preloaded_run(environment: Mapping[str, str]) -> PreloadedRun:
    """Starts it with this environment alone; the first start of a session loads the modules, 1 s of processor time."""
    ours, its = os.pipe()
    try:
        arguments = dict(environment), str(_ROOT), DupFd(its)
        process = _server().Process(target=_run, args=arguments, daemon=True)
        process.start()
    finally:
        os.close(its)
    stderr = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stderr)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(ours, "rb", 0))
    return PreloadedRun(process, stderr)


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_MODULES))
    return context


def _run(environment: dict[str, str], folder: str, stderr: Any) -> None:
    os.dup2(stderr.detach(), sys.stderr.fileno())
    os.environ.clear()  # noqa: TID251 - it is another process
    os.environ.update(environment)  # noqa: TID251
    os.chdir(folder)
    sys.argv = ["readout", "run"]
    from bot.__main__ import main  # the process that forks has loaded it; the tests' need not

    sys.exit(main())

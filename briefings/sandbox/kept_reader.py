"""The one reading process that is kept for the plain texts that a person sends in a row.

Half of what a short text costs is to fork its process. A kept one is confined like all others, and gets the time and
the memory of one file for all of its files. What it doesn't answer soon is read in a process of its own.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from briefings.sandbox.channel import asked, ready
from briefings.sandbox.limits import Limits
from briefings.sandbox.protocol import DONE, REFUSED

Begin = Callable[[Limits, socket.socket, socket.socket], object]

MOST = 20_000  # bytes of a file that is given to it
_ENDINGS = (".txt", ".md")
_PATIENCE = 3.0  # seconds for one answer
_AGE = 60.0  # seconds after which a new one takes its place
_FILES = 100


def is_plain(name: str, data: bytes) -> bool:
    """Whether a file is short text without tables of a page, so that no library in C that parses pages is given it."""
    if len(data) > MOST or not name.lower().endswith(_ENDINGS) or b"\0" in data or b"<table" in data.lower():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Process:
    """A kept process with its two sockets; closing `told` ends it."""

    by: str
    limits: Limits
    since: float
    data: socket.socket
    told: socket.socket
    files: int = 0

    def is_fit(self, by: str, limits: Limits) -> bool:
        """Whether it may read another file of a person."""
        young = time.monotonic() - self.since < min(_AGE, limits.wall)
        return self.by == by and self.limits == limits and self.files < _FILES and young

    def end(self) -> None:
        self.data.close()
        self.told.close()


class KeptReader:
    """Reads the plain texts of one person in one process; another person's take a new one."""

    def __init__(self, begin: Begin) -> None:
        """`begin` requests a process that is kept, with two sockets that it closes on this side."""
        self._begin = begin
        self._turn = threading.Lock()
        self._process: _Process | None = None

    async def run(self, request: bytes, limits: Limits, by: str) -> tuple[int, bytes] | None:
        """The status and the answer of one request; None if the process is busy or gave no answer."""
        if not self._turn.acquire(blocking=False):
            return None
        answer = None
        try:
            answer = await self._answered(request, limits, by)
        except (OSError, TimeoutError):
            return None
        finally:
            if answer is None:
                self.end()
            self._turn.release()
        return answer

    async def _answered(self, request: bytes, limits: Limits, by: str) -> tuple[int, bytes] | None:
        process = self._process
        if process is None or not process.is_fit(by, limits):
            self.end()
            async with asyncio.timeout(limits.wall):
                process = await self._started(limits, by)
        process.files += 1
        async with asyncio.timeout(min(_PATIENCE, limits.wall)):
            status, answer = await asked(process.data, request)
        return (status, answer) if status in (DONE, REFUSED) else None

    async def _started(self, limits: Limits, by: str) -> _Process:
        """A new process that waits for its first request. Raises OSError."""
        (data, theirs), (told, teller) = socket.socketpair(), socket.socketpair()
        data.settimeout(0)
        process = self._process = _Process(by, limits, time.monotonic(), data, told)
        await asyncio.to_thread(self._begin, limits, theirs, teller)
        await ready(data)
        return process

    def end(self) -> None:
        """Ends the process; the next text starts a new one."""
        process, self._process = self._process, None
        if process:
            process.end()

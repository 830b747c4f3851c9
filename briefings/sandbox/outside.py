"""Starts a process for each file, waits for it no longer than it may take, and makes a draft of what it answers."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

import briefings
from briefings import reading
from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.phrases import unpacked
from briefings.reading.containers import is_archive
from briefings.reading.formats import TEXT, format_of
from briefings.sandbox.limits import MOST_ANSWER, REFUSED, STARVED, Limits

_log = logging.getLogger(__name__)
_adapter = TypeAdapter(Draft)
# Bytes of a text that is read in a thread instead: there each step over it is short, and a process costs more.
_SHORT = 60_000
_AT_ONCE = 2  # processes
_HOME = str(Path(briefings.__file__).parent.parent)
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from briefings.sandbox.inside import main; "
    "main(int(sys.argv[2]), int(sys.argv[3]))"
)


class Sandbox:
    """Reads files, a few at once; others wait for their turn."""

    def __init__(self, at_once: int = _AT_ONCE, limits: Limits = Limits()) -> None:  # noqa: B008  it is frozen
        self._places = asyncio.Semaphore(at_once)
        self._limits = limits

    async def read(self, name: str, data: bytes, *, published: date | None = None) -> Draft:
        """What a file says; raises Unreadable, also when reading it takes too long or too much."""
        if len(data) <= _SHORT and not is_archive(data) and format_of(data) is TEXT:
            return await asyncio.to_thread(reading.read, name, data, published=published)
        return await self._apart(_Asked(name, data, published))

    async def read_again(self, name: str, draft: Draft, *, published: date | None = None) -> Draft:
        """What a text says that was read before, with another date of publication."""
        if len(draft.text) <= _SHORT:
            return await asyncio.to_thread(reading.read_again, name, draft, published=published)
        blocks = [(b.kind, b.start, b.end, b.level, b.words) for b in draft.blocks]
        return await self._apart(_Asked(name, draft.text.encode(), published, draft.title, blocks))

    async def _apart(self, asked: "_Asked") -> Draft:
        async with self._places:
            status, answer = await asyncio.to_thread(_run, asked, self._limits)
        if status == 0:
            with contextlib.suppress(ValidationError):
                return await asyncio.to_thread(_adapter.validate_json, answer)
        if status == REFUSED:
            raise Unreadable(unpacked(json.loads(answer)))
        if status == STARVED:
            raise Unreadable("Reading the file takes more memory than Readout gives to one file.")
        if status in {-signal.SIGKILL, -signal.SIGXCPU}:
            raise Unreadable("Reading the file takes longer than Readout gives to one file.")
        _log.warning("A file could not be read", extra={"status": status})
        raise Unreadable("The file is damaged, or made in a way that Readout does not know: it could not be read.")


class _Asked:
    """What the process is told: a line about the file, and the file."""

    def __init__(
        self,
        name: str,
        data: bytes,
        published: date | None,
        title: str = "",
        blocks: list[tuple[Any, ...]] | None = None,
    ) -> None:
        told = {"name": name, "published": published and published.isoformat(), "title": title, "blocks": blocks or []}
        self.bytes = json.dumps(told).encode() + b"\n" + data


def _run(asked: _Asked, limits: Limits) -> tuple[int, bytes]:
    """The exit status and the answer; a negative status is the signal that ended the process.

    Waits in a thread: asyncio's own processes may never be told to have ended when their task is cancelled.
    """
    process = subprocess.Popen(  # noqa: S603  our own interpreter with our own program
        (sys.executable, "-I", "-c", _PROGRAM, _HOME, str(limits.memory), str(limits.cpu)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,
    )
    alarm = threading.Timer(limits.wall, _end, (process,))
    alarm.daemon = True
    teller = threading.Thread(target=_tell, args=(process.stdin, asked.bytes), daemon=True)
    alarm.start()
    teller.start()
    assert process.stdout is not None  # noqa: S101
    try:
        answer = process.stdout.read(MOST_ANSWER + 1)
        if len(answer) > MOST_ANSWER:
            _end(process)
        status = process.wait()
    finally:
        alarm.cancel()
        _end(process)
        teller.join()
        process.stdout.close()
    return status, answer


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _tell(where: IO[bytes] | None, data: bytes) -> None:
    assert where is not None  # noqa: S101
    with contextlib.suppress(OSError):  # it ended before it had heard all
        where.write(data)
    with contextlib.suppress(OSError):
        where.close()

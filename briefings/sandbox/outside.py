"""Starts a process for each file, waits for it no longer than it may take, and makes a draft of what it answers."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import briefings
from briefings import reading
from briefings.errors import Unreadable
from briefings.model.analysis import Draft
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
            status, answer = await _run(asked, self._limits)
        if status == 0:
            with contextlib.suppress(ValidationError):
                return await asyncio.to_thread(_adapter.validate_json, answer)
        if status == REFUSED:
            raise Unreadable(answer.decode(errors="replace"))
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


async def _run(asked: _Asked, limits: Limits) -> tuple[int, bytes]:
    """The exit status and the answer; a negative status is the signal that ended the process."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", _PROGRAM, _HOME, str(limits.memory), str(limits.cpu)),
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(limits.wall):
            _, answer = await asyncio.gather(_tell(process, asked.bytes), _hear(process))
            await process.wait()
    except TimeoutError:
        answer = b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return process.returncode if process.returncode is not None else -signal.SIGKILL, answer


async def _tell(process: asyncio.subprocess.Process, data: bytes) -> None:
    assert process.stdin is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it ended before it had heard all
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _hear(process: asyncio.subprocess.Process) -> bytes:
    """All that the process writes, up to more than any draft has."""
    assert process.stdout is not None  # noqa: S101
    parts: list[bytes] = []
    size = 0
    while part := await process.stdout.read(1 << 16):
        parts.append(part)
        size += len(part)
        if size > MOST_ANSWER:
            raise TimeoutError
    return b"".join(parts)

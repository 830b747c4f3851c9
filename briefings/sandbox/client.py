"""The bot's side of the sandbox: requests a process per file, enforces the time limit, receives the result."""

import asyncio
import atexit
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

import briefings
from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.model.export import Export
from briefings.reading.layout import linked_spans, stated_date
from briefings.sandbox.channel import hear, pair, say
from briefings.sandbox.confinement import Protection
from briefings.sandbox.kept_reader import KeptReader, is_plain
from briefings.sandbox.limits import Limits
from briefings.sandbox.pandoc import find_pandoc, pandoc_format
from briefings.sandbox.protocol import DONE, LATE, ORDER, REFUSED, STARVED, Request, draft_unpacked, export_unpacked
from briefings.translatable import unpacked

T = TypeVar("T")

_log = logging.getLogger(__name__)
_AT_ONCE = 4  # processes
_SHORT = 60_000  # bytes; one process is kept for files that are no longer, so that long ones don't hold them up
_HOME = str(Path(briefings.__file__).parent.parent)
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[2]); from briefings.sandbox.forkserver import main; main(*sys.argv[1:])"
)
_READER = "briefings.sandbox.reader"
_TRIES = 2  # the forkserver may end, by its own rule or by another's hand, just as it is asked
_TIME_WAS_UP = {LATE, str(-signal.SIGKILL.value), str(-signal.SIGXCPU.value)}
_GRACE = 5.0  # seconds beyond its time after which a forkserver that still says nothing is ended


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a process ended (exit status, negative signal, LATE, or "" if unknown), and its output."""

    status: str
    answer: bytes


class ForkserverClient:
    """The process that forks readers; started by the first file, and again if it dies."""

    def __init__(self, work: str = _READER) -> None:
        self._work, self._pandoc = work, find_pandoc()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._kept_reader = KeptReader(lambda *order: self._order(*order, kept=True))
        atexit.register(self.end)

    async def run_plain(self, request: bytes, limits: Limits, by: str) -> _Ended | None:
        """The result of reading a plain text in the process that is kept; None if it gave none."""
        answered = await self._kept_reader.run(request, limits, by)
        return _Ended(str(answered[0]), answered[1]) if answered else None

    async def as_markdown(self, name: str, data: bytes, limits: Limits) -> bytes:
        """What `pandoc` makes of a file in a rare format; b"" for others, and where it can't be run or read it."""
        format_ = pandoc_format(name) if self._pandoc else ""
        ended = await self.run(data, limits, format_) if format_ else _Ended("", b"")
        return ended.answer if ended.status == str(DONE) else b""

    async def run(self, request: bytes, limits: Limits, format_: str = "") -> _Ended:
        """The result of one request; retried if the forkserver itself died. `pandoc` reads one with a `format_`."""
        ended = _Ended("", b"")
        for _ in range(_TRIES):
            with pair() as (data, theirs), pair() as (told, teller):
                process = await asyncio.to_thread(self._order, limits, theirs, teller, format_=format_)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(limits.wall + _GRACE):
                        _, answer, status = await asyncio.gather(say(data, request), hear(data), hear(told))
                        ended = _Ended(status.decode(), answer)
            if ended.status:
                return ended
            self._end(process)
        return ended

    def _order(
        self, limits: Limits, data: socket.socket, told: socket.socket, *, kept: bool = False, format_: str = ""
    ) -> "subprocess.Popen[bytes]":
        """Requests one reader, passing it two sockets that are closed on this side; returns the forkserver process."""
        order = ORDER.pack(limits.memory, limits.cpu, limits.wall, kept, format_.encode())
        with self._starting, data, told:
            process = self._process
            if self._control is None or process is None or process.poll() is not None:
                self._control, process = self._start()
            with contextlib.suppress(OSError):  # it has just gone: nobody will tell a status
                socket.send_fds(self._control, [order], [data.fileno(), told.fileno()])
            return process

    def _start(self) -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
        self._close()
        control, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  our own interpreter with our own program
                (sys.executable, "-I", "-c", _PROGRAM, self._work, _HOME, self._pandoc),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
            )
        self._control, self._process = control, process
        return control, process

    def end(self) -> None:
        """Stops the forkserver and all its readers; the next file starts a new one."""
        self._kept_reader.end()
        with self._starting:
            self._close()

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        with self._starting:
            if process is self._process:
                self._close()

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._control = self._process = None


@cache
def shared_forkserver() -> ForkserverClient:
    """The one forkserver of this process; it starts with the first file."""
    return ForkserverClient()


class Sandbox:
    """Reads files in sandboxed processes, a few at once and one for each person; others wait.

    `by` names the person; "" is nobody in particular and has no limit.
    """

    def __init__(
        self,
        at_once: int = _AT_ONCE,
        limits: Limits = Limits(),  # noqa: B008  it is frozen
        server: ForkserverClient | None = None,
    ) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._long = asyncio.Semaphore(max(1, at_once - 1))
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by person
        self._limits = limits
        self._server = server or shared_forkserver()

    async def read(
        self, name: str, data: bytes, *, published: date | None = None, latest: date | None = None, by: str = ""
    ) -> Draft:
        """Reads a file. Raises Unreadable, also if reading takes too much time or memory.

        A date in the file after `latest` isn't used as publication date.
        """
        async with self._places:
            markdown = await self._server.as_markdown(name, data, self._limits)
        if markdown:
            name, data = f"{name}.md", markdown
        asked = Request(name, data, published, latest, plain=is_plain(name, data))
        return await self._unpacked(asked, draft_unpacked, by)

    async def read_again(
        self, name: str, draft: Draft, *, published: date | None = None, latest: date | None = None, by: str = ""
    ) -> Draft:
        """Reads a stored text again with another publication date."""
        text, own = draft.text.encode(), (draft.title, draft.blocks, stated_date(draft), linked_spans(draft))
        asked = Request(name, text, published, latest, *own, again=True)
        return replace(await self._unpacked(asked, draft_unpacked, by), marking=draft.marking, proposal=draft.proposal)

    async def check(self, name: str, data: bytes, by: str = "") -> Export:
        """Reads an export. Raises Unreadable as `read` does."""
        return await self._unpacked(Request(name, data, export=True), export_unpacked, by)

    async def protections(self) -> tuple[Protection, ...]:
        """The protections active in a reader on this system and those missing, as a reader reports them."""
        answer = await self._answer(b"", self._limits)
        return tuple(Protection(**each) for each in json.loads(answer))

    async def _unpacked(self, asked: Request, unpack: Callable[[bytes], T], by: str) -> T:
        async with self._turn_of(by):
            answer = await self._plain(asked, by) or await self._own(replace(asked, plain=False))
        try:
            return await asyncio.to_thread(unpack, answer)
        except (ValueError, KeyError, IndexError) as error:
            raise _unknown("answer") from error

    def _turn_of(self, person: str) -> contextlib.AbstractAsyncContextManager[None]:
        """The turn of a person, so that no number of one person's files holds all processes."""
        return self._turns.setdefault(person, asyncio.Lock()) if person else contextlib.nullcontext()

    async def _plain(self, asked: Request, by: str) -> bytes | None:
        """The answer of the process that is kept for plain texts; None if it gives none."""
        if not asked.plain:
            return None
        async with self._places:
            ended = await self._server.run_plain(asked.packed(), self._limits, by)
        return _answer_of(ended) if ended else None

    async def _own(self, asked: Request) -> bytes:
        """The answer of a process of its own."""
        return await self._answer(asked.packed(), self._limits.of_file(asked.data))

    async def _answer(self, request: bytes, limits: Limits) -> bytes:
        lane = self._long if len(request) > _SHORT else contextlib.nullcontext()
        async with lane, self._places:
            ended = await self._server.run(request, limits)
        return _answer_of(ended)


def _answer_of(ended: _Ended) -> bytes:
    """The answer of a process that ended well. Raises Unreadable."""
    if ended.status == str(DONE):
        return ended.answer
    if ended.status == str(REFUSED):
        raise _refusal(ended.answer)
    if ended.status == str(STARVED):
        raise Unreadable("Reading the file takes more memory than Readout gives to one file.")
    if ended.status in _TIME_WAS_UP:
        raise Unreadable(
            "Reading the file takes longer than Readout gives to one file. "
            "Split it, or save it as plain text, and send that."
        )
    raise _unknown(ended.status)


def _refusal(answer: bytes) -> Unreadable:
    try:
        return Unreadable(unpacked(json.loads(answer)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return _unknown("refusal")


def _unknown(status: str) -> Unreadable:
    _log.warning("A file could not be read", extra={"status": status})
    return Unreadable("The file can't be read. It may be damaged or in an unsupported variant of its format.")

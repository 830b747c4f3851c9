"""The process that has the reading code loaded and forks a process per file.

It starts with an empty environment and no descriptor except the bot's socket, so it has no secrets to leak. It exits
when the socket closes, or after `_IDLE` seconds without a request.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import NoReturn

from briefings.sandbox.confinement import Confinement, Protection, enter_namespaces, set_limits
from briefings.sandbox.limits import Limits
from briefings.sandbox.pandoc import arguments
from briefings.sandbox.protocol import ANSWER_FRAME, DONE, LATE, ORDER, READY, REQUEST_FRAME, STARVED

_IDLE = 300.0  # seconds
_NICE = 5  # those who wait for an answer come before those who read
_AT_A_TIME = 1 << 16  # bytes that are read at once
_BROKE = 1  # exit status of a reader that failed in a way that nobody foresaw

Answer = Callable[[bytes], tuple[int, Iterable[bytes]]]


def main(work: str, home: str, pandoc: str) -> NoReturn:
    """Serves the socket on standard input with the functions `preload` and `answer` of a module."""
    control = socket.socket(fileno=os.dup(0))
    os.closerange(3, control.fileno())
    os.closerange(control.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    module = importlib.import_module(work)
    module.preload()
    Forkserver(control, module.answer, Confinement(enter_namespaces(), home), pandoc).serve()
    sys.exit()


@dataclass(frozen=True, slots=True)
class _Running:
    """A running reader, the socket for its exit status, and its deadline."""

    pid: int
    told: socket.socket
    end: float


class Forkserver:
    """Forks readers, ends those that are late or abandoned, and reports how each one ended."""

    def __init__(self, control: socket.socket, answer: Answer, confinement: Confinement, pandoc: str) -> None:
        self._control, self._answer, self._confinement, self._pandoc = control, answer, confinement, pandoc
        self._selector = selectors.DefaultSelector()
        self._running: dict[int, _Running] = {}
        self._late: set[int] = set()

    def serve(self) -> None:
        """Serves until the bot exits or has been idle for long."""
        gc.collect()
        gc.freeze()  # so that a reader's collection leaves the shared pages alone
        os.nice(_NICE)
        wake = self._woken_by_ended_readers()
        self._selector.register(self._control, selectors.EVENT_READ, self._begin)
        last = time.monotonic()
        while self._running or time.monotonic() - last < _IDLE:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is wake:
                    wake.recv(_AT_A_TIME)
                elif key.fileobj is self._control:
                    last = time.monotonic()
                    if not self._begin():
                        return self._end_all()
                else:
                    self._kill(key.data)
            self._reap()
            self._kill_the_late()
        return None

    def _woken_by_ended_readers(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        theirs.settimeout(0)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(theirs.detach(), warn_on_full_buffer=False)
        self._selector.register(ours, selectors.EVENT_READ)
        return ours

    def _patience(self) -> float:
        ends = [one.end for one in self._running.values()]
        return max(0.0, min(ends) - time.monotonic()) if ends else _IDLE

    def _begin(self) -> bool:
        """Forks a reader for one order; returns False if the bot has exited."""
        order, descriptors, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
        if len(order) < ORDER.size or len(descriptors) < 2:
            return False
        *most, kept, format_ = ORDER.unpack(order)
        limits = Limits(*most)
        data, told = (socket.socket(fileno=each) for each in descriptors)
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            self._read(data, limits, parent, kept=kept, format_=format_.rstrip(b"\0").decode())
        data.close()
        self._running[pid] = _Running(pid, told, time.monotonic() + limits.wall)
        self._selector.register(told, selectors.EVENT_READ, pid)
        return True

    def _read(self, data: socket.socket, limits: Limits, parent: int, *, kept: bool, format_: str) -> NoReturn:
        """The reader's run: confine itself, receive the request, answer, exit; one that is `kept` takes several.

        With a `format_`, `pandoc` takes its place.
        """
        status = _BROKE
        try:
            signal.set_wakeup_fd(-1)
            os.dup2(data.fileno(), 0)
            if format_:
                os.dup2(data.fileno(), 1)
                set_limits(limits.memory, limits.cpu, parent, threads=True)
                self._confinement.run(self._pandoc, arguments(format_))
            set_limits(limits.memory, limits.cpu, parent)
            held = self._confinement.enter()
            if kept:
                self._read_many()
                status = DONE
            else:
                status = self._read_one(held)
        except MemoryError:  # also while the request was heard, or the answer said
            status = STARVED
        finally:
            os._exit(status)

    def _read_one(self, held: tuple[Protection, ...]) -> int:
        """Answers the request that ends where the bot closes its side, or tells what protects the reader."""
        request = _heard()
        status, answer = self._answer(request) if request else (DONE, [_told(held)])
        for each in answer:
            _say(each)
        return status

    def _read_many(self) -> None:
        """Answers requests in frames until the bot closes its side."""
        _say(READY)
        while request := _framed():
            status, answer = self._answer(request)
            whole = b"".join(answer)
            _say(ANSWER_FRAME.pack(status, len(whole)) + whole)

    def _reap(self) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            running = self._running.pop(pid)
            self._selector.unregister(running.told)
            code = LATE if pid in self._late else str(os.waitstatus_to_exitcode(status))
            self._late.discard(pid)
            with contextlib.suppress(OSError), running.told:
                running.told.send(code.encode())

    def _kill_the_late(self) -> None:
        for pid, one in self._running.items():
            if one.end <= time.monotonic():
                self._late.add(pid)
                self._kill(pid)

    def _kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        for pid in self._running:
            self._kill(pid)


def _told(held: tuple[Protection, ...]) -> bytes:
    return json.dumps([asdict(each) for each in held]).encode()


def _heard() -> bytes:
    """The request's bytes, up to where the bot closes its side."""
    parts = []
    while part := os.read(0, _AT_A_TIME):
        parts.append(part)
    return b"".join(parts)


def _framed() -> bytes:
    """The next request of a kept reader; b"" once the bot has closed its side."""
    head = _exactly(REQUEST_FRAME.size)
    return _exactly(REQUEST_FRAME.unpack(head)[0]) if head else b""


def _exactly(size: int) -> bytes:
    parts = []
    while size and (part := os.read(0, min(size, _AT_A_TIME))):
        parts.append(part)
        size -= len(part)
    return b"" if size else b"".join(parts)


def _say(part: bytes) -> None:
    rest = memoryview(part)
    while rest:
        rest = rest[os.write(0, rest) :]

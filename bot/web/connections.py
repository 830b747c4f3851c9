"""Limits on the web server's connections: how many there are, and how long one may take for its request and answer.

aiohttp waits without end for the first request of a connection, and for a client that doesn't read its answer. Where
there are too many connections, those that have waited the longest without a request make room for new ones, so that
idle clients keep nobody else out.
"""

import asyncio
import resource
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

HEAD_SECONDS = 10.0  # from the connection to the end of its first request's head
ANSWER_SECONDS = 60.0  # from a request's head until the next one, or until the connection is idle and closed
IDLE_SECONDS = 15.0  # that a connection is kept for another request
MOST = 1_000  # connections at a time, unless the process may open less than twice as many files
_LOOK_SECONDS = 0.02  # between two looks whether a request has ended
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def most_connections(files: int) -> int:
    """How many connections a process may hold that may open so many files: half of these are for everything else."""
    return MOST if files == resource.RLIM_INFINITY else max(1, min(MOST, files // 2))


class ConnectionLimits:
    """Counts connections, ends those that take too long, and the longest idle ones where there are too many."""

    def __init__(
        self, *, most: int | None = None, head_seconds: float = HEAD_SECONDS, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._most = most_connections(resource.getrlimit(resource.RLIMIT_NOFILE)[0]) if most is None else most
        self._head_seconds, self._answer_seconds = head_seconds, answer_seconds
        self._deadlines: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}
        self._idle: OrderedDict[asyncio.BaseTransport, None] = OrderedDict()  # without a request, the longest first

    @property
    def open(self) -> int:
        """The number of open connections."""
        return len(self._deadlines)

    @property
    def idle(self) -> int:
        """The number of open connections without a request in progress."""
        return len(self._idle)

    def limited(self, protocol: asyncio.Protocol) -> asyncio.Protocol:
        """The protocol of a new connection with these limits."""
        return _LimitedProtocol(protocol, self)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Sets a new deadline when a request's head is complete; until it is answered, its connection isn't idle."""
        transport = request.transport
        if transport is None:
            return await handler(request)
        self._set(transport, self._answer_seconds, _abort)
        self._idle.pop(transport, None)
        try:
            return await handler(request)
        finally:
            if transport in self._deadlines:
                self._idle[transport] = None

    def opened(self, transport: asyncio.BaseTransport) -> None:
        """A connection was made; if it is one too many, the longest idle one ends, or else this one."""
        if len(self._deadlines) >= self._most:
            if not self._idle:
                _refuse(transport, HTTPStatus.SERVICE_UNAVAILABLE)
                return
            longest, _ = self._idle.popitem(last=False)
            self.closed(longest)
            _abort(longest)
        self._set(transport, self._head_seconds, _too_slow)
        self._idle[transport] = None

    async def end_idle(self) -> None:
        """Closes the connections without a request in progress, until there is none."""
        while self._deadlines:
            for transport in tuple(self._idle):
                transport.close()
            await asyncio.sleep(_LOOK_SECONDS)

    def closed(self, transport: asyncio.BaseTransport) -> None:
        """A connection ended."""
        self._idle.pop(transport, None)
        if deadline := self._deadlines.pop(transport, None):
            deadline.cancel()

    def _set(
        self, transport: asyncio.BaseTransport, seconds: float, end: Callable[[asyncio.BaseTransport], None]
    ) -> None:
        if deadline := self._deadlines.pop(transport, None):
            deadline.cancel()
        self._deadlines[transport] = asyncio.get_running_loop().call_later(seconds, end, transport)


def _too_slow(transport: asyncio.BaseTransport) -> None:
    _refuse(transport, HTTPStatus.REQUEST_TIMEOUT)


def _refuse(transport: asyncio.BaseTransport, status: HTTPStatus) -> None:
    """Ends a connection without a complete request, with a status for whoever reads it."""
    if isinstance(transport, asyncio.WriteTransport):
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n"
        waits = "Retry-After: 5\r\n" if status == HTTPStatus.SERVICE_UNAVAILABLE else ""
        transport.write(f"{head}{waits}\r\n".encode())
    transport.close()


def _abort(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


class _LimitedProtocol(asyncio.Protocol):
    """Hands everything on to a protocol, and tells the limits of the connection's begin and end."""

    def __init__(self, protocol: asyncio.Protocol, limits: ConnectionLimits) -> None:
        self._protocol, self._limits = protocol, limits
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._protocol.connection_made(transport)
        self._limits.opened(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._limits.closed(self._transport)
        self._protocol.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        return self._protocol.eof_received()

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

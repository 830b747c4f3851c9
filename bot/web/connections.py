"""Limits on the web server's connections: how many there are, and how long one may take for its request and answer.

aiohttp waits without end for the first request of a connection, and for a client that doesn't read its answer.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

HEAD_SECONDS = 10.0  # from the connection to the end of its first request's head
ANSWER_SECONDS = 60.0  # from a request's head until the next one, or until the connection is idle and closed
IDLE_SECONDS = 15.0  # that a connection is kept for another request
MOST = 1_000  # connections at a time; the next one is closed at once
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConnectionLimits:
    """Counts connections, and aborts those that take too long."""

    def __init__(
        self, *, most: int = MOST, head_seconds: float = HEAD_SECONDS, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._most, self._head_seconds, self._answer_seconds = most, head_seconds, answer_seconds
        self._deadlines: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}

    @property
    def open(self) -> int:
        """The number of open connections."""
        return len(self._deadlines)

    def limited(self, protocol: asyncio.Protocol) -> asyncio.Protocol:
        """The protocol of a new connection with these limits."""
        return _LimitedProtocol(protocol, self)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Sets a new deadline when a request's head is complete."""
        if request.transport is not None:
            self._set(request.transport, self._answer_seconds)
        return await handler(request)

    def opened(self, transport: asyncio.BaseTransport) -> None:
        """A connection was made; one too many is aborted."""
        if len(self._deadlines) >= self._most:
            _abort(transport)
            return
        self._set(transport, self._head_seconds)

    def closed(self, transport: asyncio.BaseTransport) -> None:
        """A connection ended."""
        if deadline := self._deadlines.pop(transport, None):
            deadline.cancel()

    def _set(self, transport: asyncio.BaseTransport, seconds: float) -> None:
        self.closed(transport)
        self._deadlines[transport] = asyncio.get_running_loop().call_later(seconds, _abort, transport)


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

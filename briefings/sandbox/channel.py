"""The bot's ends of the sockets to reading processes: whole answers, and framed ones of a process that is kept."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

from briefings.sandbox.limits import MOST_ANSWER
from briefings.sandbox.protocol import ANSWER_FRAME, READY, REQUEST_FRAME

_AT_A_TIME = 1 << 18  # bytes that are taken at once


@contextlib.contextmanager
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A socket pair: our non-blocking end first."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0)
        yield ours, theirs


async def say(to: socket.socket, data: bytes) -> None:
    """Sends all data, and that there is no more."""
    with contextlib.suppress(OSError):  # it ended before it had heard all
        await asyncio.get_running_loop().sock_sendall(to, data)
        to.shutdown(socket.SHUT_WR)


async def hear(of: socket.socket) -> bytes:
    """Reads all output up to the size limit for answers; more is cut off."""
    loop, parts, size = asyncio.get_running_loop(), [], 0
    with contextlib.suppress(ConnectionResetError):  # it ended before it had heard all
        while part := await loop.sock_recv(of, _AT_A_TIME):
            parts.append(part)
            size += len(part)
            if size > MOST_ANSWER:
                of.shutdown(socket.SHUT_RDWR)
    return b"".join(parts)


async def ready(channel: socket.socket) -> None:
    """Waits until a kept process takes its first request. Raises OSError if it ends."""
    await _exactly(channel, len(READY))


async def asked(channel: socket.socket, request: bytes) -> tuple[int, bytes]:
    """The status and the answer of a kept process to one request. Raises OSError if it gives none."""
    await asyncio.get_running_loop().sock_sendall(channel, REQUEST_FRAME.pack(len(request)) + request)
    status, size = ANSWER_FRAME.unpack(await _exactly(channel, ANSWER_FRAME.size))
    if size > MOST_ANSWER:
        raise ConnectionError("the answer is too long")
    return status, await _exactly(channel, size)


async def _exactly(channel: socket.socket, size: int) -> bytes:
    loop, parts = asyncio.get_running_loop(), []
    while size:
        part = await loop.sock_recv(channel, min(size, _AT_A_TIME))
        if not part:
            raise ConnectionError("the process has ended")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

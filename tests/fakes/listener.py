"""Somebody who answers what is said to the bot."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.chat import Request
from bot.message import Message, say
from tests.fakes.deadline import HANGS


class Listener:
    """Keeps the requests and answers with what `reply` says, after it has waited for what `waits` awaits."""

    def __init__(self) -> None:
        self.reply: Callable[[Request], Message | None] = lambda request: say(f"You said {request.line}")
        self.waits: Callable[[], Awaitable[None]] | None = None
        self._requests: asyncio.Queue[Request] = asyncio.Queue()

    async def __call__(self, request: Request) -> Message | None:
        self._requests.put_nowait(request)
        if self.waits:
            await self.waits()
        return self.reply(request)

    async def heard(self) -> Request:
        """The next request, waiting for it if need be."""
        return await asyncio.wait_for(self._requests.get(), HANGS)

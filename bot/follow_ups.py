"""Sends the second part of an answer when it is ready, while the conversation continues."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.message import Message


class FollowUps:
    """Second parts of answers in progress; cancelled with their owner."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, message: Message, send: Callable[[Message], Awaitable[None]]) -> None:
        """Starts making the later message and sends it with `send`."""
        if message.later is not None:
            task = asyncio.create_task(_sent(message.later, send))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Waits for all in progress."""
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Cancels all in progress."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _sent(later: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    await send(await later())

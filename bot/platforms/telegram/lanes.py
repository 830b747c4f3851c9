"""Keeps the work for each chat in order while chats go on side by side, within bounds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Work started in one lane runs one after the other."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._running = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(waiting)
        self._last: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, lane: str, work: Work) -> None:
        """Hands work on; waits only while there is too much of it already."""
        await self._room.acquire()
        task = asyncio.create_task(self._run(self._last.get(lane), work))
        self._last[lane] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(lane, done))

    async def close(self, seconds: float) -> bool:
        """Lets what was started end within this time, cancels the rest, and returns whether all of it ended."""
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        return not late

    async def _run(self, before: asyncio.Task[None] | None, work: Work) -> None:
        if before:
            await asyncio.wait({before})
        async with self._running:
            try:
                await work()
            except Exception:
                log.exception("An update could not be dealt with")

    def _forget(self, lane: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._last.get(lane) is task:
            del self._last[lane]
        self._room.release()

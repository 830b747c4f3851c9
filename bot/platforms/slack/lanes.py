"""Keeps the work for each channel in order while channels go on side by side, a bounded number at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Work put in one lane is done one after the other."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._waiting = 0
        self._lanes: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, lane: str, work: Work) -> bool:
        """Hands work on without waiting; false, and not done, where too much is waiting already."""
        if self._waiting >= self._most_waiting:
            return False
        self._waiting += 1
        if lane in self._lanes:
            self._lanes[lane].append(work)
            return True
        self._lanes[lane] = deque([work])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def close(self, seconds: float) -> None:
        """Lets what was put in end within this time, then cancels the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        queue = self._lanes[lane]
        while queue:
            async with self._room:
                self._waiting -= 1
                # Gathered, so that work that fails is logged and the lane goes on.
                (outcome,) = await asyncio.gather(queue.popleft()(), return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("A request could not be dealt with", exc_info=outcome)
        del self._lanes[lane]

"""Whose update is next: each chat's in their order, people in fair turns, strangers in a slow lane of their own."""

import asyncio
import heapq
import logging
import time
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

AT_ONCE = 8  # answers that are made side by side; more only lengthen each round of the event loop, and so every receipt
HOLD_SECONDS = 1.0  # after so long an answer gives its place back: it waits for something other than the processor
REMEMBERED = 4096  # people whose last turn is remembered
STRANGERS_PER_SECOND = 5.0  # a sixth of what Telegram takes; the rest is left for known people and pushes
STRANGERS_AT_ONCE = 4


class Lanes:
    """Runs the work of each lane in order."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def put(self, lane: str, work: Work) -> None:
        """Queues work without waiting; nothing starts after `close`."""
        if self._closed:
            return
        if lane in self._lanes:
            self._lanes[lane].append(work)
            return
        self._lanes[lane] = deque([work])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, seconds: float) -> None:
        """Drops work that hasn't started, waits this long for the rest, then cancels it."""
        self._closed = True
        for queue in self._lanes.values():
            queue.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                try:
                    await queue.popleft()()
                except Exception:
                    log.exception("An update could not be dealt with")
        finally:
            del self._lanes[lane]


class FairTurns:
    """Limits concurrent answers; the person served least recently goes first."""

    def __init__(self, at_once: int = AT_ONCE, hold: float = HOLD_SECONDS) -> None:
        self._free, self._hold = at_once, hold
        self._numbers = count(1)
        self._last: OrderedDict[str, int] = OrderedDict()  # the number of each person's last turn
        self._order: list[tuple[int, int, str]] = []  # those who wait: last turn, since when, person
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, person: str) -> AsyncGenerator[None]:
        """Waits for a person's turn, which ends with the block or after `hold` seconds."""
        await self._take(person)
        held = _Place(self._give)
        late = asyncio.get_running_loop().call_later(self._hold, held.give)
        try:
            yield
        finally:
            late.cancel()
            held.give()

    async def _take(self, person: str) -> None:
        if self._free:
            self._free -= 1
            self._note(person)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if person in self._waiting:
            self._waiting[person].append(turn)
        else:
            self._waiting[person] = deque([turn])
            self._line_up(person)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give()
            raise

    def _give(self) -> None:
        """Gives the free place to the next person waiting."""
        while self._order:
            person = heapq.heappop(self._order)[2]
            turns = self._waiting[person]
            turn = turns.popleft()
            if not turn.done():
                self._note(person)
            if turns:
                self._line_up(person)
            else:
                del self._waiting[person]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _line_up(self, person: str) -> None:
        heapq.heappush(self._order, (self._last.get(person, 0), next(self._numbers), person))

    def _note(self, person: str) -> None:
        self._last[person] = next(self._numbers)
        self._last.move_to_end(person)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)


@dataclass(slots=True)
class _Place:
    """A place that is released once."""

    back: Callable[[], None]
    given: bool = False

    def give(self) -> None:
        if not self.given:
            self.given = True
            self.back()


@dataclass(slots=True)
class SlowLane:
    """Limits work to `per_second` starts and `at_once` in progress, in order of arrival."""

    per_second: float = STRANGERS_PER_SECOND
    at_once: int = STRANGERS_AT_ONCE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _next: float = 0.0
    _places: asyncio.Semaphore = field(init=False)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Waits for a turn, which ends with the block."""
        async with self._door:
            await self._places.acquire()
            try:
                await self._paced()
            except BaseException:
                self._places.release()
                raise
        try:
            yield
        finally:
            self._places.release()

    async def _paced(self) -> None:
        now = self.clock()
        if now < self._next:
            await self.sleep(self._next - now)
        self._next = max(self._next, now) + 1 / self.per_second

"""Queue of database writes that nobody waits for: made in order, retried while the database fails."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from briefings.errors import new_reference
from briefings.store import is_outage

_log = logging.getLogger(__name__)
_MOST = 5000  # writes that wait; the oldest is let go for one more
_FIRST, _LONGEST = 0.5, 15.0  # seconds between two attempts
_WAITS = 1.0  # seconds that whoever asks for a write waits for it

Write = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Pending:
    name: str
    write: Write
    tried: asyncio.Event = field(default_factory=asyncio.Event)


class PendingWrites:
    """Writes in order of arrival and retries during outages; a write with a fault of its own delays no other."""

    def __init__(self, most: int = _MOST, pauses: tuple[float, float] = (_FIRST, _LONGEST)) -> None:
        self._most, self._pauses = most, pauses
        self._waiting: deque[_Pending] = deque()
        self._writing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, name: str, write: Write, *, newest_only: bool = False) -> None:
        """Queues a write; returns once it was tried, or after a second. Never raises.

        With `newest_only`, it replaces waiting writes of the same name that are untried or failed.
        """
        if newest_only:
            under_way = self._waiting[0] if self._waiting and self._writing else None
            self._waiting = deque(each for each in self._waiting if each is under_way or each.name != name)
        if len(self._waiting) >= self._most:
            _log.error("too many writes wait, the oldest is let go", extra={"write": self._waiting.popleft().name})
        pending = _Pending(name, write)
        self._waiting.append(pending)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(), name="pending writes")
        with suppress(TimeoutError):
            async with asyncio.timeout(_WAITS):
                await pending.tried.wait()

    async def close(self, seconds: float) -> None:
        """Allows the waiting writes this many more seconds and logs those that are lost."""
        if self._writing and not self._writing.done():
            await asyncio.wait({self._writing}, timeout=seconds)
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        for each in self._waiting:
            _log.error("a write was not made before the end", extra={"write": each.name})

    async def _write_all(self) -> None:
        pause, longest = self._pauses
        while self._waiting:
            first = self._waiting[0]
            if await self._written(first):
                pause = self._pauses[0]
                if self._waiting and self._waiting[0] is first:
                    self._waiting.popleft()
                continue
            for each in self._waiting:  # those behind it fail as it does
                each.tried.set()
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)

    async def _written(self, pending: _Pending) -> bool:
        """Whether a write is finished: done, or not worth another attempt."""
        try:
            await pending.write()
        except Exception as error:  # noqa: BLE001 - nobody waits for it; the log has it
            if is_outage(error):
                _log.warning("a write is tried again", extra={"write": pending.name, "failure": repr(error)})
                return False
            _log.exception("a write failed", extra={"write": pending.name, "reference": new_reference()})
        pending.tried.set()
        return True

"""What platforms report, in the database: updates, chats opened, closed or moved, messages shown, accounts refused.

A write that nobody waits for is tried again during an outage.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.delivery.platform_outage import PlatformOutages
from bot.delivery.quoting import quoting
from bot.message import Message
from briefings.errors import new_reference
from briefings.model.intake import Update
from briefings.service import Briefings
from briefings.store import Connection, Step, is_outage

_log = logging.getLogger(__name__)
_MOST_WAITING = 5000  # writes that wait; the oldest is let go for one more
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0  # seconds between two attempts
_WAITS = 1.0  # seconds that whoever asks for a write waits for it
Write = Callable[[], Awaitable[None]]


class DatabaseIntake:
    """Stores updates of every platform before they are confirmed, at the service's clock."""

    def __init__(self, briefings: Briefings, clock: Callable[[], datetime]) -> None:
        self._intake = intake = briefings.intake
        self._clock = clock
        self.keep, self.passed_on, self.take, self.sure = intake.keep, intake.passed_on, intake.take, intake.sure

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """Updates left by an earlier process."""
        found = await self._intake.unfinished(platform)
        if found:
            _log.info("taking up what was left", extra={"platform": platform, "updates": len(found)})
        return found

    async def begin_again(self, name: str) -> None:
        """Counts an attempt. If that fails, the update is only tried once more than intended."""
        try:
            await self._intake.begin_again(name)
        except Exception:  # noqa: BLE001 - its update is handled all the same
            _log.exception("an attempt was not noted", extra={"update": name})

    async def note_skipped(self, numbers: Mapping[str, int]) -> None:
        """Notes of how many skipped updates others tell. If that fails, a restart forgets the number."""
        try:
            await self._intake.note_skipped(numbers)
        except Exception:  # noqa: BLE001 - the number is only told
            _log.exception("the number of skipped updates was not noted", extra={"chats": len(numbers)})

    async def finish(self, name: str) -> None:
        """Marks an update as handled. If that fails, it is answered again after the next start."""
        try:
            await self._intake.finish(name, self._clock())
        except Exception:  # noqa: BLE001 - the update is answered again
            _log.exception("an answer was not noted", extra={"update": name})


@dataclass(frozen=True, slots=True)
class _Pending:
    name: str
    write: Write
    tried: asyncio.Event = field(default_factory=asyncio.Event)


class PendingWrites:
    """Writes in order of arrival and retries during outages; a write with a fault of its own delays no other."""

    def __init__(self, most: int = _MOST_WAITING, pauses: tuple[float, float] = (_FIRST_PAUSE, _LONGEST_PAUSE)) -> None:
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
                _log.warning("a write is tried again", extra={"write": pending.name, "failure": error})
                return False
            _log.exception("a write failed", extra={"write": pending.name, "reference": new_reference()})
        pending.tried.set()
        return True


class PlatformEventLog:
    """Stores events of chats; resumes the sender of a platform that works again.

    Nothing here raises: writes that fail during an outage are retried in order.
    """

    def __init__(
        self,
        briefings: Briefings,
        clock: Callable[[], datetime],
        refused: Callable[[str, str], Awaitable[None]],
        reached: Callable[[str], None] = lambda _: None,
        outages: PlatformOutages | None = None,
        unreached: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`refused` is called with a platform that refuses the account and why, `reached` with one that works again.

        `outages` warns admins of a platform that can't be reached, and `unreached` is called with it.
        """
        self._briefings, self._clock, self._refused, self._reached = briefings, clock, refused, reached
        self._writes, self._outages, self._unreached = PendingWrites(), outages, unreached

    async def chat_moved(self, old: str, new: str) -> None:
        """Moves a chat's data."""
        _log.info("a chat has a new address", extra={"old": old, "new": new})
        await self._writes.put("a chat has moved", partial(self._briefings.chats.move, old, new, self._clock()))

    async def chat_closed(self, address: str, reason: str) -> None:
        """Pauses deliveries to a chat."""
        _log.info("a chat is closed to us", extra={"address": address, "reason": reason})
        close = partial(self._briefings.chats.close, address, reason, self._clock())
        await self._writes.put("a chat is closed", close)

    async def chat_opened(self, address: str, reason: str) -> None:
        """Resumes what was paused for that reason."""
        _log.info("a chat is open to us again", extra={"address": address})
        await self._writes.put("a chat is open again", partial(self._briefings.chats.reopen, address, reason))

    async def shown(self, address: str, messages: Sequence[str], about: str) -> None:
        """Remembers what messages are about, for replies to them."""
        try:
            await self._briefings.chats.show(address, messages, about, self._clock())
        except Exception:  # noqa: BLE001 - a message that was sent stays sent, whatever becomes of the note
            _log.exception("what a message shows was not noted", extra={"address": address})

    async def answered(
        self,
        address: str,
        message: Message,
        messages: Sequence[str] = (),
        update: str = "",
        *,
        replaces: bool = False,
        doubt: bool = False,
    ) -> None:
        """Remembers what an answer is about, and what it quotes, with the end of its update or at once."""
        try:
            step = self._noted(address, message, messages, replaces=replaces, doubt=doubt)
            if step and (doubt or not self._briefings.intake.with_end(update, step)):
                note = partial(self._briefings.quote_receipts.note, step)
                await self._writes.put("what an answer shows", note)
        except Exception:  # noqa: BLE001 - a message that was sent stays sent, whatever becomes of the note
            _log.exception("what an answer shows was not noted", extra={"address": address})

    def _noted(
        self, address: str, message: Message, messages: Sequence[str], *, replaces: bool, doubt: bool
    ) -> Step | None:
        """The step that notes an answer; None if there is nothing to note."""
        receipts, now = self._briefings.quote_receipts, self._clock()
        steps: list[Step] = []
        if message.about and messages and not doubt:
            steps.append(self._briefings.chats.showing(address, messages, message.about, now))
        if replaces and messages:
            steps.append(receipts.replaced(address, messages))
        if kept := quoting(message):
            steps.append(receipts.answer(kept, address, messages, now, doubt=doubt))

        def noted(connection: Connection) -> None:
            for step in steps:
                step(connection)

        return noted if steps else None

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        """Logs an outage or its end, and stops or resumes deliveries."""
        outbox = self._briefings.outbox
        if reason is not None and refused:
            write: Write = partial(self._refused, platform, reason)
        elif reason is None:
            self._reached(platform)
            if self._outages:
                self._outages.ended(platform)
            _log.info("connected", extra={"platform": platform})
            write = partial(outbox.recovered, platform)
        else:
            self._unreached(platform)
            _log.warning("the platform doesn't work, trying on", extra={"platform": platform, "reason": reason})
            write = partial(outbox.note_failure, platform, reason)
            if self._outages:
                self._outages.begun(platform, reason)
        await self._writes.put(f"how {platform} is", write, newest_only=True)

    async def broke(self, task: str, reference: str) -> None:
        """Stores that a task of the service broke and was restarted, for `readout health`."""
        outbox, now = self._briefings.outbox, self._clock()
        await self._writes.put(f"{task} broke", partial(outbox.task_broke, task, reference, now), newest_only=True)

    async def close(self, seconds: float) -> None:
        """Allows pending writes this many more seconds, and ends warnings that wait."""
        if self._outages:
            await self._outages.close()
        await self._writes.close(seconds)

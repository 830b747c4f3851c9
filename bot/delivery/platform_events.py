"""Records what platforms report: chats opened, closed or moved, and accounts refused or restored."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

from bot.delivery.pending_writes import PendingWrites, Write
from briefings.service import Briefings

_log = logging.getLogger(__name__)


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
    ) -> None:
        """`refused` is called with a platform that refuses the account and why, `reached` with one that works again."""
        self._briefings, self._clock, self._refused, self._reached = briefings, clock, refused, reached
        self._writes = PendingWrites()

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

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        """Logs an outage or its end, and stops or resumes deliveries."""
        outbox = self._briefings.outbox
        if reason is not None and refused:
            write: Write = partial(self._refused, platform, reason)
        elif reason is None:
            self._reached(platform)
            _log.info("connected", extra={"platform": platform})
            write = partial(outbox.recovered, platform)
        else:
            _log.warning("no connection, trying on", extra={"platform": platform, "reason": reason})
            write = partial(outbox.note_failure, platform, reason)
        await self._writes.put(f"how {platform} is", write, newest_only=True)

    async def broke(self, task: str, reference: str) -> None:
        """Stores that a task of the service broke and was restarted, for `readout health`."""
        outbox, now = self._briefings.outbox, self._clock()
        await self._writes.put(f"{task} broke", partial(outbox.task_broke, task, reference, now), newest_only=True)

    async def close(self, seconds: float) -> None:
        """Allows pending writes this many more seconds."""
        await self._writes.close(seconds)

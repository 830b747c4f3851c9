"""Tests whether the database has room for more, in each process: a full disk goes on taking small writes.

Each tick tries it, and so does whoever asks for `/readyz`; the log tells when that begins to fail and when it ends.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from math import inf

from briefings.errors import BriefingError
from briefings.service import Briefings

_log = logging.getLogger(__name__)
Seconds = float
_ROOM_EVERY = 60.0  # between two tries of a write that needs new pages, while nothing has failed
_TOLD_EVERY = 600.0  # between two log lines about the same outage


class WriteProbe:
    """Tries to write, and keeps whether the last try failed. Durations are measured by `monotonic`, in seconds."""

    def __init__(self, briefings: Briefings, monotonic: Callable[[], Seconds] = time.monotonic) -> None:
        self._outbox, self._monotonic = briefings.outbox, monotonic
        self._room_at = -inf  # when new pages were last tried
        self._since: Seconds | None = None
        self._told_at = -inf

    @property
    def fails(self) -> bool:
        """Whether the last try failed."""
        return self._since is not None

    async def write(self, now: datetime) -> None:
        """Tries a small write, and one of 64 KB each minute or once a write has failed. Raises Busy or Broken."""
        room = self._monotonic() - self._room_at >= _ROOM_EVERY
        try:
            await self._outbox.try_to_write(now, room=room)
        except BriefingError as error:
            self._failed(error)
            raise
        if room:
            self._room_at = self._monotonic()
        if self._since is not None:
            _log.info("the database took a write again", extra={"seconds": round(self._monotonic() - self._since)})
        self._since, self._told_at = None, -inf

    def _failed(self, error: BriefingError) -> None:
        moment = self._monotonic()
        self._since = moment if self._since is None else self._since
        if moment - self._told_at >= _TOLD_EVERY:
            self._told_at = moment
            _log.warning(
                "the database takes no writes", extra={"seconds": round(moment - self._since), "failure": error}
            )

"""Reads all stored texts again after an upgrade that reads in another way; one that was interrupted goes on later."""

import logging
from dataclasses import dataclass
from datetime import datetime

from briefings.errors import Unreadable
from briefings.library.library import Library
from briefings.sandbox.reading_version import READING
from briefings.store import Connection, Store, analyses, key_value

_log = logging.getLogger(__name__)
_KEY = "reading"  # "2 57 480": of the second edition, a57 was read last, and a480 is the last to read

_FIELDS = 3


@dataclass(frozen=True, slots=True)
class RereadingProgress:
    """How far the stored texts have been read again: ids of the last one that was, and of the last one to read."""

    last: int
    until: int

    @property
    def done(self) -> bool:
        """Whether none is left."""
        return self.last >= self.until


class Rereading:
    """Reads the texts of a library again; `edition` is raised when they are read in another way."""

    def __init__(self, store: Store, library: Library, edition: int = READING) -> None:
        self._store, self._library, self._edition = store, library, edition

    async def progress(self) -> RereadingProgress:
        """How far it has come."""
        return await self._store.read(self._progress)

    def _progress(self, connection: Connection) -> RereadingProgress:
        kept = (key_value.value(connection, _KEY) or "").split()
        if len(kept) == _FIELDS and all(map(str.isdecimal, kept)) and int(kept[0]) == self._edition:
            return RereadingProgress(int(kept[1]), int(kept[2]))
        return RereadingProgress(0, analyses.newest_id(connection))

    async def read_next(self, now: datetime) -> bool:
        """Reads one text again; False if none is left."""
        progress = await self.progress()
        next_ = await self._store.read(lambda connection: analyses.next_id(connection, progress.last))
        if progress.done or next_ is None or next_ > progress.until:
            await self._note(RereadingProgress(progress.until, progress.until))
            return False
        try:
            changed = await self._library.reread(next_, now)
            _log.debug("a stored text was read again", extra={"analysis": f"a{next_}", "changed": changed})
        except Unreadable as refused:
            _log.warning("a stored text keeps its older reading", extra={"analysis": f"a{next_}", "reason": refused})
        await self._note(RereadingProgress(next_, progress.until))
        return True

    async def _note(self, progress: RereadingProgress) -> None:
        value = f"{self._edition} {progress.last} {progress.until}"
        if value != await self._store.read(lambda connection: key_value.value(connection, _KEY)):
            await self._store.write(lambda connection: key_value.exchange(connection, _KEY, value))

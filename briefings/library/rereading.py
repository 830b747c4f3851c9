"""Reads and summarises all stored texts again after an upgrade that does so in another way; goes on if interrupted."""

import logging
from datetime import datetime

from briefings.errors import Unreadable
from briefings.library import reading_progress
from briefings.library.library import Library
from briefings.library.reading_progress import EDITION_OF_STORED, RereadingProgress
from briefings.store import Store, analyses

_log = logging.getLogger(__name__)


class Rereading:
    """Reads the texts of a library again; `edition` is raised when they are read or summarised in another way."""

    def __init__(self, store: Store, library: Library, edition: int = EDITION_OF_STORED) -> None:
        self._store, self._library, self._edition = store, library, edition

    async def progress(self) -> RereadingProgress:
        """How far it has come."""
        return await self._store.read(lambda connection: reading_progress.load(connection, self._edition))

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
        await self._library.reread_older(next_, now)
        await self._library.prepare_summary(next_)
        await self._note(RereadingProgress(next_, progress.until))
        return True

    async def _note(self, progress: RereadingProgress) -> None:
        if progress != await self._store.read(lambda connection: reading_progress.stored(connection, self._edition)):
            await self._store.write(lambda connection: reading_progress.save(connection, self._edition, progress))

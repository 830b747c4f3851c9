"""What platforms hand over is kept from its receipt until it is dealt with, so that a restart loses nothing."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from briefings.model.intake import Update
from briefings.store import Store
from briefings.store import intake as rows


class Intake:
    """The updates in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, updates: Sequence[Update]) -> set[str]:
        """Keeps updates through any crash; the names of those that are new. Raises Busy."""
        return await self._store.at_once(lambda brief: rows.keep(brief, updates))

    async def unfinished(self, platform: str) -> list[Update]:
        """A platform's updates that were not dealt with to the end, oldest first."""
        return await self._store.glance(lambda brief: rows.unfinished(brief, platform))

    async def begin_again(self, name: str) -> None:
        """Counts that an update is taken up again, before that is done."""
        await self._store.at_once(lambda brief: rows.begin_again(brief, name))

    async def finish(self, name: str, now: datetime) -> None:
        """Notes that an update was dealt with; a power cut may take the note."""
        await self._store.jot(lambda brief: rows.finish(brief, name, now))

    def carrying_out(self, name: str) -> AbstractContextManager[None]:
        """Within it, the first change that is saved also notes that this update has been carried out."""
        return rows.carrying_out(name)

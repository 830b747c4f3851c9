"""The intake: platform updates are stored on receipt until they are handled, so that a restart loses nothing."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from briefings.model.intake import Update
from briefings.store import Store, update_in_progress
from briefings.store import intake as rows


class Intake:
    """The intake in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._note_turn = asyncio.Lock()
        self._ended: list[str] = []
        self._noting: asyncio.Task[None] | None = None

    async def keep(self, updates: Sequence[Update]) -> set[str]:
        """Stores updates durably and returns the ids of new ones. Raises Busy."""
        return await self._store.write(lambda connection: rows.keep(connection, updates), urgent=True, bookkeeping=True)

    async def unfinished(self, platform: str) -> list[Update]:
        """A platform's unhandled updates, oldest first."""
        return await self._store.read(lambda connection: rows.unfinished(connection, platform), urgent=True)

    async def begin_again(self, name: str) -> None:
        """Counts another attempt at an update, before it is made."""
        await self._store.write(lambda connection: rows.begin_again(connection, name), bookkeeping=True)

    async def finish(self, name: str, now: datetime) -> None:
        """Marks an update as handled.

        Updates that end at the same time share one statement.
        """
        self._ended.append(name)
        if self._noting is None:
            self._noting = asyncio.create_task(self._note(now))
        await asyncio.shield(self._noting)

    async def _note(self, now: datetime) -> None:
        async with self._note_turn:
            some, self._ended, self._noting = self._ended, [], None
            await self._store.write(
                lambda connection: rows.finish(connection, some, now), urgent=True, bookkeeping=True
            )

    def carrying_out(self, name: str) -> AbstractContextManager[None]:
        """Within this block, the first saved change also marks this update as carried out."""
        return update_in_progress(name)

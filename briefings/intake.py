"""The intake: platform updates are stored on receipt until they are handled, so that a restart loses nothing."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from briefings.model.intake import Update
from briefings.store import Connection, Store, is_outage, update_in_progress
from briefings.store import intake as rows

_log = logging.getLogger(__name__)
Step = Callable[[Connection], None]


class Intake:
    """The intake in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._note_turn = asyncio.Lock()
        self._ended: list[str] = []
        self._noting: asyncio.Task[None] | None = None
        self._open: dict[str, list[Step]] = {}  # what is written when they end, by update

    async def keep(self, updates: Sequence[Update]) -> set[str]:
        """Stores updates durably and returns the ids of new ones. Raises Busy."""
        new = await self._store.write(lambda connection: rows.keep(connection, updates), urgent=True, bookkeeping=True)
        self._open.update({name: [] for name in new})
        return new

    async def unfinished(self, platform: str) -> list[Update]:
        """A platform's unhandled updates, oldest first."""
        found = await self._store.read(lambda connection: rows.unfinished(connection, platform), urgent=True)
        self._open.update({each.name: [] for each in found})
        return found

    def with_end(self, name: str, step: Step) -> bool:
        """Adds a step to the transaction that marks an update as handled; False if this process handles none so named.

        If that transaction is never made, the update is answered again, and the step comes with that answer.
        """
        if name not in self._open:
            return False
        self._open[name].append(step)
        return True

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
            steps = [step for name in some for step in self._open.pop(name, ())]
            try:
                await self._finish(some, steps, now)
            except Exception as error:
                if is_outage(error) or not steps:
                    raise
                _log.exception("what answers quoted was not noted", extra={"updates": len(some)})
                await self._finish(some, [], now)

    async def _finish(self, names: Sequence[str], steps: Sequence[Step], now: datetime) -> None:
        def finish(connection: Connection) -> None:
            rows.finish(connection, names, now)
            for step in steps:
                step(connection)

        await self._store.write(finish, urgent=True, bookkeeping=True)

    def carrying_out(self, name: str) -> AbstractContextManager[None]:
        """Within this block, the first saved change also marks this update as carried out."""
        return update_in_progress(name)

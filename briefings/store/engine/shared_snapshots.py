"""Lets reads of a task that follow one another share a transaction, which saves PostgreSQL two round trips for each."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.util import greenlet_spawn

_SHARING: ContextVar[bool] = ContextVar("sharing", default=False)
_SECONDS = 1.0  # after which a snapshot takes in no further read


@contextmanager
def shared_snapshots() -> Iterator[None]:
    """In this block, a read may see the snapshot of the read before it in the same task.

    It does if the task waited for nothing in between, and if this process has changed nothing meanwhile.
    """
    before = _SHARING.set(True)
    try:
        yield
    finally:
        _SHARING.reset(before)


def may_share() -> bool:
    """Whether a read may share the snapshot of another one."""
    return _SHARING.get()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open transaction; `changes` is how many this process had made when it began."""

    connection: Connection
    begun: float
    changes: int


class SharedSnapshots:
    """The transactions of reads that have ended, each open until the event loop's next turn."""

    def __init__(self) -> None:
        self._open: dict[asyncio.Task[Any] | None, Snapshot] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self.changes = 0  # that this process has made, without its bookkeeping

    def keep(self, snapshot: Snapshot) -> None:
        """Keeps a transaction open for the next read of this task, if that begins before anything else happens."""
        task = asyncio.current_task()
        self._open[task] = snapshot
        asyncio.get_running_loop().call_soon(self._expire, task, snapshot)

    def _expire(self, task: asyncio.Task[Any] | None, snapshot: Snapshot) -> None:
        if self._open.get(task) is snapshot:
            self._end(self._open.pop(task))

    def take(self) -> Snapshot | None:
        """The open transaction of this task, if the next read may see the same snapshot."""
        snapshot = self._open.pop(asyncio.current_task(), None)
        if snapshot and (snapshot.changes != self.changes or time.monotonic() - snapshot.begun > _SECONDS):
            self._end(snapshot)
            return None
        return snapshot

    def end(self) -> None:
        """Ends the open transaction of this task, so that its next read sees the present."""
        if snapshot := self._open.pop(asyncio.current_task(), None):
            self._end(snapshot)

    def _end(self, snapshot: Snapshot) -> None:
        ending = asyncio.create_task(greenlet_spawn(_close, snapshot.connection))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Ends all open transactions."""
        for snapshot in self._open.values():
            self._end(snapshot)
        self._open.clear()
        await asyncio.gather(*self._ending)


def _close(connection: Connection) -> None:
    """Ends a transaction that only read; whatever fails there, the pool gets a connection that works, or none."""
    try:
        connection.rollback()
    except Exception:  # noqa: BLE001 - nothing is lost with it
        connection.invalidate()
    connection.close()

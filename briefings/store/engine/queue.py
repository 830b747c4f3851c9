"""Runs steps in order in one thread, on an SQLite connection that stays open; those waiting share a transaction."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from briefings.store.engine.connection_errors import reported

T = TypeVar("T")
Result = tuple[Any, Exception | None]  # what a step returned, or what it raised

_TOGETHER = 32  # steps in one transaction
_SECONDS = 0.05  # after which a transaction takes in no further step, so that urgent ones have their turn


@dataclass(frozen=True, slots=True)
class _Waiting:
    step: Callable[[Connection], Any]
    durable: bool
    done: asyncio.Future[Any]


class OpenConnection:
    """A connection for one transaction at a time, kept open because a pool adds a quarter to each transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.url = engine, engine.url
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction, committed at the end of the block; after an error the connection is replaced."""
        connection, self._connection = self._connection or self._engine.connect(), None
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        """Closes the connection; no transaction may be open."""
        if self._connection:
            self._connection.close()
            self._connection = None
        self._engine.dispose()


class Queue:
    """A queue of steps for one thread: urgent ones first, otherwise in the order of their arrival."""

    def __init__(
        self, name: str, connection: OpenConnection, lossy: OpenConnection | None = None, *, writes: bool = True
    ) -> None:
        """`lossy` is for transactions that a power failure may undo; `name` is the thread's."""
        self._connection, self._lossy, self._writes = connection, lossy or connection, writes
        self._thread = ThreadPoolExecutor(1, name)
        self._urgent: deque[_Waiting] = deque()
        self._others: deque[_Waiting] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def run(self, step: Callable[[Connection], T], *, urgent: bool = False, durable: bool = True) -> T:
        """The step's result once its transaction is committed; when it raises, its changes are rolled back.

        If the caller is cancelled, a step that has begun runs to its end, and one that hasn't never runs.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        context = copy_context()
        waiting = _Waiting(lambda connection: context.run(step, connection), durable, done)
        (self._urgent if urgent else self._others).append(waiting)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        while waiting := self._urgent or self._others:
            batch = [waiting.popleft() for _ in range(min(_TOGETHER, len(waiting)))]
            wanted = [each for each in batch if not each.done.done()]
            try:
                results = await asyncio.get_running_loop().run_in_executor(self._thread, self._settled, wanted)
            except BaseException as failure:
                self._abandon([*wanted, *self._urgent, *self._others], failure)
                if isinstance(failure, Exception):
                    return
                raise
            waiting.extendleft(reversed(wanted[len(results) :]))
            for each, (result, error) in zip(wanted, results, strict=False):
                if each.done.done():  # the caller was cancelled
                    continue
                if error is None:
                    each.done.set_result(result)
                else:
                    each.done.set_exception(error)

    def _abandon(self, waiting: Sequence[_Waiting], error: BaseException) -> None:
        """Cancels the waiting steps when the loop or the thread of the queue is closed."""
        for each in waiting:
            if not each.done.done():
                each.done.set_exception(error) if isinstance(error, Exception) else each.done.cancel()
        self._urgent.clear()
        self._others.clear()

    def _settled(self, batch: Sequence[_Waiting]) -> list[Result]:
        """The results of the first steps of a batch; if their transaction fails as a whole, its error for each."""
        if not batch:
            return []
        connection = self._connection if any(each.durable for each in batch) else self._lossy
        try:
            with connection.transaction() as opened:
                if len(batch) == 1:  # its error rolls back the whole transaction
                    return [(batch[0].step(opened), None)]
                return self._together(batch, opened)
        except Exception as error:  # noqa: BLE001 - passed on to the callers
            return [(None, reported(error, connection.url)) for _ in batch]

    def _together(self, batch: Sequence[_Waiting], connection: Connection) -> list[Result]:
        results: list[Result] = []
        until = time.monotonic() + _SECONDS
        for each in batch:
            results.append(_isolated(connection, each.step) if self._writes else _caught(connection, each.step))
            if time.monotonic() > until:
                break
        return results

    def close(self) -> None:
        """Closes the connections after the transaction that is open."""
        self._thread.shutdown()
        self._connection.close()
        self._lossy.close()


def _caught(connection: Connection, step: Callable[[Connection], Any]) -> Result:
    try:
        return step(connection), None
    except Exception as error:  # noqa: BLE001 - passed on to the caller
        return None, reported(error, connection.engine.url)


def _isolated(connection: Connection, step: Callable[[Connection], Any]) -> Result:
    """Runs a step in a savepoint, so that its error rolls back its own changes alone."""
    connection.exec_driver_sql("SAVEPOINT step")
    result = _caught(connection, step)
    if result[1] is not None:
        try:
            connection.exec_driver_sql("ROLLBACK TO step")
        except DBAPIError:  # on some errors, such as a full disk, SQLite rolls back the whole transaction by itself
            raise result[1] from None
    connection.exec_driver_sql("RELEASE step")
    return result

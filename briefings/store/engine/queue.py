"""Short transactions on an SQLite file, each run whole in a thread; those that wait together share one transaction."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.errors import Busy
from briefings.store.engine.connection_errors import broken_database
from briefings.store.engine.waiting import is_locked

T = TypeVar("T")
Step = Callable[[Connection], Any]
Waiting = tuple[Step, "asyncio.Future[Any]"]
Settled = tuple[Any, BaseException | None]  # what a step returned, or what it raised

_CONTENDED = ("40001", "40P01", "55P03", "57014")  # PostgreSQL: a lock was not to be had, or what waited was ended
_TOGETHER = 32  # steps in one transaction; more would keep the first ones waiting for the last
_READING = 2  # longer reads side by side


class Turn:
    """Lets one writer at a time to an SQLite file, in the order in which they came, `hasty` ones before the others."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = (deque(), deque())
        self.hasty = _Hasty(self)

    async def __aenter__(self) -> None:
        """Waits for the turn."""
        await self.take(hasty=False)

    async def __aexit__(self, *failed: object) -> None:
        """Lets the next one in."""
        self.give()

    async def take(self, *, hasty: bool) -> None:
        """Waits for the turn; to be given back."""
        if not self._held:
            self._held = True
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting[0 if hasty else 1].append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()
            raise

    def give(self) -> None:
        """Gives the turn to the next one that still waits."""
        for waiting in self._waiting:
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._held = False


class _Hasty:
    """The turn, for one that goes before all others."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def __aenter__(self) -> None:
        await self._turn.take(hasty=True)

    async def __aexit__(self, *failed: object) -> None:
        self._turn.give()


@dataclass(slots=True)
class Queue:
    """Steps for one engine, taken together in the order in which they came, under a turn that writers share."""

    engine: Engine
    threads: ThreadPoolExecutor
    settle: Callable[[Connection, Step], Settled]
    turn: AbstractAsyncContextManager[Any] = field(default_factory=nullcontext)
    waiting: deque[Waiting] = field(default_factory=deque)
    draining: asyncio.Task[None] | None = None
    _connection: Connection | None = None  # used by one transaction after the other, whichever thread runs it

    async def run(self, step: Callable[[Connection], T]) -> T:
        """What a step returns once its transaction is committed; raises what it raises, and then nothing is kept."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append((step, done))
        if self.draining is None or self.draining.done():
            self.draining = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        while self.waiting:
            async with self.turn:
                some = [self.waiting.popleft() for _ in range(min(_TOGETHER, len(self.waiting)))]
                wanted = [each for each in some if not each[1].done()]
                told = await self._settled([step for step, _ in wanted])
            for (_, done), (result, error) in zip(wanted, told, strict=True):
                if done.done():  # nobody waits any more
                    continue
                if error is None:
                    done.set_result(result)
                else:
                    done.set_exception(error)

    async def _settled(self, steps: Sequence[Step]) -> list[Settled]:
        """What became of steps that share a transaction; where it fails as a whole, that befell each of them."""

        def whole() -> list[Settled]:
            with self._transaction() as connection:
                if len(steps) == 1:  # what it raises takes the whole back
                    return [(steps[0](connection), None)]
                return [self.settle(connection, step) for step in steps]

        if not steps:
            return []
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, whole)
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            return [(None, busy_error(error) or broken_database(error, self.engine.url) or error) for _ in steps]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction on a connection that is kept: fetching one from the pool cost a quarter of a transaction.

        A connection on which anything failed is let go.
        """
        connection, self._connection = self._connection or self.engine.connect(), None
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        """Closes the connection that is kept; nothing may be under way."""
        if self._connection:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


def busy_error(error: Exception) -> Busy | None:
    """What an error is to people where somebody else has kept the database for themselves all the time."""
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    if not (is_locked(error) or isinstance(error, NoneFree) or state in _CONTENDED):
        return None
    told = Busy("The database is busy. Please try again in a minute.")
    told.__cause__ = error
    return told


class ShortTransactions:
    """The connections to an SQLite file for short transactions, and for longer reads that run whole in a thread."""

    def __init__(self, writer: Engine, jotter: Engine, reader: Engine, hasty: Engine) -> None:
        """`hasty` is for what goes before all others that write."""
        self.turn = turn = Turn()
        self._hasty = ThreadPoolExecutor(1, "hasty")
        self.hasty = Queue(hasty, self._hasty, _seen, turn.hasty)
        self._threads = ThreadPoolExecutor(2, "store")  # one for who writes, one for who reads
        self._reading = ThreadPoolExecutor(_READING, "reading")
        self.writer, self.jotter = (Queue(engine, self._threads, _kept, turn) for engine in (writer, jotter))
        self.reader = Queue(reader, self._threads, _seen)

    async def read(self, step: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What a longer read finds; it holds up nobody who glances."""

        def whole() -> T:
            with self.reader.engine.begin() as connection:
                return _driven(step, connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, whole)
        except DBAPIError as error:
            raise broken_database(error, self.reader.engine.url) or error from error

    def close(self) -> None:
        """Closes the connections, after what is under way."""
        for threads in (self._threads, self._reading, self._hasty):
            threads.shutdown()
        for queue in (self.writer, self.jotter, self.reader, self.hasty):
            queue.close()


class _AtHand:
    """A connection that answers within its thread, in the shape of one that is awaited."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, *statement: Any) -> Any:
        return self._connection.execute(*statement)

    async def run_sync(self, step: Callable[..., Any], *args: Any) -> Any:
        return step(self._connection, *args)


def _driven(step: Callable[[AsyncConnection], Awaitable[T]], connection: Connection) -> T:
    """Runs a step to its end in this thread; it may await its connection and nothing else."""
    running = cast("Coroutine[Any, Any, T]", step(cast("AsyncConnection", _AtHand(connection))))
    try:
        running.send(None)
    except StopIteration as end:
        return cast("T", end.value)
    running.close()
    raise RuntimeError("A read waits for something other than its connection")


def _seen(connection: Connection, step: Step) -> Settled:
    try:
        return step(connection), None
    except Exception as error:  # noqa: BLE001 - handed to the one who waits
        broken = broken_database(error, connection.engine.url) if isinstance(error, DBAPIError) else None
        return None, broken or error


def _kept(connection: Connection, step: Step) -> Settled:
    """Takes back what a step has done that raises, and nothing else of the transaction."""
    connection.exec_driver_sql("SAVEPOINT step")
    told = _seen(connection, step)
    if told[1] is not None:
        connection.exec_driver_sql("ROLLBACK TO step")
    connection.exec_driver_sql("RELEASE step")
    return told

"""A process's session on a PostgreSQL server: advisory locks say that it lives and which tasks it leads.

A process that dies loses them at once. One that freezes or is cut off loses them after six seconds, when the server
ends its session; it learns that when it wakes. Who takes over ends the transactions that it left open.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from math import inf
from typing import Any

from asyncpg import PostgresError
from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from briefings.errors import Broken
from briefings.store.engine.connection_errors import (
    FAILURES,
    is_temporary,
    postgresql_options,
    server_is_away,
    unreachable,
)
from briefings.store.engine.replica import END_LEFT, END_OF, Replica, epoch_of, session_name, work_name
from briefings.store.intake import LEFT, channel_of
from briefings.store.outbox.couriers import CHANNEL
from briefings.store.sql import lock_key

_log = logging.getLogger(__name__)
_LOCK = 7_310_642_118  # any number, the same in every version; exclusive in versions with one process
_LOOK_SECONDS = 1.0  # how often the session is looked at, and a lock is tried anew
_ANSWER_SECONDS = 3.0  # how long the server may take to answer there
_TURN = "5s"  # how long one wait for the first lock takes; then another one shows that the server is still there
_SILENCE = "6s"  # after which the server ends the session of a process that says nothing: it is frozen or cut off
_SURE_SECONDS = 4.0  # after its last sign of life for which a process counts on its session
_TURN_IS_OVER = "55P03"  # PostgreSQL's lock_not_available
_HOLDERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = :lock"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_OTHERS = (
    "SELECT count(*) > 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = $1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_SILENCE_OF = """
SELECT extract(epoch FROM clock_timestamp() - max(state_change))::float8 FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
    AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = $1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_END = "SELECT pg_advisory_unlock($1), pg_notify($2, $3)"
_TRY = text("SELECT pg_try_advisory_lock(:lock)")
# Tries the locks of tasks in one round trip, which also shows that the server answers; the tasks that it got.
_LOOK = """
SELECT ARRAY(SELECT task FROM unnest($1::text[], $2::bigint[]) AS wanted (task, lock) WHERE pg_try_advisory_lock(lock)),
    extract(epoch FROM clock_timestamp())::float8
"""
_TOLERATED = 5.0  # seconds by which a leader's clock may differ from the server's
_ROUND_TRIP = 1.0  # seconds; one that took longer doesn't tell the difference between two clocks
_ENTER, _LEAVE = "SELECT pg_try_advisory_lock_shared($1)", "SELECT pg_advisory_unlock_shared($1)"
_RELEASE = text("SELECT pg_advisory_unlock(:lock)")
_NEXT_EPOCH = text(
    "INSERT INTO constant (name, value) VALUES (:name, '1') ON CONFLICT (name)"
    " DO UPDATE SET value = CAST(CAST(constant.value AS bigint) + 1 AS text) RETURNING value"
)


async def is_held(url: str) -> bool:
    """Whether a process answers or sends from the database. Raises Unreachable if the server can't be asked."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args=postgresql_options())
    try:
        async with engine.connect() as connection:
            return bool((await connection.execute(_HOLDERS, {"lock": _LOCK})).scalar_one())
    except FAILURES as error:
        raise unreachable(url, error) from error
    finally:
        await engine.dispose()


@asynccontextmanager
async def session(url: str, *, alone: bool, wall: Callable[[], float] = time.time) -> AsyncGenerator[Replica]:
    """A replica during the block; `alone` waits until there is no other one and keeps others out.

    `wall` is this process's clock, in seconds since 1970.
    """
    name = secrets.token_hex(8)
    options = {**postgresql_options(session_name(name)), "command_timeout": _ANSWER_SECONDS + float(_TURN[:-1])}
    engine = create_async_engine(url, pool_size=1, max_overflow=0, connect_args=options)
    try:
        connection = await _connected(engine, url, alone=alone)
        replica = PostgresqlReplica(connection, name, wall)
        if not alone:
            await replica.enter()
        watch = asyncio.create_task(replica.watch())
        try:
            yield replica
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            await replica.end()
            with suppress(SQLAlchemyError, OSError):
                await connection.close()
    finally:
        await engine.dispose()


async def _connected(engine: AsyncEngine, url: str, *, alone: bool) -> AsyncConnection:
    """Waits for the lock as long as it takes; returns the connection that holds it."""
    logged = ""
    while True:
        try:
            return await _attempt(engine, alone=alone)
        except FAILURES as error:
            failure = unreachable(url, error)
            if not is_temporary(error):
                raise failure from error
            if logged != str(failure):  # an outage is told once
                _log.warning("the database cannot be opened, trying again", extra={"failure": failure})
            logged = str(failure)
            await asyncio.sleep(_LOOK_SECONDS)


async def _attempt(engine: AsyncEngine, *, alone: bool) -> AsyncConnection:
    connection = await engine.connect()
    mode = "" if alone else "_shared"
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"SET lock_timeout = '{_TURN}'"))
        with suppress(DBAPIError):  # a server older than PostgreSQL 14 ends no session of a process that is frozen
            await connection.execute(text(f"SET idle_session_timeout = '{_SILENCE}'"))
        if not (await connection.execute(text(f"SELECT pg_try_advisory_lock{mode}(:lock)"), {"lock": _LOCK})).scalar():
            _log.info("standing by, another process has the database to itself")
            while not await _turn(connection, text(f"SELECT pg_advisory_lock{mode}(:lock)")):
                pass
        await connection.execute(text(f"SET lock_timeout = '{_LOOK_SECONDS:.0f}s'"))
    except (DBAPIError, OSError):
        with suppress(DBAPIError, OSError):
            await connection.close()
        raise
    return connection


async def _turn(connection: AsyncConnection, lock: TextClause) -> bool:
    """Waits for the lock for a limited time; False if another process still holds it."""
    try:
        await connection.execute(lock, {"lock": _LOCK})
    except DBAPIError as error:
        if _is_over(error):
            return False
        raise
    return True


class PostgresqlReplica(Replica):
    """A replica whose session is looked at each second, with all statements in turn."""

    def __init__(self, connection: AsyncConnection, name: str, wall: Callable[[], float] = time.time) -> None:
        super().__init__(name)
        self._wall = wall
        self._connection, self._turn = connection, asyncio.Lock()
        self._looked_at, self._looked = time.monotonic(), asyncio.Event()
        self._waiting: dict[str, asyncio.Future[int]] = {}

    async def enter(self) -> None:
        """Takes the lock by which others know that this process lives, and listens to them."""
        await self._connection.execute(_TRY, {"lock": lock_key(self.name)})
        wire = await self._wire()
        await wire.add_listener(channel_of(self.name), lambda *heard: self._hear_of(heard[3]))
        await wire.add_listener(CHANNEL, lambda *heard: self._hear(heard[3]))
        await self._look()  # so that the clock is known before anything is done by it

    def _hear_of(self, platform: str) -> None:
        self.platforms.add(platform)
        self.notified.set()

    def _hear(self, word: str) -> None:
        if word == LEFT:
            self.left.set()
        self.told(word)

    async def end(self) -> None:
        """Lets others take over at once what this process leaves; it must do nothing more."""
        if self.lost.is_set():  # its session has ended or doesn't answer, and others find that out by themselves
            return
        try:
            await self.fetch(_END, lock_key(self.name), CHANNEL, LEFT)
        except Exception as error:  # noqa: BLE001 - others find out by themselves
            _log.info("others couldn't be told of the end", extra={"failure": error})

    async def has_others(self) -> bool:
        """See `Replica.has_others`."""
        return bool((await self.fetch(_OTHERS, _LOCK))[0][0])

    async def _wire(self) -> Any:
        """The driver's own connection."""
        wire = (await self._connection.get_raw_connection()).driver_connection
        if wire is None:
            raise ConnectionError("the session has ended already")
        return wire

    @asynccontextmanager
    async def _in_turn(self) -> AsyncGenerator[None]:
        """The session for one statement at a time. Raises Broken if it has ended or doesn't answer in time."""
        try:
            async with self._turn, asyncio.timeout(_ANSWER_SECONDS):
                yield
        except Exception as error:
            if (ended := server_is_away(error)) is None or ended is error:
                raise
            raise ended from error

    @property
    def shares(self) -> bool:
        """See `Replica.shares`."""
        return True

    def sure_until(self) -> float:
        """See `Replica.sure_until`."""
        return -inf if self.lost.is_set() else self._looked_at + _SURE_SECONDS

    async def fetch(self, statement: str, *values: object) -> Sequence[Sequence[Any]]:
        """See `Replica.fetch`."""
        async with self._in_turn():
            found: Sequence[Sequence[Any]] = await (await self._wire()).fetch(statement, *values)
            return found

    async def watch(self) -> None:
        """Shows signs of life and tries to lead tasks; sets `lost` if the session ends or no answer comes."""
        try:
            while True:
                async with self._in_turn():
                    await self._look()
                await asyncio.sleep(_LOOK_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever ends it, nobody shows signs of life any more
            _log.warning("the session has ended", extra={"failure": error})
            self.lost.set()

    async def _look(self) -> None:
        begun, wall = time.monotonic(), self._wall()
        wanted = [task for task, waiting in self._waiting.items() if not (waiting.done() or self._differs())]
        [(free, at)] = await (await self._wire()).fetch(_LOOK, wanted, [lock_key(task) for task in wanted])
        if (took := time.monotonic() - begun) < _ROUND_TRIP:
            self._compare_clocks(wall + took / 2 - at)
        self._looked_at = begun
        self._looked.set()
        self._looked = asyncio.Event()
        if free:
            await self._end_transactions(END_LEFT)
        for task in free:
            if not (epoch := await self._begin(task)):
                continue
            waiting = self._waiting.get(task)
            if waiting and not waiting.done():
                waiting.set_result(epoch)
            else:  # whoever wanted it has ended meanwhile
                await self._connection.execute(_RELEASE, {"lock": lock_key(task)})

    def _compare_clocks(self, difference: float) -> None:
        """Notes by how many seconds this clock is ahead. Raises Broken if a leader's differs too much."""
        differed, self.clock_difference = self._differs(), difference
        if self._differs() != differed:
            differs = (
                "this machine's clock differs from the database's, and this process leads no task until they agree"
            )
            agrees = "this machine's clock is right again"
            _log.warning(differs if self._differs() else agrees, extra={"ahead": round(difference, 1)})
        if self._differs() and self.leads:
            raise Broken(f"The clock of a leader is {difference:.0f} s ahead of the database's.")

    def _differs(self) -> bool:
        return abs(self.clock_difference) > _TOLERATED

    async def _begin(self, task: str) -> int:
        """The epoch of a task whose lock this process got; 0, without the lock, for one that isn't free yet."""
        try:
            return int((await self._connection.execute(_NEXT_EPOCH, {"name": epoch_of(task)})).scalar_one())
        except DBAPIError as error:
            if not _is_over(error):
                raise
            await self._connection.execute(_RELEASE, {"lock": lock_key(task)})
            return 0  # a predecessor that gave the lock up is amid a transaction

    async def _end_transactions(self, statement: str, *values: object) -> None:
        """Ends the connections of processes without a session, which may hold locks; their server does so later."""
        try:
            await (await self._wire()).fetch(statement, *values)
        except PostgresError as error:
            _log.warning("connections of a dead process can't be ended", extra={"failure": error})

    @asynccontextmanager
    async def leader(self, task: str) -> AsyncGenerator[int]:
        """See `Replica.leader`."""
        self._waiting[task] = waiting = asyncio.get_running_loop().create_future()
        try:
            epoch = await waiting
            _log.info("this process leads a task", extra={"task": task, "epoch": epoch})
            self.leads.add(task)
            yield epoch
        finally:
            self.leads.discard(task)
            del self._waiting[task]
            if waiting.done() and not waiting.cancelled():
                await self._release(task)

    async def _release(self, task: str) -> None:
        with suppress(SQLAlchemyError, OSError, Broken):
            async with self._in_turn():
                await self._connection.execute(_RELEASE, {"lock": lock_key(task)})

    @asynccontextmanager
    async def without(self, name: str) -> AsyncGenerator[bool]:
        """See `Replica.without`."""
        async with self._in_turn():
            gone = bool((await self._connection.execute(_TRY, {"lock": lock_key(name)})).scalar())
            if gone:
                await self._end_transactions(END_OF, work_name(name))
        try:
            yield gone
        finally:
            if gone:
                await self._release(name)

    @asynccontextmanager
    async def alone(self, group: str) -> AsyncGenerator[bool]:
        """See `Replica.alone`."""
        async with self._in_turn():
            alone = bool((await self._connection.execute(_TRY, {"lock": lock_key(group)})).scalar())
        try:
            yield alone
        finally:
            if alone:
                await self._release(group)

    async def enter_group(self, group: str) -> bool:
        """See `Replica.enter_group`."""
        return bool((await self.fetch(_ENTER, lock_key(group)))[0][0])

    async def leave_group(self, group: str) -> None:
        """See `Replica.leave_group`."""
        await self.fetch(_LEAVE, lock_key(group))

    async def silence_of(self, group: str) -> float:
        """See `Replica.silence_of`."""
        [(seconds,)] = await self.fetch(_SILENCE_OF, lock_key(group))
        return inf if seconds is None else float(seconds)

    async def sure(self) -> None:
        """See `Replica.sure`."""
        while time.monotonic() - self._looked_at > _SURE_SECONDS or self.lost.is_set():
            await self._looked.wait()


def _is_over(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == _TURN_IS_OVER

"""The lock that makes one process a database's only sender."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from briefings.errors import Unavailable
from briefings.store.engine import file_modes
from briefings.store.engine.connection_errors import (
    FAILURES,
    is_temporary,
    missing_file,
    postgresql_options,
    unreachable,
)
from briefings.store.engine.maintenance import file_of
from briefings.store.engine.presence import is_lost, presence

_log = logging.getLogger(__name__)
_LOCK = 7_310_642_118  # any number, the same in every version
_LOOK_SECONDS = 1.0  # how often the connection that holds the lock is looked at, and one is tried anew
_ANSWER_SECONDS = 6.0  # how long the server may take to answer there
_TURN = "5s"  # how long one wait for the lock takes; then another one shows that the server is still there
_SILENCE = "10s"  # after which the server ends the session of a holder that says nothing: it is frozen or cut off
_TURN_IS_OVER = "55P03"  # PostgreSQL's lock_not_available
_HOLDERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = :lock"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@asynccontextmanager
async def only_sender(url: str) -> AsyncGenerator[asyncio.Event]:
    """Holds the right to send from this database; the event is set when it was lost.

    SQLite: a lock file beside it; raises Unavailable when another process holds it. PostgreSQL: a session's advisory
    lock on a connection of its own; waits, standing by, until the other process lets go, dies, or has said nothing to
    the server for ten seconds, and through outages of the server, which are logged; raises Unreachable for what no
    waiting mends, such as a wrong password.
    """
    lost = asyncio.Event()
    file = file_of(url)
    if file is not None:
        if is_lost(file):
            raise missing_file()
        lock = FileLock(f"{file}.sender.lock", timeout=0, mode=file_modes.FILE)
        try:
            file_modes.make_folder(file.parent)
            file_modes.make_file(file)  # before the lock's: a lock without its database tells that one is gone
            lock.acquire()
        except Timeout:
            raise Unavailable(
                "Another Readout already sends from {file}. Stop it, or leave the sending to it.", file=file
            ) from None
        except OSError as error:
            raise unreachable(url, error) from error
        try:
            with presence(file):
                yield lost
        finally:
            lock.release()
    elif make_url(url).get_backend_name() == "sqlite":
        yield lost
    else:
        async with _advisory_lock(url, lost):
            yield lost


async def has_sender(url: str) -> bool:
    """Whether a process holds the right to send from this database; raises Unreachable if the server can't be asked."""
    file = file_of(url)
    if file is not None:
        return await asyncio.to_thread(_is_locked, Path(f"{file}.sender.lock"))
    if make_url(url).get_backend_name() == "sqlite":
        return False
    engine = create_async_engine(url, poolclass=NullPool, connect_args=postgresql_options())
    try:
        async with engine.connect() as connection:
            return bool((await connection.execute(_HOLDERS, {"lock": _LOCK})).scalar_one())
    except FAILURES as error:
        raise unreachable(url, error) from error
    finally:
        await engine.dispose()


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    lock = FileLock(path, timeout=0, mode=file_modes.FILE)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False


@asynccontextmanager
async def _advisory_lock(url: str, lost: asyncio.Event) -> AsyncGenerator[None]:
    options = {**postgresql_options(), "command_timeout": _ANSWER_SECONDS}
    engine = create_async_engine(url, pool_size=1, max_overflow=0, connect_args=options)
    try:
        connection = await _locked(engine, url)
        watch = asyncio.create_task(_watch(connection, lost))
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            with suppress(DBAPIError, OSError):
                await connection.close()
    finally:
        await engine.dispose()


async def _locked(engine: AsyncEngine, url: str) -> AsyncConnection:
    """A connection that holds the lock, however long that takes."""
    told = ""
    while True:
        try:
            return await _attempt(engine)
        except FAILURES as error:
            failure = unreachable(url, error)
            if not is_temporary(error):
                raise failure from error
            if told != str(failure):  # an outage is told once
                _log.warning("the database cannot be opened, trying again", extra={"failure": failure})
            told = str(failure)
            await asyncio.sleep(_LOOK_SECONDS)


async def _attempt(engine: AsyncEngine) -> AsyncConnection:
    connection = await engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"SET lock_timeout = '{_TURN}'"))
        with suppress(DBAPIError):  # a server older than PostgreSQL 14 ends no session of a holder that is frozen
            await connection.execute(text(f"SET idle_session_timeout = '{_SILENCE}'"))
        if not (await connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK})).scalar_one():
            _log.info("standing by, another process sends")
            while not await _turn(connection):
                pass
    except (DBAPIError, OSError):
        with suppress(DBAPIError, OSError):
            await connection.close()
        raise
    return connection


async def _turn(connection: AsyncConnection) -> bool:
    """Waits for the lock for a while; False where another process still holds it."""
    try:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _TURN_IS_OVER:
            return False
        raise
    return True


async def _watch(connection: AsyncConnection, lost: asyncio.Event) -> None:
    """Sets the event when the session that holds the lock has ended, or the server does not answer any more."""
    try:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            async with asyncio.timeout(_ANSWER_SECONDS):
                await connection.execute(text("SELECT 1"))
    except (DBAPIError, OSError):
        lost.set()

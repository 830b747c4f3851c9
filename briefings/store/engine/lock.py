"""The right to answer and send from a database: one process has it on SQLite, all replicas on PostgreSQL."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url

from briefings.errors import Unavailable
from briefings.store.engine import database_file
from briefings.store.engine.connection_errors import emptied_file, missing_file, unreachable
from briefings.store.engine.database_file import file_of, is_emptied, is_lost, presence
from briefings.store.engine.replica import Replica


@asynccontextmanager
async def replica_of(url: str, wall: Callable[[], float] = time.time) -> AsyncGenerator[Replica]:
    """Makes this process a replica during the block, and waits while another one has the database to itself.

    That is a restore, or a process of a version that knows no replicas. `wall` is this process's clock, in seconds
    since 1970. The rest is as in `only_sender`.
    """
    if make_url(url).get_backend_name() == "sqlite":
        async with only_sender(url):
            yield Replica()
    else:
        from briefings.store.engine.replica_session import session  # 65 ms and 8 MB, unused with SQLite

        async with session(url, alone=False, wall=wall) as replica:
            yield replica


@asynccontextmanager
async def only_sender(url: str) -> AsyncGenerator[asyncio.Event]:
    """Holds the exclusive right to send from this database; the event is set if it is lost.

    SQLite: a lock file beside the database; raises Unavailable if another process holds it. PostgreSQL: a session's
    advisory lock on its own connection. It waits until each other process releases it, dies or has been silent for six
    seconds, and through server outages, which are logged. Raises Unreachable for what waiting can't fix, such as a
    wrong password.
    """
    lost = asyncio.Event()
    file = file_of(url)
    if file is not None:
        if is_lost(file):
            raise missing_file()
        lock = FileLock(f"{file}.sender.lock", timeout=0, mode=database_file.FILE)
        emptied = is_emptied(file)
        try:
            database_file.make_folder(file.parent)
            database_file.make_file(file)  # before the lock's: a lock without its database tells that one is gone
            lock.acquire()
        except Timeout:
            raise Unavailable(
                "Another Readout already sends from {file}. Stop it, or leave the sending to it.", file=file
            ) from None
        except OSError as error:
            raise unreachable(url, error) from error
        try:
            if emptied:
                raise emptied_file()
            with presence(file):
                yield lost
        finally:
            lock.release()
    elif make_url(url).get_backend_name() == "sqlite":
        yield lost
    else:
        from briefings.store.engine.replica_session import session  # 65 ms and 8 MB, unused with SQLite

        async with session(url, alone=True) as replica:
            yield replica.lost


async def has_sender(url: str) -> bool:
    """Whether a process answers or sends from this database. Raises Unreachable if the server can't be asked."""
    file = file_of(url)
    if file is not None:
        return await asyncio.to_thread(_is_locked, Path(f"{file}.sender.lock"))
    if make_url(url).get_backend_name() == "sqlite":
        return False
    from briefings.store.engine.replica_session import is_held  # 65 ms and 8 MB, unused with SQLite

    return await is_held(url)


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    lock = FileLock(path, timeout=0, mode=database_file.FILE)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False

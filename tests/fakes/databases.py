"""Databases for tests: empty ones, and copies of a template that has all tables and nothing in them."""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.ext.asyncio import create_async_engine

from briefings.store import connect, create_schema

_TEMPLATE = "readout_template"
# A server that is thrown away need not survive a power cut.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")
_numbers = count(1)


def prepare_server(address: str) -> None:
    """Makes the template on a PostgreSQL server that has just been started, and lets the server not wait for disks."""
    _finished(_prepare(address))


async def _prepare(address: str) -> None:
    async with _server(address) as run:
        for setting in _FAST:
            await run(f"ALTER SYSTEM SET {setting}")
        await run("SELECT pg_reload_conf()")
        await run(f"CREATE DATABASE {_TEMPLATE}")
    await _make_tables(address.format(name=_TEMPLATE))


@contextlib.asynccontextmanager
async def fresh_database(address: str, template: str = _TEMPLATE) -> AsyncIterator[str]:
    """A database on the server, gone afterwards: with all tables, or without any where the template is `template0`."""
    name = f"test{next(_numbers)}"
    async with _server(address) as run:
        await run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield address.format(name=name)
        finally:
            await run(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.asynccontextmanager
async def _server(address: str) -> AsyncIterator[Callable[[str], Awaitable[None]]]:
    """Runs statements on the server, outside transactions."""
    engine = create_async_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")

    async def run(statement: str) -> None:
        async with engine.connect() as connection:
            await connection.execute(text(statement))

    try:
        yield run
    finally:
        await engine.dispose()


@contextlib.contextmanager
def tables_in_memory() -> Iterator[None]:
    """Meanwhile each SQLite database in memory begins as a copy of one that has all tables."""
    with contextlib.closing(_template()) as template:

        def fill(connection: Any, _record: object) -> None:
            if isinstance(connection, sqlite3.Connection):
                (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
                if not file:
                    template.backup(connection)

        event.listen(Engine, "connect", fill)
        try:
            yield
        finally:
            event.remove(Engine, "connect", fill)


def _template() -> sqlite3.Connection:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/readout.db"
        _finished(_make_tables(f"sqlite:///{file}"))
        with contextlib.closing(sqlite3.connect(file)) as made:
            made.backup(kept)
    return kept


async def _make_tables(url: str) -> None:
    store = await connect(url)
    try:
        await create_schema(store)
    finally:
        await store.close()


def _finished(work: Coroutine[Any, Any, None]) -> None:
    """Runs it to its end, also where an event loop runs in this thread already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()

"""Databases for tests: empty ones, and copies of a template that has all tables and nothing in them."""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from briefings.store import connect, create_schema
from briefings.store.engine import sqlite

_TEMPLATE = "readout_template"
# A server that is thrown away need not survive a power cut.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")
_numbers = count(1)
_free: dict[str, list[str]] = {}  # names of databases that nobody uses, by the server's address
_file = bytearray()  # with all tables
_templates: dict[str, tuple[str, str]] = {}  # the shape and the version, by the server's address
# One text for all tables, their columns, constraints and triggers.
_SHAPE = """
SELECT string_agg(line, chr(10) ORDER BY line) FROM (
    SELECT concat_ws(' ', relkind, relname, attname, atttypid, attnotnull, atthasdef, attisdropped) AS line
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, convalidated) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal
) AS lines
"""
_VERSION = "SELECT max(version_num) FROM alembic_version"
_EMPTY = """
DO $$
DECLARE name text; is_filled bool; filled text[] := '{}';
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO is_filled;
        IF is_filled THEN filled := filled || format('%I', name); END IF;
    END LOOP;
    IF filled <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
_LEAVE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
)


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
async def empty_database(address: str) -> AsyncIterator[str]:
    """A database on the server with all tables and nothing in them.

    Emptied again, it serves the next caller, at a tenth of what a new one costs, unless its tables were changed.
    """
    free = _free.setdefault(address, [])
    name = free.pop() if free else await _created(address)
    yield address.format(name=name)
    if await _is_emptied(address, name):
        free.append(name)


async def _created(address: str) -> str:
    name = f"test{next(_numbers)}"
    async with _server(address) as run:
        await run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    return name


async def _is_emptied(address: str, name: str) -> bool:
    async with _server(address, name) as run:
        if (await run(_SHAPE), await run(_VERSION)) != await _of_the_template(address):
            return False
        await run(_LEAVE, name=name)
        await run(_EMPTY)
    return True


async def _of_the_template(address: str) -> tuple[str, str]:
    """Its shape and its version."""
    if address not in _templates:
        async with _server(address, _TEMPLATE) as run:
            _templates[address] = await run(_SHAPE), await run(_VERSION)
    return _templates[address]


@contextlib.asynccontextmanager
async def _server(address: str, name: str = "postgres") -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    """Runs statements in a database of the server, outside transactions; each gives its first value, if any."""
    engine = create_async_engine(address.format(name=name), isolation_level="AUTOCOMMIT", poolclass=NullPool)

    async def run(statement: str, **values: str) -> Any:
        found = await connection.execute(text(statement), values)
        return found.scalar() if found.returns_rows else None

    try:
        async with engine.connect() as connection:
            yield run
    finally:
        await engine.dispose()


def with_tables(file: Path) -> str:
    """The address of a new database file that has its tables and nothing in them."""
    file.write_bytes(_file)
    return f"sqlite:///{file}"


@contextlib.contextmanager
def tables_in_memory() -> Iterator[None]:
    """Meanwhile each SQLite database in memory begins as a copy of one that has all tables; so does `with_tables`."""
    with contextlib.closing(_template()) as template:
        _file[:] = template.serialize()

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


@contextlib.contextmanager
def shared_statements() -> Iterator[None]:
    """Meanwhile a statement that was compiled for one SQLite database is known to all that are opened later.

    Each has an engine of its own, which would compile it anew: that took a quarter of the tests' time.
    """
    known = create_engine("sqlite://", json_deserializer=sqlite._decoded, query_cache_size=5000)
    known.connect().close()  # its dialect learns what the driver can do

    def create(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "create_engine", create)
        yield
    known.dispose()


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

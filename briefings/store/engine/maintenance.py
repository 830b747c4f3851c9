"""Maintenance of the database: backups, migration in a separate process, the sender lock."""

import asyncio
import os
import sqlite3
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy.engine import make_url

from briefings.errors import BadInput, Missing, Outdated, Unavailable
from briefings.store.engine import database_file
from briefings.store.engine.compatibility import is_additive, obstacles
from briefings.store.engine.connection_errors import broken_database
from briefings.store.engine.database import SCHEMA, connect, create_schema, schema_version
from briefings.store.engine.database_file import file_of
from briefings.store.tables import metadata

_OPCODES = 10_000  # of SQLite's machine, between two looks at the time
_VALUE = " value in "  # what is said of a value of another type: its row is set aside


async def migrate(url: str, now: datetime, *, create: bool = True) -> str:
    """Upgrades the database to this version's schema after a backup; returns a sentence about what was done.

    `create` is as in `connect`. Raises Unavailable for a newer schema, or if the backup or a migration fails; then
    nothing has changed.
    """
    store = await connect(url, create=create)
    try:
        version = await schema_version(store)
        if version is None:
            await create_schema(store)
            return f"The database was empty; it now has schema {SCHEMA}."
    finally:
        await store.close()
    if version == SCHEMA:
        return f"The database has schema {SCHEMA} already."
    if version > SCHEMA:
        await check_newer(url, version)
        return f"The database has schema {version}, which only adds to this version's."
    kept = ""
    if file := file_of(url):
        copy = file.with_name(f"{file.stem}-{version}-{now:%Y%m%dT%H%M%S}{file.suffix}")
        await copy_file(file, copy)
        kept = f" The state before is kept in {copy}."
    await _in_process(url)
    return f"The database went from schema {version} to {SCHEMA}.{kept}"


async def upgrade_breaks(url: str, *, create: bool = True) -> bool:
    """Whether an upgrade to this version's schema keeps processes of the database's version from working.

    `create` is as in `connect`.
    """
    store = await connect(url, create=create)
    try:
        version = await schema_version(store)
    finally:
        await store.close()
    return version is not None and version < SCHEMA and not is_additive(version)


async def check_newer(url: str, version: str) -> None:
    """Raises Outdated unless this version works with a database of that newer schema."""
    store = await connect(url, create=False)
    try:
        if not is_additive(version) or await obstacles(store):
            raise newer_schema(version)
    finally:
        await store.close()


async def side_by_side(url: str) -> tuple[bool, str]:
    """Whether processes of this version and of the database's can work at the same time, and a sentence about it.

    Changes nothing. Raises Missing and Unreachable.
    """
    store = await connect(url, create=False)
    try:
        version = await schema_version(store)
        wrong = await obstacles(store) if version and version > SCHEMA and is_additive(version) else []
    finally:
        await store.close()
    if version is None:
        return True, f"The database is empty. The first process makes schema {SCHEMA}."
    if version == SCHEMA:
        return True, f"The database has schema {SCHEMA}, as this version does. Processes can be replaced one by one."
    if version < SCHEMA and is_additive(version):
        wrong = (await _in_process("", version)).split()
    if not is_additive(version) or wrong:
        tables = f" (tables: {', '.join(wrong)})" if wrong else ""
        return False, (
            f"The database has schema {version}, this version {SCHEMA}, and one does not only add to the other{tables}."
            " Processes of one version wait until those of the other have ended."
        )
    step = "adds to it" if version < SCHEMA else "works with it"
    return (
        True,
        f"The database has schema {version}; this version ({SCHEMA}) {step}. Processes can be replaced one by one.",
    )


def newer_schema(version: str) -> Outdated:
    """The error for a database written by a newer version."""
    what = f"The database has schema {version}, newer than this Readout knows ({SCHEMA})."
    return Outdated(what, "Install a newer Readout.")


async def _in_process(url: str, *arguments: str) -> str:
    """Runs Alembic in a separate process to save this one its memory; returns what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "briefings.store.migrations", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaint = await process.communicate(url.encode() + b"\n")
    if process.returncode:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise Unavailable("The database could not be migrated, and was left as it was: {last}", last=last)
    return printed.decode()


async def copy_file(file: Path, target: Path) -> None:
    """Writes a consistent copy of an SQLite file to a new file while the database is in use.

    Raises BadInput if the copy exists or its folder doesn't, Broken if the disk is full.
    """
    await asyncio.to_thread(_make_room, target, file)
    part = target.with_name(f".{target.name}.part")
    await asyncio.to_thread(database_file.make_file, part)  # SQLite fills an empty file and keeps its mode
    try:
        await asyncio.to_thread(_vacuum, file, part)
        await asyncio.to_thread(part.rename, target)
    except sqlite3.Error as error:
        raise broken_database(error, make_url(f"sqlite:///{file}"), target.parent) or error from error
    finally:
        await asyncio.to_thread(part.unlink, missing_ok=True)


def _vacuum(file: Path, into: Path) -> None:
    address = f"file:{quote(str(file))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(into),))


async def is_held(url: str) -> bool:
    """Whether another process holds the lock of an SQLite file for at least half a second."""
    file = file_of(url)
    return await asyncio.to_thread(_is_held, file) if file else False


def _is_held(file: Path) -> bool:
    address = f"file:{quote(str(file))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0.5, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return False


async def damage(url: str, seconds: float) -> str:
    """What SQLite's check finds wrong with a database file within a number of seconds; "" if nothing.

    "" for a server, which checks its own files.
    """
    file = file_of(url)
    return await asyncio.to_thread(_damage, file, time.monotonic() + seconds) if file else ""


def _damage(file: Path, until: float) -> str:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until, _OPCODES)
            found = [str(line) for (line,) in connection.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        damaged = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return str(error) if damaged else ""
    wrong = [line for line in found if line != "ok" and _VALUE not in line]
    return wrong[0].splitlines()[-1] if wrong else ""


async def is_empty(url: str) -> bool:
    """Whether a database is missing or has no tables yet; it stays so. Raises Unreachable."""
    try:
        store = await connect(url, create=False)
    except Missing:
        return True
    try:
        return await schema_version(store) is None
    finally:
        await store.close()


async def copy(url: str, target: Path) -> str:
    """Copies all data, from either database, to a new SQLite file; returns the copy's address."""
    address = f"sqlite:///{target}"
    if file := file_of(url):
        await copy_file(file, target)
        return address
    copied = await connect(address)
    try:
        await create_schema(copied)
    finally:
        await copied.close()
    source = await connect(url)
    try:
        await source.read(lambda connection: _copy_rows(connection, address))
    finally:
        await source.close()
    return address


def _copy_rows(source: Connection, address: str) -> None:
    """Copies all tables to the SQLite file at this address, one table at a time."""
    engine = create_engine(address)
    try:
        with engine.begin() as target:
            for table in metadata.sorted_tables:
                if rows := [dict(row) for row in source.execute(select(table)).mappings()]:
                    target.execute(insert(table), rows)
    finally:
        engine.dispose()


def _make_room(target: Path, database: Path) -> None:
    check_target(target, database)
    target.with_name(f".{target.name}.part").unlink(missing_ok=True)


def check_target(target: Path, database: Path | None) -> None:
    """Raises BadInput unless a backup may be written there: a new name in a folder, which isn't the database's own."""
    if database and database_file.belongs_to(target, database):
        raise BadInput("{target} is the database or a name that belongs beside it; choose another name.", target=target)
    if os.path.lexists(target):
        raise BadInput("{target} exists already; name a new file.", target=target)
    if not target.parent.is_dir():
        raise BadInput("There is no folder {folder}.", folder=target.parent)

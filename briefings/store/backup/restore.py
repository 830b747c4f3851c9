"""Restores a backup into an empty database of either kind, whole or not at all."""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from briefings.errors import BadInput, Unavailable
from briefings.store import key_value
from briefings.store.backup import sqlite
from briefings.store.backup.format import BackupReader, Contents
from briefings.store.engine import database_file
from briefings.store.engine.database import SCHEMA, Store, connect, create_schema, schema_version
from briefings.store.engine.database_file import file_of, is_database
from briefings.store.engine.lock import has_sender, only_sender
from briefings.store.engine.maintenance import newer_schema

UNFINISHED = "restore unfinished"  # the single value that a database holds while it is being restored
RESTORED = "restored from the backup of"  # the single value with the instant of the backup


@asynccontextmanager
async def restoring(url: str) -> AsyncGenerator[str]:
    """The address of an empty database to load into; after the block it is the database at `url`.

    If the block raises or the process dies, SQLite's file isn't there, and a server's database can't be opened and is
    restored from the start by the next attempt. Raises Unavailable if the database holds rows or a process sends from
    it.
    """
    if await has_sender(url):
        raise Unavailable(
            "Readout is running on this database. Stop its process (readout run) or its container, then try again."
        )
    file = file_of(url)
    if file is not None:
        async with _new_file(file) as part:
            yield f"sqlite:///{part}"
        return
    async with only_sender(url):
        await _check_server(url)
        yield url
        await _finished(url)


@asynccontextmanager
async def _new_file(file: Path) -> AsyncGenerator[Path]:
    """A new file that takes the database's place at the end of the block."""
    await asyncio.to_thread(_check_file, file)
    part = file.with_name(f".{file.name}.restore")
    try:
        await asyncio.to_thread(database_file.make_folder, file.parent)
        await asyncio.to_thread(_discard, part)
        await _make_tables(f"sqlite:///{part}")
        yield part
        await _finished(f"sqlite:///{part}")
        await asyncio.to_thread(_take_place, part, file)
    except OSError as error:
        raise Unavailable("The database can't be restored: {reason}.", reason=error.strerror or error) from error
    finally:
        await asyncio.to_thread(_discard, part)


def _check_file(file: Path) -> None:
    """Raises Unavailable unless the file is missing, empty, or a database without rows."""
    if not database_file.size_of(file):
        return
    if not is_database(file):
        raise Unavailable("{file} isn't an SQLite database. Move it away, and restore again.", file=file)
    if table := sqlite.filled_table(file):
        raise Unavailable(
            "The database isn't empty: its table {table} has rows. Restore into an empty one: move the database's "
            "files away, or name another one with DATABASE_URL or READOUT_DATA_DIR.",
            table=table,
        )


def _take_place(part: Path, file: Path) -> None:
    """Puts a complete file in the database's place; what lies beside it belonged to another one."""
    _check_file(file)
    with part.open("rb+") as opened:
        os.fsync(opened.fileno())
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    part.rename(file)


def _discard(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(f"{part.name}{ending}").unlink(missing_ok=True)


async def _check_server(url: str) -> None:
    """Makes the tables of an empty database. Raises Unavailable for one that holds rows or has another schema.

    What a start, a check or a list writes by itself doesn't count: loading replaces it.
    """
    from briefings.store.backup import postgresql  # 65 ms and 8 MB, unused with SQLite

    store = await connect(url)
    try:
        version = await schema_version(store)
        if version is None:
            await create_schema(store)
            return
        if version > SCHEMA:
            raise newer_schema(version)
        if version < SCHEMA:
            raise Unavailable("The database has schema {version}. Type: readout migrate", version=version)
        unfinished = await store.read(lambda connection: key_value.value(connection, UNFINISHED))
    finally:
        await store.close()
    if not unfinished and (table := await postgresql.filled_table(url)):
        raise Unavailable(
            "The database isn't empty: its table {table} has rows. Restore into an empty one: drop the database and "
            "create it again, or name another one with DATABASE_URL.",
            table=table,
        )


async def _make_tables(url: str) -> None:
    store = await connect(url)
    try:
        await create_schema(store)
    finally:
        await store.close()


async def _finished(url: str) -> None:
    store = await connect(url)
    try:
        await store.write(lambda connection: key_value.exchange(connection, UNFINISHED, ""))
    finally:
        await store.close()


async def load(url: str, file: BinaryIO, name: str, *, marked: bool = True) -> Contents:
    """Loads a backup into the database that `restoring` gave. Raises BadInput, with a sentence, for a bad file.

    Unless `marked` is false, the database can't be opened for anything else until `restoring` ends.
    """
    reader = await asyncio.to_thread(BackupReader, file, name)
    target, values = file_of(url), ((UNFINISHED, "yes"), (RESTORED, reader.head.made_at)) if marked else ()
    if target is not None:
        await asyncio.to_thread(sqlite.load, target, reader, values)
        return reader.contents
    from briefings.store.backup import postgresql  # 65 ms and 8 MB, unused with SQLite

    await postgresql.load(url, reader, values)
    return reader.contents


async def check_restored(store: Store) -> None:
    """Raises Unavailable for a database whose restore was interrupted."""
    if await store.read(lambda connection: key_value.value(connection, UNFINISHED)):
        raise Unavailable("The restore of this database was interrupted. Do it again: readout restore FILE")


async def verify(file: BinaryIO, name: str) -> Contents:
    """Restores a backup into a scratch database, and compares the number of rows of each table and their hashes."""
    with tempfile.TemporaryDirectory(prefix="readout-") as folder:
        scratch = Path(folder) / "scratch.db"
        await _make_tables(f"sqlite:///{scratch}")
        contents = await load(f"sqlite:///{scratch}", file, name, marked=False)
        await compare(scratch, contents)
    return contents


async def compare(database: Path, contents: Contents) -> None:
    """Compares an SQLite database with what a backup holds. Raises BadInput for the first table that differs."""
    found = await asyncio.to_thread(sqlite.tallies, database, contents.columns)
    for table, tally in contents.tables.items():
        if found[table] != tally:
            raise BadInput(
                "The restored table {table} differs from the backup: {found} of {rows} rows, or other values.",
                table=table,
                found=found[table].rows,
                rows=tally.rows,
            )

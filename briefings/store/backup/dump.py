"""Writes a backup of either database to a file, whole or not at all, or to a stream."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import BinaryIO

from briefings.errors import Broken, Unavailable
from briefings.store.backup import sqlite
from briefings.store.backup.format import BackupWriter, Contents, Head
from briefings.store.engine import database_file
from briefings.store.engine.database import SCHEMA, connect, schema_version
from briefings.store.engine.database_file import file_of
from briefings.store.engine.maintenance import check_target, newer_schema

_POSTGRESQL = "postgresql"


async def backup(url: str, target: Path | BinaryIO, version: str, now: datetime) -> Contents:
    """Writes all rows, as they are at one instant, while the database is in use; `version` is this Readout's.

    Raises BadInput if the file exists or its folder doesn't, Unavailable for a database that is missing, empty or
    newer, and Broken if a disk is full.
    """
    file = file_of(url)
    if file is not None and not file.is_file():
        raise Unavailable("There is no database {file} to copy. Correct DATABASE_URL or READOUT_DATA_DIR.", file=file)
    if not isinstance(target, Path):
        return await _written(url, target, version, now)
    await asyncio.to_thread(check_target, target, file)
    async with _whole(target) as opened:
        return await _written(url, opened, version, now)


@asynccontextmanager
async def _whole(target: Path) -> AsyncGenerator[BinaryIO]:
    """A file that gets its name once it is complete and on the disk."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        database_file.make_file(part)
        with part.open("wb") as opened:
            yield opened
            opened.flush()
            await asyncio.to_thread(os.fsync, opened.fileno())
        part.rename(target)
    except OSError as error:
        if error.errno == ENOSPC:
            raise Broken("The backup's disk is full. Free some space, or name a file on another disk.") from error
        raise Broken("The backup can't be written: {reason}.", reason=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)


async def _written(url: str, target: BinaryIO, version: str, now: datetime) -> Contents:
    schema = await _schema(url)
    file = file_of(url)
    writer = BackupWriter(target, Head(schema, version, now.isoformat(), "sqlite" if file else _POSTGRESQL))
    if file is not None:
        await asyncio.to_thread(sqlite.dump, file, writer)
    else:
        from briefings.store.backup import postgresql  # 65 ms and 8 MB, unused with SQLite

        await postgresql.dump(url, writer)
    return await asyncio.to_thread(writer.close)


async def _schema(url: str) -> str:
    """The schema of a database, which has to be one that this version knows."""
    store = await connect(url, create=False)
    try:
        schema = await schema_version(store)
    finally:
        await store.close()
    if schema is None:
        raise Unavailable("The database is empty: there is nothing to back up.")
    if schema > SCHEMA:
        raise newer_schema(schema)
    return schema

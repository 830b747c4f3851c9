"""Import results of the files in the library folder."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.store.sql import parts
from briefings.store.tables import watched_file


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was looked at last: bytes, its own time in nanoseconds, the hash of its content.

    `fault` says for people why it was not taken in, "" where it was; `edition` is that of the Readout that could not
    read its content, "" where another start may import the same file.
    """

    path: str
    size: int
    changed: int
    hash: str
    fault: str
    analysis: int | None = None  # to which it belonged when it was taken in last
    edition: str = ""


_COLUMNS = tuple(watched_file.c[each.name] for each in fields(File))


async def all_(connection: AsyncConnection) -> list[File]:
    """Every file that was taken in or refused, by path."""
    return [File(*row) for row in await connection.execute(select(*_COLUMNS).order_by(watched_file.c.path))]


async def with_content(connection: AsyncConnection, hash_: str) -> File | None:
    """A file of this content that was taken in."""
    return await _first(connection, watched_file.c.hash == hash_, watched_file.c.fault == "")


async def at_path(connection: AsyncConnection, path: str) -> File | None:
    """What became of the file at a path."""
    return await _first(connection, watched_file.c.path == path)


async def _first(connection: AsyncConnection, *where: ColumnElement[bool]) -> File | None:
    row = (await connection.execute(select(*_COLUMNS).where(*where).limit(1))).first()
    return File(*row) if row else None


async def put(connection: AsyncConnection, file: File, now: datetime) -> None:
    """Notes what became of a file."""
    await connection.execute(delete(watched_file).where(watched_file.c.path == file.path))
    await connection.execute(insert(watched_file).values(**asdict(file), at=now))


async def drop_faults(connection: AsyncConnection, paths: Sequence[str] | None = None) -> None:
    """Forgets refused files, those at the paths or all; what was taken in stays known."""
    statement = delete(watched_file).where(watched_file.c.fault != "")
    if paths is None:
        await connection.execute(statement)
    for some in parts(paths or ()):
        await connection.execute(statement.where(watched_file.c.path.in_(some)))

"""Import results of the files in the library folder."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from briefings.store.sql import parts
from briefings.store.tables import watched_file


@dataclass(frozen=True, slots=True)
class File:
    """A file when last examined: size in bytes, modification time in nanoseconds, hash of its content.

    `fault` says why it was refused, "" if it was imported; `edition` is the version of Readout that couldn't read it,
    "" if another start may import the same file.
    """

    path: str
    size: int
    changed: int
    hash: str
    fault: str
    analysis: int | None = None  # to which it belonged when it was taken in last
    edition: str = ""


_COLUMNS = tuple(watched_file.c[each.name] for each in fields(File))


def all_(connection: Connection) -> list[File]:
    """All imported or refused files, by path."""
    return [File(*row) for row in connection.execute(select(*_COLUMNS).order_by(watched_file.c.path))]


def with_content(connection: Connection, hash_: str) -> File | None:
    """An imported file with this content."""
    return _first(connection, watched_file.c.hash == hash_, watched_file.c.fault == "")


def at_path(connection: Connection, path: str) -> File | None:
    """The record of the file at a path."""
    return _first(connection, watched_file.c.path == path)


def _first(connection: Connection, *where: ColumnElement[bool]) -> File | None:
    row = connection.execute(select(*_COLUMNS).where(*where).limit(1)).first()
    return File(*row) if row else None


def put(connection: Connection, file: File, now: datetime) -> None:
    """Stores the record of a file."""
    connection.execute(delete(watched_file).where(watched_file.c.path == file.path))
    connection.execute(insert(watched_file).values(**asdict(file), at=now))


def drop_faults(connection: Connection, paths: Sequence[str] | None = None) -> None:
    """Deletes records of refused files, at the given paths or all; imported ones stay."""
    statement = delete(watched_file).where(watched_file.c.fault != "")
    if paths is None:
        connection.execute(statement)
    for some in parts(paths or ()):
        connection.execute(statement.where(watched_file.c.path.in_(some)))

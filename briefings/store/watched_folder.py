"""Import results of the files in the library folder."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

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


def all_(connection: Connection) -> list[File]:
    """Every file that was taken in or refused, by path."""
    return [File(*row) for row in connection.execute(select(*_COLUMNS).order_by(watched_file.c.path))]


def with_content(connection: Connection, hash_: str) -> File | None:
    """A file of this content that was taken in."""
    return _first(connection, watched_file.c.hash == hash_, watched_file.c.fault == "")


def at_path(connection: Connection, path: str) -> File | None:
    """What became of the file at a path."""
    return _first(connection, watched_file.c.path == path)


def _first(connection: Connection, *where: ColumnElement[bool]) -> File | None:
    row = connection.execute(select(*_COLUMNS).where(*where).limit(1)).first()
    return File(*row) if row else None


def put(connection: Connection, file: File, now: datetime) -> None:
    """Notes what became of a file."""
    connection.execute(delete(watched_file).where(watched_file.c.path == file.path))
    connection.execute(insert(watched_file).values(**asdict(file), at=now))


def drop_faults(connection: Connection, paths: Sequence[str] | None = None) -> None:
    """Forgets refused files, those at the paths or all; what was taken in stays known."""
    statement = delete(watched_file).where(watched_file.c.fault != "")
    if paths is None:
        connection.execute(statement)
    for some in parts(paths or ()):
        connection.execute(statement.where(watched_file.c.path.in_(some)))

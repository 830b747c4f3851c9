"""The file of a backup: gzipped lines of JSON.

The first line is the head: format, version, schema, when it was made. A table is a line with its name, its columns and
the highest id that it ever gave, then one line for each row. The last line holds the number of rows of each table with
the sum of their SHA-256 hashes, and the SHA-256 of all lines before it.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from gzip import BadGzipFile, GzipFile
from hashlib import sha256
from io import BufferedReader
from typing import Any, BinaryIO, cast

from briefings.errors import BadInput, Outdated
from briefings.store.backup.values import RowHash, Tally, kinds_of, line_of, row_of
from briefings.store.engine.database import SCHEMA

_FORMAT, _VERSION = "readout-backup", 1
_LEVEL = 6  # of compression
_BLOCK = 256_000  # bytes that are written at once
_LONGEST_HEAD = 10_000  # bytes
_GZIP, _SQLITE, _PG_DUMP = b"\x1f\x8b", b"SQLite format 3\x00", b"PGDMP"


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: the schema of the rows, the version that wrote them, when, and the kind of database."""

    schema: str
    readout: str
    made_at: str  # ISO 8601
    database: str
    format: str = _FORMAT
    version: int = _VERSION


@dataclass(frozen=True, slots=True)
class TableHead:
    """The line before a table's rows; `last_id` is the highest id that it ever gave, 0 if it gives none."""

    table: str
    columns: tuple[str, ...]
    last_id: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: the rows of each table and their hash."""

    head: Head
    tables: Mapping[str, Tally] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(tally.rows for tally in self.tables.values())


class BackupWriter:
    """Writes a backup to a file, a block at a time."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._zip = GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0)
        self._all, self._block, self._size = sha256(), list[bytes](), 0
        self._head, self._tables = head, dict[str, Tally]()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._put(line_of_object(asdict(head)))

    def write(self, head: TableHead, rows: Iterable[Sequence[Any]]) -> None:
        """Writes a table."""
        self.begin(head)
        for row in rows:
            self.row(row)

    def begin(self, head: TableHead) -> None:
        """Begins a table, whose rows follow."""
        self._hash = RowHash(kinds_of(head.table, head.columns))
        self._tally = self._tables[head.table] = Tally()
        self._columns[head.table] = head.columns
        self._put(line_of_object(asdict(head)))

    def row(self, row: Sequence[Any]) -> None:
        """Writes a row of the table that was begun last."""
        line = line_of(row)
        self._tally.add(self._hash.line(row, line))
        self._put(line)

    def close(self) -> Contents:
        """Writes the last line. The file stays open."""
        self._flush()
        told = {name: tally.told() for name, tally in self._tables.items()}
        self._zip.write(line_of_object({"tables": told, "sha256": self._all.hexdigest()}) + b"\n")
        self._zip.close()
        return Contents(self._head, self._tables, self._columns)

    def _put(self, line: bytes) -> None:
        self._block.append(line)
        self._size += len(line)
        if self._size >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        if self._block:
            block = b"\n".join((*self._block, b""))
            self._all.update(block)
            self._zip.write(block)
            self._block, self._size = [], 0


def line_of_object(values: Mapping[str, object]) -> bytes:
    """The JSON of a head, a table's beginning or the end, without its line break."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


class BackupReader:
    """Reads a backup line by line; raises BadInput, with a sentence, for a file that isn't one or is damaged."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._name, self._all = name, sha256()
        self._tables: dict[str, Tally] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        with self._told():
            self._lines = BufferedReader(cast(Any, GzipFile(mode="rb", fileobj=cast(Any, _Begun(file, name)))), _BLOCK)
            self.head = self._head(self._lines.readline(_LONGEST_HEAD))
            self._next = self._lines.readline()

    def tables(self) -> Iterator[TableHead]:
        """The tables in their order; `rows` gives those of each, and all have to be taken."""
        while True:
            with self._told():
                values = self._object(self._next)
                if "table" not in values:
                    told = {name: tally.told() for name, tally in self._tables.items()}
                    if values != {"tables": told, "sha256": self._all.hexdigest()} or self._lines.read(1):
                        raise ValueError("its hashes differ")
                    return
                head = TableHead(str(values["table"]), tuple(map(str, values["columns"])), int(values["last_id"]))
                self._hash = RowHash(kinds_of(head.table, head.columns))
                self._tally = self._tables[head.table] = Tally()
                self._columns[head.table] = head.columns
                self._all.update(self._next)
                self._next = self._lines.readline()
            yield head

    def rows(self) -> Iterator[list[Any]]:
        """The rows of the table that `tables` gave last."""
        while self._next[:1] == b"[":
            with self._told():
                line = self._next
                row = row_of(line)
                self._tally.add(self._hash.line(row, line[:-1]))
                self._all.update(line)
                self._next = self._lines.readline()
            yield row

    @property
    def contents(self) -> Contents:
        """What was read; complete after the last of `tables`."""
        return Contents(self.head, self._tables, self._columns)

    def _head(self, line: bytes) -> Head:
        values = self._object(line)
        if values.get("format") != _FORMAT:
            raise _foreign(self._name)
        self._all.update(line)
        if values.get("version") != _VERSION or str(values.get("schema")) > SCHEMA:
            raise Outdated(
                f"{self._name} was made by a newer Readout, {values.get('readout')}, with schema "
                f"{values.get('schema')}; this one knows schema {SCHEMA}.",
                "Install a newer Readout.",
            )
        return Head(**values)

    def _object(self, line: bytes) -> dict[str, Any]:
        values = json.loads(line) if line else None
        if values is None:
            raise EOFError
        if not isinstance(values, dict):
            raise ValueError("an object was expected")  # noqa: TRY004
        return values

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Explains what is wrong with the file."""
        try:
            yield
        except EOFError:
            raise BadInput("{file} is incomplete: its end is missing. Use another backup.", file=self._name) from None
        except (BadGzipFile, zlib.error, ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadInput("{file} is damaged. Use another backup.", file=self._name) from error


class _Begun:
    """A file whose first bytes were looked at; they show whether it is a backup at all."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._first = file.read(len(_SQLITE))
        if self._first.startswith(_SQLITE):
            raise BadInput(
                "{file} is an SQLite database, as backups of earlier versions are. Put it in the place of the "
                "database, or make a backup of it with DATABASE_URL=sqlite:///{file}.",
                file=name,
            )
        if self._first.startswith(_PG_DUMP):
            raise BadInput("{file} was written by pg_dump. Restore it with pg_restore.", file=name)
        if self._first and not self._first.startswith(_GZIP):
            raise _foreign(name)

    def read(self, size: int) -> bytes:
        """Reads on, from the first byte."""
        if not self._first:
            return self._file.read(size)
        first, self._first = self._first[:size], self._first[size:]
        return first


def _foreign(name: str) -> BadInput:
    return BadInput("{file} isn't a backup of Readout.", file=name)

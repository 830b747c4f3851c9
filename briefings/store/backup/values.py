"""Values of rows as a backup holds them, the same from both databases: what a column holds, and the hash of a row."""

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, Table

from briefings.store.sql import Instant, Terms
from briefings.store.tables import metadata

Kind = Literal["int", "bool", "bytes", "terms", "text"]
_BYTES = "base64"  # the key of bytes, which JSON lacks
_MODULUS = 2**256


@dataclass(slots=True)
class Tally:
    """How many rows a table has, and the sum of their hashes, which doesn't depend on their order."""

    rows: int = 0
    digest: int = 0

    def add(self, line: bytes) -> None:
        """Counts a row."""
        self.rows += 1
        self.digest = (self.digest + int.from_bytes(sha256(line).digest())) % _MODULUS

    def told(self) -> dict[str, object]:
        """Rows and hash as the last line of a backup has them; the hash in 64 hexadecimal digits."""
        return {"rows": self.rows, "hash": f"{self.digest:064x}"}


def all_tables() -> Sequence[Table]:
    """All tables, each behind those that its foreign keys name."""
    return metadata.sorted_tables


def kept_tables() -> Sequence[Table]:
    """Those whose rows a backup holds; the others are made anew of them."""
    return [table for table in all_tables() if not table.info.get("derived")]


def kind_of(column: Column[Any]) -> Kind:
    """What a column holds in both databases; JSON is text and instants are integers."""
    if isinstance(column.type, Terms):
        return "terms"
    if isinstance(column.type, Boolean):
        return "bool"
    if isinstance(column.type, LargeBinary):
        return "bytes"
    is_number = isinstance(column.type, Integer | Instant) and not isinstance(column.type, JSON)
    return "int" if is_number else "text"


def kinds_of(table: str, columns: Sequence[str]) -> list[Kind]:
    """What columns of a table hold. Raises KeyError for a table or a column of no such name."""
    return [kind_of(metadata.tables[table].c[name]) for name in columns]


def line_of(row: Sequence[Any]) -> bytes:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_encoded).encode(errors="surrogatepass")


def row_of(line: bytes) -> list[Any]:
    """Reverses `line_of`. Raises ValueError."""
    row = json.loads(line, object_hook=_decoded)
    if not isinstance(row, list):
        raise ValueError("a row is a list")  # noqa: TRY004
    return row


def _encoded(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value).__name__} stands in no column")
    return {_BYTES: b2a_base64(value, newline=False).decode()}


def _decoded(value: dict[str, Any]) -> bytes:
    if set(value) != {_BYTES}:
        raise ValueError("an object in a row holds bytes")
    return a2b_base64(value[_BYTES], strict_mode=True)


class RowHash:
    """The line of a table's row from which its hash is made: the terms of a sentence in one order, without repetition.

    PostgreSQL keeps terms in its own order, each once.
    """

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._terms = [place for place, kind in enumerate(kinds) if kind == "terms"]

    def line(self, row: Sequence[Any], line: bytes) -> bytes:
        """The line to hash of a row whose line in the file is given."""
        if not self._terms:
            return line
        alike = list(row)
        for place in self._terms:
            if isinstance(alike[place], str):
                alike[place] = " ".join(sorted(set(alike[place].split())))
        return line_of(alike)

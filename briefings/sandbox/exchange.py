"""The protocol between the bot and a reading process.

A request is one line of JSON about the file, followed by its bytes. A draft comes back as lines of one field each,
with long lists in several lines, so that parsing never blocks the interpreter for more than milliseconds.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from briefings.model.analysis import Block, Draft

# What the forkserver is told of a process: bytes of memory, seconds of computing, seconds in all.
ORDER = struct.Struct("!QId")

DONE = 0  # exit status: what was written is the answer
REFUSED = 3  # exit status: what was written is a sentence, and the file is refused with it
STARVED = 4  # exit status: the file needs more memory than it gets
LATE = "late"  # told in the place of an exit status: the process was ended because its time was up

_AT_A_TIME = 500  # items of a list in one line


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, or `again` a text that was read before and had this `title` and these `blocks`."""

    name: str
    data: bytes
    published: date | None = None
    latest: date | None = None
    title: str = ""
    blocks: tuple[Block, ...] = ()
    again: bool = False

    def packed(self) -> bytes:
        """The request as bytes."""
        told = {
            "name": self.name,
            "published": self.published and self.published.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
            "title": self.title,
            "again": self.again,
            "blocks": [(b.kind, b.start, b.end, b.level, b.words) for b in self.blocks],
        }
        return json.dumps(told).encode() + b"\n" + self.data

    @staticmethod
    def unpacked(packed: bytes) -> "Request":
        """The request that was made into these bytes."""
        line, _, data = packed.partition(b"\n")
        told = json.loads(line)
        published, latest = (
            date.fromisoformat(day) if (day := told[name]) else None for name in ("published", "latest")
        )
        blocks = tuple(Block(*each) for each in told["blocks"])
        return Request(told["name"], data, published, latest, told["title"], blocks, again=told["again"])


def draft_packed(draft: Draft) -> Iterator[bytes]:
    """The lines of a draft: a field's name, a blank, and its value, of a long list up to 500 items."""
    for field in fields(draft):
        value = getattr(draft, field.name)
        if not isinstance(value, tuple):
            yield _line(field.name, value)
        else:
            for first in range(0, len(value), _AT_A_TIME):
                yield _line(field.name, value[first : first + _AT_A_TIME])


def draft_unpacked(lines: bytes) -> Draft:
    """The draft that was made into these lines; raises ValueError for lines that are none."""
    found: dict[str, Any] = {}
    for line in BytesIO(lines):
        name, _, packed = line.partition(b" ")
        field = name.decode()
        value = _adapters()[field].validate_json(packed)
        if isinstance(value, tuple):
            found.setdefault(field, []).extend(value)
        else:
            found[field] = value
    whole: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    try:
        return Draft(**whole)
    except TypeError as error:
        raise ValueError("a field is missing") from error


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(Draft).items()}


def _line(name: str, value: object) -> bytes:
    packed = json.dumps(value, default=_plain, ensure_ascii=False, check_circular=False)
    return f"{name} {packed}\n".encode()


def _plain(value: Any) -> object:
    """A dataclass as its fields, a date as ISO has it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}

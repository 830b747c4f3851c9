"""The protocol between the bot and a reading process.

A request is one line of JSON about the file, followed by its bytes. A draft comes back as lines of one field each,
with long lists in several lines, so that parsing never blocks the interpreter for more than milliseconds. An export
comes back as a line about the analysis and, for each revision, a line about it and the lines of its draft.
"""

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from io import BytesIO
from operator import attrgetter
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from briefings.model.analysis import Block, Draft
from briefings.model.export import Export, StoredRevision
from briefings.months import day_or_month
from briefings.reading.layout import Link
from briefings.translatable import Phrase, packed

# What the forkserver is told of a process: bytes of memory, seconds of computing, seconds in all, whether it is kept,
# and the format that `pandoc` is to read, padded with zero bytes, none for a reader.
ORDER = struct.Struct("!QId?16s")
READY = b"\n"  # what a process that is kept says before its first request
REQUEST_FRAME = struct.Struct("!Q")  # bytes of the request that follows, to a process that is kept
ANSWER_FRAME = struct.Struct("!iQ")  # its status, and bytes of the answer that follows

DONE = 0  # exit status: what was written is the answer
REFUSED = 3  # exit status: what was written is a sentence, and the file is refused with it
ANOTHER = 5  # exit status: a process of its own must read the file
STARVED = 4  # exit status: the file needs more memory than it gets
LATE = "late"  # told in the place of an exit status: the process was ended because its time was up

_AT_A_TIME = 500  # items of a list in one line
_EXPORT, _REVISION = b"export ", b"revision "  # how lines begin that are no draft's
_ABOUT: TypeAdapter[tuple[int, str, str]] = TypeAdapter(tuple[int, str, str])
_ABOUT_ONE: TypeAdapter[tuple[int, datetime, str, date | None]] = TypeAdapter(tuple[int, datetime, str, date | None])


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, an `export` to check, or `again` a text read before; `plain` if it may be read as text only.

    One read before has the `title`, `blocks` and `links` that its file gave, and the date that its metadata `stated`.
    """

    name: str
    data: bytes
    published: date | None = None
    latest: date | None = None
    title: str = ""
    blocks: tuple[Block, ...] = ()
    stated: date | None = None
    links: tuple[Link, ...] = ()
    again: bool = False
    export: bool = False
    plain: bool = False

    def packed(self) -> bytes:
        """The request serialised to bytes."""
        header = {
            "name": self.name,
            "published": self.published and self.published.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
            "title": self.title,
            "again": self.again,
            "export": self.export,
            "plain": self.plain,
            "stated": self.stated and self.stated.isoformat(),
            "links": [(each.start, each.end, each.url) for each in self.links],
            "blocks": [(b.kind, b.start, b.end, b.level, b.words) for b in self.blocks],
        }
        return json.dumps(header).encode() + b"\n" + self.data

    @staticmethod
    def unpacked(packed: bytes) -> "Request":
        """Parses a request from bytes."""
        line, _, data = packed.partition(b"\n")
        header = json.loads(line)
        published, latest, stated = (
            day_or_month(day) if (day := header[name]) else None for name in ("published", "latest", "stated")
        )
        blocks = tuple(Block(*each) for each in header["blocks"])
        links = tuple(Link(*each) for each in header["links"])
        kind = {name: header[name] for name in ("again", "export", "plain")}
        return Request(header["name"], data, published, latest, header["title"], blocks, stated, links, **kind)


def draft_packed(draft: Draft) -> Iterator[bytes]:
    """A draft as lines: field name, space and value; long lists in chunks of up to 500 items."""
    for field in fields(draft):
        value = getattr(draft, field.name)
        if not isinstance(value, tuple):
            yield _line(field.name, _kept(value))
        else:
            for first in range(0, len(value), _AT_A_TIME):
                yield _line(field.name, [_kept(each) for each in value[first : first + _AT_A_TIME]])


def draft_unpacked(lines: bytes) -> Draft:
    """Parses a draft from lines. Raises ValueError for invalid lines."""
    found: dict[str, Any] = {}
    for line in BytesIO(lines):
        _add(line, found)
    return _draft(found)


def export_packed(export: Export) -> Iterator[bytes]:
    """An analysis with its revisions as lines."""
    yield _line("export", [export.readout_export, export.title, export.file_name])
    for each in export.revisions:
        yield _line("revision", [each.revision, each.at, each.by, each.given_date])
        yield from draft_packed(each.draft)


def export_unpacked(lines: bytes) -> Export:
    """Parses an export from lines. Raises ValueError for invalid lines."""
    about: tuple[int, str, str] | None = None
    revisions: list[tuple[tuple[int, datetime, str, date | None], dict[str, Any]]] = []
    for line in BytesIO(lines):
        if line.startswith(_EXPORT):
            about = _ABOUT.validate_json(line.removeprefix(_EXPORT))
        elif line.startswith(_REVISION):
            revisions.append((_ABOUT_ONE.validate_json(line.removeprefix(_REVISION)), {}))
        else:
            _add(line, revisions[-1][1])
    if about is None:
        raise ValueError("no line tells of the analysis")
    return Export(*about, tuple(StoredRevision(*told, _draft(found)) for told, found in revisions))


def _add(line: bytes, found: dict[str, Any]) -> None:
    """Adds the fields in one line of a draft to those found so far."""
    name, _, packed = line.partition(b" ")
    field = name.decode()
    value = _adapters()[field].validate_json(packed)
    if isinstance(value, tuple):
        found.setdefault(field, []).extend(value)
    else:
        found[field] = value


def _draft(found: dict[str, Any]) -> Draft:
    whole: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    try:
        return Draft(**whole)
    except TypeError as error:
        raise ValueError("a field is missing") from error


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(Draft, include_extras=True).items()}


def _line(name: str, value: object) -> bytes:
    packed = json.dumps(value, default=_plain, ensure_ascii=False, check_circular=False)
    return f"{name} {packed}\n".encode()


def _plain(value: Any) -> object:
    """A dataclass as a dict of its fields; dates in ISO form."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    names, values_of = _members(value.__class__)
    values = values_of(value)
    if Phrase in map(type, values):
        values = map(_kept, values)
    return dict(zip(names, values, strict=True))


@cache
def _members(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], Iterable[object]]]:
    """The names of a dataclass's fields, of which it has several, and what takes all their values at once."""
    names = tuple(each.name for each in fields(kind))
    return names, attrgetter(*names)


def _kept(value: object) -> object:
    """A phrase with its pattern and parts, which JSON would make plain text."""
    return packed(value) if isinstance(value, Phrase) else value

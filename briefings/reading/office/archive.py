"""ZIP-based files (Word, OpenDocument), checked for their unpacked size before they are opened."""

import re
import zlib
from collections.abc import Collection
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from briefings.errors import Unreadable

MOST_UNPACKED = 100_000_000  # bytes
_MOST_RATIO = 120  # times its packed size that an archive may grow to ...
_SMALL = 10_000_000  # ... where it grows beyond so many bytes
_MOST_ENTRIES = 5_000
_ENCRYPTED = 1  # a bit of an entry's flags
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")
_DEPTH = "Excessive depth"  # in what lxml says of more than 256 elements inside one another
_XML = (".xml", ".rels")

# What libraries raise for bytes that are no such file, or a broken one.
BROKEN = (
    *(BadZipFile, zlib.error, EOFError, OSError),
    *(SyntaxError, ValueError, LookupError, AttributeError, TypeError, AssertionError),
    *(RuntimeError, OverflowError),
)


def open_archive(data: bytes, kind: str, parsed: Collection[str] | None = None) -> ZipFile:
    """The archive, after safety checks. Raises Unreadable.

    `kind` names the file in messages. Only XML files in `parsed`, or all if None, are checked for entities; a DOCTYPE
    alone declares none.
    """
    try:
        archive = ZipFile(BytesIO(data))
        _check(archive, len(data))
        _refuse_entities(archive, parsed)
    except BROKEN as error:
        raise unopened(error, kind) from error
    return archive


def unopened(error: Exception, kind: str) -> Unreadable:
    """The refusal of a file of a kind for what a library raised: too deep nesting is no damage."""
    if isinstance(error, RecursionError) or _DEPTH in str(error):
        return Unreadable("The file's elements are nested too deeply: {kind} can't be opened.", kind=kind)
    return Unreadable("The file is damaged: {kind} can't be opened.", kind=kind)


def _check(archive: ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > _MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > _SMALL and unpacked > _MOST_RATIO * packed)
    ):
        raise Unreadable("The file is far too large once unpacked, so Readout doesn't open it.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable("The file is encrypted. Save it without a password and try again.")


def _refuse_entities(archive: ZipFile, parsed: Collection[str] | None) -> None:
    for entry in archive.infolist():
        is_parsed = entry.filename.endswith(_XML) and (parsed is None or entry.filename in parsed)
        if is_parsed and _ENTITY.search(archive.read(entry)):
            raise Unreadable(
                "The file declares its own XML entities, which word processors never do. Readout doesn't open "
                "such files."
            )

"""Files that are ZIP archives, as Word's and OpenDocument's are: opened only after a look at what they would become."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from briefings.errors import Unreadable

MOST_UNPACKED = 100_000_000  # bytes
_MOST_RATIO = 120  # times its packed size that an archive may grow to ...
_SMALL = 10_000_000  # ... where it grows beyond so many bytes
_MOST_ENTRIES = 5_000
_ENCRYPTED = 1  # a bit of an entry's flags
_DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")
_XML = (".xml", ".rels")

# What libraries raise for bytes that are no such file, or a broken one.
BROKEN = (
    *(BadZipFile, zlib.error, EOFError, OSError),
    *(SyntaxError, ValueError, LookupError, AttributeError, TypeError, AssertionError),
    *(RuntimeError, OverflowError),
)


def opened(data: bytes, kind: str) -> ZipFile:
    """The archive, once it is known to be harmless; `kind` is what its sentences call the file; raises Unreadable."""
    try:
        archive = ZipFile(BytesIO(data))
        _check(archive, len(data))
    except BROKEN as error:
        raise Unreadable("The file is damaged: {kind} cannot be opened.", kind=kind) from error
    return archive


def _check(archive: ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > _MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > _SMALL and unpacked > _MOST_RATIO * packed)
    ):
        raise Unreadable("The file unpacks to far more than a text needs; Readout does not open it.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable("The file is encrypted. Save it without a password.")
    for entry in entries:
        if entry.filename.endswith(_XML) and _DOCTYPE.search(archive.read(entry)):
            raise Unreadable(
                "The file declares entities of its own, which no word processor does; Readout does not open it."
            )

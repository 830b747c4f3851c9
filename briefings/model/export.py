"""An analysis with all its revisions, as it is stored and as it leaves one library for another."""

from dataclasses import dataclass
from datetime import date, datetime

from briefings.model.analysis import Draft

VERSION = 1
_MARK = b'"readout_export"'
_BEGIN = 200  # bytes in which the mark stands


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A stored revision; `by` names the person who added it in words, `given_date` is the date they gave."""

    revision: int
    at: datetime
    by: str
    given_date: date | None
    draft: Draft


@dataclass(frozen=True, slots=True)
class Export:
    """An analysis with all revisions, oldest first; `readout_export` is the format version."""

    readout_export: int
    title: str
    file_name: str
    revisions: tuple[StoredRevision, ...]


def is_export(data: bytes) -> bool:
    """Whether a file is a JSON document of this format, judged by its first bytes."""
    begin = data[:_BEGIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return begin.startswith(b"{") and _MARK in begin

"""How far the stored texts have been read again after an upgrade, kept in the database."""

from contextlib import suppress
from dataclasses import dataclass

from briefings.sandbox.reading_version import READING
from briefings.store import Connection, analyses, key_value
from briefings.summarising import EDITION

_KEY = "reading"  # "2 57 480": of the second edition, a57 was read last, and a480 is the last to read
EDITION_OF_STORED = 1_000 * READING + EDITION  # another one when texts are read or summarised in another way


@dataclass(frozen=True, slots=True)
class RereadingProgress:
    """How far the stored texts have been read again: ids of the last one that was, and of the last one to read."""

    last: int
    until: int

    @property
    def done(self) -> bool:
        """Whether none is left."""
        return self.last >= self.until


def load(connection: Connection, edition: int) -> RereadingProgress:
    """The stored progress; without one of this edition all analyses are to be read, restricted ones first."""
    return stored(connection, edition) or RereadingProgress(
        analyses.lowest_id(connection) - 1, analyses.newest_id(connection)
    )


def stored(connection: Connection, edition: int) -> RereadingProgress | None:
    """The stored progress; None if there is none of this edition or it can't be read."""
    kept = (key_value.value(connection, _KEY) or "").split()
    with suppress(ValueError):
        of, last, until = map(int, kept)
        if of == edition:
            return RereadingProgress(last, until)
    return None


def save(connection: Connection, edition: int, progress: RereadingProgress) -> None:
    """Stores the progress."""
    key_value.exchange(connection, _KEY, f"{edition} {progress.last} {progress.until}")


def note_new_library(connection: Connection) -> None:
    """Before the first analysis is added: nothing that comes has been read by an older edition."""
    if not analyses.newest_id(connection):
        save(connection, EDITION_OF_STORED, RereadingProgress(0, 0))

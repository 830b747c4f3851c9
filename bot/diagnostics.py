"""Types for the checks of a platform: what a check needs and what it finds."""

from dataclasses import dataclass
from typing import Literal

from briefings.errors import BriefingError, Unreachable

BACKUP = "Stop Readout, move the file away, restore a backup (readout restore), and start it again."
_DATABASE = "Correct DATABASE_URL or READOUT_DATA_DIR, or start the database."
WRITE_SECONDS = 3.0  # for which a check waits until it may write to the database
LOCKED = "The database takes no writes: another process has kept it for itself for at least 3 seconds."


def database_fix(failure: BriefingError) -> str:
    """What to do about a database that can't be opened."""
    if isinstance(failure, Unreachable) and failure.creates:
        return f"Create it with {failure.creates}, or correct DATABASE_URL."
    return _DATABASE


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem found by a check, and its fix; everything works as it is unless `is_error`.

    `about` marks a refused token and an unreachable platform.
    """

    what: str
    fix: str
    is_error: bool = True
    about: Literal["token", "network", ""] = ""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """Input of a platform check.

    `addresses` are subscribed chats; `served` says that a running service receives there, and `trouble` its current
    problem, or "". `setting_up` says that none has run yet, so that nothing it would set is missing.
    """

    addresses: tuple[str, ...] = ()
    served: bool = False
    trouble: str = ""
    setting_up: bool = False


UNKNOWN = CheckContext()

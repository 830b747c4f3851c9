"""Types for the checks of a platform: what a check needs and what it finds."""

import os
from dataclasses import dataclass
from typing import Literal

from briefings.errors import BriefingError, Unreachable

BACKUP = "Stop Readout, move the file away, restore a backup (readout restore), and start it again."
_DATABASE = "Correct DATABASE_URL or READOUT_DATA_DIR, or start the database."
WRITE_SECONDS = 3.0  # for which a check waits until it may write to the database
_TWO_MINUTES = 120
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
LOCKED = "The database takes no writes: another process has kept it for itself for at least 3 seconds."


def database_fix(failure: BriefingError) -> str:
    """What to do about a database that can't be opened."""
    if isinstance(failure, Unreachable) and failure.creates:
        return f"Create it with {failure.creates}, or correct DATABASE_URL."
    return _DATABASE


def span(seconds: float) -> str:
    """A length of time in its two largest units, such as "3 days 14 hours"; seconds alone below two minutes."""
    whole = round(abs(seconds))
    if whole < _TWO_MINUTES:
        return f"{whole} s"
    parts, rest = list[str](), whole
    for name, length in _UNITS:
        number, rest = divmod(rest, length)
        if parts or number:
            parts.append(f"{number} {name}{'' if number == 1 else 's'}" if number else "")
    return " ".join(filter(None, parts[:2]))


def off(seconds: float, whose: str) -> str:
    """That a clock is ahead of another one or behind it: "60 s behind Telegram's"."""
    return f"{span(seconds)} {'ahead of' if seconds > 0 else 'behind'} {whose}"


def os_reason(error: OSError) -> str:
    """Why the system refused, in its own words; asyncio puts an address and an exception's text in their place."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)


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

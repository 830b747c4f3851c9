"""Types for the checks of a platform: what a check needs and what it finds."""

from dataclasses import dataclass
from typing import Literal

BACKUP = "Stop Readout, put a backup in the file's place, and start it again."
DATABASE = "Mend DATABASE_URL or READOUT_DATA_DIR, or start the database."
WRITE_SECONDS = 3.0  # for which a check waits until it may write to the database
LOCKED = "The database takes no writes: another process has kept it for itself for 3 seconds."


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found wrong, and the one thing that mends it; where it is not `grave` all works as it is.

    `about` tells a refused token, and a platform that could not be asked, from all else.
    """

    what: str
    cure: str
    grave: bool = True
    about: Literal["token", "network", ""] = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a check of a platform should know.

    `addresses` are its own to which something is ordered; `served` says that a service of ours receives there now, and
    `trouble` what that one suffers, "" where all is well.
    """

    addresses: tuple[str, ...] = ()
    served: bool = False
    trouble: str = ""


UNKNOWN = Circumstances()

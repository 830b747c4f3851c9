"""What a check of a platform finds, and what it should know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found wrong, and the one thing that mends it; where it is not `grave` all works as it is."""

    what: str
    cure: str
    grave: bool = True


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

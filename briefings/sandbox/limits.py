"""What one file may cost, and how the two processes understand each other."""

from dataclasses import dataclass

MOST_ANSWER = 100_000_000  # bytes of a draft as JSON; one of the longest text that is taken has half of that

REFUSED = 3  # exit status: what was written is a sentence, and the file is refused with it
STARVED = 4  # exit status: the file needs more memory than it gets


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` in bytes of address space, `cpu` in whole seconds of computing, `wall` in seconds until it is ended."""

    memory: int = 1_000_000_000
    cpu: int = 10
    wall: float = 20.0

"""Limits on the time, memory and size of one file."""

from dataclasses import dataclass

MOST_ANSWER = 100_000_000  # bytes of an answer; a draft of the longest text that is taken has half of that


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` in bytes of address space, `cpu` in whole CPU seconds, `wall` in seconds until it is ended."""

    memory: int = 1_000_000_000
    cpu: int = 10  # a PDF of 117 pages full of drawings takes 6 on an idle machine, a text of 2 MB as well
    wall: float = 90.0

"""Limits on the time, memory and size of one file."""

from dataclasses import dataclass, replace

from briefings.reading.sniff import is_pdf

MOST_ANSWER = 100_000_000  # bytes of an answer; a draft of the longest text that is taken has half of that
_PDF_BYTES = 150_000  # of a PDF, for which it gets another second: some ten pages
_MOST_MORE = 20  # seconds
_WAITING = 3  # seconds of waiting for one of computing, on a machine that is busy


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` in bytes of address space, `cpu` in whole CPU seconds, `wall` in seconds until it is ended."""

    memory: int = 1_000_000_000
    cpu: int = 10  # a text of 2 MB takes 6 on an idle machine
    wall: float = 90.0

    def of_file(self, data: bytes) -> "Limits":
        """The limits for one file: a PDF's places of letters cost more than its text, so it gets more by its size."""
        more = min(_MOST_MORE, len(data) // _PDF_BYTES) if is_pdf(data) else 0
        return replace(self, cpu=self.cpu + more, wall=self.wall + _WAITING * more)

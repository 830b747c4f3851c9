"""What the announcements of all languages but English share: the part of a sentence around a date, and its words."""

import re
from collections.abc import Sequence

from briefings.reading.dates import DateFound

DATE = "\x01"  # stands for each character of a date
_BOUND = re.compile(r"[;:]\s")
_MARKS = re.compile(r"\*\*|__|\]\([^()\s]*\)|[\[\]`\\]|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")


def part_of(sentence: str, found: DateFound) -> tuple[str, int]:
    """The stretch between semicolons that holds a date, and its start."""
    start = max((m.end() for m in _BOUND.finditer(sentence, 0, found.start)), default=0)
    stop = _BOUND.search(sentence, found.end)
    return sentence[start : stop.start() if stop else len(sentence)], start


def without_marks(words: str) -> str:
    """The words without the markup of links and emphasis."""
    return _MARKS.sub("", words)


def without_dates(sentence: str, stated: Sequence[DateFound], start: int, length: int, lead: re.Pattern[str]) -> str:
    """A stretch without its dates and the prepositions before them."""
    parts: list[str] = []
    at = start
    for found in stated:
        if start <= found.start and found.end <= start + length:
            parts.append(lead.sub("", sentence[at : found.start]))
            at = found.end
    parts.append(sentence[at : start + length])
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" .,")

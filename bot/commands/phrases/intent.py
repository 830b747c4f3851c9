"""A command line with a gap, and the words that fill the gap."""

from dataclasses import dataclass
from typing import Literal

Gap = Literal["", "event", "place", "digest"]
_GAPS: tuple[Gap, ...] = ("event", "place", "digest")


@dataclass(frozen=True, slots=True)
class Intent:
    """`line` is a command line without prefix in which "{event}", "{place}" or "{digest}" stands for `words`.

    `sure` is false if it is to be confirmed first.
    """

    line: str
    words: str = ""
    sure: bool = True

    @property
    def gap(self) -> Gap:
        """The placeholder to fill before the line can be run."""
        return next((gap for gap in _GAPS if f"{{{gap}}}" in self.line), "")

    def filled(self, found: str) -> str:
        """The line with its placeholder filled."""
        return " ".join(self.line.replace(f"{{{self.gap}}}", found).split()) if self.gap else self.line

"""Repeated lines: a button that changes something has one effect, however often and by whomever it is pressed."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat import Request
from bot.commands.registry import split_line

_REPEATED_WITHIN = timedelta(minutes=1)
_MOST = 5_000  # places; the oldest goes first
_ADDS_UP = frozenset({"skip"})  # typed twice, they do more than typed once


@dataclass(frozen=True, slots=True)
class RepeatedLines:
    """The last line of each place that changed something, and when; a restart loses them."""

    _last: OrderedDict[str, tuple[str, datetime]] = field(default_factory=OrderedDict)

    def note(self, address: str, line: str, now: datetime) -> None:
        """Notes a line that changed something."""
        self._last.pop(address, None)
        self._last[address] = (_plain(line), now)
        while len(self._last) > _MOST:
            self._last.popitem(last=False)

    def is_repeated(self, request: Request, now: datetime) -> bool:
        """Whether a request says again within a minute what changed something last; typed lines only if they add up."""
        line, at = self._last.get(request.address, ("", now))
        name, rest = split_line(request.line)
        says_so_itself = name.lower() == "undo" or rest.split()[-1:] == ["off"]
        if says_so_itself or not (request.pressed or name.lower() in _ADDS_UP):
            return False
        return line == _plain(request.line) and abs(now - at) <= _REPEATED_WITHIN


def _plain(line: str) -> str:
    name, rest = split_line(line)
    return f"{name.lower()} {' '.join(rest.split())}"

"""Edited messages: one that wasn't understood is read again if its sender corrects it within a minute."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat import Request
from bot.message import Message

_CORRECTED_WITHIN = timedelta(minutes=1)
_MOST = 2_000  # messages; the oldest goes first


@dataclass(frozen=True, slots=True)
class MisunderstoodMessages:
    """The latest messages that weren't understood, by chat, sender and the platform's id; a restart loses them."""

    _answered: OrderedDict[tuple[str, str, str], datetime] = field(default_factory=OrderedDict)

    def note(self, request: Request, answer: Message | None, now: datetime) -> None:
        """Keeps a message whose answer says that it wasn't understood, and lets one go that was."""
        key = _key(request)
        self._answered.pop(key, None)
        if request.message and answer and (answer.failed or answer.puzzled or answer.unanswered):
            self._answered[key] = now
        while len(self._answered) > _MOST:
            self._answered.popitem(last=False)

    def reads_again(self, request: Request, now: datetime) -> bool:
        """Whether an edited message was answered as not understood within the last minute."""
        answered = self._answered.get(_key(request))
        return answered is not None and now - answered <= _CORRECTED_WITHIN


def _key(request: Request) -> tuple[str, str, str]:
    return request.address, request.sender, request.message

"""Repeated lines: a button that changes something has one effect, however often and by whomever it is pressed."""

from datetime import datetime, timedelta

from bot.chat import Request
from bot.commands.registry import split_line
from briefings.service import Briefings

_NAME = "last change"  # of the note in the database
_REPEATED_WITHIN = timedelta(minutes=1)
_ADDS_UP = frozenset({"skip"})  # typed twice, they do more than typed once
_ERASES = frozenset({"forget"})  # leaves nothing in the place, so no note either


async def note_change(briefings: Briefings, request: Request, line: str, now: datetime) -> None:
    """Notes the line that changed something last in a place, with the end of its update."""
    if split_line(line)[0].lower() in _ERASES:
        return
    chats, plain = briefings.chats, _plain(line)
    if not briefings.intake.with_end(request.update, chats.noting(request.address, _NAME, plain, now)):
        await chats.note(request.address, _NAME, plain, now)


async def is_repeated(briefings: Briefings, request: Request, now: datetime) -> bool:
    """Whether a request says again within a minute what changed something last; typed lines only if they add up."""
    name, rest = split_line(request.line)
    says_so_itself = name.lower() == "undo" or rest.split()[-1:] == ["off"]
    if says_so_itself or not (request.pressed or name.lower() in _ADDS_UP):
        return False
    return await briefings.chats.noted(request.address, _NAME, now, _REPEATED_WITHIN) == _plain(request.line)


def _plain(line: str) -> str:
    name, rest = split_line(line)
    return f"{name.lower()} {' '.join(rest.split())}"

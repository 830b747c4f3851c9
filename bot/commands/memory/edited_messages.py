"""Edited messages: one that wasn't understood is read again if its sender corrects it within a minute."""

from datetime import datetime, timedelta

from bot.chat import Request
from bot.message import Message
from briefings.service import Briefings

_CORRECTED_WITHIN = timedelta(minutes=1)
_YES = "1"


async def note_misunderstood(briefings: Briefings, request: Request, answer: Message | None, now: datetime) -> None:
    """Notes a message whose answer says that it wasn't understood, and lets a corrected one go that was."""
    puzzling = bool(answer and (answer.failed or answer.puzzled or answer.unanswered))
    if not request.message or not (puzzling or request.edited):
        return
    chats, words = briefings.chats, _YES if puzzling else ""
    if not briefings.intake.with_end(request.update, chats.noting(request.address, _name(request), words, now)):
        await chats.note(request.address, _name(request), words, now)


async def reads_again(briefings: Briefings, request: Request, now: datetime) -> bool:
    """Whether an edited message was answered as not understood within the last minute."""
    return bool(await briefings.chats.noted(request.address, _name(request), now, _CORRECTED_WITHIN))


def _name(request: Request) -> str:
    """The name of the note in the database."""
    return f"misunderstood {request.message} of {request.sender}"

"""Accepts a city typed in reply to a choice of time zones."""

from datetime import datetime, timedelta

from bot.chat import Request
from bot.commands.phrases import Interpretation
from briefings.service import Briefings

_ZONE, _NOTHING = "settings zone", "settings"
_LASTS = timedelta(minutes=10)
_LONGEST = 4  # words of a city: "Ho Chi Minh City"
_NO_CITY = ("?", "？", "!", "！", ":", "：")


async def await_zone(request: Request, briefings: Briefings, now: datetime) -> None:
    """Remembers that this person may type a city next."""
    await briefings.chats.answered(request.address, request.sender, f"{_ZONE} {now.isoformat()}", now)


async def awaited_line(said: Interpretation, request: Request, briefings: Briefings, now: datetime) -> str:
    """The line that sets the typed city, once; "" if no city is awaited or something else is asked."""
    words = request.line.strip()
    if said.certain or not 0 < len(words.split()) <= _LONGEST or words.endswith(_NO_CITY):
        return ""
    since = (await briefings.chats.last_line(request.address, request.sender)).removeprefix(f"{_ZONE} ")
    if not _is_recent(since, now):
        return ""
    await briefings.chats.answered(request.address, request.sender, _NOTHING, now)
    return f"{_ZONE} {words}"


def _is_recent(since: str, now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(since) <= _LASTS
    except (ValueError, TypeError):  # another line, which holds no instant
        return False

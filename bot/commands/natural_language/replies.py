"""Interprets a reply to one of Readout's messages as being about its content."""

from contextlib import suppress
from datetime import datetime

from bot.chat import Request
from bot.commands import parsing
from bot.commands.phrases import understand
from bot.commands.registry import Registry
from briefings.errors import NotFound
from briefings.parsing import parse_id
from briefings.service import Briefings

_ASKED = ("?", "？")  # how a question ends


async def reply_line(request: Request, briefings: Briefings, registry: Registry, now: datetime) -> str:
    """The line that a reply means: a request about what the message shows, or a search in it."""
    shown, _, _ = (await briefings.chats.shown(request.address, request.replied)).partition(" ")
    named, (name, _) = parse_id(shown), parsing.split(request.line)
    if named is None or not name or request.attachments:
        return request.line
    asked = request.command or registry.find(name) or request.line.rstrip().endswith(_ASKED)
    if not (asked or understand(request.line).certain):
        return f"search {request.line} in {shown}"
    if named[0] == "analysis":
        with suppress(NotFound):  # it was removed since
            analysis = await briefings.library.get(named[1])
            await briefings.chats.remember(request.address, request.sender, analysis, now)
    return request.line

"""Forms as an alternative to typing a command."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat import Request
from bot.message import Message
from bot.views import forms as views
from bot.views import refusals
from briefings.errors import BadInput
from briefings.reading import endings
from briefings.service import Briefings

_ENDING = re.compile(r"\.\w+")
FORM = "form"  # what the button says, before the form's name


async def form(words: str, request: Request, briefings: Briefings, now: datetime, zone: str) -> Message:
    """The form a button names. Raises BadInput for an unknown form, NotFound for an unknown event.

    Permissions are checked by the command that the form produces.
    """
    name, _, rest = words.partition(" ")
    if name == "subscribe":
        return views.digest(zone, request.address)
    if name == "import":
        return views.files(_ENDING.findall(endings()), request.address)
    if name == "event":
        of = await briefings.agenda.find(rest) if rest else None
        return views.event(of, now.astimezone(ZoneInfo(zone)).date(), zone, request.address)
    raise BadInput(refusals.stale_button())

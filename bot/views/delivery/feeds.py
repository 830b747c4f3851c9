"""Views of the addresses of calendars and feeds."""

from typing import Literal

from bot.languages import _, msgid, ngettext
from bot.message import Message, Note, Paragraph, Run, code, filled, say

_TITLES = {
    "calendar": msgid("The address of this chat's calendar, for a calendar program to subscribe to:"),
    "feed": msgid("The address of this chat's feed, for a feed reader:"),
}


def path(kind: Literal["calendar", "feed"], token: str) -> str:
    """The path of an address on the web server."""
    return f"/calendar/{token}.ics" if kind == "calendar" else f"/feed/{token}.atom"


def created(kind: Literal["calendar", "feed"], address: str, prefix: str) -> Message:
    """A new address, which is shown this once."""
    warning = _("Whoever has it can read it, with this chat's rights. I show it only once.")
    end = filled(_("To end all such addresses of this chat, type {line}"), line=code(f"{prefix}{kind} revoke"))
    return say(_(_TITLES[kind]), Paragraph((Run(address, link=address),)), warning, Note(end))


def revoked(number: int) -> Message:
    """How many addresses were ended."""
    return say(
        ngettext(
            "I ended {number} address. It no longer works.", "I ended {number} addresses. They no longer work.", number
        )
    )

"""Views of the addresses of calendars and feeds."""

from typing import Literal

from bot.languages import _, msgid, ngettext
from bot.message import Message, Note, Paragraph, Run, code, filled, say
from bot.views.accounts.markings import ceiling_note
from briefings.model.marking import Marking

_TITLES = {
    "calendar": msgid("The address of this chat's calendar, for a calendar program to subscribe to:"),
    "feed": msgid("The address of this chat's feed, for a feed reader:"),
}


def path(kind: Literal["calendar", "feed"], token: str) -> str:
    """The path of an address on the web server."""
    return f"/calendar/{token}.ics" if kind == "calendar" else f"/feed/{token}.atom"


def created(kind: Literal["calendar", "feed"], address: str, prefix: str, outlet: str, default: Marking) -> Message:
    """A new address, which is shown this once; `outlet` is by which the clearance of a feed is known."""
    warning = _("Whoever has it can read it, with this chat's rights. I show it only once.")
    end = filled(_("To end all such addresses of this chat, type {line}"), line=code(f"{prefix}{kind} revoke"))
    limit = (ceiling_note(outlet, default, prefix),) if outlet else ()
    return say(_(_TITLES[kind]), Paragraph((Run(address, link=address),)), warning, *limit, Note(end))


def revoked(number: int) -> Message:
    """How many addresses were ended."""
    return say(
        ngettext(
            "I ended {number} address. It no longer works.", "I ended {number} addresses. They no longer work.", number
        )
    )

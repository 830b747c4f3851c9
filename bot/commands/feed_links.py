"""Addresses of a chat's calendar and feed: made, counted and revoked."""

from datetime import timedelta
from typing import Literal

from bot.commands.group_permissions import require_chat
from bot.commands.registry import Call
from bot.commands.undo import without_undo
from bot.message import Message
from bot.views.delivery import feeds as views
from briefings.errors import BadInput, NotFound

LASTS = timedelta(days=3650)
MOST = 20  # of one chat and kind
FeedKind = Literal["calendar", "feed"]
LINK, REVOKE = "link", "revoke"


async def links_to(call: Call, kind: FeedKind, word: str) -> Message:
    """Makes an address of this chat's calendar or feed, or ends all of them."""
    await require_chat(call)
    links, request = call.briefings.web_links, call.request
    if word == REVOKE:
        ended = await links.revoke_of(request.address, call.now, kind)
        if not ended:
            raise NotFound("This chat has no such address. To make one, type {line}", line=f"{call.prefix}{kind} link")
        return await without_undo(call, views.revoked(len(ended)), f"{kind} revoke")
    base = call.web.lasting or await call.web.address()
    if not base:
        raise BadInput("There are no pages here: the owner of this bot hasn't set READOUT_WEB_URL.")
    if len(await links.live_of(request.address, call.now, kind)) >= MOST:
        raise BadInput(
            "This chat has {most} such addresses, the maximum. To end all, type {line}",
            most=MOST,
            line=f"{call.prefix}{kind} revoke",
        )
    made = await links.issue(
        request.address, request.sender, None, call.now, private=request.private, lasts=LASTS, kind=kind
    )
    address, default = f"{base}{views.path(kind, made.token)}", call.briefings.markings.default
    message = views.created(kind, address, call.prefix, made.link.outlet, default)
    return await without_undo(call, message, f"{kind} link")

"""/feed: the address of a chat's Atom feed of analyses and corrections."""

from bot.commands.feed_links import LINK, REVOKE, links_to
from bot.commands.registry import Argument, Call, command
from bot.message import Message


@command(
    "feed",
    "Gives an address for feed readers, with new analyses and corrections",
    Argument("link|revoke", required=False, choices=(LINK, REVOKE)),
    examples=("feed link", "feed revoke"),
    changes=0,
)
async def feed(call: Call) -> Message:
    """Makes an address of this chat's feed, or ends all of them."""
    return await links_to(call, "feed", call.args[0].lower() if call.args else LINK)

"""/forget: erases everything stored about a chat."""

from bot.commands.group_permissions import administers
from bot.commands.permissions import ERASE_GROUP, allows
from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views.accounts import forget as views
from briefings.errors import NotAllowed


@command(
    "forget",
    "Erases everything stored about this chat",
    Argument("yes", required=False, choices=("yes",)),
    forms=("", "yes"),
    changes=1,
)
async def forget(call: Call) -> Message:
    """Erases the chat's data after a confirmation. Allowed for a private chat's owner, admins and chat admins."""
    if not (call.request.private or allows(call.role, ERASE_GROUP) or await administers(call)):
        raise NotAllowed("Only chat admins and Readout admins can use {prefix}forget.", prefix=call.prefix)
    if not call.args:
        return views.confirm_forget(call.prefix)
    person = call.request.sender if call.request.private else ""
    records = await call.briefings.chats.forget(call.request.address, call.now, by=call.who, person=person)
    invited = call.invited and call.role == "reader"
    return views.erased(records, call.prefix, invited=invited, private=call.request.private)

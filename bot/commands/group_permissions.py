"""Who may change a group's settings and end digests that others set up."""

from bot.chat import DeliveryFailed
from bot.commands.permissions import CHANGE_GROUP_SETTINGS, allows
from bot.commands.registry import Call
from briefings.errors import NotAllowed


async def administers(call: Call) -> bool:
    """Whether the sender is an admin of this chat on its platform; false if the platform doesn't say."""
    try:
        return call.request.administers is not None and await call.request.administers()
    except DeliveryFailed:
        return False


async def may_open(call: Call) -> bool:
    """Whether the sender may decide who changes the settings here."""
    return call.request.private or allows(call.role, CHANGE_GROUP_SETTINGS) or await administers(call)


async def may_change_chat(call: Call) -> bool:
    """Whether the sender may change this chat's settings."""
    return (await call.briefings.chats.chat(call.request.address)).open_settings or await may_open(call)


async def require_chat(call: Call) -> None:
    """Raises NotAllowed unless the sender may change this chat's settings."""
    if not await may_change_chat(call):
        raise NotAllowed(
            "In a group this applies to everyone, so only editors and chat admins can change it. They can "
            "allow everyone to: {prefix}settings changes everyone.",
            prefix=call.prefix,
        )


async def may_end(call: Call, subscription: int) -> bool:
    """Whether the sender may end a digest set up here."""
    ordered_by = await call.briefings.subscriptions.ordered_by(subscription)
    return ordered_by in ("", call.request.sender) or await may_change_chat(call)


async def require_end(call: Call, subscription: int) -> None:
    """Raises NotAllowed unless the sender may end a digest set up here."""
    if not await may_end(call, subscription):
        raise NotAllowed(
            "Someone else set up this digest. In a group, only they, editors and chat admins can end it. They "
            "can allow everyone to: {prefix}settings changes everyone.",
            prefix=call.prefix,
        )

"""A change that can be taken back offers that with a button."""

from dataclasses import replace

from bot.commands.registry import Call
from bot.message import Message
from bot.views import undoing as views
from briefings.model.undo import Step


async def revocable(call: Call, message: Message, step: Step | None) -> Message:
    """The answer to a change, with a button that undoes it, or marked where nothing changed."""
    if step is None:
        return replace(message, unchanged=True)
    number = await call.briefings.undoing.note(step, call.request.address, call.request.sender, call.now)
    return replace(message, blocks=(*message.blocks, views.offered(number)))

"""Ephemeral answers, and the form they take when shared with everyone."""

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import _, msgid
from bot.message import Block, Button, Buttons, Message, Note, text

LABEL = msgid("Share here")


def shareable(message: Message, says: str) -> Message:
    """Adds a Share button below an answer's own buttons."""
    share, last = (Button(_(LABEL), says),), message.blocks[-1]
    if isinstance(last, Buttons):
        return replace(message, blocks=(*message.blocks[:-1], Buttons((*last.rows, share))))
    return replace(message, blocks=(*message.blocks, Buttons((share,))))


def shared(blocks: Sequence[Block], by: str) -> Message:
    """The answer for everyone, and who shared it."""
    return Message((Note(text(_("Shared by {name}", name=by) if by else _("Shared"))), *blocks), public=True)


def shared_already() -> str:
    """The answer was shared before."""
    return _("That answer is already shared here.")

"""Shares an ephemeral answer with everyone in the chat. A copy of the answer is stored for that."""

from dataclasses import replace
from functools import cache, reduce
from hashlib import sha256
from operator import or_
from types import GenericAlias
from typing import Any, Literal, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.chat import Request
from bot.message import Block, Message
from bot.views import refusals
from bot.views.library import sharing as views
from briefings.errors import BadInput
from briefings.service import Briefings

SHARE = "share"  # what the button says, before the answer's token
_ASKED_LENGTH = 8  # hexadecimal digits
_MOST = 600_000  # characters; a longer answer carries a large file, for which everybody can ask


async def shareable(message: Message, request: Request, briefings: Briefings) -> Message:
    """An ephemeral answer with a button to share it in the chat."""
    named = tuple((type(block).__name__, block) for block in message.blocks)
    kept = _form().dump_json((request.address, "", named)).decode()
    if len(kept) > _MOST:
        return message
    token = await briefings.chats.hide_answer(kept, request.address, request.sent_at)
    return views.shareable(message, f"/{SHARE} {token} {_asked(request)}")


def _asked(request: Request) -> str:
    """Distinguishes two requests for the same answer, because identical answers are stored once."""
    return sha256(f"{request.update} {request.sent_at.isoformat()}".encode()).hexdigest()[:_ASKED_LENGTH]


async def share(said: str, request: Request, briefings: Briefings) -> Message:
    """The stored answer for everyone in the chat; shared once, however often the button is pressed.

    Raises BadInput for a token that is unknown, used, or of another place.
    """
    token = said.partition(" ")[0]
    kept = await briefings.chats.hidden_answer(token) or await briefings.chats.kept_line(token)
    try:
        address, _, named = _form().validate_json(kept or "")
    except ValidationError:
        raise BadInput(refusals.stale_button()) from None
    if address != request.address:
        raise BadInput(refusals.stale_button())
    if await briefings.chats.seen(f"shared:{request.address}:{said}", request.sent_at):
        raise BadInput(views.shared_already())
    return replace(views.shared(tuple(block for _, block in named), request.sender_name), once=True)


@cache
def _form() -> TypeAdapter[Any]:
    """The stored form: address, update and blocks, each block after the name of its kind."""
    kinds = [GenericAlias(tuple, (Literal[kind.__name__], kind)) for kind in get_args(Block)]
    blocks = GenericAlias(tuple, (reduce(or_, kinds), ...))
    form: Any = GenericAlias(tuple, (str, str, blocks))
    return TypeAdapter(form, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))

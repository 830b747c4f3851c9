"""Shares an ephemeral answer with everyone in the chat. A copy of the answer is stored for that."""

from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

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
    kept = _form().dump_json((request.address, message.blocks)).decode()
    if len(kept) > _MOST:
        return message
    token = await briefings.chats.hide_answer(kept, request.address, request.sent_at)
    return views.shareable(message, f"/{SHARE} {token} {_asked(request)}")


def _asked(request: Request) -> str:
    """Distinguishes two requests for the same answer, because identical answers are stored once."""
    return sha256(f"{request.update} {request.sent_at.isoformat()}".encode()).hexdigest()[:_ASKED_LENGTH]


async def share(words: str, request: Request, briefings: Briefings) -> Message:
    """The stored answer for everyone in the chat; shared once, however often the button is pressed.

    Raises BadInput for a token that is unknown, used, or of another place.
    """
    token = words.partition(" ")[0]
    kept = await briefings.chats.hidden_answer(token) or await briefings.chats.kept_line(token)
    try:
        address, blocks = _form().validate_json(kept or "")
    except ValidationError:
        raise BadInput(refusals.stale_button()) from None
    if address != request.address:
        raise BadInput(refusals.stale_button())
    if await briefings.chats.seen(f"shared:{request.address}:{words}", request.sent_at):
        raise BadInput(views.shared_already())
    return replace(views.shared(blocks, request.sender_name), once=True)


def _current_block(stored: object) -> object:
    """Reads a block as stored before blocks had a kind: the name of its class, and its fields."""
    match stored:
        case [str(name), dict(fields)]:
            return {"kind": name.lower(), **fields}
        case _:
            return stored


def _current_form(stored: object) -> object:
    """Reads an answer as stored before blocks had a kind: with an empty text between address and blocks."""
    match stored:
        case [address, str(), blocks]:
            return address, blocks
        case _:
            return stored


_Blocks = tuple[Annotated[Block, Field(discriminator="kind"), BeforeValidator(_current_block)], ...]
_Stored = Annotated[tuple[str, _Blocks], BeforeValidator(_current_form)]


@cache
def _form() -> TypeAdapter[tuple[str, tuple[Block, ...]]]:
    """The stored form: address and blocks."""
    return TypeAdapter(_Stored, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))

"""What is kept of a message that quotes analyses, and the message made again from it."""

import json
from collections.abc import Callable
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from bot.message import Block, Buttons, File, Message, Note, Picture, quoted_spans
from briefings.model.corrections import QuotingMessage

_Blocks = tuple[Block, ...]
_ALIKE = 16  # beginnings that are kept in memory


class SharedHeads:
    """Writes the beginnings of messages that go out to many chats: a digest's are the same objects for every chat."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], tuple[_Blocks, bytes]] = {}

    def write(self, blocks: _Blocks) -> bytes:
        """The JSON of blocks, written once as long as they are the same objects."""
        key = tuple(map(id, blocks))
        if key not in self._known:
            if len(self._known) >= _ALIKE:
                self._known.clear()
            self._known[key] = blocks, written(blocks)  # the blocks are kept too, so that no id means another one
        return self._known[key][1]


def written(blocks: _Blocks) -> bytes:
    """Blocks as JSON, with their kinds before it and without what is usual."""
    kinds = ",".join(block.kind for block in blocks)
    return kinds.encode() + b"\n" + _form().dump_json(blocks, exclude_defaults=True)


def quoting(
    message: Message, write: Callable[[_Blocks], bytes] = written, *, always: bool = False
) -> QuotingMessage | None:
    """What is kept of a message; None if it quotes nothing, unless `always`. `write` writes its beginning.

    A message with a picture or file can't be edited as text, so none of its blocks are kept.
    """
    spans = quoted_spans(message)
    if message.toast or not (spans or always):
        return None
    if any(isinstance(block, Picture | File) for block in message.blocks):
        return QuotingMessage(spans, b"", b"")
    end = len(message.blocks)
    while end and isinstance(message.blocks[end - 1], Note | Buttons):
        end -= 1
    head, tail = write(message.blocks[:end]), written(message.blocks[end:])
    return QuotingMessage(spans, message.language.encode() + b"\n" + head, tail)


def shown_again(head: bytes, tail: bytes) -> Message | None:
    """The message whose blocks were kept; None if they weren't. Raises ValueError for damaged ones."""
    if not head:
        return None
    language, _, kept = head.partition(b"\n")
    return Message((*_read(kept), *_read(tail)), language=language.decode())


def _read(kept: bytes) -> _Blocks:
    if not kept:
        return ()
    kinds, _, blocks = kept.partition(b"\n")
    named = (block | {"kind": kind} for block, kind in zip(json.loads(blocks), kinds.decode().split(","), strict=False))
    return _form().validate_python(list(named))


@cache
def _form() -> TypeAdapter[_Blocks]:
    return TypeAdapter(_Blocks, config=ConfigDict(ser_json_bytes="base64"))

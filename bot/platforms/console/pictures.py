"""A terminal shows a picture in words, and tells where it was put."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.message import Block, Message, Note, Paragraph, Picture, code, text


def put_away(message: Message, folder: Path | None) -> Message:
    """The message with each picture in words; it is written to the folder, over an earlier one of that name.

    Where there is no folder, or it cannot be written to, the words stand alone.
    """
    if not any(isinstance(block, Picture) for block in message.blocks):
        return message
    return replace(message, blocks=tuple(told for block in message.blocks for told in _told(block, folder)))


def _told(block: Block, folder: Path | None) -> Iterator[Block]:
    if not isinstance(block, Picture):
        yield block
        return
    yield Paragraph(text(block.alt))
    if folder:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / Path(block.name).name
            path.write_bytes(block.data)
            yield Note(text("Picture: ", code(str(path.resolve()))))

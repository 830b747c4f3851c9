"""Saves pictures and files to disk and prints their paths; pictures get an alternative text."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.languages import _
from bot.message import Block, File, Message, Note, Paragraph, Picture, code, filled, text


def save_files(message: Message, folder: Path | None) -> Message:
    """Saves pictures to "pictures" and files to "files", and returns the message with their paths.

    A picture overwrites an older one of the same name; a file gets a name unique to its content. Without a folder only
    the alternative text remains.
    """
    if not any(isinstance(block, Picture | File) for block in message.blocks):
        return message
    return replace(message, blocks=tuple(shown for block in message.blocks for shown in _told(block, folder)))


def _told(block: Block, folder: Path | None) -> Iterator[Block]:
    yield Paragraph(text(block.alt)) if isinstance(block, Picture) else block
    if folder and isinstance(block, Picture):
        with contextlib.suppress(OSError):
            yield Note(filled(_("Picture: {path}"), path=code(str(_drawn(block, folder / "pictures")))))
    elif folder and isinstance(block, File):
        try:
            yield Note(filled(_("File: {path}"), path=code(str(_written(block, folder / "files")))))
        except OSError as failure:
            yield Note(
                text(_("The file couldn't be written: {reason}.", reason=(failure.strerror or "unknown").lower()))
            )


def _drawn(picture: Picture, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(picture.name).name
    path.write_bytes(picture.data)
    return path.resolve()


def _written(file: File, folder: Path) -> Path:
    """The path of the saved file: the first of x.ics, x-2.ics, x-3.ics that is free or has the same content."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(Path(file.name).name)
    for number in count(1):
        path = folder / (f"{name.stem}-{number}{name.suffix}" if number > 1 else name.name)
        try:
            with path.open("xb") as new:
                new.write(file.data)
        except FileExistsError:
            if not path.is_file() or path.read_bytes() != file.data:
                continue
        return path.resolve()
    raise AssertionError("numbers do not end")

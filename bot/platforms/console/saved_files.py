"""Saves pictures and files to disk and prints their paths; pictures get an alternative text."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.languages import _
from bot.message import Block, File, Message, Note, Paragraph, Picture, code, filled, text


def put_away(message: Message, folder: Path | None) -> Message:
    """The message with its pictures in words; they are put into the folder's "pictures", and its files into "files".

    A picture takes the place of an earlier one of that name, a file gets a name that no other content has. Where there
    is no folder, the words stand alone.
    """
    if not any(isinstance(block, Picture | File) for block in message.blocks):
        return message
    return replace(message, blocks=tuple(told for block in message.blocks for told in _told(block, folder)))


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
                text(_("The file could not be written: {reason}.", reason=(failure.strerror or "unknown").lower()))
            )


def _drawn(picture: Picture, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(picture.name).name
    path.write_bytes(picture.data)
    return path.resolve()


def _written(file: File, folder: Path) -> Path:
    """Where the file lies now: the first of x.ics, x-2.ics, x-3.ics that is free or holds just this."""
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

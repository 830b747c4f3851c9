"""Attaches the files named in a line that imports."""

import asyncio
import shlex
from functools import partial
from pathlib import Path

from bot.chat import Attachment, DeliveryFailed

_IMPORT = "import"
_NO_FILES = frozenset({"published", "revision", "new"})  # the words from one of these on are no files


def with_files(line: str) -> tuple[str, tuple[Attachment, ...]]:
    """The line without the files that it names, and the files; other lines are left as they are."""
    words = _words(line)
    if len(words) < 2 or words[0].lstrip("/").lower() != _IMPORT:
        return line, ()
    end = next((i for i, word in enumerate(words) if word.lower() in _NO_FILES), len(words))
    return " ".join([_IMPORT, *words[end:]]), tuple(_attachment(word) for word in words[1:end])


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a lone apostrophe or quotation mark
        return line.split()


def _attachment(word: str) -> Attachment:
    path = Path(word).expanduser()
    size = path.stat().st_size if path.is_file() else 0
    return Attachment(path.name, size, partial(read, str(path)), str(path.absolute()))


async def read(key: str) -> bytes:
    """The bytes of the file at a path; raises DeliveryFailed where it cannot be read."""
    path = Path(key)
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise DeliveryFailed(f"{path} cannot be read: {(error.strerror or 'unknown').lower()}.", "refused") from error

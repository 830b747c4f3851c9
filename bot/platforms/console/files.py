"""Attaches the files named in a line that imports."""

import asyncio
import re
import shlex
from functools import partial
from pathlib import Path

from bot.chat import LONGEST_LINE, Attachment, DeliveryFailed

IMPORT = "import"
_OPTIONS = frozenset({"published", "revision", "new"})  # from one of these on only words that look like files are some
_FILE_NAME = re.compile(r".*\.[A-Za-z][A-Za-z0-9]{1,5}")


def with_files(line: str) -> tuple[str, tuple[Attachment, ...]]:
    """The line without the files that it names, and the files; other lines are left as they are.

    Files stand before or behind what is told of them: "import ice.md new", "import published 2026-02-05 ice.md".
    """
    if len(line) > LONGEST_LINE or "\n" in line:
        return line, ()
    words = _words(line)
    if len(words) < 2 or words[0].lstrip("/").lower() != IMPORT:
        return line, ()
    end = next((i for i, word in enumerate(words) if word.lower() in _OPTIONS), len(words))
    files = [*words[1:end], *(word for word in words[end:] if _is_file(word))]
    others = [word for word in words[end:] if not _is_file(word)]
    return " ".join([IMPORT, *others]), tuple(_attachment(word) for word in files)


def _is_file(word: str) -> bool:
    """Whether a word behind an option is the name of a file, there or not, rather than part of a date."""
    return word.lower() not in _OPTIONS and bool(_FILE_NAME.fullmatch(word) or Path(word).expanduser().is_file())


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
    """The bytes of a file. Raises DeliveryFailed if it can't be read."""
    path = Path(key)
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise DeliveryFailed("{path} cannot be read: {reason}.", "refused", path=key, reason=reason) from error

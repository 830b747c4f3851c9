"""Attaches the files named in a line that imports, and those in the folders that it names."""

import asyncio
import os
import re
import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.chat import LONGEST_LINE, Attachment, DeliveryFailed
from briefings.translatable import phrase

IMPORT = "import"
_OPTIONS = frozenset({"published", "revision", "new"})  # from one of these on only words that look like files are some
_FILE_NAME = re.compile(r".*\.[A-Za-z][A-Za-z0-9]{1,5}")


_ASKED = re.compile(  # a request to import, in plain words
    r"(?:(?:please|pls|can|could|would|will|you|kindly|пожалуйста)[,\s]+)*"
    r"(?:import|add|upload|load|take in|импортируй|добавь|загрузи)\s+"
    r"(?:(?:this|the|my|a|that|new|file|folder|paper|document|text|analysis|please|файл|статью|документ)[:,]?\s+)*"
    r"(?P<path>\S.*?)(?:[,\s]+(?:please|пожалуйста))?[?!]?",
    re.IGNORECASE,
)
Contents = Callable[[Path], Sequence[tuple[Path, str]]]  # a folder's files, each with why it isn't read or ""


def no_contents(folder: Path) -> Sequence[tuple[Path, str]]:  # noqa: ARG001
    """Finds no files."""
    return ()


def with_files(
    line: str, contents: Contents = no_contents, commands: Collection[str] = ()
) -> tuple[str, tuple[Attachment, ...]]:
    """The line without the files that it names, and the files; other lines are left as they are.

    A folder stands for its files and those of its subfolders.

    A line that is the path of a file that is there names it unless it is one of the `commands`, and so does a request
    in plain words.
    Files stand before or behind what is told of them: "import ice.md new", "import published 2026-02-05 ice.md".
    """
    if len(line) > LONGEST_LINE or "\n" in line:
        return line, ()
    line = _plain_request(line)
    if _exists(line) and "/" in line and line.strip().lower().removeprefix("/") not in commands:
        return "", tuple(_attachments(line, contents))
    words = _words(line)
    if len(words) < 2 or words[0].lstrip("/").lower() != IMPORT:
        return line, ()
    end = next((i for i, word in enumerate(words) if word.lower() in _OPTIONS), len(words))
    files = [*words[1:end], *(word for word in words[end:] if _is_file(word))]
    others = [word for word in words[end:] if not _is_file(word)]
    return " ".join([IMPORT, *others]), tuple(each for word in files for each in _attachments(word, contents))


def _plain_request(line: str) -> str:
    """A request in plain words for a file that is there, as it would be typed: "import notes.md"."""
    found = _ASKED.fullmatch(line.strip())
    path = found["path"] if found else ""
    return f"{IMPORT} {shlex.quote(path)}" if ("/" in path or "." in path) and _exists(path) else line


def _exists(path: str) -> bool:
    """Whether words are the path of a file or folder that is there."""
    try:
        return bool(path.strip()) and Path(path.strip()).expanduser().exists()
    except (OSError, RuntimeError, ValueError):  # too long for a path, no such home, a NUL
        return False


def _is_file(word: str) -> bool:
    """Whether a word behind an option is the name of a file, there or not, rather than part of a date."""
    return word.lower() not in _OPTIONS and bool(_FILE_NAME.fullmatch(word) or Path(word).expanduser().exists())


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a lone apostrophe or quotation mark
        return line.split()


def _attachments(word: str, contents: Contents) -> Iterator[Attachment]:
    path = Path(word).expanduser()
    if not path.is_dir():
        yield _attachment(path)
        return
    found = contents(path)
    if not found:
        empty = phrase("There is no file in {path} that Readout reads.", path=word)
        yield Attachment(path.name, 0, partial(_refused, empty), str(path.absolute()))
    for file, reason in found:
        name = os.fsencode(file.relative_to(path)).decode("utf-8", "backslashreplace")
        yield replace(_attachment(file), name=name) if not reason else Attachment(name, 0, partial(_refused, reason))


async def _refused(reason: str) -> bytes:
    raise DeliveryFailed(reason, "refused")


def _attachment(path: Path) -> Attachment:
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

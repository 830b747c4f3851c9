"""Completes the names of files behind "import"."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.platforms.console.files import IMPORT

LAST_WORD = re.compile(r"(?:\\.|[^\s\\])*$", re.DOTALL)  # a blank behind a backslash belongs to it
_MOST = 500  # names
_ESCAPED = re.compile(r"([\s\"'\\])")


def names_files(line: str) -> bool:
    """Whether the last word of a line may be the name of a file."""
    name, blank, _rest = line.lstrip().lstrip("/!").partition(" ")
    return bool(blank) and name.lower() == IMPORT


def file_names(line: str) -> Iterator[tuple[str, str]]:
    """The names that the last word begins, in order, each with what it is; folders end with a slash."""
    found = LAST_WORD.search(line)
    typed = re.sub(r"\\(.)", r"\1", found[0] if found else "")
    folder, slash, start = typed.rpartition("/")
    place = Path(f"{folder}{slash}" or ".").expanduser()
    try:
        entries = sorted(place.iterdir(), key=lambda entry: (not entry.is_dir(), entry.name.lower()))
    except OSError:
        return
    fitting = [each for each in entries if each.name.startswith(start) and (start or not each.name.startswith("."))]
    for entry in fitting[:_MOST]:
        whole = f"{folder}{slash}{entry.name}"
        yield (f"{_escaped(whole)}/", "folder") if entry.is_dir() else (_escaped(whole), "")


def _escaped(name: str) -> str:
    return _ESCAPED.sub(r"\\\1", name)

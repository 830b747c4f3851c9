"""The JSON of a platform's updates: its characters, its texts, and why one could not be read."""

import json
import re
import traceback
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

NO_CHARACTER = re.compile("[\ud800-\udfff\0]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LONGEST_NAME = 60
DEEPEST = 100  # lists and objects inside one another; a platform's updates need a tenth of that
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})  # Unicode's categories of format characters and of marks on a letter


def first_words(words: str) -> str:
    """The beginning of what somebody typed, in one line, as far as a notice names it."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def well_formed(words: str) -> str:
    """Replaces each NUL and lone surrogate by U+FFFD; a surrogate pair becomes its character."""
    if not NO_CHARACTER.search(words):
        return words
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", REPLACEMENT)


def well_formed_json(value: Any, levels: int = DEEPEST) -> Any:
    """The same for every string and key of decoded JSON. Raises ValueError if it has more levels than these."""
    if not levels:
        raise ValueError("nested too deeply")
    match value:
        case str():
            return well_formed(value)
        case list():
            return [well_formed_json(each, levels - 1) for each in value]
        case dict():
            return {well_formed(key): well_formed_json(each, levels - 1) for key, each in value.items()}
        case _:
            return value


def read_json(text: str | bytes) -> Any:
    """Decodes JSON with well-formed strings. Raises ValueError for anything else, and where it nests too deeply."""
    try:
        return well_formed_json(json.loads(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def all_text(value: Any) -> str:
    """All strings at any depth, one a line, among which codes that were shown to others are looked for.

    They are in compatibility form, without invisible characters and with percent signs decoded.
    """
    return "\n".join(_plain(each) for each in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += reversed(list(found.values()))
        elif isinstance(found, list | tuple):
            waiting += reversed(found)


def _plain(text: str) -> str:
    whole = unicodedata.normalize("NFKC", unquote(text) if "%" in text else text)
    return "".join(sign for sign in whole if unicodedata.category(sign) not in _INVISIBLE)


def reason_of(error: Exception) -> str:
    """The type and location of an error, without its message, which may repeat user content."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" at {Path(step.filename).name}:{step.lineno}" for step in last)

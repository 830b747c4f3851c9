"""Replaces lone surrogates and NUL, which databases and platforms reject."""

import re
from typing import Any

NO_CHARACTER = re.compile("[\ud800-\udfff\0]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def well_formed(words: str) -> str:
    """Replaces each NUL and lone surrogate by U+FFFD; a surrogate pair becomes its character."""
    if not NO_CHARACTER.search(words):
        return words
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", REPLACEMENT)


def well_formed_json(value: Any) -> Any:
    """The same for every string and key of a decoded JSON value."""
    match value:
        case str():
            return well_formed(value)
        case list():
            return [well_formed_json(each) for each in value]
        case dict():
            return {well_formed(key): well_formed_json(each) for key, each in value.items()}
        case _:
            return value

"""Collects every text in a platform's JSON, without invisible characters, to find codes that were shown to others."""

import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

_INVISIBLE = frozenset({"Cf", "Mn", "Me"})  # Unicode's categories of format characters and of marks on a letter


def all_text(json: Any) -> str:
    """All strings at any depth, one a line, in compatibility form and with percent signs decoded."""
    return "\n".join(_plain(each) for each in _strings(json))


def _strings(json: Any) -> Iterator[str]:
    waiting = [json]
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

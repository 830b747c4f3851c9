"""CSL-JSON, the exchange format of citation processors and Zotero."""

import json
from collections.abc import Sequence
from typing import Any

from briefings.model.analysis import Author, Reference


def write(entries: Sequence[tuple[str, Reference]]) -> str:
    """A JSON array of items without unknown values."""
    return json.dumps([_item(key, reference) for key, reference in entries], ensure_ascii=False, indent=1) + "\n"


def _item(key: str, reference: Reference) -> dict[str, Any]:
    fields = {
        "id": key,
        "type": reference.kind,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [date_parts(reference)]} if date_parts(reference) else None,
        "title": reference.title or (None if reference.authors else " ".join(reference.entry.split())),
        "container-title": reference.container,
        "publisher": reference.publisher,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages and reference.pages.replace("–", "-"),
        "DOI": reference.doi,
        "URL": reference.url,
    }
    return {name: value for name, value in fields.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.literal or not author.given:
        return {"literal": author.name}
    return {"family": author.family, "given": author.given}


def date_parts(reference: Reference) -> list[int]:
    """The known parts of a date: year, month, day."""
    if reference.date:
        return [int(part) for part in reference.date.split("-")]
    year = (reference.year or "")[:4]
    return [int(year)] if year.isdecimal() else []

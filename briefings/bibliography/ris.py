"""RIS, the tagged format that every reference manager reads."""

from collections.abc import Iterator, Sequence

from briefings.bibliography.csl import date_parts
from briefings.model.analysis import Author, Reference

_KINDS = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "UNPB",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "interview": "PCOMM",
    "paper-conference": "CONF",
    "post": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "speech": "SLIDE",
    "thesis": "THES",
    "webpage": "ELEC",
}
_OTHER = "GEN"


def write(entries: Sequence[tuple[str, Reference]]) -> str:
    """A record for each reference: one tag per line, followed by a blank line."""
    return "".join(f"{_record(key, reference)}\r\nER  - \r\n\r\n" for key, reference in entries)


def _record(key: str, reference: Reference) -> str:
    return "\r\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in _tags(key, reference))


def _tags(key: str, reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _KINDS.get(reference.kind, _OTHER)
    yield "ID", key
    yield from (("AU", _name(author)) for author in reference.authors)
    first, _, last = (reference.pages or "").partition("–")
    values = {
        "TI": reference.title or ("" if reference.authors else reference.entry),
        "T2": reference.container,
        "PB": reference.publisher,
        "VL": reference.volume,
        "IS": reference.issue,
        "SP": first,
        "EP": last,
        **_dates(date_parts(reference)),
        "DO": reference.doi,
        "UR": reference.url,
    }
    yield from ((tag, value) for tag, value in values.items() if value)


def _name(author: Author) -> str:
    if author.literal or not author.given:
        return author.name
    return f"{author.family}, {author.given}"


def _dates(parts: Sequence[int]) -> dict[str, str]:
    """The year, and the date in RIS form with slashes for unknown parts."""
    if not parts:
        return {}
    shown = [f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]
    return {"PY": shown[0], "DA": "/".join([*shown, "", "", ""][:3]) + "/"}

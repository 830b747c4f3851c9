"""References with authors as "Family AB": medical lists, and Western works in Chinese lists."""

import re
from dataclasses import dataclass

from briefings.model.analysis import Author

_UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SMALL = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ten|ter|el|al|bin|ibn|zu)"
_NAME = (
    rf"(?:{_SMALL}\s){{0,2}}(?:{_UPPER}[\w’'-]*[^\W\d_]\s){{1,2}}{_UPPER}{{1,3}}(?:[\s-]{_UPPER}){{0,2}}"
    r"(?:,?\s(?:Jr|Sr|2nd|3rd|II|III))?(?![\w’']|\.[A-Z])"
)
_ONE = re.compile(
    rf"(?P<family>(?:{_SMALL}\s){{0,2}}(?:{_UPPER}[\w’'-]*[^\W\d_]\s?){{1,2}})(?<=\s)"
    rf"(?P<given>{_UPPER}{{1,3}}(?:[\s-]{_UPPER}){{0,2}})(?![\w’'])"
)
_HEAD = re.compile(
    rf"(?P<who>{_NAME}(?:,\s{_NAME}){{0,60}}(?:,?\s(?:and|&)\s{_NAME})?(?:,?\s(?:et\.? al|等|and others))?)"
    r"(?:,\s(?:editors?|eds?))?\.\s+(?=[^\s(\d])(?!(?:1[4-9]|20)\d\d\b)"
)
_ISSUED = re.compile(
    r"(?:^|[\s.?!;])(?P<year>(?:1[4-9]|20)\d{2}[a-z]?)(?:\s[A-Z][a-z]{2,8}[^;:\d]{0,9}(?:\s?\d{1,2})?)?;"
)
_PRINTED = re.compile(r"[;,:]\s?(?P<year>(?:1[4-9]|20)\d{2}[a-z]?)(?=[\s.,:\[(;]|$)")
_ENDS = re.compile(r"(?<=[^\W_][.?!])\s+(?=[^\W_a-z])|(?<=\])\.?\s+|\s+(?=//)|(?<=[)”\"])\.\s+")
_IN = re.compile(r"In:\s|//")


@dataclass(frozen=True, slots=True)
class VancouverEntry:
    """The authors, year and title of a Vancouver-style entry; `at` is the end of the authors."""

    authors: tuple[Author, ...]
    year: str | None
    title: str
    at: int


def vancouver_entry(entry: str) -> VancouverEntry | None:
    """Parses a Vancouver-style entry; None if it doesn't begin with such names."""
    head = _HEAD.match(entry)
    if not head:
        return None
    rest = entry[head.end() :]
    issued = _ISSUED.search(rest) or next(iter([*_PRINTED.finditer(rest)][::-1]), None)
    before = rest[: issued.start() + 1] if issued else rest
    if not issued and not re.search(r"\[[A-Z]{1,2}(?:/OL)?\]", rest):
        return None
    year = issued["year"] if issued else None
    title = _title(before, journal=bool(issued and issued[0][-1:] == ";"))
    return VancouverEntry(tuple(map(_author, _ONE.finditer(head["who"]))), year, title, head.end())


def _author(name: re.Match[str]) -> Author:
    return Author(name["family"].strip(), name["given"])


def _title(words: str, *, journal: bool) -> str:
    """All but the last sentence, which names the journal; for books and chapters, the first sentence."""
    parts = [part for part in _ENDS.split(words) if part and part.strip()]
    inside = next((at for at, part in enumerate(parts) if at and _IN.match(part)), 0)
    count = inside or (max(1, len(parts) - 1) if journal else 1)
    return " ".join(parts[:count])

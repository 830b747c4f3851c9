"""Names in Latin script: runs of capitalised words, what kind each is, and which are not names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefings.model.analysis import ActorKind
from briefings.reading.actors.english_words import (
    ABBREVIATIONS,
    AFFIXES,
    HEADS,
    NEITHER,
    ORGANISATION,
    PLACE,
    PLAIN,
    ROLE,
    SAYS,
)
from briefings.reading.actors.gazetteer import organisations, places

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞİĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_WORD = (
    rf"(?:(?:[{_UPPER}]\.){{2,4}}|[{_UPPER}]\.(?=\s?[{_UPPER}])|(?:O[’'])?[{_UPPER}][^\W_]*"
    rf"(?:-[{_UPPER}][^\W_]*|-(?!(?:{AFFIXES})\b)[a-zà-ÿ]{{2,8}}\b|’(?=[a-z]{{2,}}))*)"
)
_PARTICLE = r"(?:de|da|del|della|di|dos|du|der|den|la|le|van|von|bin|ibn|al|el|ten|ter|zu)"
_JOINT = rf"(?:of|for|on|and|{_PARTICLE})"
_NOBLE = r"(?:von\s(?:der\s|dem\s|den\s)?|van\s(?:der?\s|den\s))"  # "van" alone is a car
_RUN = re.compile(rf"(?<![\w’'-])(?:{_NOBLE})?{_WORD}(?:\s(?:{_JOINT}\s(?:the\s|{_PARTICLE}\s)?)?{_WORD}){{0,9}}")
_IS_PARTICLE = re.compile(_PARTICLE)
_PIECE = re.compile(rf"{_WORD}|{_JOINT}|the")
_SPOKEN = re.compile(rf"(?:\s\w+ly)?\s{SAYS}\b|[’']s?\s")
_OPENS = re.compile(r"(?:^|[.!?:“\"‘(—]\s?)$")
_AT = re.compile(r"\b(?:in|at|near|from|to|towards|outside|across)\s$")
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s(?:\x01+\s)?$")
_MOST_PERSON = 4  # words


@dataclass(frozen=True, slots=True)
class Seen:
    """A name where it occurs; `kind` is None if only other mentions can tell; then `hint` is the likely kind."""

    name: str
    start: int
    end: int
    kind: ActorKind | None = None
    hint: ActorKind | None = None
    opens: bool = False


def names_in(sentence: str, common: frozenset[str]) -> Iterator[Seen]:
    """All runs of capitalised words that may be names; `common` are the words the text has in lower case."""
    shown = ROLE.sub(lambda match: "\x01" * len(match[0]), sentence)
    for run in _RUN.finditer(shown):
        for start, end in _parts(shown, run.start(), run.end()):
            trimmed = _without_plain(shown, start, end, common)
            if trimmed is not None:
                yield from _judged(shown, *trimmed, opens=bool(_OPENS.search(shown[max(0, start - 3) : start])))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run split at its small words, except those inside the name of an office, a school or the like."""
    if text[start:end] in places() or text[start:end] in organisations():
        yield start, end
        return
    pieces = [(start + m.start(), start + m.end()) for m in _PIECE.finditer(text[start:end])]
    opened, last, of = -1, -1, False
    noble = re.match(_NOBLE, text[start:end])
    if noble:
        opened, pieces = start, [piece for piece in pieces if piece[0] >= start + noble.end()]
    for left, right in pieces:
        word = text[left:right]
        if word[:1].islower():
            heads = opened >= 0 and any(each in HEADS for each in re.split(r"\s", text[opened:last]))
            of = of or word in ("of", "for", "on")
            particle = word == "the" or _IS_PARTICLE.fullmatch(word)
            ends = word == "and" and text.startswith(" the ", right)
            if opened >= 0 and not particle and (ends or not (heads and of)):
                yield opened, last
                opened, of = -1, False
        else:
            opened = left if opened < 0 else opened
            last = right
    if opened >= 0:
        yield opened, last


def _without_plain(text: str, start: int, end: int, common: frozenset[str]) -> tuple[int, int] | None:
    """The run without leading words that aren't part of a name."""
    if text[start:end] in places() or text[start:end] in organisations():
        return start, end
    first = _OPENS.search(text[max(0, start - 3) : start]) is not None
    while start < end:
        word = re.match(r"\S+", text[start:end])
        if word is None:
            return None
        rest = text[start:end].partition(" ")[2]
        heads_office = bool(rest) and any(each in ORGANISATION or each in PLACE for each in rest.split())
        lower = first and word[0].lower() in common and not heads_office
        if not lower and (word[0] not in PLAIN or (heads_office and word[0] not in ("The", "In", "At", "On", "A"))):
            return start, end
        start, first = start + len(word[0]), False
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return None


def _judged(text: str, start: int, end: int, *, opens: bool) -> Iterator[Seen]:
    words = text[start:end]
    if "-" in words and words not in places() and all(part in places() for part in words.split("-")):
        at = start
        for part in words.split("-"):
            yield Seen(places()[part], at, at + len(part), "place")
            at += len(part) + 1
        return
    found = Seen(words, start, end, opens=opens)
    pieces = words.split()
    after, before = text[end : end + 30], text[max(0, start - 12) : start]
    if words in places():
        yield replace(found, name=places()[words], kind="place")
    elif words in organisations() or _is_organisation(pieces):
        yield replace(found, kind="organisation")
    elif not NEITHER.isdisjoint(pieces) or any(any(map(str.isdigit, word)) for word in pieces):
        return
    elif pieces[-1] in PLACE:
        yield replace(found, kind="place")
    elif before.endswith("\x01 "):
        yield replace(found, kind="person")
    elif len(pieces) == 1:
        hint: ActorKind | None = "person" if _SPOKEN.match(after) else "place" if _AT.search(before) else None
        yield replace(found, hint=hint)
    elif len(pieces) <= _MOST_PERSON and not _ARTICLE.search(before) and not any(map(_is_acronym, pieces)):
        yield replace(found, kind="person")


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) > 2


def _is_organisation(pieces: list[str]) -> bool:
    if len(pieces) == 1:
        bare = pieces[0].replace(".", "")
        return bare.isupper() and 2 <= len(bare) <= 6 and bare not in ABBREVIATIONS
    return not ORGANISATION.isdisjoint(pieces) and NEITHER.isdisjoint(pieces[-1:])

"""Finds what a text says of its own secrecy in plain words: that it is internal, confidential or under an embargo.

Such words say no marking of the protocol, so a marking is only proposed. They are official terms, which a table
declares, and count where they are all that a line, or a part of one, says, since an analysis may also be about
confidential papers and embargoes.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from briefings.languages import LANGUAGES, Language, language, pattern_of
from briefings.model.agenda import EventDate
from briefings.model.marking import Marking, ProposedMarking, typed_marking
from briefings.reading.dates import find

_LONGEST = 120  # characters of a line that says it
_LONGEST_LABEL = 30
_PARTS = re.compile(r"\s*[|｜·•‧★☆]\s*|\s*//\s*|\s+[–—/-]+\s+|\s*——\s*")
_CLAUSES = str.maketrans(dict.fromkeys(",;，；。", "\n"))
_COLONS = ":：="
_EMBARGO = "embargo"


def proposed_marking(lines: Iterable[str]) -> ProposedMarking | None:
    """The marking that lines propose which stand at the ends of a text or around it; an embargo goes before others."""
    found = [each for line in lines if len(line) <= _LONGEST for each in _in_line(line.strip())]
    return next((each for each in found if each.when), found[0] if found else None)


def _in_line(line: str) -> Iterator[ProposedMarking]:
    for name in LANGUAGES:
        own = language(name)
        if (embargo := _embargoes(name)).search(line):
            yield from _embargo(line, embargo, own)
    parts = _PARTS.split(line)
    clauses = line.translate(_CLAUSES).split("\n") if len(parts) == 1 else parts
    if marking := next((said for each in clauses if (said := _said(each))), None):
        yield ProposedMarking(line, marking)


def _said(part: str) -> Marking | None:
    """The marking of words that are such a term, or are one behind a label: "Distribution: internal".

    Without a label they begin with no small letter, as the end of a sentence that was broken off does.
    """
    sign = next((each for each in part if each in _COLONS), "")
    label, _, behind = part.partition(sign) if sign else ("", "", "")
    if 0 < len(label) <= _LONGEST_LABEL and (found := _terms().get(_bare(behind))):
        return found
    return None if _begins_small(part) else _terms().get(_bare(part))


def _begins_small(words: str) -> bool:
    return next((sign.islower() for sign in words if sign.isalpha()), False)


def _bare(words: str) -> str:
    """Words as a term is looked up: without case, hyphens, and what is no letter at their ends."""
    letters = [at for at, sign in enumerate(words) if sign.isalpha()]
    inner = words[letters[0] : letters[-1] + 1] if letters else ""
    return " ".join(inner.casefold().replace("-", " ").split())


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("secrecy_terms.toml").read_text("utf-8"))


@cache
def _terms() -> Mapping[str, Marking]:
    """The marking that each term proposes, in all languages."""
    kinds = ((typed_marking(kind), terms) for of in _table().values() for kind, terms in of.items())
    return {_bare(term): marking for marking, terms in kinds if marking for term in terms}


@cache
def _embargoes(name: str) -> re.Pattern[str]:
    words = (each.replace(" ", "_") for each in _table()[name][_EMBARGO])
    return pattern_of(" ".join(words), spaced=language(name).spaced)


def _embargo(line: str, embargo: re.Pattern[str], own: Language) -> Iterator[ProposedMarking]:
    """An embargo and its end, where a line begins with it and "until", or says little else but a date."""
    found = find(line, None)
    said = embargo.match(line)
    opens = said is not None and own.until.match(line[said.end() :].lstrip(" :：")) is not None
    rest = line
    for each in reversed(found):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    for words in (embargo, own.until, own.preposition, own.article, own.label):
        rest = words.sub(" ", rest)
    if opens or not any(map(str.isalnum, rest)):
        yield ProposedMarking(line, "RED", _end(found[-1].when) if found else None)


def _end(when: EventDate) -> EventDate | None:
    """The time at which an embargo ends; None for a whole month or year."""
    return when if when.precision in ("instant", "day") else None

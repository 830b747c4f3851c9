"""Finds what a text says of its own secrecy in plain words: that it is internal, confidential or under an embargo.

Such words say no marking of the protocol, so a marking is only proposed. They count where they are all that a line,
or a part of one, says, since an analysis may also be about confidential papers and embargoes.
"""

import re
from collections.abc import Iterable, Iterator

from briefings.languages import LANGUAGES, Language, language
from briefings.model.agenda import EventDate
from briefings.model.marking import Marking, ProposedMarking
from briefings.reading.dates import find

_LONGEST = 120  # characters of a line that says it
_PARTS = re.compile(r"\s*[|｜·•‧,;，；。]\s*|\s+[–—/-]+\s+|\s*——\s*")
_LABEL = re.compile(r"[^:：=]{1,30}[:：=]\s*")
_LETTER = re.compile(r"[^\W_]")


def proposed_marking(lines: Iterable[str]) -> ProposedMarking | None:
    """The marking that lines propose which stand at the ends of a text or around it; an embargo goes before others."""
    found = [each for line in lines if len(line) <= _LONGEST for each in _in_line(line.strip())]
    return next((each for each in found if each.when), found[0] if found else None)


def _in_line(line: str) -> Iterator[ProposedMarking]:
    for name in LANGUAGES:
        own = language(name)
        if own.embargo.search(line):
            yield from _embargo(line, own)
        classes: tuple[tuple[re.Pattern[str], Marking], ...] = (
            (own.confidential, "RED"),
            (own.internal, "AMBER+STRICT"),
        )
        for words, marking in classes:
            if words.search(line) and any(_says(part, words) for part in _PARTS.split(line)):
                yield ProposedMarking(line, marking)


def _says(part: str, words: re.Pattern[str]) -> bool:
    """Whether a part of a line says nothing but such words, also behind a label: "Distribution: internal"."""
    label = _LABEL.match(part)
    behind = part[label.end() :] if label else part
    return any(words.search(each) and not _LETTER.search(words.sub(" ", each)) for each in (part, behind))


def _embargo(line: str, own: Language) -> Iterator[ProposedMarking]:
    """An embargo and its end, where a line begins with it and "until", or says little else but a date."""
    found = find(line, None)
    said = own.embargo.match(line)
    opens = said is not None and own.until.match(line[said.end() :].lstrip(" :：")) is not None
    rest = line
    for each in reversed(found):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    for words in (own.embargo, own.until, own.preposition, own.article, own.label):
        rest = words.sub(" ", rest)
    if opens or not _LETTER.search(rest):
        yield ProposedMarking(line, "RED", _end(found[-1].when) if found else None)


def _end(when: EventDate) -> EventDate | None:
    """The time at which an embargo ends; None for a whole month or year."""
    return when if when.precision in ("instant", "day") else None

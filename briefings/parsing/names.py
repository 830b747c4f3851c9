"""Finds things by short id, words of a title, section number, start of a heading or a file's caption. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, NamedTuple

from briefings.errors import Ambiguous, NotFound
from briefings.model.agenda import Event
from briefings.model.analysis import Draft
from briefings.reading.dates import find
from briefings.translatable import phrase, plural, side_by_side

_ID = re.compile(r"([aeAE])(-?\d{1,15})")  # restricted ones have negative numbers
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[ivxlc]+\.)\s+")
_COMPARED = 300  # titles with which a name that nothing has is compared
_QUOTES = str.maketrans("‘’‛“”„«»", '\'\'\'"""""')


def parse_id(word: str) -> tuple[Literal["analysis", "event"], int] | None:
    """Parses a short id such as "a12" or "e3"; None for other words."""
    found = _ID.fullmatch(word)
    if found is None:
        return None
    return ("analysis" if found[1] in "aA" else "event"), int(found[2])


def key(words: str) -> str:
    """The words normalised for comparing names: no case, accents, curly quotes or double spaces."""
    if words.isascii():
        return " ".join(words.lower().split())
    plain = unicodedata.normalize("NFKD", words.translate(_QUOTES)).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def sections_named(draft: Draft, words: str) -> list[int]:
    """Indexes of sections by number (from 1), heading, start of heading, or words in it."""
    if words.isdecimal():
        index = int(words) - 1
        return [index] if 0 <= index < len(draft.sections) else []
    wanted = key(words).rstrip(":")
    headings = [key(section.heading) for section in draft.sections]
    bare = [_NUMBERING.sub("", heading) for heading in headings]
    exact = [i for i, heading in enumerate(headings) if wanted in (heading, bare[i])]
    starts = [i for i, heading in enumerate(headings) if heading.startswith(wanted) or bare[i].startswith(wanted)]
    return exact or starts or [i for i, heading in enumerate(headings) if _holds(heading, wanted)]


def _holds(heading: str, wanted: str) -> bool:
    return all(re.search(rf"\b{re.escape(word)}", heading) for word in wanted.split())


def section_named(draft: Draft, words: str) -> int:
    """The one section that words name. Raises NotFound or Ambiguous."""
    found = sections_named(draft, words)
    if len(found) == 1:
        return found[0]
    if found:
        names = [f"{i + 1} ({draft.sections[i].heading})" for i in found]
        raise Ambiguous(
            "“{words}” could mean section {names} of “{title}”.",
            names,
            words=words,
            names=either(names),
            title=draft.title,
        )
    if not draft.sections:
        raise NotFound("“{title}” has no sections.", title=draft.title)
    if words.isdecimal():
        raise NotFound(
            plural(
                "“{title}” has {number} section; there is no section {words}.",
                "“{title}” has {number} sections; there is no section {words}.",
                len(draft.sections),
                title=draft.title,
                words=words,
            )
        )
    close = similar_names(words, [section.heading for section in draft.sections])
    numbered = phrase("Its sections are numbered 1 to {last}.", last=len(draft.sections))
    hint = phrase("Similar: {names}.", names=either(close)) if close else numbered
    raise NotFound("“{title}” has no section “{words}”. {hint}", close, title=draft.title, words=words, hint=hint)


def similar_names(words: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Names similar to the words, best first."""
    keys: dict[str, str] = {}
    for name in names:
        keys.setdefault(key(name), name)
        for word in key(name).split():
            if len(word) > 3:
                keys.setdefault(word, name)
    wanted = key(words)
    found = get_close_matches(wanted, keys, n=most * 3, cutoff=0.6)
    for word in wanted.split():
        found += get_close_matches(word, keys, n=most, cutoff=0.75)
    return list(dict.fromkeys(keys[k] for k in found))[:most]


def either(names: Sequence[str]) -> str:
    """Lists the names as alternatives: "a, b or c"."""
    if len(names) == 1:
        return names[0]
    return phrase("{names} or {last}", names=side_by_side(names[:-1]), last=names[-1])


class TitledEvent(NamedTuple):
    """An event by its title, without anything else of it."""

    id: int
    title: str


def titles_with(name: str, titled: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of the titles that contain the words of a name, in order."""
    words = key(name).split()
    plain = ((id_, title.lower() if title.isascii() else key(title)) for id_, title in titled)
    return [id_ for id_, title in plain if words and _has_all(title, words)]


def event_named(name: str, events: Sequence[TitledEvent]) -> TitledEvent:
    """The event whose title contains the words. Raises NotFound or Ambiguous; it names similar ones of the last."""
    words = key(name).split()
    found = [event for event in events if words and _has_all(key(event.title), words)]
    if len(found) == 1:
        return found[0]
    if found:
        raise one_of(name, found)
    titles = {event.title: f"e{event.id} ({event.title})" for event in events[-_COMPARED:]}
    close = [titles[title] for title in similar_names(name, list(titles))]
    known = phrase("Type /events all to see all events.")
    hint = phrase("Similar: {names}.", names=either(close)) if close else known
    raise NotFound("I found no event called “{name}”. {hint}", close, name=name, hint=hint)


def _has_all(title: str, words: Sequence[str]) -> bool:
    return all(word in title for word in words)


def one_of(name: str, events: Sequence[Event | TitledEvent]) -> Ambiguous:
    """The error for words that name several events."""
    names = [f"e{event.id} ({event.title})" for event in events]
    return Ambiguous("“{name}” could mean {names}.", names, name=name, names=either(names[:6]))


_ANALYSIS = re.compile(r"\ba-?(\d{1,15})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    """The analysis that a file `revises` (0: none is named), and the day on which it was published, if one is named."""

    revises: int = 0
    published: date | None = None

    @property
    def line(self) -> str:
        """The words that say the same after `/import`."""
        revision = f"revision a{self.revises}" if self.revises else ""
        return f"{revision} published {self.published}".strip() if self.published else revision


NO_CAPTION = Caption()


def parse_caption(words: str, today: date) -> Caption:
    """The one analysis that a caption names, and its one day that isn't in the future; of two, none is meant."""
    named = {int(number) for number in _ANALYSIS.findall(words)}
    days = {each.when.first for each in find(words, today, leaning="past") if each.when.precision in ("day", "instant")}
    past = {day for day in days if day <= today}
    return Caption(named.pop() if len(named) == 1 else 0, past.pop() if len(past) == 1 else None)

"""What a language tells of its statements: clauses, holders, conditions, and the kind of a clause."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from briefings.model.analysis import StatementKind

Span = tuple[int, int]
Force = Literal["", "claim", "expected", "promised", "planned", "recommended", "ordered"]
DATE = "\x01"  # stands for each character of a date


@dataclass(frozen=True, slots=True)
class Framed:
    """The words of a clause that somebody holds, and the words that name the holder; None is the author.

    `force` is what the verb between them makes of the words; `own` says that they speak of the holder's own acts.
    """

    content: Span
    holder: Span | None = None
    force: Force = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A clause to classify: its masked words, and what is known of it.

    `dated` says that it names a time to come, `finely` that this is no longer than two months, `begun` that this has
    begun; `past` that it names a time that has passed.
    """

    words: str
    force: Force = ""
    attributed: bool = False
    own: bool = False
    dated: bool = False
    finely: bool = False
    past: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of a language. Each function gets a sentence with its dates masked; spans are offsets into it.

    `condition` gives the spans of a condition and of the clause that it governs. `is_case` says whether a clause with
    that condition is about one case, not a general rule.
    """

    is_none: Callable[[str], bool]
    parts: Callable[[str], list[Span]]
    frame: Callable[[str, Span], Framed]
    condition: Callable[[str, Span], tuple[Span, Span] | None]
    is_case: Callable[[str, str, bool], bool]
    kind: Callable[[Said], StatementKind | None]
    ends: Callable[[str, str], bool]
    pronouns: frozenset[str]
    first_person: frozenset[str]
    article: Callable[[str], str]


def framed(words: str, part: Span, find: Callable[[str], Framed | None]) -> Framed:
    """What `find` tells of a clause, with offsets into its sentence; the whole clause is the author's if it is None."""
    found = find(words[slice(*part)])
    if found is None:
        return Framed(trimmed(words, part))
    holder = (found.holder[0] + part[0], found.holder[1] + part[0]) if found.holder else None
    return replace(found, content=(found.content[0] + part[0], found.content[1] + part[0]), holder=holder)


def clauses(words: str, boundary: re.Pattern[str], divides: Callable[[re.Match[str], str, str], bool]) -> list[Span]:
    """The clauses of a sentence, cut at each match of `boundary` that isn't quoted and divides what is left and right.

    The left part begins behind the cut before.
    """
    cuts, start = [], 0
    for match in boundary.finditer(words):
        left, right = words[start : match.start()], words[match.end() :]
        if divides(match, left, right) and not is_quoted(words, match.start()):
            cuts.append((start, match.start()))
            start = match.end()
    return [*cuts, (start, len(words))]


def is_quoted(words: str, at: int) -> bool:
    """Whether a place lies between quotation marks."""
    opened = any(words.count(first, 0, at) > words.count(last, 0, at) for first, last in ("“”", "«»", "「」"))
    return opened or words.count('"', 0, at) % 2 == 1


def forced(said: Said) -> StatementKind | None:
    """The kind of a clause whose holder advises, orders or plans it; None for other holders and the author."""
    if said.force == "recommended":
        return "recommended"
    if said.force == "ordered":
        return "deadline" if said.dated else "reported"
    if said.force == "planned":
        return "scheduled" if said.dated else "promised"
    return None


def trimmed(words: str, span: Span, marks: str = " ,;:.!?。，；！？、\n") -> Span:
    """The span without spaces and marks at its ends."""
    start, end = span
    while start < end and words[start] in marks:
        start += 1
    while end > start and words[end - 1] in marks:
        end -= 1
    return start, end

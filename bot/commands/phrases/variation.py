"""Interprets "shorter", "more" and "the next one" as variations of the last answered line."""

import re

LENGTHS = ("short", "medium", "long")
_TAIL = re.compile(r"(?:^| )(?:(?P<length>short|medium|long)|\d+ words|fluent)$")
_OF_A_PLACE = ("summary", "read", "sources", "quotes", "timeline", "actors", "audit", "sections")
_READING = (*_OF_A_PLACE, "event", "events", "search", "ask", "brief", "list", "changes")
_OF_AN_EVENT = ("event", "remind", "snooze", "mute", "calendar")
KEPT = frozenset((*_READING, *_OF_AN_EVENT))  # commands whose answers can be varied, or named as "it"
_OF_EVENT = re.compile(
    r"(?:\d+ days? before )?(?P<event>.+?)(?: at \d\d:\d\d.*)?(?: (?:\+?\d+[dhwm](?:@\S+)?|off|tomorrow|evening|week))*"
)
_WITH_ALL = ("events", "timeline", "actors", "audit")  # commands that tell everything with this word at their end
_WHOLE = re.compile(r"(?:[aA]-?\d+)?")  # how a whole analysis is named where its sections have numbers
_NUMBERED = re.compile(r"[aA]-?\d+(?: \d+)?|\d+")  # how a place is named without words
_LAST_NUMBER = re.compile(r"(?<!\w)\d+$")  # of a page or a section, not of an analysis


def vary_line(how: str, last: str) -> str:
    """The command line for "shorter", "longer", "next", "further" and so on after the last one; "" if not
    applicable.
    """
    if how == "further":
        return _varied("next", last) or _varied("longer", last)
    return _varied(how, last) or (_first_section(last) if how == "next" else "")


def _varied(how: str, last: str) -> str:
    name, _, rest = last.partition(" ")
    match how:
        case "again" if name in _READING:
            return last
        case "next":
            return _next(name, rest)
        case "sources" if name in _OF_A_PLACE:
            return f"sources {place_of(last)}".strip()
        case "shorter" if name in _OF_A_PLACE:
            return _sized(last, -1)
        case "longer" if name == "summary":
            return _sized(last, 1)
        case "longer" if name in _WITH_ALL and not rest.endswith("all"):
            return f"{last} all"
        case "longer" if name in ("ask", "search"):
            return f"brief {rest}"
        case "longer" if name == "brief":
            return f"search {rest}"
        case "longer" if name in _OF_A_PLACE:
            return f"summary {place_of(last)} long".replace("  ", " ")
        case _:
            return ""


def place_of(last: str) -> str:
    """The words for an analysis or section in a line."""
    name, _, rest = last.partition(" ")
    if name not in _OF_A_PLACE:
        return ""
    while found := _TAIL.search(rest):
        rest = rest[: found.start()]
    return re.sub(r"(?:^| )(?:all|page \d+|bibtex|ris|csl)$", "", rest)


def with_place_by_id(line: str, about: str) -> str:
    """The line with `about`, such as "a1 2", for the words that named its place, so that the next section has a number.

    Unchanged where the place is named by numbers, or by no words.
    """
    name, _, rest = line.partition(" ")
    place = place_of(line)
    if not place or _NUMBERED.fullmatch(place) or not _NUMBERED.fullmatch(about):
        return line
    return f"{name} {about}{rest[len(place) :]}" if rest.startswith(place) else line


def event_of(last: str) -> str:
    """The words for the event in a line, or ""."""
    name, _, rest = last.partition(" ")
    if name not in _OF_AN_EVENT or rest.startswith("new "):
        return ""
    named = re.search(r"\b[eE]-?\d{1,15}\b", rest)
    found = _OF_EVENT.fullmatch(rest)
    return named[0] if named else found["event"] if found else ""


def _sized(last: str, step: int) -> str:
    """A summary of the same place one step shorter or longer; after the longest comes the text itself."""
    name, _, rest = last.partition(" ")
    found = _TAIL.search(rest)
    now = LENGTHS.index((found and found["length"]) or "medium") if name == "summary" else len(LENGTHS)
    place = place_of(last)
    if now + step >= len(LENGTHS) and name == "summary":
        return f"read {place}".strip()
    return f"summary {place} {LENGTHS[max(0, min(now + step, 2))] if name == 'summary' else 'medium'}".replace(
        "  ", " "
    )


def _next(name: str, rest: str) -> str:
    """The next page or section."""
    found = _LAST_NUMBER.search(place_of(f"{name} {rest}")) if "page" not in rest else _LAST_NUMBER.search(rest)
    if name not in ("read", "summary", "sources") or (found is None and name != "read"):
        return ""
    if found is None:
        return f"{name} {rest} page 2".replace("  ", " ")
    tail = rest[len(place_of(f"{name} {rest}")) :] if "page" not in rest else ""
    return f"{name} {(rest if not tail else rest[: -len(tail)])[: found.start()]}{int(found[0]) + 1}{tail}"


def _first_section(last: str) -> str:
    """The first section, which follows a summary or the sources of a whole analysis."""
    name, _, rest = last.partition(" ")
    place = place_of(f"{name} {rest}")
    if name not in ("summary", "sources") or not _WHOLE.fullmatch(place):
        return ""
    return " ".join(filter(None, (name, place, "1", rest[len(place) :].strip())))

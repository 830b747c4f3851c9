"""Finds a time zone after a time of day in plain words."""

import re

from bot.commands.phrases.zone_words import is_abbreviation, zone_at_head
from bot.languages.zones import parse_spoken_zone, zone_called
from briefings.errors import BadInput
from briefings.parsing import zone_named

_ENDS = " \t.,;:!?…。！？，；"
_LONGEST_ZONE = 3  # words
_BRACKETED = re.compile(r"[(（\[]\s*(?P<zone>[^()（）\[\]]+?)\s*[)）\]]")
_CALLED_TIME = re.compile(r"(?P<zone>[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2})(?: local)? time\b")
_NAME = re.compile(r"(?:[A-ZА-ЯЁ\u4e00-\u9fff]\S*(?: \S+){0,2}|\S+(?: \S+){0,2} time)")


def split_zone(after: str) -> tuple[str, str]:
    """Parses a zone at the front, possibly in brackets, and returns the rest.

    Words that can only be a zone are taken as one, known or not: "Xyzzy time", "(Xyzzy)".
    """
    if bracketed := _BRACKETED.match(after):
        inner, rest = bracketed["zone"], after[bracketed.end() :].strip(" ,")
        zone, left = split_zone(inner)
        if not left:
            return zone, rest
        return (inner, rest) if _NAME.fullmatch(inner) else ("", after)
    words = re.sub(r"^(?:in|of|by)\s+", "", after).split()
    if said := parse_spoken_zone(words):
        return said[0], " ".join(words[said[1] :]).lstrip(", ")
    for count in range(min(_LONGEST_ZONE, len(words)), 0, -1):
        name = " ".join(words[:count]).strip(_ENDS)
        if _is_zone(name):
            rest = " ".join(words[count:])
            return _known(name.removesuffix(" time")), re.sub(r"^time\b,?\s*", "", rest)
    if called := _CALLED_TIME.match(" ".join(words)):
        return called["zone"], " ".join(words)[called.end() :].strip(" ,")
    return "", re.sub(r"^(?:(?:my|our|local)\s)+time\b\s*", "", after)


def _is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except BadInput:
        return is_abbreviation(name) or zone_called(name.removesuffix(" time")) is not None
    return True


def _known(name: str) -> str:
    """The zone's name as spoken if known, or else the zone itself."""
    try:
        zone_named(name)
    except BadInput:
        return zone_called(name) or name
    return name


def zone_name(said: str) -> str:
    """The IANA name of a spoken zone; an abbreviation unchanged; "" for no words.

    Raises BadInput for unknown or ambiguous words.
    """
    return said if not said or is_abbreviation(said) else sure_zone(said)


def sure_zone(said: str) -> str:
    """The zone that words name. Raises BadInput for none or several, also for ambiguous abbreviations."""
    words = said.split()
    found = zone_at_head(words, whole=True)
    return found[0] if found and found[1] == len(words) else zone_named(said)

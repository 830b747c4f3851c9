"""Finds time zones among other words: after a time of day, before a title or a topic."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from bot.languages.zones import parse_spoken_zone, zone_called, zones_called
from briefings import parsing
from briefings.errors import BadInput
from briefings.parsing import zone_named, zone_of_place

SHARED = MappingProxyType(  # abbreviations that several zones go by, those where most people say so first
    {
        "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
        "BST": ("Europe/London", "Asia/Dhaka"),
        "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
        "EST": ("America/New_York", "America/Panama"),
        "MST": ("America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"),
        "PST": ("America/Los_Angeles", "Asia/Manila"),
        "AST": ("America/Halifax", "Asia/Riyadh"),
        "GST": ("Asia/Dubai", "Atlantic/South_Georgia"),
        "SST": ("Asia/Singapore", "Pacific/Pago_Pago"),
        "WST": ("Australia/Perth", "Pacific/Apia"),
        "CDT": ("America/Chicago", "America/Havana"),
        "ECT": ("America/Guayaquil", "America/Puerto_Rico"),
    }
)
_OPENS, _CLOSES = ("(", "（", "["), (")", "）", "]")
_LONGEST_BRACKET = 5  # words: "(Ho Chi Minh City time)"
_ONLY_ZONE = re.compile(
    r"(?i:utc|gmt)[+-]\d.*|CEST|EEST|WEST|AE[SD]?T|AK[SD]T|NZ[SD]T|HST|JST|KST|EDT|MDT|PDT|MSK|SGT|HKT|PKT"
)


def zone_at_head(words: Sequence[str], *, whole: bool = False) -> tuple[str, int] | None:
    """The zone named by the first words in any language ("" for the local one), and their number.

    A country's name counts only if it is the `whole` input. None if there is no zone. Raises BadInput for an unknown or
    ambiguous zone.
    """
    if bracketed := _bracketed(words):
        inner, count = bracketed
        within = zone_at_head(inner)
        return (within[0], count) if within and within[1] == len(inner) else None
    if said := parse_spoken_zone(words):
        return said
    if words and (shared := SHARED.get(words[0])):
        raise _shared(words[0], shared)
    if found := parsing.zone_at_head(words, _zone_of):
        return found
    if whole and words and (named := zones_called(" ".join(words))):
        if len(named) > 1:
            raise _shared(" ".join(words), named)
        return named[0], len(words)
    if words and _ONLY_ZONE.fullmatch(words[0]):
        zone_named(words[0])
    return None


def _bracketed(words: Sequence[str]) -> tuple[Sequence[str], int] | None:
    """The words in brackets at the front, and their number with brackets."""
    for count in range(1, min(_LONGEST_BRACKET, len(words)) + 1):
        said = " ".join(words[:count])
        if said[:1] in _OPENS and said[-1:] in _CLOSES:
            return said[1:-1].split(), count
    return None


def is_abbreviation(word: str) -> bool:
    """Whether a word can only be meant as a zone abbreviation: EST, CEST, UTC+2."""
    return word in SHARED or _ONLY_ZONE.fullmatch(word) is not None


def _zone_of(name: str) -> str | None:
    return zone_of_place(name) or zone_called(name)


def _shared(word: str, zones: Sequence[str]) -> BadInput:
    return BadInput("“{word}” can mean several time zones: {zones}. Choose one.", word=word, zones=", ".join(zones))


def zone_word(used: Sequence[str], zone: str) -> str:
    """The place name at the end of a date, time and zone that was read as the zone; "" for none.

    A path such as Europe/London, UTC and "London time" are unambiguous.
    """
    for count in range(len(used) - 1, 0, -1):
        name = " ".join(used[-count:])
        if "/" not in name and "/" in zone and _zone_of(name) == zone and used[-count - 1].lower() != "по":
            return name
    return ""

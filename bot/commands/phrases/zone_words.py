"""Time zones within sentences: abbreviations such as CET, “Munich time”, and the zone after a time of day."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from bot.languages.zones import parse_spoken_zone, zone_called, zones_called
from briefings import parsing
from briefings.errors import BadInput
from briefings.parsing import zone_named, zone_of_place
from briefings.text import lazy_re

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
_ONLY_ZONE = lazy_re(
    r"(?i:utc|gmt)[+-]\d.*|CEST|EEST|WEST|AE[SD]?T|AK[SD]T|NZ[SD]T|HST|JST|KST|EDT|MDT|PDT|MSK|SGT|HKT|PKT"
)
_ENDS = " \t.,;:!?…。！？，；"
_LONGEST_ZONE = 3  # words
_BRACKETED = lazy_re(r"[(（\[]\s*(?P<zone>[^()（）\[\]]+?)\s*[)）\]]")
_CALLED_TIME = lazy_re(r"(?P<zone>[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2})(?: local)? time\b")
_HAN_TIME = lazy_re(r"(?P<city>[\u4e00-\u9fff]{2,})时间")
_NAME = lazy_re(r"(?:[A-ZА-ЯЁ\u4e00-\u9fff]\S*(?: \S+){0,2}|\S+(?: \S+){0,2} time)")


def zone_at_head(words: Sequence[str], *, whole: bool = False) -> tuple[str, int] | None:
    """The zone named by the first words in any language ("" for the local one), and their number.

    A country's name counts only if it is the `whole` input. None if there is no zone. Raises BadInput for an unknown or
    ambiguous zone.
    """
    if bracketed := _bracketed(words):
        inner, count = bracketed
        within = zone_at_head(inner)
        return (within[0], count) if within and within[1] == len(inner) else None
    if spoken := parse_spoken_zone(words):
        return spoken
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
        phrase = " ".join(words[:count])
        if phrase[:1] in _OPENS and phrase[-1:] in _CLOSES:
            return phrase[1:-1].split(), count
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
    if spoken := parse_spoken_zone(words):
        return spoken[0], " ".join(words[spoken[1] :]).lstrip(", ")
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


def zone_in(sentence: str) -> str:
    """The zone that a sentence names anywhere as somebody's time: "tashkent time", "по Ташкенту"; "" for none."""
    for found in _HAN_TIME.finditer(sentence):
        tails = (found["city"][start:] for start in range(len(found["city"]) - 1))
        if zone := next(filter(None, (zone_called(tail) for tail in tails)), None):
            return zone
    words = re.findall(r"[\w/+'-]+", sentence)
    spoken = (parse_spoken_zone(words[at:]) for at, word in enumerate(words) if word.lower() in ("по", "мск"))
    if named := next(filter(None, (each[0] for each in spoken if each)), ""):
        return named
    for at in (at for at, word in enumerate(words) if word.lower() == "time"):
        tails = (" ".join(words[start:at]) for start in range(max(0, at - _LONGEST_ZONE), at))
        if zone := next(filter(None, (zone_called(tail) for tail in tails)), None):
            return zone
    return next((word for word in words if is_abbreviation(word)), "")


def sure_zone(name: str) -> str:
    """The zone that words name. Raises BadInput for none or several, also for ambiguous abbreviations."""
    words = name.split()
    found = zone_at_head(words, whole=True)
    return found[0] if found and found[1] == len(words) else zone_named(name)

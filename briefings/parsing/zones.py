"""Parses a typed time zone: an IANA name, or a city or country that the tz database knows by its English name."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from briefings.errors import BadInput
from briefings.parsing.names import either, key
from briefings.text.cities import CITIES
from briefings.translatable import phrase

# The zone at the front of words, "" for that of here, and how many words name it.
ZoneReader = Callable[[Sequence[str]], tuple[str, int] | None]

_FIXED = frozenset(("EST", "MST", "HST"))  # offsets that no clock of those who say so keeps all year
_NO_ZONES = frozenset(("Factory", "localtime", "posixrules"))  # files among the zones
_COUNTRIES = frozenset(("GB", "NZ", "PRC", "ROC", "ROK"))  # old names of zones that say a country
_NO_PLACE = re.compile(r"(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d\d)?|[a-z]{1,3}[sd]t|msk", re.IGNORECASE)  # UTC+2, CEST
_LONGEST_ZONE = 4  # words: "Ho Chi Minh City"
_CLOCKS = {"utc": "UTC", "gmt": "UTC", "z": "UTC"}


@cache
def zones_of_places() -> frozenset[str]:
    """The zones the database lists by country, under their current names."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text("utf-8")
    return frozenset(line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))


@cache
def _zones() -> dict[str, str]:
    """Zones by what people may type: the full name, or its last part if unique.

    Old names map to the current one: Istanbul is Europe/Istanbul.
    """
    names = {
        name for name in available_timezones() if not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    } - (_FIXED | _NO_ZONES)
    cities: dict[str, set[str]] = {}
    for name in names:
        if "/" in name and not name.startswith(("US/", "Brazil/", "Canada/", "Chile/", "Mexico/")):
            cities.setdefault(key(name.rpartition("/")[2].replace("_", " ")), set()).add(name)
    found = {key(name): name for name in names if "/" not in name}
    for city, zones in cities.items():
        newest = zones & zones_of_places() or zones
        if len(newest) == 1:
            found[city] = next(iter(newest))
    whole = {name for name in names if "/" in name}
    found |= {key(name): name for name in whole} | {key(name.replace("_", " ")): name for name in whole}
    return found | CITIES | _CLOCKS


def zone_named(words: str) -> str:
    """The IANA name of a zone or city. Raises BadInput with similar names."""
    wanted = key(words.strip().removesuffix(" time"))
    if wanted in _zones():
        return _zones()[wanted]
    if _NO_PLACE.fullmatch(words.strip()):
        raise BadInput("“{words}” isn't the time zone of a place. Use for example Europe/Berlin.", words=words)
    close = dict.fromkeys(_zones()[name] for name in get_close_matches(wanted, _zones(), n=5, cutoff=0.7))
    known = phrase("Give a time zone, for example Europe/London, or a large city.")
    hint = phrase("Similar: {names}.", names=either(list(close)[:3])) if close else known
    raise BadInput("I don't know the time zone “{words}”. {hint}", words=words, hint=hint)


def zone_of_place(name: str) -> str | None:
    """The zone of a city or of a clock such as UTC or CET; None for other words and country names.

    Iran, Japan and some others are zone names too, but within other words they are more likely topics.
    """
    zone = _zones().get(key(name))
    if zone is None or "/" in zone or zone == "UTC":
        return zone
    return zone if zone.isupper() and name.isupper() and zone not in _COUNTRIES else None


def zone_at_head(words: Sequence[str], called: Callable[[str], str | None] = zone_of_place) -> tuple[str, int] | None:
    """The zone in the first words, looked up by `called`, and how many words it takes, with "time" after it.

    None if there is none. Raises BadInput for an unknown zone path.
    """
    for count in range(min(_LONGEST_ZONE, len(words)), 0, -1):
        if zone := called(" ".join(words[:count])):
            return zone, count + ([word.lower() for word in words[count : count + 1]] == ["time"])
    if words and re.fullmatch(r"\w+/[\w/+-]+", words[0]):
        return zone_named(words[0]), 1
    return None

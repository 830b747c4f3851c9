"""Resolves typed words to one time zone, or to several for a person to choose from."""

import re
from dataclasses import dataclass

from bot.commands.phrases.zone_words import SHARED
from bot.languages.zones import parse_spoken_zone, zones_called, zones_like
from briefings.errors import BadInput
from briefings.parsing import zone_named

_ABBREVIATION = re.compile(r"[a-z]{1,3}[sd]t", re.IGNORECASE)
_BESIDE = re.compile(r"\s+time$|(?<=\w)时间$|\s+время$|(?<=[\u4e00-\u9fff])市$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZoneMatches:
    """The zones that words may mean, likeliest first; `exact` if the name matches exactly."""

    zones: tuple[str, ...]
    exact: bool = True

    @property
    def zone(self) -> str:
        """The only match, or "" if a person has to choose."""
        return self.zones[0] if self.exact and len(self.zones) == 1 else ""


def resolve_zones(words: str) -> ZoneMatches:
    """Resolves words to zones by zone name, city or country. Raises BadInput if there is none.

    Some country names are also legacy zone names; they resolve to the country's cities. An abbreviation matches no city
    that starts like it. A country or state after a comma narrows a city.
    """
    words = words.strip().strip("()（）")
    if shared := SHARED.get(words.upper()):
        return ZoneMatches(shared)
    city, _, land = (part.strip() for part in words.replace("，", ",").partition(","))
    if city and land:
        return _within(city, land)
    if (said := parse_spoken_zone(words.split())) and said[0] and said[1] == len(words.split()):
        return ZoneMatches((said[0],))
    return _called(_BESIDE.sub("", words), words)


def _called(name: str, words: str) -> ZoneMatches:
    if called := zones_called(name):
        return ZoneMatches(called)
    try:
        return ZoneMatches((zone_named(name),))
    except BadInput:
        if not _ABBREVIATION.fullmatch(name) and (offered := zones_like(name)):
            return ZoneMatches(offered, exact=False)
        if name != words:
            zone_named(words)
        raise


def _within(city: str, land: str) -> ZoneMatches:
    """The zones of a city that lie in a country; if none do, they are only suggested."""
    found, there = _called(_BESIDE.sub("", city), city), zones_called(land)
    both = tuple(zone for zone in found.zones if zone in there)
    return ZoneMatches(both or found.zones, exact=found.exact and bool(both))

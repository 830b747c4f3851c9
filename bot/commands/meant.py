"""Which time zone typed words mean: one, or several of which a person has to choose."""

import re

from bot.commands.zoned import SHARED
from bot.languages.zones import zones_like
from briefings.errors import BadInput
from briefings.service import zone_named

_ABBREVIATION = re.compile(r"[a-z]{1,3}[sd]t", re.IGNORECASE)


def meant_zones(words: str) -> tuple[str, ...]:
    """The zone that words name, else those of cities and countries that are called so; raises BadInput for none.

    Some countries are names of zones too, of a kind that is kept for old times' sake; of these the cities are meant.
    An abbreviation means no city that begins like it.
    """
    if shared := SHARED.get(words.strip().upper()):
        return shared
    try:
        zone = zone_named(words)
    except BadInput:
        if not _ABBREVIATION.fullmatch(words.strip()) and (offered := zones_like(words)):
            return offered
        raise
    return (zone,) if "/" in zone or zone.isupper() else zones_like(words) or (zone,)

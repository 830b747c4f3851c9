"""Which time zone typed words mean: one, or several of which a person has to choose."""

import re
from types import MappingProxyType

from bot.languages.zones import zones_like
from briefings.errors import BadInput
from briefings.service import zone_named

_SHARED = MappingProxyType(  # abbreviations that several zones go by, those where most people say so first
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
_ABBREVIATION = re.compile(r"[a-z]{1,3}[sd]t", re.IGNORECASE)


def meant_zones(words: str) -> tuple[str, ...]:
    """The zone that words name, else those of cities and countries that are called so; raises BadInput for none.

    Some countries are names of zones too, of a kind that is kept for old times' sake; of these the cities are meant.
    An abbreviation means no city that begins like it.
    """
    if shared := _SHARED.get(words.strip().upper()):
        return shared
    try:
        zone = zone_named(words)
    except BadInput:
        if not _ABBREVIATION.fullmatch(words.strip()) and (offered := zones_like(words)):
            return offered
        raise
    return (zone,) if "/" in zone or zone.isupper() else zones_like(words) or (zone,)

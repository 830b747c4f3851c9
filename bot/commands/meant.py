"""Which time zone typed words mean: one, or several of which a person has to choose."""

from bot.languages.zones import zones_like
from briefings.errors import BadInput
from briefings.service import zone_named


def meant_zones(words: str) -> tuple[str, ...]:
    """The zone that words name, else those of cities and countries that are called so; raises BadInput for none.

    Some countries are names of zones too, of a kind that is kept for old times' sake; of these the cities are meant.
    """
    try:
        zone = zone_named(words)
    except BadInput:
        if offered := zones_like(words):
            return offered
        raise
    return (zone,) if "/" in zone or zone.isupper() else zones_like(words) or (zone,)

"""Views of /timezone: the zones that words may mean, and a chat's zone."""

from collections.abc import Sequence
from datetime import datetime

from bot.languages import _
from bot.languages.zones import city_of
from bot.message import (
    Bullets,
    Button,
    Buttons,
    Message,
    bold,
    say,
    text,
)
from bot.views.shared.names_and_dates import (
    clock,
    which_zone,
)


def zones_offered(zones: Sequence[str], typed: str, now: datetime, *, exact: bool = True) -> Message:
    """The zones that typed words may mean, each with its current time and a button."""
    lines = tuple(text(bold(city_of(zone)), f" ({zone}): {clock(now, zone)}") for zone in zones)
    return say(
        which_zone(typed, exact=exact),
        Bullets(lines),
        Buttons((tuple(Button(city_of(zone), f"/timezone {zone}") for zone in zones),)),
    )


def zone_set(zone: str, now: datetime) -> Message:
    """The chat's zone with its current time."""
    return say(_("The time zone here is {zone}, where it is now {time}.", zone=zone, time=clock(now, zone)))

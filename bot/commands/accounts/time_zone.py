"""/timezone, and the choice of a zone there and in /settings: the matches of a typed city, and a city typed later."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import Request
from bot.commands.group_permissions import require_chat
from bot.commands.phrases import Interpretation
from bot.commands.phrases.zone_words import SHARED
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.languages.zones import parse_spoken_zone, zones_called, zones_like
from bot.message import Message
from bot.views.accounts import preferences as views
from briefings.errors import BadInput
from briefings.model.undo import ZoneSet
from briefings.parsing import zone_named
from briefings.service import Briefings
from briefings.text import lazy_re

_ABBREVIATION = lazy_re(r"[a-z]{1,3}[sd]t", re.IGNORECASE)
_BESIDE = lazy_re(r"\s+time$|(?<=\w)时间$|\s+время$|(?<=[\u4e00-\u9fff])市$", re.IGNORECASE)
_ZONE, _NOTHING = "settings zone", "settings"
_LASTS = timedelta(minutes=10)
_LONGEST = 4  # words of a city: "Ho Chi Minh City"
_NO_CITY = ("?", "？", "!", "！", ":", "：")


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
    if (spoken := parse_spoken_zone(words.split())) and spoken[0] and spoken[1] == len(words.split()):
        return ZoneMatches((spoken[0],))
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


async def await_zone(request: Request, briefings: Briefings, now: datetime) -> None:
    """Remembers that this person may type a city next."""
    await briefings.chats.answered(request.address, request.sender, f"{_ZONE} {now.isoformat()}", now)


async def awaited_line(meaning: Interpretation, request: Request, briefings: Briefings, now: datetime) -> str:
    """The line that sets the typed city, once; "" if no city is awaited or something else is asked."""
    words = request.line.strip()
    wished = meaning.certain and meaning.kind != "timezone"
    if wished or not 0 < len(words.split()) <= _LONGEST or words.endswith(_NO_CITY):
        return ""
    since = (await briefings.chats.last_line(request.address, request.sender)).removeprefix(f"{_ZONE} ")
    if not _is_recent(since, now):
        return ""
    await briefings.chats.answered(request.address, request.sender, _NOTHING, now)
    return f"{_ZONE} {words}"


def _is_recent(since: str, now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(since) <= _LASTS
    except (ValueError, TypeError):  # another line, which holds no instant
        return False


@command(
    "timezone",
    "Sets this chat's time zone",
    Argument("ZONE", many=True),
    examples=("timezone Europe/London", "timezone Beijing"),
    changes=0,
    listed=False,
)
async def timezone(call: Call) -> Message:
    """Sets the chat's zone; digests and reminders keep their wall time."""
    found = resolve_zones(" ".join(call.args))
    if not found.zone:
        return views.zones_offered(found.zones, " ".join(call.args), call.now, exact=found.exact)
    step = await change_zone(call, found.zone)
    return await with_undo_button(call, views.zone_set(found.zone, call.now), step)


async def change_zone(call: Call, zone: str) -> ZoneSet | None:
    """Sets the zone of the chat; None if it was that. Raises NotAllowed."""
    await require_chat(call)
    before = (await call.briefings.chats.chat(call.request.address)).zone
    await call.briefings.chats.set_zone(call.request.address, zone, call.now)
    return ZoneSet(before, zone) if zone != before else None

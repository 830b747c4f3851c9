"""/info: facts about an analysis and numbers of the library."""

from collections import Counter

from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views.library import facts as views
from briefings.errors import NotFound
from briefings.library import facts_of
from briefings.model.analysis import Entry

_FACTS = tuple(views.FACTS)
_LATEST, _ALL = "latest", "all"


@command(
    "info",
    "Tells who wrote an analysis, when, how long it is and what it cites",
    *(Argument("analysis", required=False, many=True, offers="analysis"), Argument("fact", required=False)),
    forms=("[analysis]", "[analysis] author|date|length|sources|cited|uncited", "latest", "all"),
    examples=("info a1", "info a1 author", "info latest", "info all"),
)
async def info(call: Call) -> Message:
    """Shows one fact or all; "latest" is the newest analysis, "all" the library in numbers."""
    args = call.args
    if [word.lower() for word in args] == [_ALL]:
        return await _library(call)
    if [word.lower() for word in args] == [_LATEST]:
        return views.latest(await _newest(call))
    fact = args[-1].lower() if args and args[-1].lower() in _FACTS else ""
    place = await call.place(args[:-1] if fact else args)
    return views.facts(place.analysis, facts_of(place.analysis.draft), fact)


async def _newest(call: Call) -> Entry:
    entries = await call.briefings.library.entries(limit=1)
    if not entries:
        raise NotFound("The library is empty. Editors add analyses with /import.")
    return entries[0]


async def _library(call: Call) -> Message:
    entries = await call.briefings.library.entries(limit=None)
    standing = await call.briefings.agenda.events_with_state(call.now)
    years = Counter(each.event.when.first.year for each in standing)
    ahead = sum(each.ahead for each in standing)
    return views.library(entries, sorted(years.items()), ahead)

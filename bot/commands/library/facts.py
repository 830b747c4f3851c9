"""/info: facts about an analysis and numbers of the library."""

from datetime import date

from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views.library import facts as views
from bot.views.library.library import SHOWN
from briefings.errors import NotFound
from briefings.library import facts_of
from briefings.model.analysis import Entry

_FACTS = tuple(views.FACTS)
_LATEST, _ALL = "latest", "all"
_COUNTED = 300  # newest analyses whose references are counted, and among which the one published last is found


@command(
    "info",
    "Tells who wrote an analysis, when, how long it is and what it cites",
    *(Argument("analysis", required=False, many=True, offers="analysis"), Argument("fact", required=False)),
    forms=(
        "[analysis]",
        "[analysis] author|date|length|sources|cited|uncited",
        "latest",
        "all",
        "all length|sources|date",
    ),
    examples=("info a1", "info a1 author", "info latest", "info all", "info all sources"),
)
async def info(call: Call) -> Message:
    """Shows one fact or all; "latest" was published last, "all" is the library in numbers or ordered by a fact."""
    args = call.args
    if len(args) == 2 and args[0].lower() == _ALL and args[1].lower() in views.RANKED:
        return await _ranked(call, args[1].lower())
    if [word.lower() for word in args] == [_ALL]:
        return await _library(call)
    if [word.lower() for word in args] == [_LATEST]:
        newest = await _newest(call)
        return views.latest(newest, await call.briefings.markings.levels([newest.id]))
    fact = args[-1].lower() if args and args[-1].lower() in _FACTS else ""
    place = await call.place(args[:-1] if fact else args)
    return views.facts(place.analysis, facts_of(place.analysis.draft), fact)


async def _newest(call: Call) -> Entry:
    """The analysis published last, of several the one added last; the one added last where none has a date."""
    entries = await call.briefings.library.entries(limit=_COUNTED)
    if not entries:
        raise NotFound("The library is empty. Editors add analyses with /import.")
    return max(entries, key=lambda each: (each.published is not None, each.published or date.min))


async def _ranked(call: Call, fact: str) -> Message:
    """The analyses in the order of a fact: the longest, the one with most references or the oldest first."""
    library = call.briefings.library
    total = await library.count()
    if not total:
        raise NotFound("The library is empty. Editors add analyses with /import.")
    match fact:
        case "sources":
            counted = [
                (each, len((await call.briefings.library.get(each.id)).draft.references))
                for each in await library.entries(limit=_COUNTED)
            ]
            counted.sort(key=lambda pair: -pair[1])
            return views.ranked(fact, counted, len(counted), total)
        case "length":
            counted = [(each, each.words) for each in await library.longest(SHOWN)]
        case _:
            counted = [(each, 0) for each in await library.oldest(SHOWN)]
    return views.ranked(fact, counted, total, total)


async def _library(call: Call) -> Message:
    library = call.briefings.library
    newest = await library.entries(limit=1)
    years, ahead = await call.briefings.agenda.numbers(call.now)
    return views.library(await library.count(), await library.word_count(), newest, years, ahead)

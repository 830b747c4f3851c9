"""What the subcommands that answer print with --json, by subcommand."""

import argparse
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from bot.cli.answer_command import PLACE, SENDER
from bot.cli.base import MISUSED, CommandFailed, now, settings
from bot.commands.compare import ComparedAnalyses, compared
from bot.commands.library.audit import passages_at
from bot.commands.library.quotes_timeline_actors import speakers_asked
from bot.json_answers import content_shapes, queries, shapes
from bot.json_answers.markings import with_markings
from bot.json_answers.queries import Asker
from bot.json_answers.shapes import Shape
from bot.json_answers.statement_marks import with_statement_marks
from briefings.answers import TokenAccount
from briefings.bibliography import FORMS, bibliography
from briefings.errors import BadInput, Unwritten
from briefings.library import ResolvedPlace, quotations_by_speaker, sources_of, timeline_of
from briefings.service import Briefings

_Shaped = Callable[[Briefings, argparse.Namespace], Awaitable[Shape | list[Shape] | bytes]]
_PICTURE, _ALL = "picture", "all"
_NEEDS = {  # of what a subcommand without words asks for
    **dict.fromkeys(("brief", "search", "where"), "WORDS"),
    "ask": "a QUESTION",
}


async def shape_of(command: str, core: Briefings, arguments: argparse.Namespace) -> Shape | list[Shape] | bytes:
    """The answer of a subcommand in JSON's values, or a file's bytes.

    With --json it has the marking, and its quotations say whether their day has passed.
    """
    if command in _NEEDS and not any(map(str.strip, arguments.rest)):
        raise CommandFailed(f"{command} needs {_NEEDS[command]}.", MISUSED)
    shape = await _SHAPED[command](core, arguments)
    if isinstance(shape, bytes) or not arguments.json:
        return shape
    return await with_markings(core, await with_statement_marks(core, shape, now(), settings().timezone), now())


async def _place_of(core: Briefings, words: Sequence[str]) -> ResolvedPlace:
    """The analysis or section that typed words name; without words, the one read last, else the newest."""
    return await core.library.resolve_typed(words, await core.chats.current(PLACE, SENDER))


def _asker(core: Briefings) -> Asker:
    """The terminal's owner, who asks."""
    return Asker(core, PLACE, SENDER, settings().timezone, now())


async def _summary(core: Briefings, arguments: argparse.Namespace) -> Shape:
    words: list[str] = arguments.rest
    fluent = arguments.fluent or words[-1:] == ["fluent"]
    words = words[:-1] if words[-1:] == ["fluent"] else words
    if fluent and words[-1:] == ["brief"]:
        raise BadInput("A brief only quotes the text; it can't be fluent.")
    place, length, shape = await queries.typed_summary(_asker(core), words, arguments.words)
    return shape | {"prose": await _prose(core, place, length)} if fluent and arguments.json else shape


async def _prose(core: Briefings, place: ResolvedPlace, length: str) -> Shape:
    account = TokenAccount(PLACE, settings().timezone, now())
    try:
        return shapes.prose(await core.prose_writer.summary(place.analysis, length, place.section, account))
    except Unwritten as failed:
        return {"sentences": [], "why": str(failed)}


async def _sources(core: Briefings, arguments: argparse.Namespace) -> Shape | bytes:
    words: list[str] = arguments.rest
    form = arguments.format or (words[-1] if words and words[-1] in FORMS else "")
    place = await _place_of(core, words[:-1] if words[-1:] == [form] else words)
    cited = sources_of(place.analysis.draft, place.section)
    if form and arguments.json:
        raise CommandFailed("--json and a format do not go together.", MISUSED)
    if form:
        return bibliography(place.analysis.draft.references, form, [line.index for line in cited.lines])
    return shapes.sources(place.analysis, place.section, cited)


async def _audit(core: Briefings, arguments: argparse.Namespace) -> Shape:
    last = arguments.rest[-1] if arguments.rest else ""
    words = arguments.rest[:-1] if last == "all" or last.isdecimal() else arguments.rest
    return await queries.audit(_asker(core), words)


async def _compare(core: Briefings, arguments: argparse.Namespace) -> Shape | list[Shape]:
    """Two sides, or the disagreements that else are meant."""
    found = await compared(arguments.rest, core, await core.chats.current(PLACE, SENDER))
    if found is None:
        return await _disagree(core, arguments)
    if isinstance(found, ComparedAnalyses):
        return shapes.comparison(found.first, found.second, found.comparison)
    return shapes.topics(found)


async def _events(core: Briefings, arguments: argparse.Namespace) -> list[Shape]:
    if arguments.rest not in ([], ["all"]):
        raise CommandFailed(
            "Type readout events, or readout events all. For a period or a topic, ask in a chat.", MISUSED
        )
    return await queries.events(_asker(core), everything=bool(arguments.rest))


async def _quotes(core: Briefings, arguments: argparse.Namespace) -> Shape:
    place, asked = await speakers_asked(arguments.rest, partial(_place_of, core))
    return content_shapes.quotes(place, asked or quotations_by_speaker(place.analysis.draft, place.section))


async def _timeline(core: Briefings, arguments: argparse.Namespace) -> Shape:
    place = await _place_of(core, _without(_without(arguments.rest, _PICTURE), _ALL))
    events = await core.agenda.mentioned(place.analysis.id)
    return content_shapes.timeline(place, timeline_of(place.analysis.draft, place.section, events))


async def _disagree(core: Briefings, arguments: argparse.Namespace) -> list[Shape]:
    words = _without(arguments.rest, _ALL)
    return await queries.disagreements(_asker(core), words, settled=len(words) < len(arguments.rest))


async def _actors(core: Briefings, arguments: argparse.Namespace) -> Shape:
    return content_shapes.actors((await _place_of(core, _without(arguments.rest, _ALL))).analysis)


async def _where(core: Briefings, arguments: argparse.Namespace) -> Shape:
    words = [*filter(str.strip, arguments.rest)]
    return content_shapes.where(await passages_at(words, " ".join(words), core, partial(_place_of, core)))


async def _changes(core: Briefings, arguments: argparse.Namespace) -> Shape:
    """The unread changes of one analysis or of all; as JSON, nothing is marked as read."""
    if not arguments.rest:
        return content_shapes.news(await core.history.news(PLACE, SENDER))
    analysis = (await _place_of(core, arguments.rest)).analysis
    return content_shapes.changes(analysis, await core.history.unread(PLACE, SENDER, analysis))


def _without(words: Sequence[str], option: str) -> Sequence[str]:
    return words[:-1] if words and words[-1].lower() == option else words


_SHAPED: Mapping[str, _Shaped] = MappingProxyType(
    {
        "list": lambda core, arguments: queries.entries(_asker(core), " ".join(arguments.rest)),
        "show": lambda core, arguments: queries.analysis(_asker(core), arguments.rest),
        "summary": _summary,
        "sources": _sources,
        "audit": _audit,
        "ask": lambda core, arguments: queries.ask(_asker(core), " ".join(arguments.rest)),
        "brief": lambda core, arguments: queries.brief(_asker(core), " ".join(arguments.rest)),
        "compare": _compare,
        "events": _events,
        "search": lambda core, arguments: queries.search(_asker(core), [*filter(str.strip, arguments.rest)]),
        "quotes": _quotes,
        "timeline": _timeline,
        "actors": _actors,
        "where": _where,
        "disagree": _disagree,
        "outlook": lambda core, arguments: queries.outlook(_asker(core), _without(arguments.rest, _ALL)),
        "changes": _changes,
    }
)

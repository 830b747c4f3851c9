"""Subcommands that print an answer, such as list and summary: as the chat shows it, or as JSON."""

import argparse
from typing import TYPE_CHECKING

from bot.cli.answer_command import PLACE, SENDER, answer_command, asker, place_of
from bot.cli.arguments import count
from bot.cli.base import MISUSED, CommandFailed, Subcommands, now, settings
from bot.json_answers import shapes
from bot.json_answers.shapes import Shape
from briefings.errors import Unwritten

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.service import Briefings


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    answer_command(commands, "list", "list", _list, "[words]", "the analyses in the library, newest first")
    answer_command(commands, "show", "read", _show, "[analysis] [section]", "the full text of an analysis")
    summary = answer_command(
        commands,
        "summary",
        "summary",
        _summary,
        "[analysis] [section] [brief|short|medium|long]",
        "a summary by sections",
    )
    summary.add_argument("--words", type=count, metavar="N", help="at most N words in all")
    summary.add_argument("--fluent", action="store_true", help="add connected prose, if a language model is set")
    cited = answer_command(
        commands, "sources", "sources", _sources, "[analysis] [section]", "who is cited, how often and where"
    )
    cited.add_argument(
        "--format", choices=("bibtex", "ris", "csl"), help="print the references for a reference manager"
    )
    answer_command(commands, "audit", "audit", _audit, "[analysis]", "problems in an analysis")
    answer_command(
        commands, "ask", "ask", _ask, "QUESTION", "the passages that answer a question, or the closest sentences"
    )
    answer_command(commands, "brief", "brief", _brief, "WORDS", "what the library says on a topic, oldest first")
    takes = "ANALYSIS and ANALYSIS, or WORDS and WORDS"
    answer_command(commands, "compare", "compare", _compare, takes, "what two analyses or topics say, side by side")
    answer_command(commands, "events", "events", _events, "[all]", 'upcoming events; "all" includes past ones')


async def _list(core: "Briefings", arguments: argparse.Namespace) -> list[Shape]:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.entries(asker(core), " ".join(arguments.rest))


async def _show(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.analysis(asker(core), arguments.rest)


async def _summary(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    words: list[str] = arguments.rest
    fluent = arguments.fluent or words[-1:] == ["fluent"]
    words = words[:-1] if words[-1:] == ["fluent"] else words
    if fluent and words[-1:] == ["brief"]:
        from briefings.errors import BadInput  # as late as the core is loaded

        raise BadInput("A brief only quotes the text; it can't be fluent.")
    place, length, shape = await queries.typed_summary(asker(core), words, arguments.words)
    return shape | {"prose": await _prose(core, place, length)} if fluent and arguments.json else shape


async def _prose(core: "Briefings", place: "ResolvedPlace", length: str) -> Shape:
    from briefings.answers import TokenAccount  # 0.6 s, which --help need not pay

    asker = TokenAccount(PLACE, settings().timezone, now())
    try:
        return shapes.prose(await core.prose_writer.summary(place.analysis, length, place.section, asker))
    except Unwritten as failed:
        return {"sentences": [], "why": str(failed)}


async def _sources(core: "Briefings", arguments: argparse.Namespace) -> Shape | bytes:
    # 0.6 s, which --help need not pay
    from briefings.bibliography import FORMS, bibliography
    from briefings.library import sources_of

    words: list[str] = arguments.rest
    form = arguments.format or (words[-1] if words and words[-1] in FORMS else "")
    place = await place_of(core, words[:-1] if words[-1:] == [form] else words)
    cited = sources_of(place.analysis.draft, place.section)
    if form and arguments.json:
        raise CommandFailed("--json and a format do not go together.", MISUSED)
    if form:
        return bibliography(place.analysis.draft.references, form, [line.index for line in cited.lines])
    return shapes.sources(place.analysis, place.section, cited)


async def _audit(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    last = arguments.rest[-1] if arguments.rest else ""
    words = arguments.rest[:-1] if last == "all" or last.isdecimal() else arguments.rest
    return await queries.audit(asker(core), words)


async def _ask(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("ask needs a QUESTION.", MISUSED)
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.ask(asker(core), " ".join(arguments.rest))


async def _brief(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("brief needs WORDS.", MISUSED)
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.brief(asker(core), " ".join(arguments.rest))


async def _compare(core: "Briefings", arguments: argparse.Namespace) -> Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("compare needs two analyses or two topics.", MISUSED)
    from bot.commands.answers import ComparedAnalyses, compared  # 1 s of commands, which --help need not pay

    found = await compared(arguments.rest, core, await core.chats.current(PLACE, SENDER), "")
    if isinstance(found, ComparedAnalyses):
        return shapes.comparison(found.first, found.second, found.comparison)
    return shapes.topics(found)


async def _events(core: "Briefings", arguments: argparse.Namespace) -> list[Shape]:
    if arguments.rest not in ([], ["all"]):
        raise CommandFailed(
            "Type readout events, or readout events all. For a period or a topic, ask in a chat.", MISUSED
        )
    from bot.json_answers import queries  # 1 s of commands, which --help need not pay

    return await queries.events(asker(core), everything=bool(arguments.rest))

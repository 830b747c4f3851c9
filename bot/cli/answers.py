"""Subcommands that print an answer, such as list and summary: as the chat shows it, or as JSON."""

import argparse
from typing import TYPE_CHECKING

from bot.cli import json_output
from bot.cli.answer_command import PLACE, SENDER, answer_command, place_of
from bot.cli.arguments import count
from bot.cli.base import MISUSED, CommandFailed, Subcommands, now, settings
from briefings.errors import Unwritten

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.service import Briefings

_LENGTHS = ("brief", "short", "medium", "long")


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


async def _list(core: "Briefings", arguments: argparse.Namespace) -> list[json_output.Shape]:
    return [json_output.entry(entry) for entry in await core.library.entries(" ".join(arguments.rest), limit=None)]


async def _show(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    from briefings.library import audit_analysis  # 0.6 s, which --help need not pay

    analysis = (await place_of(core, arguments.rest)).analysis
    return json_output.analysis(analysis, await core.agenda.all(now()), audit_analysis(analysis.draft, now()))


async def _summary(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    words: list[str] = arguments.rest
    fluent = arguments.fluent or words[-1:] == ["fluent"]
    words = words[:-1] if words[-1:] == ["fluent"] else words
    most, words = _word_limit(words)
    length = words[-1] if words and words[-1] in _LENGTHS else ""
    if fluent and length == "brief":
        from briefings.errors import BadInput  # as late as the core is loaded

        raise BadInput("A brief only quotes the text; it can't be fluent.")
    place = await place_of(core, words[:-1] if length else words)
    chosen = await core.library.summary(
        place.analysis, length or "medium", words=arguments.words or most, section=place.section
    )
    shape = json_output.summary(place.analysis, chosen)
    return shape | {"prose": await _prose(core, place, length or "medium")} if fluent and arguments.json else shape


def _word_limit(words: list[str]) -> tuple[int | None, list[str]]:
    """Splits off a limit such as "130 words" at the end, as the chat takes it."""
    if words[-1:] != ["words"]:
        return None, words
    from bot.commands.library.library import word_limit  # 1 s of commands, for this form alone

    most, rest = word_limit(tuple(words))
    return most or None, list(rest)


async def _prose(core: "Briefings", place: "ResolvedPlace", length: str) -> json_output.Shape:
    from briefings.answers import TokenAccount  # 0.6 s, which --help need not pay

    asker = TokenAccount(PLACE, settings().timezone, now())
    try:
        return json_output.prose(await core.prose_writer.summary(place.analysis, length, place.section, asker))
    except Unwritten as failed:
        return {"sentences": [], "why": str(failed)}


async def _sources(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape | bytes:
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
    return json_output.sources(place.analysis, place.section, cited)


async def _audit(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    from briefings.library import audit_analysis, shares  # 0.6 s, which --help need not pay

    last = arguments.rest[-1] if arguments.rest else ""
    words = arguments.rest[:-1] if last == "all" or last.isdecimal() else arguments.rest
    of = (await place_of(core, words)).analysis
    return json_output.audit(of, audit_analysis(of.draft, now()), shares(of.draft))


async def _ask(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("ask needs a QUESTION.", MISUSED)
    return json_output.reply(await core.library_answers.ask(" ".join(arguments.rest)))


async def _brief(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("brief needs WORDS.", MISUSED)
    return json_output.brief(await core.library_answers.brief(" ".join(arguments.rest)))


async def _compare(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("compare needs two analyses or two topics.", MISUSED)
    from bot.commands.answers import ComparedAnalyses, compared  # 1 s of commands, which --help need not pay

    found = await compared(arguments.rest, core, await core.chats.current(PLACE, SENDER), "")
    if isinstance(found, ComparedAnalyses):
        return json_output.comparison(found.first, found.second, found.comparison)
    return json_output.topics(found)


async def _events(core: "Briefings", arguments: argparse.Namespace) -> list[json_output.Shape]:
    if arguments.rest not in ([], ["all"]):
        raise CommandFailed("events takes nothing, or the word all.")
    agenda = core.agenda
    return [json_output.event(each) for each in await (agenda.all(now()) if arguments.rest else agenda.upcoming(now()))]

"""Subcommands that print an answer, such as list and summary: as the chat shows it, or as JSON."""

import argparse
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.cli import json_output
from bot.cli.arguments import count
from bot.cli.base import FAILED, MISUSED, CommandFailed, Subcommands, finish, now, settings, subcommand, with_core
from briefings.errors import Unwritten

if TYPE_CHECKING:
    from briefings.library import ResolvedPlace
    from briefings.service import Briefings

Shaped = Callable[["Briefings", argparse.Namespace], Awaitable[json_output.Shape | list[json_output.Shape] | bytes]]

_PLACE, _SENDER = "terminal:local", "terminal:owner"  # whose current analysis is meant where none is named
_LENGTHS = ("brief", "short", "medium", "long")


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    _command(commands, "list", "list", _list, "[words]", "the analyses in the library, newest first")
    _command(commands, "show", "read", _show, "[analysis] [section]", "an analysis' full text")
    summary = _command(
        commands,
        "summary",
        "summary",
        _summary,
        "[analysis] [section] [brief|short|medium|long]",
        "a summary by sections",
    )
    summary.add_argument("--words", type=count, metavar="N", help="at most so many words in all")
    summary.add_argument("--fluent", action="store_true", help="in connected prose too, where a language model is set")
    cited = _command(
        commands, "sources", "sources", _sources, "[analysis] [section]", "who is cited, how often and where"
    )
    cited.add_argument("--format", choices=("bibtex", "ris", "csl"), help="the list for a reference manager instead")
    _command(commands, "audit", "audit", _audit, "[analysis]", "what is in doubt in an analysis")
    _command(commands, "ask", "ask", _ask, "QUESTION", "the passages that answer a question, or the closest sentence")
    _command(commands, "brief", "brief", _brief, "WORDS", "what the library tells of a topic, oldest first")
    _command(commands, "events", "events", _events, "[all]", "the events ahead; all tells past ones too")


def _command(
    commands: Subcommands, name: str, line: str, shaped: Shaped, takes: str, says: str
) -> argparse.ArgumentParser:
    def run(arguments: argparse.Namespace) -> int:
        shape = with_core(lambda core: shaped(core, arguments))  # what is not there fails here, in words too
        if isinstance(shape, bytes):
            sys.stdout.buffer.write(shape)
            return 0
        if arguments.json:
            print(json_output.one_line(shape))
            return 0
        return _tell(line, arguments)

    parser = subcommand(commands, name, run, says)
    parser.add_argument("rest", nargs="*", metavar="WORD", help=takes)
    parser.add_argument("--json", action="store_true", help="for other programs")
    return parser


def _tell(command: str, arguments: argparse.Namespace) -> int:
    """Prints the answer as the chat shows it; returns the exit status."""
    # 1 s, for answers as text alone
    from bot.platforms.console.screen import plain
    from bot.run.wiring import ask

    most = getattr(arguments, "words", None)
    words = (*map(_quoted, arguments.rest), *((str(most), "words") if most else ()))
    words += ("fluent",) if getattr(arguments, "fluent", False) else ()
    answered = finish(ask(settings(), " ".join((command, *words)), lambda message: print(plain(message), flush=True)))
    return 0 if answered else FAILED


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


async def _list(core: "Briefings", arguments: argparse.Namespace) -> list[json_output.Shape]:
    return [json_output.entry(entry) for entry in await core.library.entries(" ".join(arguments.rest), limit=None)]


async def _show(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    from briefings.library import audit_analysis  # 0.6 s, which --help need not pay

    analysis = (await _place(core, arguments.rest)).analysis
    return json_output.analysis(analysis, await core.agenda.all(now()), audit_analysis(analysis.draft, now()))


async def _summary(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    words: list[str] = arguments.rest
    fluent = arguments.fluent or words[-1:] == ["fluent"]
    words = words[:-1] if words[-1:] == ["fluent"] else words
    length = words[-1] if words and words[-1] in _LENGTHS else ""
    if fluent and length == "brief":
        from briefings.errors import BadInput  # as late as the core is loaded

        raise BadInput("A brief only quotes the text; it can't be fluent.")
    place = await _place(core, words[:-1] if length else words)
    chosen = await core.library.summary(
        place.analysis, length or "medium", words=arguments.words, section=place.section
    )
    shape = json_output.summary(place.analysis, chosen.sections)
    return shape | {"prose": await _prose(core, place, length or "medium")} if fluent and arguments.json else shape


async def _prose(core: "Briefings", place: "ResolvedPlace", length: str) -> json_output.Shape:
    from briefings.answers import TokenAccount  # 0.6 s, which --help need not pay

    asker = TokenAccount(_PLACE, settings().timezone, now())
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
    place = await _place(core, words[:-1] if words[-1:] == [form] else words)
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
    of = (await _place(core, words)).analysis
    return json_output.audit(of, audit_analysis(of.draft, now()), shares(of.draft))


async def _ask(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("ask needs a QUESTION.", MISUSED)
    return json_output.reply(await core.library_answers.ask(" ".join(arguments.rest)))


async def _brief(core: "Briefings", arguments: argparse.Namespace) -> json_output.Shape:
    if not any(map(str.strip, arguments.rest)):
        raise CommandFailed("brief needs WORDS.", MISUSED)
    return json_output.brief(await core.library_answers.brief(" ".join(arguments.rest)))


async def _events(core: "Briefings", arguments: argparse.Namespace) -> list[json_output.Shape]:
    if arguments.rest not in ([], ["all"]):
        raise CommandFailed("events takes nothing, or the word all.")
    agenda = core.agenda
    return [json_output.event(each) for each in await (agenda.all(now()) if arguments.rest else agenda.upcoming(now()))]


async def _place(core: "Briefings", words: Sequence[str]) -> "ResolvedPlace":
    return await core.library.resolve(words, await core.chats.current(_PLACE, _SENDER))

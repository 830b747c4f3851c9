"""What the last word of a line could become: commands, analyses, sections, events."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands import lines
from bot.commands.registry import Argument, Command, Registry
from briefings.errors import NotFound
from briefings.service import Briefings, parse_id

Proposal = tuple[str, str]  # a word, and what it means
_ANALYSES = 50


async def proposals(briefings: Briefings, registry: Registry, line: str, now: datetime) -> list[Proposal]:
    """Words for the end of the line, each with its meaning."""
    name, rest = lines.split(line)
    last = "" if line[-1:].isspace() else line.split()[-1] if line.split() else ""
    if not rest and (last or not name):
        return _fitting(last.lstrip("/"), [(each.name, each.help) for each in registry])
    command = registry.find(name)
    if command is None:
        return []
    typed = lines.words(rest)
    before = typed[:-1] if last else typed
    offered = [await _offered(argument, briefings, registry, before, now) for argument in command.arguments]
    return _fitting(last, [proposal for each in offered for proposal in each] + _words_of(command))


async def _offered(
    argument: Argument, briefings: Briefings, registry: Registry, before: Sequence[str], now: datetime
) -> list[Proposal]:
    match argument.offers:
        case "analysis" if not before:
            return [(f"a{each.id}", each.title) for each in await briefings.library.entries(limit=_ANALYSES)]
        case "section" if len(before) == 1:
            return await _sections(briefings, before[0])
        case "event" if not before:
            return [(f"e{each.event.id}", each.event.title) for each in await briefings.agenda.upcoming(now)]
        case "command" if not before:
            return [(each.name, each.help) for each in registry]
        case _:
            return []


async def _sections(briefings: Briefings, word: str) -> list[Proposal]:
    typed = parse_id(word)
    if typed is None or typed[0] != "analysis":
        return []
    try:
        draft = (await briefings.library.get(typed[1])).draft
    except NotFound:
        return []
    return [(str(number), section.heading) for number, section in enumerate(draft.sections, 1)]


def _words_of(command: Command) -> list[Proposal]:
    return [(choice, "") for argument in command.arguments for choice in argument.choices]


def _fitting(last: str, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those that begin with the last word, else those in whose meaning a word begins with it."""
    wanted = last.lower()

    exact = [proposal for proposal in proposals if proposal[0].lower().startswith(wanted)]
    return exact or [p for p in proposals if any(word.startswith(wanted) for word in p[1].lower().split())]

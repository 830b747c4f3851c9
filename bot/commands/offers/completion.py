"""Completes the last word of a line: commands, analyses, sections, events."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.registry import Argument, Command, Registry, line_words, split_line
from briefings.errors import NotFound
from briefings.model.agenda import EventWindow
from briefings.parsing import parse_id
from briefings.service import Briefings

Proposal = tuple[str, str]  # a word, and what it means
_ANALYSES = 50
_EVENTS = 200
_LEAST = 2  # letters from which on a word of a sentence is completed
_BEFORE_EVENTS = ("before", "of", "for", "about", "the")  # words after which a sentence names an event


async def proposals(
    briefings: Briefings, registry: Registry, line: str, now: datetime, current: int | None = None
) -> list[Proposal]:
    """Completions of the last word, each with its meaning; `current` is the current analysis.

    In plain words, events and sections are proposed by the start of a word of their title.
    """
    name, rest = split_line(line)
    last = "" if line[-1:].isspace() else line.split()[-1] if line.split() else ""
    if not rest and (last or not name):
        return _fitting(last.lstrip("/"), [(each.name, each.help) for each in registry])
    command = registry.find(name)
    sections = await _sections(briefings, current)
    if command is None:
        return _fitting(last, [*await _events(briefings, now), *sections]) if len(last) >= _LEAST else []
    typed = line_words(rest)
    before = typed[:-1] if last else typed
    offered = [await _offered(argument, briefings, registry, before, now) for argument in command.arguments]
    own = [proposal for each in offered for proposal in each]
    here = sections if not before and any(each.offers == "section" for each in command.arguments) else []
    return _fitting(last, [*own, *here, *_words_of(command)])


async def _offered(
    argument: Argument, briefings: Briefings, registry: Registry, before: Sequence[str], now: datetime
) -> list[Proposal]:
    match argument.offers:
        case "analysis" if not before:
            return [(f"a{each.id}", each.title) for each in await briefings.library.entries(limit=_ANALYSES)]
        case "section" if len(before) == 1 and (typed := parse_id(before[0])) and typed[0] == "analysis":
            return await _sections(briefings, typed[1])
        case "event" if not before or before[-1].lower() in _BEFORE_EVENTS:
            return await _events(briefings, now)
        case "command" if not before:
            return [(each.name, each.help) for each in registry]
        case _:
            return []


async def _events(briefings: Briefings, now: datetime) -> list[Proposal]:
    page = await briefings.agenda.page(EventWindow(), now, _EVENTS)
    return [(f"e{each.event.id}", each.event.title) for each in page.events]


async def _sections(briefings: Briefings, analysis: int | None) -> list[Proposal]:
    """The sections of an analysis, or of the newest one."""
    try:
        if analysis is None:
            found = await briefings.library.newest()
        else:
            found = await briefings.library.get(analysis)
    except NotFound:
        return []
    return [(str(number), section.heading) for number, section in enumerate(found.draft.sections, 1)] if found else []


def _words_of(command: Command) -> list[Proposal]:
    return [(choice, "") for argument in command.arguments for choice in argument.choices]


def _fitting(last: str, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Completions by prefix of the name, or else of a word in the meaning."""
    wanted = last.lower()

    exact = [proposal for proposal in proposals if proposal[0].lower().startswith(wanted)]
    return exact or [p for p in proposals if any(word.startswith(wanted) for word in p[1].lower().split())]

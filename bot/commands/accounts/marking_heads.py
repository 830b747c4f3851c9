"""The marking at the head of an answer: the strictest one of what it quotes, names or tells of."""

import re
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.commands.registry import Call, Command
from bot.message import Message, Section, parts_shown, say
from briefings.errors import Ambiguous, BriefingError, Broken, Busy
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import Marking, strictest, typed_marking
from briefings.service import Briefings

_ANALYSIS = re.compile(r"a(?P<id>-?\d{1,9})(?: (?P<section>\d{1,9}))?")


async def with_marking_of_content(message: Message, call: Call, command: Command) -> Message:
    """The answer of a command with the strictest marking of what it shows, if that is above the default.

    So has what comes later. A marking that the answer has already is kept.
    """
    if make := message.later:

        async def later() -> Message:
            return await with_marking_of_content(await make(), call, command)

        message = replace(message, later=later)
    if command.shows == "nothing" or message.marking:
        return replace(message, marking=message.marking or "")
    return replace(message, marking=await _marking(message, call, command) or "")


async def with_marking_of_names(message: Message, briefings: Briefings) -> Message:
    """A question or a notice with the strictest marking of what it names or quotes, and of the one that it has."""
    of = parts_shown(message)
    quotes = (*of.quotes, *await _sections(of.sections, briefings))
    named = await briefings.markings.above_default((), of.events, quotes, of.analyses, of.words)
    strict = [each for each in (typed_marking(message.marking or ""), named) if each]
    return replace(message, marking=strictest(*strict) if strict else "")


@asynccontextmanager
async def errors_marked(briefings: Briefings) -> AsyncIterator[None]:
    """During the block, an error gets the strictest marking of what its sentence and its candidates name.

    One of the database's doesn't, since that can't be asked then.
    """
    try:
        yield
    except (Broken, Busy):
        raise
    except BriefingError as error:
        candidates = error.candidates if isinstance(error, Ambiguous) else ()
        told = await with_marking_of_names(say(" ".join((str(error.sentence), *candidates))), briefings)
        error.marking = told.marking or ""
        raise


async def _marking(message: Message, call: Call, command: Command) -> Marking | None:
    of = parts_shown(message)
    about = _ANALYSIS.fullmatch(message.about)
    section = [(int(about["id"]), int(about["section"]))] if about and about["section"] else []
    quotes, whole = (*of.quotes, *await _sections(section, call.briefings)), _whole(message, call, command)
    events = set(of.events)
    if command.name == "schedule":
        events |= {each.event.id for each in await call.briefings.subscriptions.follows(call.request.address)}
    words = of.words if command.shows == "texts" else ""
    return await call.briefings.markings.above_default(whole, events, quotes, of.analyses - whole, words)


def _whole(message: Message, call: Call, command: Command) -> set[int]:
    """The analyses of which an answer may show more than it quotes: those that the command got, or is about."""
    if command.shows != "texts":
        return set()
    about = _ANALYSIS.fullmatch(message.about)
    if about is None:
        return call.given
    return call.given - {int(about["id"])} if about["section"] else call.given | {int(about["id"])}


async def _sections(places: Collection[Section], briefings: Briefings) -> tuple[QuotedSpan, ...]:
    """The spans of sections, as far as they are there."""
    if not places:
        return ()
    known = await briefings.library.several({id_ for id_, _ in places})
    found = []
    for id_, number in sorted(places):
        sections = known[id_].draft.sections[number - 1 : number] if id_ in known and number else ()
        found += [QuotedSpan(id_, known[id_].revision, each.start, each.end) for each in sections]
    return tuple(found)

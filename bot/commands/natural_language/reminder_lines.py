"""Completes the lines for reminders that plain words mean, by all leads in the words and by those that stand."""

import re
from contextlib import suppress

from bot.commands.phrases import slots, spoken_times
from briefings.errors import Ambiguous, NotFound
from briefings.model.delivery import Lead
from briefings.service import Briefings
from briefings.text import lazy_re

_LIST = lazy_re(r"remind (?P<event>.+?)(?P<leads>(?: \d{1,4}[dh](?:@\S+)?)+)")
_TIMED = lazy_re(r"remind (?P<count>\d{1,4}) days? before (?P<event>.+) at (?P<at>\d\d:\d\d)(?: (?P<zone>\S+))?")
_OFF = lazy_re(r"remind (?P<event>.+) off")
_REPLACES = lazy_re(
    r"\b(?:instead|rather|only|just|make (?:it|that|this)|change|replace|вместо|лучше|только|измени\w*|замени\w*)\b"
    r"|改成|改为|换成|改到|只(?!好)",
    re.IGNORECASE,
)


async def completed_reminder(line: str, words: str, address: str, briefings: Briefings) -> str:
    """The line with every lead that the words name.

    Leads are added to those that stand, unless the words replace them; an end is that of the leads which are named.
    """
    words = spoken_times.whole_units(words)
    if found := _OFF.fullmatch(line):
        named = slots.leads_to_end(words)
        stands = await _standing(found["event"], address, briefings) if named else ()
        ended = [next((_typed(lead) for lead in stands if str(lead).split("@")[0] == each), each) for each in named]
        return " ".join(("remind", found["event"], *ended, "off"))
    line = _with_every_lead(line, slots.leads_named(words))
    found = _LIST.fullmatch(line)
    if found is None or _REPLACES.search(words):
        return line
    leads, stands = found["leads"].split(), await _standing(found["event"], address, briefings)
    if {_typed(each) for each in stands} <= set(leads):
        return line
    return " ".join(("remind", found["event"], *(f"+{each}" for each in leads)))


def _with_every_lead(line: str, named: list[str]) -> str:
    if found := _TIMED.fullmatch(line):
        first = f"{found['count']}d"
        if set(named) <= {first}:
            return line
        event, leads = found["event"], ["@".join(filter(None, (first, found["at"], found["zone"])))]
        named = [each for each in named if each != first]
    elif found := _LIST.fullmatch(line):
        event, leads = found["event"], found["leads"].split()
    else:
        return line
    return " ".join(("remind", event, *dict.fromkeys((*leads, *named))))


def _typed(lead: Lead) -> str:
    return str(lead).replace(" ", "@")


async def lost_leads(line: str, address: str, briefings: Briefings) -> list[Lead]:
    """The leads that stand and whose place a list of leads would take."""
    found = _LIST.fullmatch(line)
    if found is None:
        return []
    leads = found["leads"].split()
    return [each for each in await _standing(found["event"], address, briefings) if _typed(each) not in leads]


async def _standing(event: str, address: str, briefings: Briefings) -> tuple[Lead, ...]:
    """The leads of this chat for an event."""
    with suppress(NotFound, Ambiguous):
        id_ = (await briefings.agenda.find(event)).id
        follows = await briefings.subscriptions.follows(address)
        return next((tuple(each.lead for each in follow.reminders) for follow in follows if follow.event.id == id_), ())
    return ()

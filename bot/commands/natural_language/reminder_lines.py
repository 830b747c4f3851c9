"""Completes the lines for reminders that plain words mean, by all leads in the words and by those that stand."""

import re
from contextlib import suppress
from datetime import date

from bot.commands.phrases import slots, spoken_times
from bot.commands.phrases.reminder_days import named_day, recurring
from bot.commands.phrases.zone_words import zone_in
from briefings.errors import Ambiguous, NotFound
from briefings.model.agenda import Event
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


async def completed_reminder(line: str, words: str, address: str, briefings: Briefings, today: date) -> str:
    """The line with every lead that the words name, or the one that leads to the day which they name.

    Leads are added to those that stand, unless the words replace them; an end is that of the leads which are named.
    """
    words = spoken_times.whole_units(words)
    if found := _OFF.fullmatch(line):
        named = slots.leads_to_end(words)
        stands = await _standing(found["event"], address, briefings) if named else ()
        ended = [next((_typed(lead) for lead in stands if str(lead).split("@")[0] == each), each) for each in named]
        return " ".join(("remind", found["event"], *ended, "off"))
    line = _with_every_lead(line, slots.leads_named(words))
    line = await _on_named_day(line, words, briefings, today)
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


async def _on_named_day(line: str, words: str, briefings: Briefings, today: date) -> str:
    """The line with the lead from a named day to the event in place of the usual ones; unchanged where none is."""
    found, named = _LIST.fullmatch(line), named_day(words, today)
    event = await _event(found["event"], briefings) if found else None
    if found is None or event is None or named is None or named.day is None or recurring(words):
        return line
    if slots.leads_named(words) or (named.weekday and named.day.isoweekday() == event.when.first.isoweekday()):
        return line
    count = _days_before(event, named.day)
    if count < 1 or named.day < today:
        return line
    if at := slots.times_in(words)[:1]:
        days = f"{count} {'day' if count == 1 else 'days'}"
        return f"remind {days} before {found['event']} at {at[0]} {zone_in(words)}".strip()
    return f"remind {found['event']} {count}d"


def _days_before(event: Event, day: date) -> int:
    """The days from a day to an event; 0 where the event's own day is unknown."""
    return (event.when.first - day).days if event.when.precision in ("day", "instant") else 0


async def days_left_out(line: str, words: str, briefings: Briefings, today: date) -> tuple[str, ...]:
    """The day, or the days again and again, that a sentence wants reminders on and that its line doesn't carry."""
    if not line.startswith("remind ") or line.endswith(" off"):
        return ()
    if again := recurring(words):
        return (again,)
    named, found = named_day(words, today), _LIST.fullmatch(line) or _TIMED.fullmatch(line)
    event = await _event(found["event"], briefings) if found else None
    if named is None or event is None:
        return ()
    if named.day is None or (
        not (event.when.first <= named.day <= event.when.last and not named.weekday)
        and f"{_days_before(event, named.day)}d" not in _leads_of(line)
    ):
        return (named.words,)
    return ()


def _leads_of(line: str) -> list[str]:
    timed = _TIMED.fullmatch(line)
    return [f"{timed['count']}d"] if timed else [each.lstrip("+").partition("@")[0] for each in line.split()[2:]]


async def _event(named: str, briefings: Briefings) -> Event | None:
    with suppress(NotFound, Ambiguous):
        return await briefings.agenda.find(named)
    return None


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

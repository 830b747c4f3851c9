"""/remind, /snooze and /mute: reminders of events."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.permissions import CHANGE_EVENT, allows
from bot.commands.phrases import normalise
from bot.commands.phrases.zone_words import sure_zone
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views.delivery import reminders as views
from briefings.agenda import require_confirmed
from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.model.agenda import Event, EventWindow
from briefings.model.delivery import Follow, Lead
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.model.undo import AllRemindersEnded, Muted, RemindersSet, Snoozed
from briefings.parsing import (
    lead_in_other_unit,
    other_unit,
    parse_id,
    parse_leads,
    parse_snooze,
    parse_time,
    parse_when,
)
from briefings.reading import lead_phrase

_LEADS = re.compile(r"(?:\+?\d+[a-zA-Z]+(?:@\S+)?,?)+")  # "3d@09:00@Asia/Shanghai" is how a button names a time of day
_SHORT_LEAD = re.compile(
    r"(\d+)\s?([dhwm])(?=\s+before\b)", re.IGNORECASE
)  # "7d before e1" is the same as "7 days before"
_ALL_OFF = ("all", "off")
_NAMED = 200  # events of a period among which one is named
_UNITS = {"d": "days", "h": "hours", "w": "weeks", "m": "minutes"}
_SPELT = re.compile(r"(\d+) ?(day|hour|week|minute)s?\b", re.IGNORECASE)  # "7 days" is the same as 7d
_LONGEST_CHOICE = 2  # words: "next week"
_SAME = timedelta(minutes=1)  # within which two snoozes are one


@command(
    "remind",
    "Reminds this chat ahead of an event; leads replace earlier ones, +1h adds one",
    *(Argument("EVENT", offers="event"), Argument("LEADS", many=True)),
    forms=(
        *("EVENT LEADS", "EVENT +LEADS", "EVENT off", "EVENT LEADS off", "all off"),
        "3 days before EVENT [at 9 am Beijing time]",
    ),
    examples=(
        "remind e1 30d 7d 1d 2h",
        "remind 3 days before e1 at 9am Beijing time",
        "remind e1 off",
        "remind all off",
    ),
    changes=0,
    usual=True,
)
async def remind(call: Call) -> Message:
    """Leads count back from the event's start, or from 09:00 on the first day of its span.

    A list of leads takes the place of earlier ones, which the answer names; leads with "+" and "3 days before" are
    added to them.
    """
    if tuple(each.lower() for each in call.args) == _ALL_OFF:
        return await _all_stopped(call)
    spoken = _spoken(" ".join(call.args)) or ()
    if not spoken and (words := lead_in_other_unit(" ".join(call.args))):
        raise other_unit(words)
    name, leads = (spoken[0], ()) if spoken else _event_and_leads(call.args)
    event = await (_event_of(call, name) if spoken else call.briefings.agenda.find(name))
    core, address = call.briefings.subscriptions, call.request.address
    before = next((_leads(each) for each in await core.follows(address) if each.event.id == event.id), None)
    if leads and leads[-1].lower() == "off":
        return await _stopped(call, event, before, leads[:-1])
    kept = await _confirm(call, event)
    added = spoken[1:] or (_listed(leads) if any("+" in each for each in leads) else ())
    wanted = tuple(dict.fromkeys((*(before or ()), *added))) if added else _listed(leads)
    follow = await core.remind(address, event.id, wanted, call.request.sender, call.now)
    chat, after = await call.briefings.chats.chat(address), _leads(follow)
    gone = [each for each in before or () if each not in after]
    absent = not await call.is_member(address)
    message = views.reminders_set(
        follow, call.now, ChatTimes(chat.zone, chat.quiet), gone, absent=absent, kept=bool(kept)
    )
    step = RemindersSet(event.id, before, after, kept)
    return await with_undo_button(call, message, step if after != before or kept else None)


async def _all_stopped(call: Call) -> Message:
    """Ends the reminders of all events. Raises NotFound if there are none."""
    ended = await call.briefings.subscriptions.unfollow_all(call.request.address, call.now)
    if not ended:
        raise NotFound("This chat gets no reminders, so there is nothing to stop.")
    before = tuple((each.event.id, _leads(each)) for each in ended)
    return await with_undo_button(call, views.all_reminders_ended(ended), AllRemindersEnded(before))


async def _stopped(call: Call, event: Event, before: tuple[Lead, ...] | None, leads: Sequence[str]) -> Message:
    """Ends the reminders with these leads, or all."""
    core, address = call.briefings.subscriptions, call.request.address
    ended, follow = [_lead_named(each) for each in leads], None
    if ended:
        follow = await core.stop_reminders(address, event.id, ended, call.now)
    else:
        await core.unfollow(address, event.id, call.now)
    if follow is None:
        message = views.reminders_ended(event)
    else:
        chat = await call.briefings.chats.chat(address)
        absent = not await call.is_member(address)
        message = views.reminders_set(follow, call.now, ChatTimes(chat.zone, chat.quiet), ended, absent=absent)
    return await with_undo_button(call, message, RemindersSet(event.id, before, _leads(follow) if follow else None))


def _listed(words: Sequence[str]) -> tuple[Lead, ...]:
    """The leads in a list, some with a time of day: "7d", "+1h", "3d@09:00@Asia/Shanghai". Raises BadInput."""
    each = [word.lstrip("+") for word in " ".join(words).replace(",", " ").split()]
    plain = [word for word in each if "@" not in word]
    timed = [_timed_lead(word) for word in each if "@" in word]
    return (*(parse_leads(plain) if plain or not timed else ()), *timed)


def _timed_lead(word: str) -> Lead:
    span, at, *zone = word.split("@")
    (named,), wall = parse_leads([span]), parse_time(at)
    if named.unit != "d" or wall is None:
        raise BadInput("Only a reminder in days can have a time of day, for example 3d@09:00.")
    return replace(named, wall=" ".join((f"{wall:%H:%M}", *map(sure_zone, zone[:1]))))


def _lead_named(word: str) -> Lead:
    """The lead that "7d" or "3d@09:00@Asia/Shanghai" names. Raises BadInput."""
    span, *wall = word.split("@")
    return replace(parse_leads([span])[0], wall=" ".join(wall))


async def _confirm(call: Call, event: Event) -> tuple[tuple[Event, int], ...]:
    """Keeps an unconfirmed event that an editor wants to be reminded of; returns it with its revision since.

    Raises BadInput for others.
    """
    if not event.review:
        return ()
    if not allows(call.role, CHANGE_EVENT):
        require_confirmed(event)
    change = await call.briefings.agenda.review(event.id, "", call.who, call.now)
    return ((change.before, change.event.rev),)


def _spoken(line: str) -> tuple[str, Lead] | None:
    """Parses "3 days before EVENT at 9 am (Munich)" into event and lead; None for other words.

    Raises BadInput for an unknown zone.
    """
    line = _SHORT_LEAD.sub(lambda short: f"{short[1]} {_UNITS[short[2].lower()]}", line)
    spoken = lead_phrase(line)
    timeless, at, zone = normalise.timed(line)
    if spoken is None or not zone or " " in (spoken[1].wall or ""):
        return spoken
    return lead_phrase(f"{timeless} at {at} {sure_zone(zone)}")


def _leads(of: Follow) -> tuple[Lead, ...]:
    return tuple(sorted(each.lead for each in of.reminders))


async def _event_of(call: Call, words: str) -> Event:
    """Finds the event, possibly by month: "April meeting"."""
    agenda = call.briefings.agenda
    try:
        return await agenda.find(words)
    except NotFound:
        try:
            when, rest = parse_when(words.split(), call.now, call.zone)
        except (Ambiguous, BadInput):
            rest = ()
        if not rest:
            raise
        page = await agenda.page(EventWindow(first=when.first, last=when.last), call.now, _NAMED)
        then = [each.event for each in page.events]
        named = [e for e in then if set(" ".join(rest).lower().split()) <= set(re.findall(r"\w+", e.title.lower()))]
        if len(named) != 1:
            raise
        return named[0]


def _event_and_leads(args: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Splits the arguments into event and leads."""
    words = tuple(_SPELT.sub(lambda spelt: f"{spelt[1]}{spelt[2][0]}", " ".join(args)).split())
    first = 1 if parse_id(words[0]) else len(words)
    while first > 1 and (_LEADS.fullmatch(words[first - 1]) or words[first - 1].lower() == "off"):
        first -= 1
    return " ".join(words[:first]), words[first:]


@command(
    "snooze",
    "Repeats a reminder once, later",
    *(Argument("EVENT", offers="event"), Argument("1h|evening|tomorrow|week", many=True)),
    examples=("snooze e1 1h", "snooze e1 tomorrow"),
    changes=0,
)
async def snooze(call: Call) -> Message:
    """Snoozes a reminder. Each chat has at most one snooze per event; a new one replaces it."""
    name, until = _event_and_instant(call)
    event = await call.briefings.agenda.find(name)
    core, request = call.briefings.subscriptions, call.request
    known = next((each for each in await core.follows(request.address) if each.event.id == event.id), None)
    before = known.snoozed if known else None
    if before is not None and abs(until - before) < _SAME:  # "in an hour", pressed twice or by two people
        until = before
    follow = await core.snooze(request.address, event.id, until, request.sender, call.now)
    chat = await call.briefings.chats.chat(request.address)
    absent = not await call.is_member(request.address)
    message = views.snoozed(follow, ChatTimes(chat.zone, chat.quiet), again=known is not None, absent=absent)
    return await with_undo_button(call, message, Snoozed(event.id, before, until) if until != before else None)


def _event_and_instant(call: Call) -> tuple[str, datetime]:
    """Splits the arguments: after an id the rest is the time, after a title the last words are."""
    words = call.args
    if parse_id(words[0]):
        return words[0], parse_snooze(" ".join(words[1:]), call.now, call.zone)
    for count in range(min(_LONGEST_CHOICE, len(words) - 1), 1, -1):
        try:
            return " ".join(words[:-count]), parse_snooze(" ".join(words[-count:]), call.now, call.zone)
        except BadInput:
            continue
    return " ".join(words[:-1]), parse_snooze(words[-1], call.now, call.zone)


@command(
    "mute",
    "Stops all messages about an event in this chat",
    *(Argument("EVENT", offers="event"), Argument("off", required=False, many=True)),
    forms=("EVENT", "EVENT off"),
    examples=("mute e1", "mute e1 off"),
    changes=0,
)
async def mute(call: Call) -> Message:
    """Mutes or unmutes an event. Leads are kept for when it is unmuted."""
    words, off = _without_off(call.args)
    event = await call.briefings.agenda.find(" ".join(words))
    core, address = call.briefings.subscriptions, call.request.address
    if off:
        message = views.unmuted(await core.unmute(address, event.id), call.now, call.zone)
        return await with_undo_button(call, message, Muted(event.id, muted=False))
    already = event.id in await core.muted(address)
    await core.mute(address, event.id, call.now)
    followed = any(follow.event.id == event.id for follow in await core.follows(address))
    message = views.muted(event, followed=followed)
    return await with_undo_button(call, message, None if already else Muted(event.id, muted=True))


def _without_off(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    off = len(words) > 1 and words[-1].lower() == "off"
    return (words[:-1] if off else words), off

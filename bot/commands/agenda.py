"""Commands for events: list, create, move, cancel, merge, record an outcome."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

from bot.commands.feed_links import links_to
from bot.commands.permissions import CHANGE_EVENT, allows, needed_by
from bot.commands.phrases.zone_words import zone_at_head, zone_word
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button
from bot.message import Message
from bot.views import natural_language
from bot.views.agenda import agenda as views
from bot.views.disagreements import with_disagreements
from briefings.agenda import AgendaItem, Change, EventFilter, EventWithState, parse_event_filter, require_confirmed
from briefings.bounded_count import BoundedCount
from briefings.errors import Ambiguous, BadInput
from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import strictest
from briefings.model.schedule.due import end_of
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.model.undo import EventChanged, EventCreated, EventJoined, EventParted, EventsKept
from briefings.parsing import parse_id, parse_time, parse_when, zone_named
from briefings.translatable import phrase

ENDS = {"held": "held", "postponed": "postponed", "cancelled": "cancelled", "canceled": "cancelled"}
_WHOLE = partial(zone_at_head, whole=True)
_ANYWAY = "anyway"  # after a past date: it is meant
_YEAR = re.compile(r"\d{4}")
_ZONES = timedelta(days=2)  # more than by which any zone's day differs from that of UTC
_IN_CALENDAR = 500  # upcoming events of a calendar file
_LEADING = ("to", "on", "is", "was")  # small words between an event and what is said of it


@command(
    "events",
    "Shows upcoming events; all includes past ones",
    *(Argument("all", required=False, choices=("all",)), Argument("period", required=False, many=True)),
    forms=("[all]", "unconfirmed", "[all] PERIOD", "[all] before|after DATE", "[all] about WORDS"),
    examples=("events next month", "events before 2026-12-25", "events 2027", "events about lithium"),
    usual=True,
)
async def events(call: Call) -> Message:
    """Lists upcoming events in order, or all; only those within a period or about a topic if one is given."""
    wanted = parse_event_filter(call.args, call.now, call.zone)
    shown, rest = await _page(call, wanted)
    muted = await call.briefings.subscriptions.muted(call.request.address)
    changes = allows(call.role, CHANGE_EVENT)
    told = [QuotedSpan(each.analysis, each.revision, each.start, each.end) for item in shown for each in item.mentions]
    disputed = [each for each in await call.briefings.disagreements.touching(told) if each.kind == "date"]
    claimed, outcomes = (
        await call.briefings.disagreements.dated(disputed),
        await _outcomes(call, [each.event.id for each in shown]),
    )
    page = views.events(
        shown,
        call.now,
        call.zone,
        call.prefix,
        wanted,
        rest=rest,
        muted=muted,
        changes=changes,
        claimed=claimed,
        outcomes=outcomes,
    )
    return with_disagreements(page, disputed)


async def _page(call: Call, wanted: EventFilter) -> tuple[list[AgendaItem], BoundedCount]:
    """The events of an answer with their sentences, and how many others pass the filter."""
    agenda, most = call.briefings.agenda, views.LISTED if call.request.whole else views.SHOWN
    if wanted.words:
        found = await agenda.about(wanted.window, wanted.passes, call.now)
        shown, total = views.event_page(found, most), BoundedCount(len(found))
    else:
        page = await agenda.page(wanted.window, call.now, most)
        shown, total = page.events, page.total
    return await agenda.cited(shown), total.without(len(shown))


async def _outcomes(call: Call, events: Collection[int]) -> views.Outcomes:
    """The settled statements that announced these events, by event."""
    return await call.briefings.outlook.of_events(events, call.now, call.zone)


@command(
    "event",
    "Shows an event, sets or changes its date, or records its outcome",
    *(Argument("EVENT", offers="event"), Argument("change", required=False, many=True)),
    forms=(
        "EVENT DATE [TIME] [ZONE]",
        "EVENT held|postponed|cancelled [why]",
        "EVENT keep|drop",
        "EVENT rename TITLE",
        "ANALYSIS keep",
        "EVENT same EVENT",
        "EVENT apart",
        "new DATE [TIME] [ZONE] TITLE",
        "EVENT",
    ),
    examples=("event e1 2026-04-14 09:30 Beijing", "event e1 2026-05", "event e1 postponed talks stalled"),
    changes=2,
)
async def event(call: Call) -> Message:
    """Shows an event; editors can change it."""
    if call.args[0].lower() == "new":
        return await _create(call, call.args[1:])
    if (typed := parse_id(call.args[0])) and typed[0] == "analysis" and call.args[1:2] == ("keep",):
        return await _keep_all(call, typed[1])
    name, change = _parted(call)
    if [word.lower() for word in change] == ["apart"]:
        return await _apart(call, name)
    found = await call.briefings.agenda.find(name)
    if not change:
        return await _shown(call, found)
    call.require(needed_by(CHANGE_EVENT), phrase("Changing an event"))
    return await _reviewed(call, found, change) or await _altered(call, found, change)


async def _shown(call: Call, found: Event) -> Message:
    """An event with this chat's reminders of it."""
    core, address = call.briefings, call.request.address
    muted, chat = await core.subscriptions.muted(address), await core.chats.chat(address)
    follow = next((each for each in await core.subscriptions.follows(address) if each.event.id == found.id), None)
    here = ChatTimes(chat.zone, chat.quiet)
    shown = await core.agenda.show(found.id, call.now)
    return views.event(shown, call.now, here, muted, follow, await _outcomes(call, [found.id]))


async def _altered(call: Call, found: Event, change: tuple[str, ...]) -> Message:
    """Sets another date, records an outcome or merges two events."""
    word, later = change[0].lower(), _without_small_words(change[1:])
    if word == "postponed" and later and _is_date(call, later):
        return await _move(call, found.id, later)
    if word in ENDS:
        return await _settle(call, found, ENDS[word], " ".join(change[1:]))
    if word == "moved":
        change = later
        if not change:
            return replace(views.ask_new_date(found, call.now, call.zone, call.prefix), awaits=f"event e{found.id}")
    if word == "same":
        return await _join(call, found.id, " ".join(change[1:]))
    return await _move(call, found.id, change)


async def _reviewed(call: Call, found: Event, change: tuple[str, ...]) -> Message | None:
    """Keeps, drops or renames an event; None for another change."""
    match [change[0].lower(), *change[1:]]:
        case ["keep"]:
            return await _told_of_review(call, await call.briefings.agenda.review(found.id, "", call.who, call.now))
        case ["drop"]:
            dropped = await call.briefings.agenda.review(found.id, "dropped", call.who, call.now)
            return await _told_of_review(call, dropped)
        case ["rename"]:
            return replace(
                views.ask_new_title(found, call.now, call.zone, call.prefix), awaits=f"event e{found.id} rename"
            )
        case ["rename", *title]:
            renamed = await call.briefings.agenda.rename(found.id, " ".join(title), call.who, call.now)
            return await _told_of_review(call, renamed)
    return None


async def _told_of_review(call: Call, change: Change) -> Message:
    message = views.event_reviewed(change, call.now, call.zone)
    return await with_undo_button(
        call, message, None if change.unchanged else EventChanged(change.before, change.event.rev)
    )


def _parted(call: Call) -> tuple[str, tuple[str, ...]]:
    """Splits the arguments into the event's name and the change; the name may have several words."""
    args = call.args
    if parse_id(args[0]):
        return args[0], _without_small_words(args[1:])
    for at in range(1, len(args)):
        if args[at].lower() in (*ENDS, "same", "apart", "moved", "keep", "drop", "rename") or _is_date(call, args[at:]):
            return " ".join(args[:at]).removesuffix(" to").removesuffix(" on"), args[at:]
    return " ".join(args), ()


def _without_small_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0].lower() in _LEADING else words


def _is_date(call: Call, words: Sequence[str]) -> bool:
    """Whether the words are a date and nothing else; a bare year may belong to a title."""
    try:
        when, rest = parse_when(words, call.now, call.zone, zones=_WHOLE)
    except Ambiguous:
        return True
    except BadInput:
        return False
    return not rest and when.precision != "year"


async def _create(call: Call, words: tuple[str, ...]) -> Message:
    call.require(needed_by(CHANGE_EVENT), phrase("Setting an event"))
    if not words:
        return replace(views.ask_new_event(call.prefix), awaits="event new")
    when, title = parse_when(words, call.now, call.zone, asks=True, zones=zone_at_head)
    new = await call.briefings.agenda.create(" ".join(title), when, call.who, call.now)
    message = _as_taken(views.event_created(new, call.now, call.zone), when, words, title, call.zone)
    used = words[: len(words) - len(title)]
    if word := zone_word(used, when.zone or ""):
        parts = (*used[: len(used) - len(word.split())], call.zone, word, *title)
        message = natural_language.with_zone(message, word, str(when.zone), f"{call.prefix}event new {' '.join(parts)}")
    return await with_undo_button(call, message, EventCreated(new))


def _typed_time(words: tuple[str, ...]) -> time | None:
    """The time of day in DATE TIME as typed, even if clocks skip it."""
    halves = (
        (word, after if after.lower() in ("am", "pm", "a.m.", "p.m.") else "") for word, after in pairwise((*words, ""))
    )
    return next(filter(None, (parse_time(word + half) for word, half in halves)), None)


async def _move(call: Call, event_id: int, words: tuple[str, ...]) -> Message:
    when, rest = parse_when(words, call.now, call.zone, asks=True, zones=_WHOLE)
    anyway = [word.lower() for word in rest] == [_ANYWAY]
    if rest and not anyway:
        raise _left_over(when, " ".join(rest))
    of = await call.briefings.agenda.find(f"e{event_id}")
    if not anyway and _is_over(when, call) and not _is_over(of.when, call):
        line = f"event e{event_id} {' '.join(words)} {_ANYWAY}"
        return views.ask_past_date(of, when, line, call.now, call.zone)
    message = await _changed(call, await call.briefings.agenda.move(event_id, when, call.who, call.now, call.seen_in))
    return _as_taken(message, when, words, rest, call.zone)


def _is_over(when: EventDate, call: Call) -> bool:
    return end_of(when, call.zone) <= call.now


def _as_taken(message: Message, when: EventDate, words: Sequence[str], rest: Sequence[str], zone: str) -> Message:
    """Adds how a date without a year was read."""
    used = words[: len(words) - len(rest)]
    if not any(_YEAR.search(word) for word in used):
        message = natural_language.with_date(message, " ".join(used), when, zone)
    return natural_language.with_turned_clock(message, when, _typed_time(tuple(used)))


async def _changed(call: Call, change: Change) -> Message:
    address, core = call.request.address, call.briefings
    chat, follows = await core.chats.chat(address), await core.subscriptions.follows(address)
    follow = next((each for each in follows if each.event.id == change.event.id and not each.muted), None)
    message = views.event_changed(change, call.now, ChatTimes(chat.zone, chat.quiet), follow)
    return await with_undo_button(
        call, message, None if change.unchanged else EventChanged(change.before, change.event.rev)
    )


def _left_over(when: EventDate, words: str) -> BadInput:
    """The error for words after a date, or for an unknown time zone."""
    if when.at is None:
        return BadInput("“{words}” isn't a time. Use for example 2026-04-14 09:30 Europe/London.", words=words)
    zone_named(words)
    return BadInput("I don't understand “{words}” after the date.", words=words)


async def _settle(call: Call, of: Event, state: str, why: str) -> Message:
    if state == "held" and _not_begun(of.when, call):
        raise BadInput(
            "e{id} is still upcoming, so it can't have taken place. If it was earlier, first set its date: "
            "{prefix}event e{id} DATE.",
            id=of.id,
            prefix=call.prefix,
        )
    marked = cast(EventState, state)
    change = await call.briefings.agenda.mark(of.id, marked, why, call.who, call.now, call.seen_in)
    return await _changed(call, change)


async def _keep_all(call: Call, analysis: int) -> Message:
    call.require(needed_by(CHANGE_EVENT), phrase("Changing an event"))
    kept = await call.briefings.agenda.keep_all(analysis, call.who, call.now)
    message = views.events_kept([each.event for each in kept], analysis, call.now, call.zone)
    step = EventsKept(analysis, tuple((each.before, each.event.rev) for each in kept))
    return await with_undo_button(call, message, step if kept else None)


def _not_begun(when: EventDate, call: Call) -> bool:
    """Whether the event's first day is still in the future in this chat's zone."""
    there = ZoneInfo(call.zone)
    first = when.at.astimezone(there).date() if when.at else when.first
    return first > call.now.astimezone(there).date()


async def _join(call: Call, event_id: int, name: str) -> Message:
    if not name:
        raise BadInput(
            "Name the event that is the same: {prefix}event {id} same e2.", prefix=call.prefix, id=f"e{event_id}"
        )
    other = await call.briefings.agenda.find(name)
    kept = await call.briefings.agenda.join(event_id, other.id, call.who, call.now)
    message = views.events_merged(kept, other.id, call.now, call.zone)
    return await with_undo_button(call, message, EventJoined(kept.id, other.id))


async def _apart(call: Call, name: str) -> Message:
    call.require(needed_by(CHANGE_EVENT), phrase("Changing an event"))
    typed = parse_id(name)
    id_ = typed[1] if typed and typed[0] == "event" else (await call.briefings.agenda.find(name)).id
    of = await call.briefings.agenda.apart(id_, call.who, call.now)
    return await with_undo_button(
        call, views.events_separated(of, call.now, call.zone), EventParted(of.kept.id, of.parted.id)
    )


@command(
    "calendar",
    "Exports events as a calendar file",
    Argument("EVENT", required=False, many=True, offers="event"),
    forms=("[EVENT]", "link", "revoke"),
    examples=("calendar", "calendar e1", "calendar link"),
)
async def calendar(call: Call) -> Message:
    """Exports one event, or all that the chat follows and all upcoming ones, except muted ones."""
    if call.args in (("link",), ("revoke",)):
        return await links_to(call, "calendar", call.args[0])
    from bot.views.agenda.calendar import (  # 60 ms and memory, and few ask for it
        CalendarEntry,
        calendar_file,
        quoted_by,
    )

    agenda, core, address = call.briefings.agenda, call.briefings.subscriptions, call.request.address
    followed = {follow.event.id: follow for follow in await core.follows(address)}
    muted = await core.muted(address)
    if call.args:
        wanted = [await agenda.show(require_confirmed(await agenda.find(" ".join(call.args))).id, call.now)]
    else:
        wanted = await _in_calendar(call, followed.keys() - muted, muted)
    quoted = {each.event.id: quoted_by(each.mentions) for each in wanted}
    markings = await call.briefings.markings.above_default_beside(quoted)
    entries = []
    for each in wanted:
        id_ = each.event.id
        leads = followed[id_].reminders if id_ in followed and id_ not in muted else ()
        entries.append(CalendarEntry(each.event, tuple(one.lead for one in leads), each.mentions, markings.get(id_)))
    spans = [span for found in quoted.values() for span in found]
    marked = await call.briefings.outlook.quoted(spans, call.now, call.zone)
    made = calendar_file(entries, await agenda.origin(), call.zone, call.now, call.prefix, marked)
    return replace(made, marking=strictest(*markings.values()) if markings else "")


async def _in_calendar(call: Call, followed: Collection[int], muted: Collection[int]) -> list[AgendaItem]:
    """The next upcoming events that aren't muted, and those that the chat follows, in order."""
    agenda = call.briefings.agenda
    known = await agenda.since((call.now - _ZONES).date(), call.now)
    ahead = [each.event.id for each in known if each.event.id not in muted and _is_ahead(each, call)]
    ids = dict.fromkeys([*ahead[:_IN_CALENDAR], *sorted(await agenda.listed(followed))])
    return sorted(await agenda.several(list(ids), call.now), key=lambda each: each.event.when.first)


def _is_ahead(agendum: EventWithState, call: Call) -> bool:
    """Whether an event belongs in the calendar; cancelled ones do, so that calendars remove them."""
    if not agendum.confirmed:
        return False
    if agendum.state == "cancelled":
        return end_of(agendum.event.when, call.zone) > call.now
    return agendum.ahead

"""/subscribe, /subscriptions and /remind: digests by weekday and time, reminders of events."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.delivery.subscribe_arguments import parse_digest_order
from bot.commands.group_permissions import require_end
from bot.commands.permissions import CHANGE_EVENT, SEND_DIGEST_ELSEWHERE, allows, needed_by
from bot.commands.phrases import normalise
from bot.commands.phrases.zone_words import sure_zone
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import with_undo_button, without_undo
from bot.message import Message
from bot.views.delivery import subscriptions as views
from briefings.agenda import require_confirmed
from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.model.agenda import Event, EventWindow
from briefings.model.delivery import Follow, Lead
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.model.undo import AllRemindersEnded, RemindersSet, Subscribed, Unsubscribed
from briefings.parsing import lead_in_other_unit, other_unit, parse_id, parse_leads, parse_time, parse_when
from briefings.reading import lead_phrase
from briefings.translatable import phrase

_LEADS = re.compile(r"(?:\+?\d+[a-zA-Z]+(?:@\S+)?,?)+")  # "3d@09:00@Asia/Shanghai" is how a button names a time of day
_SHORT_LEAD = re.compile(
    r"(\d+)\s?([dhw])(?=\s+before\b)", re.IGNORECASE
)  # "7d before e1" is the same as "7 days before"
_ALL_OFF = ("all", "off")
_NAMED = 200  # events of a period among which one is named
_UNITS = {"d": "days", "h": "hours", "w": "weeks"}
_SPELT = re.compile(r"(\d+) ?(day|hour|week)s?\b", re.IGNORECASE)  # "7 days" is the same as 7d


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
    await _confirm(call, event)
    added = spoken[1:] or (_listed(leads) if any("+" in each for each in leads) else ())
    wanted = tuple(dict.fromkeys((*(before or ()), *added))) if added else _listed(leads)
    follow = await core.remind(address, event.id, wanted, call.request.sender, call.now)
    chat, after = await call.briefings.chats.chat(address), _leads(follow)
    gone = [each for each in before or () if each not in after]
    absent = not await call.is_member(address)
    message = views.reminders_set(follow, call.now, ChatTimes(chat.zone, chat.quiet), gone, absent=absent)
    return await with_undo_button(call, message, RemindersSet(event.id, before, after) if after != before else None)


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


async def _confirm(call: Call, event: Event) -> None:
    """Keeps an unconfirmed event that an editor wants to be reminded of. Raises BadInput for others."""
    if not event.review:
        return
    if not allows(call.role, CHANGE_EVENT):
        require_confirmed(event)
    await call.briefings.agenda.review(event.id, "", call.who, call.now)


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
    "subscribe",
    "Sets up a digest of news and upcoming events",
    *(Argument("daily|weekdays|mon,thu"), Argument("HH:MM", required=False), Argument("zone", required=False)),
    Argument("words", required=False, many=True),
    forms=(
        "daily|weekdays|mon,thu HH:MM [zone] [words]",
        "daily|weekdays|mon,thu",
        "daily|weekdays|mon,thu HH:MM [zone] [words] to ADDRESS",
        "every Monday and Thursday at 8 am [zone] [words]",
    ),
    examples=(
        "subscribe weekdays 08:00",
        "subscribe every weekday at 8 am Beijing time",
        "subscribe mon,thu 18:30 London taiwan",
    ),
    changes=0,
)
async def subscribe(call: Call) -> Message:
    """Sets up a digest for this chat or thread; an admin may send it elsewhere."""
    order = parse_digest_order(call.args)
    target = call.request.address
    if order.target and order.target != target:
        call.require(needed_by(SEND_DIGEST_ELSEWHERE), phrase("Sending a digest to another chat"))
        target = _address(call, order.target)
    ordered = await call.briefings.subscriptions.subscribe(
        call.request.address,
        target,
        order.days,
        order.at,
        order.zone,
        order.words,
        call.request.sender,
        call.now,
    )
    new, zone = ordered.order, (await call.briefings.chats.chat(target)).zone
    absent = not await call.is_member(target)
    if ordered.existed:
        message = views.subscribed_already(ordered, call.request.address, zone, absent=absent)
        if ordered.resumed:
            return await without_undo(call, message, "subscribe")
        return await with_undo_button(call, message, None)
    return await with_undo_button(
        call,
        views.subscribed(
            new, zone, call.prefix, order.zone_word, plain=order.plain, absent=absent, timeless=order.timeless
        ),
        Subscribed(new.id),
    )


def _address(call: Call, typed: str) -> str:
    """A typed address in its platform's form. Raises BadInput if nothing can be sent there."""
    platform, mark, chat = typed.partition(":")
    read = call.served.get(platform.lower())
    address = read(f"{platform.lower()}{mark}{chat}") if read else None
    if address is None:
        raise BadInput(views.unserved_target(typed, sorted(call.served)))
    return address


@command("subscriptions", "Lists this chat's digests")
async def subscriptions(call: Call) -> Message:
    """Lists the digests set up here and those sent here."""
    own, here = call.briefings.subscriptions, call.request.address
    return views.subscriptions(await own.of(here), here, call.zone, call.prefix, await own.unreadable(here))


@command("unsubscribe", "Ends a digest", Argument("N"), examples=("unsubscribe 3",), changes=0)
async def unsubscribe(call: Call) -> Message:
    """Ends a digest by its number in /subscriptions."""
    number = call.args[0].lstrip("#")
    if not number.isdecimal() or len(number) > 15:
        raise NotFound(
            "“{word}” isn't a subscription number. Type {prefix}subscriptions to see them.",
            word=call.args[0],
            prefix=call.prefix,
        )
    await require_end(call, int(number))
    gone = await call.briefings.subscriptions.unsubscribe(call.request.address, int(number), call.now)
    if gone is None:
        return await without_undo(call, views.unsubscribed_unreadable(int(number)), "unsubscribe")
    return await with_undo_button(call, views.unsubscribed(gone, call.zone), Unsubscribed(gone))

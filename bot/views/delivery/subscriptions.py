"""Views of subscriptions: reminders of events, digests by weekday and time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.languages import _, ngettext, translate
from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Text, bold, code, filled, say, text
from bot.views.shared.names_and_dates import (
    BECAME,
    clock,
    day,
    event_header,
    invite,
    joined,
    lead,
    reminder,
    weekday,
    weekdays,
    when,
)
from briefings.model.agenda import Event
from briefings.model.delivery import Follow, Lead, OrderedSubscription, Subscription
from briefings.model.schedule.due import DAY_STARTS, start_of
from briefings.model.schedule.quiet_hours import ChatTimes, held_until

_ROW = 2  # buttons with a lead in a row


def reminders_set(
    follow: Follow, now: datetime, here: ChatTimes, gone: Sequence[Lead] = (), *, absent: bool = False
) -> Message:
    """When a chat will be reminded of an event; `gone` are the leads whose place these have taken.

    The bot is `absent` from a channel that it can't post in.
    """
    event, zone = follow.event, here.zone
    if event.state != "set":
        return say(
            *event_header(event, now, zone),
            _("No reminders come while this event is {state}.", state=_(BECAME[event.state])),
        )
    waiting, starts = any(each.state == "waiting" for each in follow.reminders), start_of(event.when, zone)
    stop = Button(_("Stop reminders"), f"/remind e{event.id} off")
    return say(
        *event_header(event, now, zone),
        _("Reminders set.")
        if waiting
        else _("No reminders will come: all these times have passed. They are saved in case the event moves."),
        Bullets(tuple(text(reminder(each, zone, held_until(here, each.due_at, starts))) for each in follow.reminders)),
        *((Note(text(_("No longer: {leads}.", leads=joined([lead(each) for each in gone])))),) if gone else ()),
        *_counted_from(event, zone),
        *invite(absent=absent),
        *((Note(text(_("This event is muted here, so none of them will be sent."))),) if follow.muted else ()),
        Buttons(((*((_hear(event),) if follow.muted else ()), stop),)),
    )


def stop_buttons(follow: Follow) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons that end each reminder to come of an event, and all of them."""
    line = f"/remind e{follow.event.id}"
    coming = [each.lead for each in follow.reminders if each.state == "waiting"]
    stops = [Button(_("Stop: {lead}", lead=lead(each)), f"{line} {str(each).replace(' ', '@')} off") for each in coming]
    if len(stops) > 1:
        stops.append(Button(_("Stop all"), f"{line} off"))
    else:
        stops = [Button(_("Stop reminders"), f"{line} off")]
    return tuple(tuple(stops[i : i + _ROW]) for i in range(0, len(stops), _ROW))


def _counted_from(event: Event, zone: str) -> tuple[Note, ...]:
    if event.when.at is not None:
        return ()
    start = _("{day}, {time} {zone}", day=day(event.when.first), time=f"{DAY_STARTS:%H:%M}", zone=zone)
    return (Note(text(_("No time is set for this event, so reminders count back from {start}.", start=start))),)


def snoozed(follow: Follow, here: ChatTimes, *, again: bool, absent: bool = False) -> Message:
    """When a snoozed reminder comes; `again` unless the chat had no reminder of the event."""
    event, at = follow.event, follow.snoozed
    if at is None:
        return say(_("The reminder of {id} will come now.", id=f"e{event.id}"))
    until = held_until(here, at, start_of(event.when, here.zone))
    if not again:
        outcome = _("This is its only reminder here; it will come on {time}.", time=clock(until or at, here.zone))
    elif until:
        outcome = _("Its reminder will come again on {time}, when quiet hours end.", time=clock(until, here.zone))
    else:
        outcome = _("Its reminder will come again on {time}.", time=clock(at, here.zone))
    words = text(code(f"e{event.id}"), f" {event.title}: {when(event.when, here.zone)}. ", outcome)
    return say(Paragraph(words), *invite(absent=absent))


def muted(event: Event, *, followed: bool) -> Message:
    """That nothing comes about the event any more, with a button to hear of it again."""
    kept = " " + _("Your reminders are saved in case you unmute it.") if followed else ""
    outcome = filled(_("This chat will get no more messages about {event}."), event=_named(event))
    return say(
        Paragraph((*outcome, *text(kept))),
        Buttons(((_hear(event),),)),
    )


def _named(event: Event) -> Text:
    return text(code(f"e{event.id}"), f" {event.title}")


def _hear(event: Event) -> Button:
    return Button(_("Unmute"), f"/mute e{event.id} off")


def unmuted(event: Event, now: datetime, zone: str) -> Message:
    """An unmuted event and its status."""
    return say(*event_header(event, now, zone), _("Unmuted: its messages come here again."))


def reminders_ended(event: Event) -> Message:
    """Reminders were turned off."""
    return say(Paragraph(filled(_("No more reminders of {event}."), event=_named(event))))


def all_reminders_ended(ended: Sequence[Follow]) -> Message:
    """The reminders of all events were turned off."""
    told = ngettext(
        "No more reminders here. They were set for {number} event:",
        "No more reminders here. They were set for {number} events:",
        len(ended),
    )
    return say(told, Bullets(tuple(_named(each.event) for each in ended)))


def subscribed(
    new: Subscription,
    zone: str,
    prefix: str,
    taken_for_zone: str = "",
    *,
    plain: bool = False,
    absent: bool = False,
    timeless: bool = False,
) -> Message:
    """A new digest; `taken_for_zone` is a word read as its zone that could mean something else.

    If the topic is `plain`, nothing is said about that. The bot is `absent` from a channel that it can't post in.
    `timeless`: no time was given.
    """
    target = " " + _("It will be sent to {address}.", address=new.address) if new.address != new.owner else ""
    what = _("{order}: news and upcoming events.", order=order(new, zone))
    first = clock(new.due_at, new.zone or zone)
    return say(
        Heading(_("Subscription {id}", id=new.id)),
        f"{what}{target}",
        _("The first one is due {time}. It covers what is in the library by then.", time=first)
        if new.first
        else _("The first one is due {time}, if there is news.", time=first),
        *((_usual_time(new, prefix),) if timeless else ()),
        *invite(absent=absent),
        *((_taken(new, prefix, taken_for_zone),) if taken_for_zone else ()),
        *((_topic(new, zone),) if _like_a_place(new) and not plain else ()),
        Buttons(((Button(_("Stop it"), f"/unsubscribe {new.id}"),),)),
    )


def subscribed_already(ordered: OrderedSubscription, here: str, zone: str, *, absent: bool = False) -> Message:
    """A digest that already exists; the bot is `absent` from a channel that it can't post in."""
    of = ordered.order
    stop = Buttons(((Button(_("Stop it"), f"/unsubscribe {of.id}"),),))
    return say(
        Heading(_("Subscription {id}", id=of.id)),
        _("{order}: this digest is already set up.", order=order(of, zone)),
        *((_("It was paused and is now on again."),) if ordered.resumed else ()),
        _("The next one is due {time}, if there is news.", time=clock(of.due_at, of.zone or zone)),
        *invite(absent=absent),
        *((stop,) if here in (of.owner, of.address) else ()),
    )


def unserved_target(target: str, served: Sequence[str]) -> str:
    """Why a digest can't be sent to an address; `served` are the possible platforms."""
    if target.startswith("#"):
        return _(
            "“{target}” doesn't identify one channel. Choose it from Slack's list, or give its id, for example "
            "slack:C0123ABCD.",
            target=target,
        )
    platform, mark, _chat = target.partition(":")
    if not mark or platform.lower() in served:
        return _("“{target}” isn't a chat address. Type status in that chat to see its address.", target=target)
    names = [_("the terminal") if name == "terminal" else name.capitalize() for name in served]
    if len(names) == 1:
        return _("I can't reach “{target}”: I'm only connected to {served}.", target=target, served=names[0])
    return _("I can't reach “{target}”: I'm only connected to {served}.", target=target, served=joined(names))


def _like_a_place(new: Subscription) -> bool:
    """Whether the topic might be meant as a city: one capitalised word, and no zone given."""
    return new.zone is None and new.words.isalpha() and new.words.istitle()


def _topic(new: Subscription, zone: str) -> Note:
    pattern = _("I read “{word}” as the topic; the time is in {zone}.")
    return Note(filled(pattern, word=new.words, zone=zone))


def _usual_time(new: Subscription, prefix: str) -> Note:
    at, line = f"{new.at:%H:%M}", code(f"{prefix}subscribe daily 18:30")
    words = _("You gave no time, so it comes at {at}. For another one, type for example {line}")
    return Note(filled(words, at=at, line=line))


def _taken(new: Subscription, prefix: str, word: str) -> Note:
    typed = f"{prefix}subscribe ... {new.at:%H:%M} about {word}"
    pattern = _("I read “{word}” as the time zone {zone}. For a digest about it, type {line}.")
    return Note(filled(pattern, word=word, zone=str(new.zone), line=code(typed)))


def order(of: Subscription, zone: str) -> str:
    """A subscription in words: "Every weekday at 08:00 Europe/London, about “trade”"."""
    days = weekdays(of.days)
    about = _(", about “{words}”", words=of.words) if of.words else ""
    schedule = _("{days} at {time} {zone}", days=days, time=f"{of.at:%H:%M}", zone=of.zone or zone)
    return f"{schedule[0].upper()}{schedule[1:]}{about}"


def subscriptions(
    all_: Sequence[Subscription], here: str, zone: str, prefix: str, unreadable: Sequence[int] = ()
) -> Message:
    """The subscriptions of a chat or thread; `unreadable` are the numbers of those that can't be read."""
    if not all_ and not unreadable:
        return say(_("No subscriptions here. To get a digest, type {prefix}subscribe weekdays 08:00.", prefix=prefix))
    return say(
        Heading(_("Subscriptions")),
        Bullets((*(line(each, here, zone) for each in all_), *(_unreadable(id_, prefix) for id_ in unreadable))),
        Buttons(confirm_unsubscribe([*(each.id for each in all_), *unreadable])),
    )


def _unreadable(id_: int, prefix: str) -> Text:
    explanation = _(
        "can't be read, so it sends nothing. Set it up again and end this one: {prefix}unsubscribe {id}",
        prefix=prefix,
        id=id_,
    )
    return text(bold(f"{id_}"), f" {explanation}")


def confirm_unsubscribe(ids: Sequence[int]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons that end subscriptions."""
    stops = [Button(_("Stop {id}", id=id_), f"/unsubscribe {id_}") for id_ in ids]
    return tuple(tuple(stops[i : i + 4]) for i in range(0, len(stops), 4))


def line(of: Subscription, here: str, zone: str) -> Text:
    """A subscription on one line: number, order, target, next date."""
    target = _(", to {address}", address=of.address) if of.address != here else ""
    source = _(", ordered from {address}", address=of.owner) if of.owner != here else ""
    next_ = clock(of.due_at, of.zone or zone)
    state = _("paused: {reason}", reason=translate(of.paused)) if of.paused else _("next {time}", time=next_)
    return text(bold(f"{of.id}"), f" {order(of, zone)}{target}{source}; {state}")


def skipped(of: Subscription, left_out: Sequence[datetime], zone: str) -> Message:
    """The digests that aren't sent, and the one that comes next."""
    first = of.due_at > left_out[-1]
    next_ = _("Subscription {id} comes again {time}.") if first else _("Subscription {id} comes next {time}.")
    return say(
        _("Skipped: {days}.", days=_days_and_time(left_out, zone)),
        next_.format(id=of.id, time=clock(of.due_at, zone)),
        Note(text(_("The first digest after that also tells what the skipped ones would have told."))),
    )


def _days_and_time(instants: Sequence[datetime], zone: str) -> str:
    """Instants in words; several at one time of day with that time told once."""
    local = [each.astimezone(ZoneInfo(zone)) for each in instants]
    times = {f"{each:%H:%M}" for each in local}
    if len(local) == 1 or len(times) > 1:
        return joined([clock(each, zone) for each in instants])
    days_ = joined([f"{weekday(each.weekday())} {day(each)}" for each in local])
    return _("{days} at {time} {zone}", days=days_, time=times.pop(), zone=zone)


def skipped_nothing(of: Subscription, zone: str) -> Message:
    """No digest is due then."""
    return say(_("Nothing to skip: subscription {id} comes next {time}.", id=of.id, time=clock(of.due_at, zone)))


def sent_after_all(of: Subscription, freed: Sequence[datetime], zone: str) -> Message:
    """The digests that were skipped and are sent after all."""
    days = joined([clock(each, zone) for each in freed])
    return say(
        _("No longer skipped: {days}.", days=days),
        _("Subscription {id} comes next {time}.", id=of.id, time=clock(of.due_at, zone)),
    )


def nothing_skipped(of: Subscription, zone: str) -> Message:
    """When the digest comes next, if none of its days is left out."""
    return say(_("Subscription {id} skips nothing. It comes next {time}.", id=of.id, time=clock(of.due_at, zone)))


def unsubscribed_unreadable(id_: int) -> Message:
    """An ended subscription that couldn't be read."""
    return say(_("Subscription {id} has ended.", id=id_))


def unsubscribed(gone: Subscription, zone: str) -> Message:
    """An ended subscription."""
    return say(_("Subscription {id} has ended: {order}.", id=gone.id, order=order(gone, zone)))

"""Standing orders: reminders of events and digests by weekday and time."""

from collections.abc import Sequence
from datetime import datetime

from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Text, bold, code, say, text
from bot.views.pieces import event_header, invite
from bot.views.words import clock, day, joined, reminder, weekdays, when
from briefings.model.agenda import Event
from briefings.model.delivery import Follow, Subscription
from briefings.model.due import DAY_STARTS, start_of
from briefings.model.quiet import Habits, held_until

_PASSED = "No reminders will come: all of these have passed. They are kept for when the event moves."


def followed(follow: Follow, now: datetime, here: Habits) -> Message:
    """When a chat will be reminded of an event."""
    event, zone = follow.event, here.zone
    if event.state != "set":
        return say(*event_header(event, now, zone), f"No reminders come while this event is {event.state}.")
    waiting, starts = any(each.state == "waiting" for each in follow.reminders), start_of(event.when, zone)
    return say(
        *event_header(event, now, zone),
        "Reminders set." if waiting else _PASSED,
        Bullets(tuple(text(reminder(each, zone, held_until(here, each.due_at, starts))) for each in follow.reminders)),
        *_counted_from(event, zone),
        *((Note(text("This event is muted here, so none of them is sent.")),) if follow.muted else ()),
        Buttons(((*((_hear(event),) if follow.muted else ()), Button("Stop reminders", f"/remind e{event.id} off")),)),
    )


def _counted_from(event: Event, zone: str) -> tuple[Note, ...]:
    if event.when.at is not None:
        return ()
    return (
        Note(text(f"No time is known, so they count back from {day(event.when.first)}, {DAY_STARTS:%H:%M} {zone}.")),
    )


def snoozed(follow: Follow, here: Habits) -> Message:
    """When a reminder that was put off comes back."""
    event, at = follow.event, follow.snoozed
    if at is None:
        return say(f"The reminder of e{event.id} comes at once.")
    until = held_until(here, at, start_of(event.when, here.zone))
    told = (
        f"The reminder of it comes back on {clock(until or at, here.zone)}{', when quiet hours end' if until else ''}."
    )
    return say(Paragraph(text(code(f"e{event.id}"), f" {event.title}: {when(event.when, here.zone)}. ", told)))


def muted(event: Event, *, followed: bool) -> Message:
    """An event of which nothing is sent any more."""
    kept = " Its reminders are kept for when you want them again." if followed else ""
    return say(
        Paragraph(text("Nothing about ", code(f"e{event.id}"), f" {event.title} is sent here from now on.{kept}")),
        Buttons(((_hear(event),),)),
    )


def _hear(event: Event) -> Button:
    return Button("Hear of it again", f"/mute e{event.id} off")


def unmuted(event: Event, now: datetime, zone: str) -> Message:
    """An event that a chat hears of again, as it stands now."""
    return say(*event_header(event, now, zone), "You hear of it here again.")


def unfollowed(event: Event) -> Message:
    """Reminders that were switched off."""
    return say(Paragraph(text("No more reminders of ", code(f"e{event.id}"), f" {event.title}.")))


def subscribed(new: Subscription, zone: str, prefix: str, taken_for_zone: str = "") -> Message:
    """A digest that was ordered; `taken_for_zone` is the word that was read as its zone, where it could mean else."""
    target = f" It goes to {new.address}." if new.address != new.owner else ""
    return say(
        Heading(f"Subscription {new.id}"),
        f"{order(new, zone)}: what is new and the events ahead.{target}",
        f"The first comes on {clock(new.due_at, new.zone or zone)}, if there is news by then.",
        *invite(new.address),
        *((_taken(new, prefix, taken_for_zone),) if taken_for_zone else ()),
        Buttons(((Button("Stop it", f"/unsubscribe {new.id}"),),)),
    )


def unserved(target: str, served: Sequence[str]) -> str:
    """Why a digest cannot go to an address; `served` are the platforms to which it can."""
    if target.startswith("#"):
        return f"“{target}” names no channel for sure: choose it from Slack's list, or say its id as slack:C0123ABCD."
    if target.partition(":")[0] in served:
        return f"“{target}” lacks its chat: say the address as status tells it there."
    return f"“{target}” cannot be reached: only {joined(served)} {'is' if len(served) == 1 else 'are'} served here."


def _taken(new: Subscription, prefix: str, word: str) -> Note:
    typed = f"{prefix}subscribe ... {new.at:%H:%M} about {word}"
    return Note(text(f"“{word}” was read as the time zone {new.zone}; for news about it type ", code(typed), "."))


def order(of: Subscription, zone: str) -> str:
    """A standing order in words: "Every weekday at 08:00 Europe/London, about “trade”"."""
    days = weekdays(of.days)
    about = f", about “{of.words}”" if of.words else ""
    return f"{days[0].upper()}{days[1:]} at {of.at:%H:%M} {of.zone or zone}{about}"


def subscriptions(all_: Sequence[Subscription], here: str, zone: str, prefix: str) -> Message:
    """The subscriptions of a chat or thread."""
    if not all_:
        return say(f"No subscriptions here. {prefix}subscribe weekdays 08:00 orders a digest.")
    stops = [Button(f"Stop {each.id}", f"/unsubscribe {each.id}") for each in all_]
    return say(
        Heading("Subscriptions"),
        Bullets(tuple(line(each, here, zone) for each in all_)),
        Buttons(tuple(tuple(stops[i : i + 4]) for i in range(0, len(stops), 4))),
    )


def line(of: Subscription, here: str, zone: str) -> Text:
    """A subscription in a line: its number, its order, where it goes, when next."""
    target = f", to {of.address}" if of.address != here else ""
    source = f", ordered from {of.owner}" if of.owner != here else ""
    state = f"paused: {of.paused}" if of.paused else f"next {clock(of.due_at, of.zone or zone)}"
    return text(bold(f"{of.id}"), f" {order(of, zone)}{target}{source}; {state}")


def unsubscribed(gone: Subscription, zone: str) -> Message:
    """A subscription that ended."""
    return say(f"Subscription {gone.id} has ended: {order(gone, zone)}.")

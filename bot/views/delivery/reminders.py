"""Views of /remind, /snooze and /mute: which reminders of an event are set here, and until when."""

from collections.abc import Sequence
from datetime import datetime

from bot.languages import _, ngettext
from bot.message import Bullets, Button, Buttons, Message, Note, Paragraph, Text, code, filled, say, text
from bot.views.shared.names_and_dates import (
    BECAME,
    clock,
    day,
    event_header,
    invite,
    joined,
    lead,
    reminder,
    when,
)
from briefings.model.agenda import Event
from briefings.model.delivery import Follow, Lead
from briefings.model.schedule.due import DAY_STARTS, start_of
from briefings.model.schedule.quiet_hours import ChatTimes, held_until

_ROW = 2  # buttons with a lead in a row


def reminders_set(
    follow: Follow,
    now: datetime,
    here: ChatTimes,
    gone: Sequence[Lead] = (),
    *,
    absent: bool = False,
    kept: bool = False,
) -> Message:
    """When a chat will be reminded of an event; `gone` are the leads whose place these have taken.

    An event that wasn't confirmed is `kept` with that. The bot is `absent` from a channel that it can't post in.
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
        *((Note(text(_("This event wasn't confirmed. It is now, and Undo takes back both."))),) if kept else ()),
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

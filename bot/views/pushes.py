"""What is sent by itself: reminders, digests, and notices that an event moved or will not come."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, code, say, text
from bot.views.marks import Marks
from bot.views.pieces import event_line, numbers_for, quoted, sourced, titles
from bot.views.provenance import PUSHED_BYTES, asking_of
from bot.views.words import away, counted, day, lead, unset, when
from briefings.model.agenda import Event
from briefings.model.delivery import (
    DigestDue,
    EventMoved,
    EventStopped,
    News,
    Notice,
    ReminderDue,
    SenderRefused,
    WhatBecame,
)
from briefings.model.due import distance, end_of
from briefings.service import put_off

_OFFERED = 4
_AHEAD = 10
_EVENING = 18  # the hour at which it begins


def notice_message(of: Notice) -> Message:
    """The message for whatever is due; it says why it was sent and how to stop it."""
    match of:
        case ReminderDue():
            return reminder(of)
        case DigestDue():
            return digest(of)
        case EventMoved():
            return moved(of)
        case EventStopped():
            return stopped(of)
        case WhatBecame():
            return asked(of)
        case SenderRefused():
            return refused(of)


def reminder(due: ReminderDue) -> Message:
    """An event is coming: how far away it is at its true precision, and what the analyses say about it."""
    event, points = due.event, (*due.points, *due.questions)
    numbers = numbers_for(points)
    analyses = list(dict.fromkeys(point.analysis for point in points))[:_OFFERED]
    summaries = tuple(Button(f"Full summary of a{each}", f"/summary a{each}") for each in analyses)
    origin = asking_of(due.points, PUSHED_BYTES)
    return say(
        Heading(f"{event.title}: {away(event.when, due.now, due.zone)}"),
        Note(text(code(f"e{event.id}"), f" · {when(event.when, due.zone)}")),
        *quoted(due.points, numbers),
        *((Heading("Still open", 2), *quoted(due.questions, numbers)) if due.questions else ()),
        *titles(points),
        *sourced(points, numbers),
        Note(text(_why(due), _told(due))),
        Buttons(tuple(row for row in (summaries, origin, _snoozes(due), (_stop(event), _mute(event))) if row)),
        whole=f"/event e{event.id}",
        about=f"e{event.id}",
    )


def _why(due: ReminderDue) -> str:
    first = due.event.when.first
    if due.lead is None:
        return "You asked for this reminder again." + (" The day is not set." if unset(due.event.when) else "")
    counted_from = f"; the day is not set, so this counts from {day(first)}" if unset(due.event.when) else ""
    return f"You asked to be reminded {lead(due.lead)}{counted_from}."


def _told(due: ReminderDue) -> str:
    """What the sentences are, so that nobody takes news or quotations for all there is."""
    if not due.points:
        return ""
    since = f" since {day(due.since.astimezone(ZoneInfo(due.zone)))}" if due.since else ""
    match due.manner:
        case "brief":
            return " This far ahead you get the full brief."
        case "news":
            return f" This is what is new{since}."
        case "nothing new":
            return f" Nothing new came in{since}; these sentences speak of the event."
        case "screen":
            return " This close you get one screen: the main points, and what is open."
        case "quotations":
            return " This close you get the key quotations."
        case "again":
            return ""


def _snoozes(due: ReminderDue) -> tuple[Button, ...]:
    """For how long the reminder can be put off; what would come when the event is over is left out."""
    late = due.now.astimezone(ZoneInfo(due.zone)).hour >= _EVENING
    labels = {
        "1h": "In 1 hour",
        "evening": "Tomorrow evening" if late else "This evening",
        "tomorrow": "Tomorrow morning",
        "week": "Next week",
    }
    over = end_of(due.event.when, due.zone)
    fitting = [choice for choice in labels if put_off(choice, due.now, due.zone) <= over]
    return tuple(Button(labels[choice], f"/snooze e{due.event.id} {choice}") for choice in fitting)


def digest(due: DigestDue) -> Message:
    """What is new since the last digest, and the events ahead."""
    points = [point for news in due.news for point in news.points]
    numbers = numbers_for(points)
    about = f" about “{due.words}”" if due.words else ""
    fresh = counted(len(due.news), "analysis", "analyses") if due.news else "no analysis, but an event changed"
    return say(
        Heading(f"New{about}: {fresh}"),
        *(block for news in due.news for block in _news(news, numbers)),
        *_events("Events that changed", due.changed, due),
        *_events("Events ahead", due.ahead[:_AHEAD], due),
        *sourced(points, numbers),
        Note(text(f"Subscription {due.subscription}: what is new since {day(due.since)}.")),
        _digest_buttons(due),
        whole="/list",
    )


def _news(news: News, numbers: Marks) -> tuple[Block, ...]:
    revised = f" · revision {news.revision}" if news.revision > 1 else ""
    return (
        Heading(news.title, 2),
        Note(text(code(f"a{news.analysis}"), revised)),
        *quoted(news.points, numbers, named=False),
    )


def _events(heading: str, events: Sequence[Event], due: DigestDue) -> tuple[Block, ...]:
    lines = tuple(event_line(event, due.now, due.zone) for event in events)
    return (Heading(heading, 2), Bullets(lines)) if lines else ()


def _digest_buttons(due: DigestDue) -> Buttons:
    ids = [news.analysis for news in due.news[:_OFFERED]]
    summaries = tuple(Button(f"Full summary of a{each}", f"/summary a{each}") for each in ids)
    stop = Button("Stop this digest", f"/unsubscribe {due.subscription}")
    origin = asking_of([point for news in due.news for point in news.points], PUSHED_BYTES)
    return Buttons(tuple(row for row in (summaries, origin, (Button("Events", "/events"), stop)) if row))


def moved(due: EventMoved) -> Message:
    """An event has another date than the one that was told."""
    event = due.event
    past = distance(event.when, due.now, due.zone).past
    again = due.before == event.when
    follows = "Your reminders count again." if again else "Your reminders move along."
    then = "That has passed, so no more reminders come." if past else follows
    was = (
        "It was called off, and will take place after all."
        if again
        else f"It was expected {when(due.before, due.zone)}."
    )
    return say(
        Heading(f"{event.title}: {'on again' if again else 'another date'}"),
        Note(text(code(f"e{event.id}"), f" · {when(event.when, due.zone)}; {away(event.when, due.now, due.zone)}")),
        f"{was} {then}",
        Note(text("You asked to be reminded of this event.")),
        Buttons(((Button("The event", f"/event e{event.id}"), _stop(event)),)),
        about=f"e{event.id}",
    )


def stopped(due: EventStopped) -> Message:
    """An event will not come as it was set."""
    event = due.event
    why = f" Why: {event.why}." if event.why else ""
    again = " A new date will bring them back." if event.state == "postponed" else ""
    return say(
        Heading(f"{event.title}: {event.state}"),
        Note(text(code(f"e{event.id}"), f" · it was set {when(event.when, due.zone)}")),
        f"Your reminders of it are silent.{why}{again}",
        Note(text("You asked to be reminded of this event.")),
        Buttons(((Button("The event", f"/event e{event.id}"), _stop(event)),)),
        about=f"e{event.id}",
    )


def asked(of: WhatBecame) -> Message:
    """The question to an editor what became of an event whose days have passed."""
    event = of.event
    answers = (
        ("It was held", "held"),
        ("It moved to...", "moved"),
        ("Postponed", "postponed"),
        ("Cancelled", "cancelled"),
    )
    return say(
        Heading(f"{event.title}: what became of it?"),
        Note(text(code(f"e{event.id}"), f" · {when(event.when, of.zone)}; {away(event.when, of.now, of.zone)}")),
        "Nobody has said yet whether it was held.",
        Note(text("You are asked, once, as an editor of this Readout.")),
        Buttons((tuple(Button(label, f"/event e{event.id} {says}") for label, says in answers),)),
        whole=f"/event e{event.id}",
    )


def _stop(event: Event) -> Button:
    return Button("Stop reminders", f"/remind e{event.id} off")


def _mute(event: Event) -> Button:
    return Button("Mute this event", f"/mute e{event.id}")


def refused(of: SenderRefused) -> Message:
    """A platform no longer takes the bot's token: what waits, and what mends it."""
    name = of.sender.capitalize()
    return say(
        Heading(f"{name} refuses Readout's account"),
        f"{of.reason} What is due there waits. Put a valid token into the settings and start Readout again.",
        Note(text("You are told because you are an admin, and once until it is accepted again.")),
    )


def bundle(notices: Sequence[Notice]) -> Message:
    """Several notices in one message, each as it would have come alone."""
    messages = [notice_message(notice) for notice in notices]
    if len(messages) == 1:
        return messages[0]
    held = Note(text(f"Quiet hours held these {len(messages)} messages back."))
    blocks = [_told_apart(b, n) for n, message in zip(notices, messages, strict=True) for b in message.blocks]
    return Message((held, *blocks), whole="/deliveries")


def _told_apart(block: Block, notice: Notice) -> Block:
    """A block as it stands beside those of other notices: its buttons name the event."""
    if not isinstance(block, Buttons) or isinstance(notice, DigestDue | SenderRefused):
        return block
    name = f"e{notice.event.id}"
    return Buttons(tuple(tuple(Button(f"{name}: {b.label}", b.says) for b in row) for row in block.rows))

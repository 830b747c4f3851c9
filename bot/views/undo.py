"""View of an undone change, and the Undo button."""

from datetime import datetime

from bot.languages import LANGUAGES, _
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, say, text
from bot.views.delivery.subscriptions import order
from bot.views.shared.dates_and_numbers import clock, day, listed, reminder
from bot.views.shared.quotations_and_events import event_header
from briefings.model.agenda import Event
from briefings.model.delivery import Follow
from briefings.model.undo import (
    DigestsEnded,
    EventChanged,
    EventCreated,
    EventJoined,
    EventParted,
    Imported,
    LanguageSet,
    LengthSet,
    Muted,
    QuietSet,
    Redated,
    RemindersSet,
    Removed,
    Snoozed,
    Step,
    Subscribed,
    Unsubscribed,
    ZoneSet,
)


def undo_button(number: int) -> Buttons:
    """The Undo button."""
    return Buttons(((Button(_("Undo"), f"/undo {number}"),),))


def change_undone(step: Step, event: Event | None, follow: Follow | None, now: datetime, zone: str) -> Message:
    """The state after undoing a change; `event` and `follow` are the ones concerned."""
    head: tuple[Block, ...] = event_header(event, now, zone) if event else ()
    seen = Buttons(((Button(_("The event"), f"/event e{event.id}"),),)) if event else None
    if isinstance(step, Removed) or (isinstance(step, Imported) and step.before):
        seen = Buttons(((Button(_("Summary"), f"/summary a{step.analysis}"),),))
    return say(
        *head, " ".join((_("Undone."), _told(step, zone))), *_reminders(follow, zone), *((seen,) if seen else ())
    )


def _told(step: Step, zone: str) -> str:
    match step:
        case EventChanged():
            return _("Its previous state is restored.")
        case EventCreated(event):
            return _("{name} “{title}” is no longer an event.", name=f"e{event.id}", title=event.title)
        case Removed() | Imported():
            return _told_of_text(step)
        case EventJoined(kept, joined):
            return _("{one} and {other} are separate events again.", one=f"e{kept}", other=f"e{joined}")
        case EventParted(kept, parted):
            return _("{other} is part of {one} again.", one=f"e{kept}", other=f"e{parted}")
        case RemindersSet(_event, before, _after):
            return (
                _("This chat gets no reminders of it.")
                if before is None
                else _("Its earlier reminders are restored here.")
            )
        case Snoozed(_event, before, _after):
            again = _("Its reminder will come again on {time}.", time=clock(before, zone)) if before else ""
            return again or _("Its reminder won't come again.")
        case Muted(_event, muted):
            return _("Unmuted: its messages come here again.") if muted else _("Muted here again.")
        case _:
            return _told_here(step, zone)


def _told_of_text(step: Removed | Imported) -> str:
    name = f"a{step.analysis}"
    if isinstance(step, Removed):
        return _("{name} “{title}” is back, as it was.", name=name, title=step.title)
    if step.before is None:
        return _("{name} “{title}” is gone again.", name=name, title=step.title)
    return _("{name} is at revision {revision} again.", name=name, revision=step.before.revision)


def _told_here(step: Step, zone: str) -> str:
    match step:
        case Subscribed(number, replaced):
            ended = _("Subscription {id} has ended.", id=number)
            return f"{ended} {_told_here(Unsubscribed(replaced), zone)}" if replaced else ended
        case Unsubscribed(ended):
            return _("The digest is on again: {order}.", order=order(ended, zone))
        case DigestsEnded(orders):
            return _("These digests are on again: {orders}.", orders=listed(order(each, zone) for each in orders))
        case LanguageSet(_addresses, before, _after):
            chosen = _("Readout uses {language} here.", language=LANGUAGES.get(before, before))
            return chosen if before else _("Readout uses your app's language if it can.")
        case LengthSet():
            return _("Summaries here have their previous length again.")
        case ZoneSet(before, _after):
            return _("The time zone here is {zone} again.", zone=before)
        case QuietSet(before, _after):
            hours = _("Quiet hours are {hours} again.", hours=before)
            return hours if before else _("Quiet hours are off.")
        case Redated(analysis, None):
            return _("{id} has no publication date again.", id=f"a{analysis}")
        case Redated(analysis, before) if before:
            return _("The publication date of {id} is {day} again.", id=f"a{analysis}", day=day(before))
        case _:
            raise TypeError(f"{type(step).__name__} is no change")


def _reminders(follow: Follow | None, zone: str) -> tuple[Block, ...]:
    if follow is None or not follow.reminders:
        return ()
    lines = tuple(text(reminder(each, zone)) for each in follow.reminders)
    return Heading(_("Reminders here"), 2), Bullets(lines)

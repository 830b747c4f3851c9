"""View of an undone change, and the Undo button."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.languages import LANGUAGES, _
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, say, text
from bot.views.accounts.markings import label_in_words
from bot.views.delivery.subscriptions import order
from bot.views.shared.names_and_dates import clock, day, event_header, joined, lead, listed, reminder
from briefings.model.agenda import Event
from briefings.model.delivery import Follow, Subscription
from briefings.model.marking import Label
from briefings.model.undo import ClearanceSet, GroupSet, LabelSet, Step
from briefings.translatable import Phrase
from briefings.undo import kind_of


def undo_button(number: int) -> Buttons:
    """A row with the button that undoes change `number`."""
    return Buttons(((Button(_("Undo"), f"/undo {number}"),),))


def confirm_import_undone(analysis: int, title: str, number: int) -> Message:
    """Asks whether the undo of an import may take an analysis out of the library."""
    told = _(
        "Your last change here was the import of {name} “{title}”. Undoing it takes the analysis and its events out "
        "of the library. Go ahead?",
        name=f"a{analysis}",
        title=title,
    )
    return replace(say(told, Buttons(((Button(_("Yes"), f"/undo {number}"),),))), proposes=True)


def confirm_undo(step: Step, number: int, zone: str) -> Message:
    """Asks whether to undo the last change, after words that don't say what they want back."""
    told = _("Your last change here was: {change}. Undo it?", change=_told(kind_of(step).named(step), zone))
    return replace(say(told, Buttons(((Button(_("Yes"), f"/undo {number}"),),))), proposes=True)


def last_change_stays(command: str, before: int | None) -> Message:
    """The last change can't be undone, "" where it may not be named; `before` is the number of the one that can."""
    told = _("Your last change here can't be undone.")
    if command:
        told = _("Your last change, {command}, can't be undone.", command=command)
    button = Button(_("Undo the change before it"), f"/undo {before}")
    return say(told, *((Buttons(((button,),)),) if before is not None else ()))


def change_undone(step: Step, event: Event | None, follow: Follow | None, now: datetime, zone: str) -> Message:
    """The state after undoing a change; `event` and `follow` are the ones concerned."""
    kind = kind_of(step)
    head: tuple[Block, ...] = event_header(event, now, zone) if event else ()
    seen = Buttons(((Button(_("The event"), f"/event e{event.id}"),),)) if event else None
    if (analysis := kind.analysis(step)) is not None:
        seen = Buttons(((Button(_("Summary"), f"/summary a{analysis}"),),))
    if again := again_line(step):
        seen = Buttons(((Button(_("Redo"), again),),))
    sentences = (_told(each, zone) for each in kind.sentences(step))
    undone = _("Undone: {change}.", change=_told(kind.named(step), zone))
    return say(*head, " ".join((undone, *sentences)), *_reminders(follow, zone), *((seen,) if seen else ()))


def again_line(step: Step) -> str:
    """The line that makes an undone change of a marking or clearance again; "" for other changes."""
    match step:
        case LabelSet(place=place, after=None):
            line = f"/mark {place} none"
        case LabelSet(place=place, after=Label(marking, until) as label):
            embargo = f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if until else "now"
            line = f"/mark {place} {marking.lower()} until {embargo} for {' '.join(label.readers) or 'all'}"
        case ClearanceSet(holder=holder, after=after):
            line = f"/clearance {holder} {(after or 'default').lower()}"
        case GroupSet(name=name, after=members):
            line = f"/clearance @{name} {' '.join(members) or 'none'}"
        case _:
            return ""
    return f"{line} because {step.reason}" if step.reason else line


def ask_why_undone(asked: str, number: int) -> Message:
    """Asks why more people may see something again, as a lower marking does; the next line is the reason."""
    note = _("Your next line is the reason; the log keeps it.")
    return replace(say(asked, Note(text(note))), awaits=f"undo {number} because", unchanged=True, shows=True)


def _told(sentence: Phrase, zone: str) -> str:
    return _(sentence.pattern, **{name: _part(name, part, zone) for name, part in sentence.parts.items()})


def _part(name: str, part: object, zone: str) -> object:
    """A part in words; an instant is in the time zone of the chat."""
    match part:
        case datetime():
            return clock(part, zone)
        case date():
            return day(part)
        case Subscription():
            return order(part, zone)
        case tuple() if name == "days":
            return joined([day(each) for each in part])
        case tuple() if name == "leads":
            return joined([lead(each) for each in part])
        case tuple():
            return listed(order(each, zone) for each in part)
        case Label():
            return label_in_words(part, zone)
        case str() if name == "language":
            return LANGUAGES.get(part, part or _("of your app"))
        case _:
            return part


def _reminders(follow: Follow | None, zone: str) -> tuple[Block, ...]:
    if follow is None or not follow.reminders:
        return ()
    lines = tuple(text(reminder(each, zone)) for each in follow.reminders)
    return Heading(_("Reminders here"), 2), Bullets(lines)

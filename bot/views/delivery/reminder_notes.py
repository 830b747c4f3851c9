"""The notes below a reminder: why it was sent, what it quotes, and snooze options."""

from zoneinfo import ZoneInfo

from bot.languages import _
from bot.message import Button
from bot.views.shared.dates_and_numbers import day, is_day_unset, lead
from briefings.model.delivery import ReminderDue
from briefings.model.due import end_of
from briefings.parsing import parse_snooze

_EVENING = 18  # the hour at which it begins


def why(due: ReminderDue) -> str:
    """Why the reminder was sent, and what it counts from."""
    first = due.event.when.first
    if due.lead is None:
        again = _("You asked for this reminder again.")
        return f"{again} {_('The day is not set.')}" if is_day_unset(due.event.when) else again
    if not is_day_unset(due.event.when):
        return _("You asked to be reminded {lead}.", lead=lead(due.lead))
    return _(
        "You asked to be reminded {lead}; the day is not set, so this counts from {day}.",
        lead=lead(due.lead),
        day=day(first),
    )


def quoted_note(due: ReminderDue) -> str:
    """What the quoted sentences are, so that news or quotations aren't taken for everything."""
    if not due.points:
        return ""
    match due.manner:
        case "brief":
            return " " + _("This far ahead of the event, you get the full brief.")
        case "news":
            return " " + _since(due, _("What is new:"), _("New since {day}:"))
        case "nothing new":
            ever = _("Nothing new. These sentences mention the event.")
            return " " + _since(due, ever, _("Nothing new since {day}. These sentences mention the event."))
        case "screen":
            return " " + _("This close to the event, you get the main points and open questions.")
        case "quotations":
            return " " + _("This close to the event, you get the key quotations.")
        case "again":
            return ""


def _since(due: ReminderDue, ever: str, since: str) -> str:
    return since.format(day=day(due.since.astimezone(ZoneInfo(due.zone)))) if due.since else ever


def snooze_buttons(due: ReminderDue) -> tuple[Button, ...]:
    """Snooze buttons; those that would end after the event are left out."""
    late = due.now.astimezone(ZoneInfo(due.zone)).hour >= _EVENING
    labels = {
        "1h": _("In 1 hour"),
        "evening": _("Tomorrow evening") if late else _("This evening"),
        "tomorrow": _("Tomorrow morning"),
        "week": _("Next week"),
    }
    over = end_of(due.event.when, due.zone)
    fitting = [choice for choice in labels if parse_snooze(choice, due.now, due.zone) <= over]
    return tuple(Button(labels[choice], f"/snooze e{due.event.id} {choice}") for choice in fitting)

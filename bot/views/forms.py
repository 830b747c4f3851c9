"""Forms and the buttons that open them."""

from collections.abc import Sequence
from datetime import date

from bot.languages import _
from bot.message import Button, Choice, Field, Form, Message, code, filled, say
from bot.message import Paragraph as Words
from bot.views.shared.names_and_dates import prefix_of, weekday
from briefings.model.agenda import Event

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MORNING = "08:00"


def digest_button() -> Button:
    """Opens the form for a digest."""
    return Button(_("Set up a digest"), "/settings digest", form="/form subscribe")


def import_button() -> Button:
    """Opens the form for an import."""
    return Button(_("Import a file"), "/import", form="/form import")


def event_button() -> Button:
    """Opens the form for an event."""
    return Button(_("New event"), "/event new", form="/form event")


def date_button(of: Event) -> Button:
    """Opens the form for an event's new date."""
    return Button(_("Set date of {id}", id=f"e{of.id}"), f"/event e{of.id} moved", form=f"/form event e{of.id}")


def digest(zone: str, address: str) -> Message:
    """Days, time and topic of a digest."""
    days = tuple(Choice(weekday(number), value) for number, value in enumerate(_WEEKDAYS))
    fields = (
        Field("days", _("Days"), "choices", days, _WEEKDAYS[:5]),
        Field("at", _("Time"), "time", initial=(_MORNING,), hint=_("In the time zone {zone}.", zone=zone)),
        Field("words", _("Only about"), "words", hint=_("Only news with these words."), required=False),
    )
    form = Form(_("A digest"), fields, "/subscribe {days} {at} [about {words}]", _("Set up"))
    return _shown(form, "subscribe weekdays 08:00", address)


def event(of: Event | None, today: date, zone: str, address: str) -> Message:
    """An event's date and time, and the title of a new one."""
    first = of.when.first if of else today
    at = of.when.at if of else None
    title = () if of else (Field("title", _("Title"), "words"),)
    fields = (
        *title,
        Field("day", _("Date"), "date", initial=(first.isoformat(),)),
        Field("at", _("Time"), "time", hint=_("In the time zone {zone}.", zone=zone), required=False),
    )
    name = f"e{of.id}" if of else "new"
    says = f"/event {name} {{day}} {{at}}" if of else "/event new {day} {at} {title}"
    form = Form(_("Date of {id}", id=name) if of else _("A new event"), fields, says, _("Save"))
    return _shown(form, f"event {name} 2026-04-14 09:30" + ("" if of or at else " Budget vote"), address)


def files(endings: Sequence[str], address: str) -> Message:
    """Files to import, and their publication date."""
    kinds = tuple(Choice(ending, ending.lstrip(".")) for ending in endings)
    published = _("Published on")
    fields = (
        Field("files", _("Files"), "files", kinds),
        Field("published", published, "date", hint=_("If the file doesn't say."), required=False),
    )
    return _shown(Form(_("Import"), fields, "/import [published {published}]", _("Import")), "import", address)


def _shown(form: Form, typed: str, address: str) -> Message:
    """The form, or what to type where forms can't be shown."""
    line = code(f"{prefix_of(address)}{typed}")
    words = say(Words(filled(_("There is no form here. Type {line} instead."), line=line)))
    return Message(words.blocks, form=form)

"""Notes that say how ambiguous typed words were read."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.languages import _
from bot.message import Buttons, Message, Note, code, filled, text
from bot.views.shared.names_and_dates import clock, day, days, weekday
from briefings.model.agenda import EventDate


def with_zone(told: Message, word: str, zone: str, line: str) -> Message:
    """Adds that a word was read as the time zone, and the line that keeps it in the title."""
    note = _("I read “{word}” as the time zone {zone}. To keep it in the title, undo this and type {line}.")
    return _noted(told, Note(filled(note, word=word, zone=zone, line=code(line))))


def with_turned_clock(told: Message, when: EventDate, typed: time | None) -> Message:
    """Adds a note if the zone's clocks skip the typed time or show it twice."""
    if when.at is None or when.zone is None or typed is None:
        return told
    zone, shown = when.zone, when.at.astimezone(ZoneInfo(when.zone))
    if shown.time() != typed:
        note = _("Clocks in {zone} skip {time} that day; {shown} is used instead.")
    elif shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset():
        note = _("Clocks in {zone} show {time} twice that day; this is the first.")
    else:
        return told
    words = filled(note, zone=zone, time=f"{typed:%H:%M}", shown=f"{shown:%H:%M}")
    return replace(told, blocks=(*told.blocks, Note(words)))


def with_date(told: Message, typed: str, when: EventDate, zone: str) -> Message:
    """Adds how a typed date was read."""
    if when.at is not None:
        date = clock(when.at, when.zone or zone)
    elif when.first == when.last:
        date = f"{weekday(when.first.weekday())}, {day(when.first)}"
    else:
        date = days(when.first, when.last)
    return _noted(told, Note(text(_("I read “{words}” as {date}.", words=typed, date=date))))


def _noted(told: Message, note: Note) -> Message:
    """Adds a note above the buttons."""
    at = len(told.blocks) - (1 if isinstance(told.blocks[-1], Buttons) else 0)
    return replace(told, blocks=(*told.blocks[:at], note, *told.blocks[at:]))

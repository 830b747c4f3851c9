"""Events as a calendar file (RFC 5545). Spans stay spans; a newer file updates an older one's entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

from bot.languages import _, ngettext
from bot.message import File, Message, say
from bot.views.shared.names_and_dates import BECAME, is_day_unset, lead, was_set, when
from bot.views.shared.statement_marks import marks_in
from briefings.model.agenda import Event
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CitedSentence, Lead
from briefings.model.marking import Marking, strictest
from briefings.model.outlook import TrackedStatement
from briefings.model.schedule.due import DAY_STARTS, lead_due
from briefings.text import displayed

_DAY = timedelta(days=1)
# The class of events with these markings, which a shared calendar shows to its owner alone; the others are private.
_CLASSES: dict[Marking, str] = {"AMBER+STRICT": "CONFIDENTIAL", "RED": "CONFIDENTIAL"}
_FROM_MIDNIGHT = datetime.combine(date.min, DAY_STARTS) - datetime.combine(date.min, time())


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An event with a chat's leads and the sentences that mention it.

    `marking` is the strictest of both, if that is above the default.
    """

    event: Event
    leads: tuple[Lead, ...] = ()
    points: tuple[CitedSentence, ...] = ()
    marking: Marking | None = None

    @property
    def title(self) -> str:
        """The event's title behind its marking, as calendars list it."""
        return f"[TLP:{self.marking}] {self.event.title}" if self.marking else self.event.title


def quoted_by(points: Sequence[CitedSentence]) -> tuple[QuotedSpan, ...]:
    """The spans of sentences that mention an event."""
    return tuple(QuotedSpan(each.analysis, each.revision, each.start, each.end) for each in points)


def calendar_file(
    entries: Sequence[CalendarEntry],
    origin: str,
    zone: str,
    now: datetime,
    prefix: str,
    marked: Sequence[TrackedStatement] = (),
) -> Message:
    """The calendar file; `origin` makes its ids unique to this database, `marked` are statements that need a mark."""
    if not entries:
        return say(_("There are no events to export. To add one, type {prefix}event new DATE TITLE.", prefix=prefix))
    one = entries[0].event if len(entries) == 1 else None
    name = f"readout-e{one.id}.ics" if one else "readout.ics"
    several = ngettext("{number} event for your calendar", "{number} events for your calendar", len(entries))
    caption = f"{one.title}: {_stands(one, zone)}" if one else several
    return say(File(name, calendar(entries, origin, zone, now, marked), "text/calendar", caption))


def calendar(
    entries: Sequence[CalendarEntry], origin: str, zone: str, now: datetime, marked: Sequence[TrackedStatement] = ()
) -> bytes:
    """The file in UTF-8; times without a zone are in `zone`."""
    whole = icalendar.Calendar()
    for name, value in (("prodid", "-//Readout//Events//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        whole.add(name, value)
    strict = [each.marking for each in entries if each.marking]
    if strict:
        whole.add("x-wr-caldesc", f"TLP:{strictest(*strict)}")
    for entry in entries:
        whole.add_component(_event(entry, origin, zone, now, marked))
    if not entries:
        return bytes(whole.to_ical())
    first = min(entry.event.when.first for entry in entries)
    last = max(entry.event.when.last for entry in entries)
    whole.add_missing_timezones(date(max(first.year - 1, 1), 1, 1), date(min(last.year + 2, 9999), 1, 1))
    return bytes(whole.to_ical())


def _event(
    entry: CalendarEntry, origin: str, zone: str, now: datetime, marked: Sequence[TrackedStatement]
) -> icalendar.Event:
    event, made = entry.event, icalendar.Event()
    made.add("uid", f"event-{event.id}@{origin}.readout")
    made.add("dtstamp", now)
    made.add("sequence", event.rev - 1)
    made.add("summary", displayed(entry.title))
    if entry.marking:
        made.add("class", _CLASSES.get(entry.marking, "PRIVATE"))
    made.add("status", _status(event))
    made.add("description", displayed(_described(entry, zone, now, marked)))
    if event.when.at:
        made.add("dtstart", _in_zone(event.when.at, event.when.zone or zone))
    else:
        made.add("dtstart", event.when.first)
        made.add("dtend", min(event.when.last, date.max - _DAY) + _DAY)  # the first day that is no longer part of it
        made.add("transp", "TRANSPARENT")
    for each in entry.leads if event.state == "set" else ():
        made.add_component(_alarm(entry, each, zone))
    return made


def _in_zone(at: datetime, zone: str) -> datetime:
    """An instant in a zone; in UTC if the clocks show its time twice, since programs read it as one or the other."""
    local = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset() else local


def _status(event: Event) -> str:
    if event.state == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if event.state == "postponed" or is_day_unset(event.when) else "CONFIRMED"


def _described(entry: CalendarEntry, zone: str, now: datetime, marked: Sequence[TrackedStatement]) -> str:
    """The event's date, and the sentences that mention it with their marks."""
    sentence, today = f"{_stands(entry.event, zone)}.", now.astimezone(ZoneInfo(zone)).date()
    quoted = (" ".join(filter(None, (p.text, _marks(p, marked, today), _place(p)))) for p in entry.points)
    head = (f"TLP:{entry.marking}",) if entry.marking else ()
    return "\n\n".join([*head, sentence[0].upper() + sentence[1:], *quoted])


def _place(point: CitedSentence) -> str:
    return f"(a{point.analysis}, {point.title})"


def _marks(point: CitedSentence, marked: Sequence[TrackedStatement], today: date) -> str:
    return marks_in(marked, QuotedSpan(point.analysis, point.revision, point.start, point.end), today)


def _stands(event: Event, zone: str) -> str:
    """The event's date, or its status and previous date."""
    date_ = when(event.when, zone)
    why = f" ({event.why})" if event.why else ""
    return date_ if event.state == "set" else f"{_(BECAME[event.state])}{why}; {was_set(date_)}"


def _alarm(entry: CalendarEntry, before: Lead, zone: str) -> icalendar.Alarm:
    """An alarm at the lead's instant; a day without a time starts at midnight, for leads at nine."""
    event = entry.event
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", displayed(f"{entry.title}, {lead(before)}"))
    if before.wall:
        due = lead_due(event.when, before, zone).astimezone(UTC)
        alarm.add("trigger", due, parameters={"VALUE": "DATE-TIME"})  # without it, a program may look for a duration
        return alarm
    alarm.add("trigger", (timedelta() if event.when.at else _FROM_MIDNIGHT) - before.length)
    return alarm

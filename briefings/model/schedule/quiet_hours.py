"""Quiet hours: when they hold a message, when they release it, and when a reminder is sent before them. Pure.

Messages due in quiet hours are held until those end: where that wall time lies in a DST gap, at the first instant after
it. A reminder of an event that starts by then is sent before they begin.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.due import lead_due, reached, start_of

_DAY = timedelta(days=1)
_JUST_BEFORE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Quiet hours from one wall time to another, past midnight if `end` is earlier; the two always differ."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True)
class ChatTimes:
    """A chat's settings for time: its zone (an IANA name) and quiet hours."""

    zone: str
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Quiet hours on one date; `end` is exclusive."""

    begin: datetime
    end: datetime


def window_at(chat_times: ChatTimes, at: datetime) -> Window | None:
    """The quiet hours that contain an instant, or None."""
    quiet = chat_times.quiet
    if quiet is None:
        return None
    today = at.astimezone(ZoneInfo(chat_times.zone)).date()
    for day in (today, today - _DAY, today - 2 * _DAY):  # the last one where its end lies in a gap at midnight
        begin = reached(day, quiet.begin, chat_times.zone)
        end = reached(day + _DAY if quiet.end <= quiet.begin else day, quiet.end, chat_times.zone)
        if begin <= at < end:
            return Window(begin, end)
    return None


def held_until(chat_times: ChatTimes, at: datetime, starts: datetime | None = None) -> datetime | None:
    """When quiet hours release a message due at an instant; None if it may be sent now.

    A message about an event that `starts` before they end may be sent during quiet hours.
    """
    window = window_at(chat_times, at)
    if window is None or (starts is not None and at <= starts <= window.end):
        return None
    return window.end


def reminder_due(when: EventDate, lead: Lead, chat_times: ChatTimes) -> datetime:
    """The instant of a lead; if both it and the event's start fall in quiet hours, the minute before those."""
    due = lead_due(when, lead, chat_times.zone)
    window = window_at(chat_times, due)
    return window.begin - _JUST_BEFORE if window and start_of(when, chat_times.zone) <= window.end else due

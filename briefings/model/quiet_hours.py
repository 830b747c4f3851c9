"""Quiet hours, and what happens to messages due in them. Pure.

They are held until quiet hours end: where that wall time lies in a gap, at the first instant after it. A reminder of an
event that starts by then is sent before they begin.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefings.model.agenda import When
from briefings.model.delivery import Lead
from briefings.model.due import lead_due, reached, start_of

_DAY = timedelta(days=1)
_JUST_BEFORE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one wall time to another, over midnight where `end` is the earlier one; the two are never the same."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a chat has chosen: its zone, an IANA name, and its quiet hours."""

    zone: str
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Quiet hours on one date; `end` is no longer one of them."""

    begin: datetime
    end: datetime


def window_at(habits: Habits, at: datetime) -> Window | None:
    """The quiet hours in which an instant lies."""
    quiet = habits.quiet
    if quiet is None:
        return None
    today = at.astimezone(ZoneInfo(habits.zone)).date()
    for day in (today, today - _DAY, today - 2 * _DAY):  # the last one where its end lies in a gap at midnight
        begin = reached(day, quiet.begin, habits.zone)
        end = reached(day + _DAY if quiet.end <= quiet.begin else day, quiet.end, habits.zone)
        if begin <= at < end:
            return Window(begin, end)
    return None


def held_until(habits: Habits, at: datetime, starts: datetime | None = None) -> datetime | None:
    """Until when quiet hours hold what is due at an instant, None where it may leave.

    It may also leave inside them when it is about an event that `starts` before they end.
    """
    window = window_at(habits, at)
    if window is None or (starts is not None and at <= starts <= window.end):
        return None
    return window.end


def reminder_due(when: When, lead: Lead, habits: Habits) -> datetime:
    """The instant of a lead, or the minute before the quiet hours in which both it and the event's start lie."""
    due = lead_due(when, lead, habits.zone)
    window = window_at(habits, due)
    return window.begin - _JUST_BEFORE if window and start_of(when, habits.zone) <= window.end else due

"""Calendars as two independent programs read them: each event's name, number of changes, state, span and alarms."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.agenda.calendar import CalendarEntry, calendar
from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.delivery import Lead
from tests.fakes.calendar_programs import Read, in_ical_js, in_icalendar
from tests.fakes.ferries import NOW, SUMMIT, ZONE, cited

pytestmark = pytest.mark.slow

_DAY = Event(3, "Regatta; races, “quays” & Ünïcode 港口 🚢", EventDate(date(2026, 8, 1), date(2026, 8, 1), "day"))
_AT = datetime(2026, 4, 14, 7, 30, tzinfo=UTC)
_TALKS = Event(2, "Talks", EventDate(date(2026, 4, 14), date(2026, 4, 14), "instant", _AT, "Europe/Oslo"), rev=3)
_TWICE = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # both half past one there


def _in_new_york(at: datetime) -> Event:
    return Event(9, "Talks in New York", EventDate(at.date(), at.date(), "instant", at, "America/New_York"))


_LONG = Event(4, "A title that goes on and on, " * 12, EventDate(date(2026, 1, 1), date(2026, 12, 31), "year"))
_ENTRIES = (
    CalendarEntry(_DAY, (Lead(2, "d"), Lead(1, "d"))),
    CalendarEntry(_TALKS, (Lead(7, "d"), Lead(2, "h"))),
    CalendarEntry(_in_new_york(_TWICE[1]), (Lead(1, "h"),)),
    CalendarEntry(SUMMIT, (Lead(1, "d"),), (cited(1, 2),)),
    CalendarEntry(_LONG),
    CalendarEntry(replace(_DAY, id=5, state="cancelled", why="no wind"), (Lead(1, "d"),)),
    CalendarEntry(replace(_DAY, id=6, state="postponed")),
    CalendarEntry(replace(_DAY, id=7, state="held")),
)


def read_by_both(*entries: CalendarEntry) -> Read:
    """What both programs read, which has to be the same."""
    made = calendar(entries, "abc", ZONE, NOW)
    found = in_icalendar(made)
    assert in_ical_js(made) == found
    return found


def only(*entries: CalendarEntry) -> dict[str, Any]:
    (found,) = read_by_both(*entries)
    return found


def test_both_programs_read_a_whole_calendar_alike() -> None:
    found = read_by_both(*_ENTRIES)
    assert len({each["uid"] for each in found}) == len(_ENTRIES)
    assert [each["summary"] for each in found] == [entry.event.title for entry in _ENTRIES]


def test_both_programs_keep_an_event_apart_from_its_changes() -> None:
    moved = replace(_DAY, when=SUMMIT.when, rev=2)
    cancelled = replace(moved, state="cancelled", rev=3)
    told = [only(CalendarEntry(each)) for each in (_DAY, moved, cancelled)]
    assert [each["uid"] for each in told] == ["event-3@abc.readout"] * 3
    assert [each["sequence"] for each in told] == [0, 1, 2]
    assert [each["status"] for each in told] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]


@pytest.mark.parametrize(
    ("state", "status", "alarms"),
    [("set", "CONFIRMED", 1), ("held", "CONFIRMED", 0), ("postponed", "TENTATIVE", 0), ("cancelled", "CANCELLED", 0)],
)
def test_both_programs_read_the_state(state: EventState, status: str, alarms: int) -> None:
    found = only(CalendarEntry(replace(_DAY, state=state), (Lead(1, "d"),)))
    assert (found["status"], len(found["alarms"])) == (status, alarms)


@pytest.mark.parametrize(
    ("first", "last", "precision", "ends", "status"),
    [
        (date(2026, 4, 1), date(2026, 4, 30), "month", "2026-05-01", "TENTATIVE"),
        (date(2026, 2, 1), date(2026, 2, 28), "month", "2026-03-01", "TENTATIVE"),
        (date(2026, 12, 1), date(2026, 12, 31), "month", "2027-01-01", "TENTATIVE"),
        (date(2026, 6, 1), date(2026, 8, 31), "season", "2026-09-01", "TENTATIVE"),
        (date(2026, 4, 14), date(2026, 4, 14), "day", "2026-04-15", "CONFIRMED"),
    ],
)
def test_both_programs_read_a_span_of_whole_days(first: date, last: date, precision, ends: str, status: str) -> None:
    found = only(CalendarEntry(replace(_DAY, when=EventDate(first, last, precision))))
    assert (found["starts"], found["ends"], found["status"]) == (first.isoformat(), ends, status)


@pytest.mark.parametrize(
    "at", [_AT, *_TWICE, datetime(2026, 3, 8, 7, 0, tzinfo=UTC), datetime(2061, 7, 1, 10, tzinfo=UTC)]
)
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Oslo", "Asia/Kolkata"])
def test_both_programs_read_an_instant_in_its_own_zone(at: datetime, zone: str) -> None:
    when = EventDate(at.astimezone(ZoneInfo(zone)).date(), at.astimezone(ZoneInfo(zone)).date(), "instant", at, zone)
    assert only(CalendarEntry(replace(_TALKS, when=when)))["starts"] == int(at.timestamp())


def test_both_programs_read_the_alarms_that_were_ordered() -> None:
    timed = only(CalendarEntry(_TALKS, (Lead(7, "d"), Lead(2, "h"))))["alarms"]
    assert [each["seconds"] for each in timed] == [-7 * 86400, -2 * 3600]
    days = only(CalendarEntry(_DAY, (Lead(1, "d"),)))["alarms"]
    assert [(each["action"], each["seconds"]) for each in days] == [("DISPLAY", 9 * 3600 - 86400)]
    walled = only(CalendarEntry(_DAY, (Lead(2, "d", "07:30 Asia/Shanghai"),)))["alarms"]
    assert [each["at"] for each in walled] == [int(datetime(2026, 7, 29, 23, 30, tzinfo=UTC).timestamp())]

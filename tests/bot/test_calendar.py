"""The calendar file, read back by a calendar library."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from bot.message import File
from bot.views.agenda.calendar import CalendarEntry, calendar, calendar_file
from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.delivery import Lead
from briefings.model.marking import Marking
from tests.fakes.ferries import NOW, SUMMIT, ZONE, cited

OSLO = EventDate(
    date(2026, 4, 14), date(2026, 4, 14), "instant", datetime(2026, 4, 14, 7, 30, tzinfo=UTC), "Europe/Oslo"
)
TALKS = Event(2, "Talks; fares, berths", OSLO, rev=3)
DAY = Event(3, "Regatta", EventDate(date(2026, 8, 1), date(2026, 8, 1), "day"))


def whole(*entries: CalendarEntry) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(calendar(entries, "abc", ZONE, NOW))


def read(*entries: CalendarEntry) -> list[icalendar.Event]:
    return [each for each in whole(*entries).walk("VEVENT") if isinstance(each, icalendar.Event)]


def test_an_instant_keeps_its_own_zone_which_the_file_explains():
    found = whole(CalendarEntry(TALKS, (Lead(7, "d"), Lead(2, "h"))))
    (event,) = found.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert event["DTSTART"].dt.astimezone(UTC) == OSLO.at
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Oslo"]
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(hours=-2)]
    assert (str(event["SUMMARY"]), str(event["STATUS"]), event["SEQUENCE"]) == ("Talks; fares, berths", "CONFIRMED", 2)
    assert (str(found["METHOD"]), event["DTSTAMP"].dt) == ("PUBLISH", NOW)


def test_a_month_is_a_tentative_span_of_whole_days():
    (event,) = read(CalendarEntry(SUMMIT, (Lead(1, "d"),), (cited(1, 2),)))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 1), date(2026, 5, 1))
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=9) - timedelta(days=1)  # nine in the morning of the day before
    assert str(event["DESCRIPTION"]) == (
        "In April 2026, day not set.\n\n"
        "A harbour summit in April is to settle the price of berths. (a1, Three Harbours, One Timetable)"
    )


@pytest.mark.parametrize(
    ("state", "status"),
    [("set", "CONFIRMED"), ("held", "CONFIRMED"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")],
)
def test_the_state_is_told_and_only_what_is_to_come_has_alarms(state: EventState, status: str):
    (event,) = read(CalendarEntry(replace(DAY, state=state, why="no wind"), (Lead(1, "d"),)))
    assert str(event["STATUS"]) == status
    assert len(event.walk("VALARM")) == (state == "set")


def test_an_entry_stays_the_same_one_when_its_event_moves():
    (before,), (after,) = read(CalendarEntry(DAY)), read(CalendarEntry(replace(DAY, when=SUMMIT.when, rev=2)))
    assert before["UID"] == after["UID"] == "event-3@abc.readout"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_a_zone_is_explained_for_as_long_as_its_events_last():
    far = EventDate(date(2061, 7, 1), date(2061, 7, 1), "instant", datetime(2061, 7, 1, 10, tzinfo=UTC), "Europe/Oslo")
    (event,) = read(CalendarEntry(replace(TALKS, when=far)))
    assert event["DTSTART"].dt.astimezone(UTC) == far.at


def test_the_file_is_handed_over_with_what_it_is():
    (one,) = calendar_file([CalendarEntry(SUMMIT)], "abc", ZONE, NOW, "/").blocks
    assert isinstance(one, File)
    assert (one.name, one.media_type) == ("readout-e1.ics", "text/calendar")
    assert one.caption == "Harbour summit: in April 2026, day not set"
    (two,) = calendar_file([CalendarEntry(SUMMIT), CalendarEntry(DAY)], "abc", ZONE, NOW, "/").blocks
    gone = calendar_file([CalendarEntry(replace(SUMMIT, state="cancelled", why="fog"))], "abc", ZONE, NOW, "/").blocks[
        0
    ]
    assert gone.caption == "Harbour summit: cancelled (fog); it was set in April 2026, day not set"
    later = calendar_file([CalendarEntry(replace(SUMMIT, state="postponed"))], "abc", ZONE, NOW, "/").blocks[0]
    assert later.caption == "Harbour summit: postponed; it was set in April 2026, day not set"
    assert two.caption == "2 events for your calendar"
    assert "no events to export" in calendar_file([], "abc", ZONE, NOW, "/").plain()


@pytest.mark.parametrize(
    ("marking", "class_"), [("RED", "CONFIDENTIAL"), ("AMBER+STRICT", "CONFIDENTIAL"), ("GREEN", "PRIVATE")]
)
def test_a_marking_stands_in_the_title_the_class_and_the_description_of_its_event_alone(marking: Marking, class_: str):
    found = whole(CalendarEntry(TALKS, (Lead(7, "d"),), (), marking), CalendarEntry(DAY))
    talks, day = found.walk("VEVENT")
    assert (str(talks["SUMMARY"]), str(talks["CLASS"])) == (f"[TLP:{marking}] Talks; fares, berths", class_)
    assert str(talks["DESCRIPTION"]).startswith(f"TLP:{marking}\n\n")
    (alarm,) = talks.walk("VALARM")
    assert str(alarm["DESCRIPTION"]).startswith(f"[TLP:{marking}] Talks")
    assert (str(day["SUMMARY"]), "CLASS" in day, "TLP" in str(day["DESCRIPTION"])) == ("Regatta", False, False)
    assert str(found["X-WR-CALDESC"]) == f"TLP:{marking}"
    assert "X-WR-CALDESC" not in whole(CalendarEntry(DAY))

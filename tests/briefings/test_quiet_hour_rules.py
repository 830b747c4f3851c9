"""Quiet hours as rules: which window an instant lies in, until when it is held, what comes before they begin."""

from datetime import UTC, date, datetime, time

import pytest

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.quiet_hours import ChatTimes, QuietHours, Window, held_until, reminder_due, window_at

NIGHT = QuietHours(time(22), time(7))
LONDON = ChatTimes("Europe/London", NIGHT)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def instant_event(text: str) -> EventDate:
    starts = at(text)
    return EventDate(starts.date(), starts.date(), "instant", starts, "UTC")


@pytest.mark.parametrize(
    ("here", "due", "until"),
    [
        (LONDON, "2026-02-10T21:59", None),
        (LONDON, "2026-02-10T22:00", "2026-02-11T07:00"),
        (LONDON, "2026-02-11T06:59", "2026-02-11T07:00"),
        (LONDON, "2026-02-11T07:00", None),
        (ChatTimes("Europe/London"), "2026-02-10T23:00", None),
        (ChatTimes("Asia/Kathmandu", NIGHT), "2026-02-10T16:15", "2026-02-11T01:15"),
        (ChatTimes("UTC", QuietHours(time(12), time(13, 30))), "2026-02-10T12:00", "2026-02-10T13:30"),
        (ChatTimes("UTC", QuietHours(time(0), time(23, 59))), "2026-02-10T23:59", None),
        (ChatTimes("UTC", QuietHours(time(7), time(6, 59))), "2026-02-11T06:58", "2026-02-11T06:59"),
        # the night in which the clocks go forward is an hour shorter, the one in which they go back an hour longer
        (LONDON, "2026-03-28T22:00", "2026-03-29T06:00"),
        (LONDON, "2026-10-24T21:00", "2026-10-25T07:00"),
        # an end that the clocks leave out comes as much later, one that they show twice counts the first time
        # an end that lies in a gap is the first instant after it, and so is a begin
        (ChatTimes("Europe/London", QuietHours(time(22), time(1, 30))), "2026-03-29T00:59", "2026-03-29T01:00"),
        (ChatTimes("Europe/London", QuietHours(time(22), time(1, 30))), "2026-03-29T01:00", None),
        (ChatTimes("Europe/Berlin", QuietHours(time(22), time(2, 30))), "2026-03-29T00:59:59", "2026-03-29T01:00"),
        (ChatTimes("Europe/Berlin", QuietHours(time(22), time(2, 45))), "2026-03-29T00:30", "2026-03-29T01:00"),
        (ChatTimes("Europe/Berlin", QuietHours(time(2, 30), time(6))), "2026-03-29T01:00", "2026-03-29T04:00"),
        (ChatTimes("Australia/Lord_Howe", QuietHours(time(22), time(2, 15))), "2026-10-03T15:00", "2026-10-03T15:30"),
        (ChatTimes("Africa/Cairo", QuietHours(time(20), time(0, 30))), "2026-04-23T21:59", "2026-04-23T22:00"),
        (ChatTimes("Pacific/Apia", QuietHours(time(22), time(7))), "2011-12-30T09:00", "2011-12-30T10:00"),
        (ChatTimes("Europe/London", QuietHours(time(22), time(1, 30))), "2026-10-25T00:29", "2026-10-25T00:30"),
        (ChatTimes("Europe/London", QuietHours(time(22), time(1, 30))), "2026-10-25T00:30", None),
        # hours that lie in a gap altogether hold nothing
        (ChatTimes("Europe/London", QuietHours(time(1, 10), time(2))), "2026-03-29T01:05", None),
    ],
)
def test_what_falls_inside_is_held_until_the_end(here: ChatTimes, due: str, until: str | None):
    assert held_until(here, at(due)) == (at(until) if until else None)


def test_a_window_has_a_begin_and_an_end():
    window = Window(at("2026-02-10T22:00"), at("2026-02-11T07:00"))
    assert window_at(LONDON, at("2026-02-11T03:00")) == window
    assert window_at(LONDON, at("2026-02-11T12:00")) is None


@pytest.mark.parametrize(
    ("starts", "held"),
    [("2026-02-11T05:00", False), ("2026-02-11T07:00", False), ("2026-02-11T07:01", True), ("2026-02-10T20:00", True)],
)
def test_what_is_about_an_event_that_starts_meanwhile_is_not_held(starts: str, held: bool):
    assert (held_until(LONDON, at("2026-02-10T23:00"), at(starts)) is not None) == held


@pytest.mark.parametrize(
    ("starts", "lead", "due"),
    [
        ("2026-02-11T05:00", Lead(2, "h"), "2026-02-10T21:59"),
        ("2026-02-11T05:00", Lead(8, "h"), "2026-02-10T21:00"),
        ("2026-02-11T08:00", Lead(2, "h"), "2026-02-11T06:00"),
        ("2026-02-12T05:00", Lead(1, "d"), "2026-02-11T05:00"),
    ],
)
def test_a_reminder_comes_before_quiet_hours_when_its_event_starts_in_them(starts: str, lead: Lead, due: str):
    assert reminder_due(instant_event(starts), lead, LONDON) == at(due)


def test_a_day_without_a_time_counts_from_nine():
    late = ChatTimes("UTC", QuietHours(time(23), time(10)))
    day = EventDate(date(2026, 2, 11), date(2026, 2, 11), "day")
    assert reminder_due(day, Lead(1, "h"), late) == at("2026-02-10T22:59")

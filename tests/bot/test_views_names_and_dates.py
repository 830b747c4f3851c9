"""Dates, spans and distances in words."""

from datetime import UTC, date, datetime

import pytest

from bot.views.shared import names_and_dates
from bot.views.shared.relative_time import relative_time
from briefings.model.agenda import EventDate, Precision
from briefings.model.delivery import Lead, Reminder

LONDON, SHANGHAI = "Europe/London", "Asia/Shanghai"


def span(first: tuple[int, int, int], last: tuple[int, int, int], precision: Precision) -> EventDate:
    return EventDate(date(*first), date(*last), precision)


def at(moment: datetime, zone: str | None) -> EventDate:
    return EventDate(moment.date(), moment.date(), "instant", moment, zone)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (span((2026, 2, 5), (2026, 2, 5), "day"), "on 5 February 2026"),
        (span((2026, 4, 1), (2026, 4, 30), "month"), "in April 2026, day not set"),
        (span((2026, 4, 6), (2026, 4, 12), "week"), "in the week of 6 to 12 April 2026, day not set"),
        (span((2026, 4, 1), (2026, 6, 30), "quarter"), "in the second quarter of 2026, day not set"),
        (span((2026, 3, 1), (2026, 5, 31), "season"), "in spring 2026 (1 March to 31 May 2026), day not set"),
        (
            span((2026, 12, 1), (2027, 2, 28), "season"),
            "in winter 2026/27 (1 December 2026 to 28 February 2027), day not set",
        ),
        (span((2026, 1, 1), (2026, 12, 31), "year"), "in 2026, day not set"),
        (span((2026, 4, 3), (2026, 5, 8), "range"), "from 3 April to 8 May 2026"),
        (span((2026, 4, 3), (2026, 4, 3), "range"), "on 3 April 2026"),
        (at(datetime(2026, 4, 14, 1, 30, tzinfo=UTC), SHANGHAI), "on 14 April 2026, 09:30 Asia/Shanghai (02:30 here)"),
        (at(datetime(2026, 4, 14, 9, 30, tzinfo=UTC), None), "on 14 April 2026, 10:30 Europe/London"),
        (
            at(datetime(2026, 4, 13, 16, 30, tzinfo=UTC), SHANGHAI),
            "on 14 April 2026, 00:30 Asia/Shanghai (13 April 2026, 17:30 here)",
        ),
        (at(datetime(2026, 4, 14, 8, 0, tzinfo=UTC), "Europe/Lisbon"), "on 14 April 2026, 09:00 Europe/Lisbon"),
    ],
)
def test_a_span_is_told_at_its_true_precision(when: EventDate, told: str):
    assert names_and_dates.when(when, LONDON) == told


APRIL = span((2026, 4, 1), (2026, 4, 30), "month")
WEEK = span((2026, 4, 6), (2026, 4, 12), "week")
DAY = span((2026, 4, 14), (2026, 4, 14), "day")
HALF_PAST_NINE = at(datetime(2026, 4, 14, 8, 30, tzinfo=UTC), LONDON)


@pytest.mark.parametrize(
    ("when", "now", "told"),
    [
        (APRIL, datetime(2025, 1, 10, 9, tzinfo=UTC), "446-475 days away"),
        (APRIL, datetime(2025, 4, 14, 9, tzinfo=UTC), "in about a year (352-381 days away)"),
        (APRIL, datetime(2026, 2, 10, 9, tzinfo=UTC), "in about two months (50-79 days away)"),
        (APRIL, datetime(2026, 3, 16, 9, tzinfo=UTC), "in about four weeks (16-45 days away)"),
        (APRIL, datetime(2026, 3, 24, 9, tzinfo=UTC), "in about three weeks (8-37 days away)"),
        (APRIL, datetime(2026, 3, 31, 9, tzinfo=UTC), "in about two weeks (1-30 days away)"),
        (WEEK, datetime(2026, 4, 3, 9, tzinfo=UTC), "in about a week (3-9 days away)"),
        (WEEK, datetime(2026, 4, 5, 9, tzinfo=UTC), "1-7 days away"),
        (span((2026, 4, 1), (2026, 6, 30), "quarter"), datetime(2026, 3, 24, 9, tzinfo=UTC), "8-98 days away"),
        (span((2026, 4, 6), (2026, 4, 8), "range"), datetime(2026, 3, 24, 9, tzinfo=UTC), "13-15 days away"),
        (APRIL, datetime(2026, 4, 10, 9, tzinfo=UTC), "any day now, within 20 days"),
        (APRIL, datetime(2026, 4, 29, 9, tzinfo=UTC), "today or tomorrow"),
        (APRIL, datetime(2026, 4, 30, 9, tzinfo=UTC), "today"),
        (APRIL, datetime(2026, 5, 12, 9, tzinfo=UTC), "passed 12 days ago"),
        (DAY, datetime(2026, 4, 11, 9, tzinfo=UTC), "in 3 days"),
        (DAY, datetime(2026, 4, 13, 9, tzinfo=UTC), "tomorrow"),
        (DAY, datetime(2026, 4, 14, 9, tzinfo=UTC), "today"),
        (DAY, datetime(2026, 4, 15, 9, tzinfo=UTC), "passed yesterday"),
        (HALF_PAST_NINE, datetime(2026, 4, 14, 3, 30, tzinfo=UTC), "in 5 hours"),
        (HALF_PAST_NINE, datetime(2026, 4, 14, 8, 10, tzinfo=UTC), "in 20 minutes"),
        (HALF_PAST_NINE, datetime(2026, 4, 14, 8, 29, tzinfo=UTC), "in 1 minute"),
        (HALF_PAST_NINE, datetime(2026, 4, 14, 8, 30, tzinfo=UTC), "now"),
        (HALF_PAST_NINE, datetime(2026, 4, 14, 10, 30, tzinfo=UTC), "passed 2 hours ago"),
    ],
)
def test_a_distance_claims_no_more_than_is_known(when: EventDate, now: datetime, told: str):
    assert relative_time(when, now, LONDON) == told


def test_an_instant_is_told_with_its_weekday_and_zone():
    assert (
        names_and_dates.clock(datetime(2026, 7, 2, 7, 0, tzinfo=UTC), LONDON)
        == "Thursday 2 July 2026, 08:00 Europe/London"
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (range(1, 8), "every day"),
        (range(1, 6), "every weekday"),
        ((1, 4), "every Monday and Thursday"),
        ((6,), "every Saturday"),
    ],
)
def test_weekdays(days: range | tuple[int, ...], told: str):
    assert names_and_dates.weekdays(frozenset(days)) == told


def test_a_reminder_says_when_it_comes_or_that_it_has_passed():
    due = datetime(2026, 4, 7, 8, 0, tzinfo=UTC)
    assert names_and_dates.reminder(Reminder(Lead(7, "d"), due, "waiting"), LONDON) == (
        "7 days before: Tuesday 7 April 2026, 09:00 Europe/London"
    )
    assert names_and_dates.reminder(Reminder(Lead(1, "h"), due, "passed"), LONDON) == ("1 hour before: already passed")


def test_counting():
    assert names_and_dates.counted(1, "analysis", "analyses") == "1 analysis"
    assert names_and_dates.counted(1200, "word") == "1,200 words"
    assert names_and_dates.joined(["a"]) == "a"
    assert names_and_dates.joined(["a", "b", "c"], "or") == "a, b or c"

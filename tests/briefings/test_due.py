"""Wall time through clock changes."""

from datetime import UTC, date, datetime, time
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.due import Distance, distance, end_of, fires_on, latest_fire, lead_due, start_of

EVERY_DAY = frozenset(range(1, 8))
UTC_ = "%Y-%m-%dT%H:%M"


def at(text: str) -> datetime:
    return datetime.strptime(text, UTC_).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wall", "days", "after", "expected"),
    [
        (
            "Europe/Berlin",
            "02:30",
            EVERY_DAY,
            "2026-03-27T12:00",
            ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"],
        ),
        ("Europe/Berlin", "02:30", EVERY_DAY, "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        (
            "America/Chicago",
            "08:00",
            frozenset({1, 2, 3, 4, 5}),
            "2026-03-06T15:00",
            ["2026-03-09T13:00", "2026-03-10T13:00"],
        ),
        ("Australia/Lord_Howe", "02:15", EVERY_DAY, "2026-10-02T20:00", ["2026-10-03T15:45", "2026-10-04T15:15"]),
        ("Asia/Tehran", "00:00", EVERY_DAY, "2022-03-20T21:00", ["2022-03-21T20:30", "2022-03-22T19:30"]),
        # the day that Samoa left out: its 08:00 falls on the next day's, which comes once
        (
            "Pacific/Apia",
            "08:00",
            EVERY_DAY,
            "2011-12-29T12:00",
            ["2011-12-29T18:00", "2011-12-30T18:00", "2011-12-31T18:00"],
        ),
    ],
)
def test_a_rule_fires_once_on_each_of_its_days(zone, wall, days, after, expected):
    found = islice(fires_on(days, time.fromisoformat(wall), zone, at(after)), len(expected))
    assert [due.strftime(UTC_) for due in found] == expected


ZONES = [
    "Europe/London",
    "America/Nuuk",
    "Africa/Casablanca",
    "Asia/Gaza",
    "America/Sao_Paulo",
    "Antarctica/Troll",
    "Pacific/Apia",
]


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(1970, 1, 2), date(2037, 12, 1)),
    wall=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_each_date_that_has_the_wall_time_fires_once(zone, day, wall):
    start = datetime.combine(day, time(), tzinfo=UTC)
    found = list(islice(fires_on(EVERY_DAY, wall, zone, start), 40))
    assert found == sorted(set(found))
    gaps = [(b - a).total_seconds() / 3600 for a, b in pairwise(found)]
    assert all(18 <= gap <= 30 for gap in gaps)


def test_after_an_outage_the_newest_occurrence_counts():
    monday = frozenset({1})
    first = at("2026-03-02T08:00")
    assert latest_fire(monday, time(8), "UTC", first, at("2026-03-17T09:00")) == (
        at("2026-03-16T08:00"),
        at("2026-03-23T08:00"),
    )


def test_a_lead_in_days_keeps_the_wall_time_and_one_in_hours_is_real_hours():
    london = "Europe/London"
    when = EventDate(date(2026, 3, 30), date(2026, 3, 30), "instant", at("2026-03-30T13:00"), london)
    assert lead_due(when, Lead(7, "d"), london) == at("2026-03-23T14:00")
    assert lead_due(when, Lead(2, "h"), london) == at("2026-03-30T11:00")


def test_a_month_counts_from_nine_in_the_readers_zone_on_its_first_day():
    april = EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")
    assert lead_due(april, Lead(30, "d"), "Asia/Shanghai") == at("2026-03-02T01:00")
    assert distance(april, at("2026-02-10T12:00"), "UTC") == Distance(50, 79, "days", past=False)
    assert distance(april, at("2026-04-10T12:00"), "UTC") == Distance(0, 20, "days", past=False)
    assert distance(april, at("2026-05-03T12:00"), "UTC") == Distance(3, 32, "days", past=True)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", [date.min, date(2, 1, 1), date(9998, 12, 31), date.max])
@pytest.mark.parametrize("lead", [Lead(730, "d"), Lead(17520, "h"), Lead(730, "d", "06:00")])
def test_the_ends_of_the_calendar_are_reckoned_with(zone, day, lead):
    noon = datetime.combine(day, time(12), UTC)
    now = datetime(2026, 2, 10, 12, tzinfo=UTC)
    for when in (EventDate(day, day, "day"), EventDate(day, day, "instant", noon)):
        assert lead_due(when, lead, zone) < start_of(when, zone) <= end_of(when, zone)
        assert (end_of(when, zone) <= now) == distance(when, now, zone).past == (day < now.date())


@pytest.mark.parametrize("lead", [Lead(7, "d"), Lead(36, "h"), Lead(2, "d", "09:00 Asia/Shanghai")])
def test_a_lead_is_read_back_from_its_text(lead: Lead) -> None:
    assert Lead.parse(str(lead)) == lead


@pytest.mark.parametrize("words", ["", "d", "7", "7w", "x7d"])
def test_what_is_no_text_of_a_lead_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Lead.parse(words)

"""Rules on wall time in every zone: what a gap moves, what an overlap shows twice, which dates a month lacks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.due import Some, fires_on, lead_due, occurrences, realigned_due_date, rules_of
from tests.examples import examples

EVERY_DAY = frozenset(range(1, 8))
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def field(text: str) -> Some:
    """A field of a crontab: "*", "*/20", "5", "1-5" or "1,3"."""
    if text == "*":
        return None
    if text.startswith("*/"):
        return frozenset(range(0, 60, int(text[2:])))
    ends = [part.partition("-") for part in text.split(",")]
    return frozenset(n for first, _, last in ends for n in range(int(first), int(last or first) + 1))


@pytest.mark.parametrize(
    ("zone", "rule", "after", "expected"),
    [
        # certain hours keep the wall time: a gap moves them on, the first of two counts
        ("Europe/Paris", "15 2 * * *", "2026-03-27T12:00", "03-28T01:15 03-29T01:15 03-30T00:15"),
        ("Europe/Paris", "15 2 * * *", "2026-10-24T12:00", "10-25T00:15 10-26T01:15"),
        ("America/St_Johns", "0 9 * * 1-5", "2026-03-06T12:00", "03-06T12:30 03-09T11:30 03-10T11:30"),
        ("Australia/Lord_Howe", "10 2 * * *", "2026-10-02T20:00", "10-03T15:40 10-04T15:10"),
        ("Asia/Amman", "30 0 * * *", "2021-03-25T12:00", "03-25T22:30 03-26T21:30"),
        ("America/Asuncion", "0 0 * * 0", "2023-09-25T12:00", "10-01T04:00 10-08T03:00"),
        # several times of one day stay in order when the first of them is moved behind the second
        ("Europe/Paris", "30 2,3 * * *", "2026-03-28T12:00", "03-29T01:30 03-30T00:30 03-30T01:30"),
        ("Europe/Paris", "10,50 2-3 * * *", "2026-03-28T12:00", "03-29T01:10 03-29T01:50 03-30T00:10"),
        # a date that a zone left out: its times fall on the next date, which keeps its own
        ("Pacific/Fakaofo", "0 10 * * *", "2011-12-29T12:00", "12-29T21:00 12-30T21:00 12-31T21:00"),
        # days that a month lacks; days of both kinds are an either-or; Sunday has two numbers
        ("Asia/Seoul", "0 7 30 * *", "2026-01-29T23:00", "03-29T22:00 04-29T22:00 05-29T22:00"),
        ("UTC", "0 7 13 * 5", "2026-02-12T08:00", "02-13T07:00 02-20T07:00 02-27T07:00 03-06T07:00 03-13T07:00"),
        ("UTC", "0 7 * 6 0", "2026-05-30T08:00", "06-07T07:00 06-14T07:00"),
        ("UTC", "0 7 * * 7", "2026-05-30T08:00", "05-31T07:00 06-07T07:00"),
        # every hour means each real instant: none in a gap, both in an overlap
        ("Europe/Paris", "45 * * * *", "2026-03-28T23:50", "03-29T00:45 03-29T01:45 03-29T02:45"),
        ("Europe/Paris", "45 * * * *", "2026-10-24T23:50", "10-25T00:45 10-25T01:45 10-25T02:45"),
        ("Australia/Lord_Howe", "*/20 * * * *", "2026-04-04T14:30", "04-04T14:40 04-04T15:10 04-04T15:30 04-04T15:50"),
        ("Africa/Monrovia", "0 * * * *", "1971-06-01T00:00", "06-01T00:44 06-01T01:44"),
    ],
)
def test_a_rule_falls_due(zone: str, rule: str, after: str, expected: str):
    minutes, hours, month_days, months, weekdays = map(field, rule.split())
    wanted = expected.split()
    found = islice(occurrences(minutes, hours, month_days, months, weekdays, zone, at(after)), len(wanted))
    assert [f"{due:%m-%dT%H:%M}" for due in found] == wanted


def test_a_rule_may_wait_for_years():
    found = occurrences(field("0"), field("9"), field("29"), field("2"), None, "Europe/Rome", at("2026-01-01T00:00"))
    assert [f"{due:%Y-%m-%dT%H:%M}" for due in islice(found, 2)] == ["2028-02-29T08:00", "2032-02-29T08:00"]


def test_a_rule_without_a_day_ends():
    assert list(islice(occurrences(None, None, field("31"), field("2"), None, "UTC", at("9999-01-01T00:00")), 1)) == []


@cache
def odd_days(zone: str, year: int) -> list[date]:
    """The dates of a year on which the clocks of a zone change, and those beside them."""
    there, first = ZoneInfo(zone), date(year, 1, 1)
    offsets = [datetime.combine(first + n * DAY, time(), tzinfo=there).utcoffset() for n in range(366)]
    changed = [first + n * DAY for n in range(365) if offsets[n] != offsets[n + 1]]
    return [day + n * DAY for day in changed for n in (-1, 0, 1)] or [first]


def shown(day: date, wall: time, zone: str) -> list[datetime]:
    """The real instants at which a zone's clocks show a date and time, none, one or two."""
    there = ZoneInfo(zone)
    tried = {datetime.combine(day, wall.replace(fold=fold), tzinfo=there).astimezone(UTC) for fold in (0, 1)}
    return sorted(each for each in tried if each.astimezone(there).replace(tzinfo=None) == datetime.combine(day, wall))


WALLS = st.builds(time, st.one_of(st.integers(0, 3), st.integers(0, 23)), st.integers(0, 59))


@given(st.data(), st.sampled_from(sorted(available_timezones())), st.integers(1970, 2037), WALLS)
@settings(max_examples=examples(1000))
def test_no_zone_and_no_date_makes_a_daily_rule_skip_or_repeat(data, zone: str, year: int, wall: time):
    day = data.draw(st.one_of(st.sampled_from(odd_days(zone, year)), st.dates(date(year, 1, 1), date(year, 12, 31))))
    after = datetime.combine(day - 3 * DAY, time(12), tzinfo=UTC)
    found = list(takewhile(lambda due: due < after + 7 * DAY, fires_on(EVERY_DAY, wall, zone, after)))
    assert found == sorted(set(found))
    for each in (day - DAY, day, day + DAY):
        on_that_date = shown(each, wall, zone)
        assert [due for due in found if due in on_that_date] == on_that_date[:1]
    assert len(found) <= 8


@given(st.data(), st.sampled_from(sorted(available_timezones())), st.integers(1970, 2037), WALLS, st.integers(1, 400))
@settings(max_examples=examples(500))
def test_days_before_an_event_keep_its_wall_time_in_every_zone(data, zone: str, year: int, wall: time, count: int):
    """The reminder comes at the real instant that shows the same wall time so many dates before, the first of two."""
    reminded = data.draw(
        st.one_of(st.sampled_from(odd_days(zone, year)), st.dates(date(year, 1, 1), date(year, 12, 31)))
    )
    day = reminded + count * DAY
    starts = shown(day, wall, zone)
    expected = shown(reminded, wall, zone)
    assume(starts)  # an event starts at an instant that there is
    when = EventDate(day, day, "instant", starts[0], zone)
    due = lead_due(when, Lead(count, "d"), zone)
    if expected:
        assert due == expected[0]
    else:  # in a gap: as much later as the clocks skip
        there = ZoneInfo(zone)
        before = datetime.combine(reminded, wall, tzinfo=there).utcoffset()
        assert before is not None
        assert due == datetime.combine(reminded, wall, tzinfo=UTC) - before
        assert due.astimezone(there).replace(tzinfo=None) > datetime.combine(reminded, wall)


@given(st.data(), st.sampled_from(sorted(available_timezones())), st.integers(1970, 2037), st.integers(0, 400))
@settings(max_examples=examples(300))
def test_without_a_time_days_before_count_from_nine_in_every_zone(data, zone: str, year: int, count: int):
    reminded = data.draw(
        st.one_of(st.sampled_from(odd_days(zone, year)), st.dates(date(year, 1, 1), date(year, 12, 31)))
    )
    nine = shown(reminded, time(9), zone)
    assume(nine and shown(reminded + count * DAY, time(9), zone))
    month = EventDate(reminded + count * DAY, reminded + (count + 29) * DAY, "month")
    assert lead_due(month, Lead(count, "d"), zone) == nine[0]


@given(st.sampled_from(sorted(available_timezones())), st.integers(1970, 2037), WALLS, st.integers(1, 365))
@settings(max_examples=examples(300))
def test_the_same_rules_realign_nothing_and_others_at_most_half_a_day(zone: str, year: int, wall: time, after: int):
    start = datetime(year, 1, 1, tzinfo=UTC) + after * DAY
    for due in islice(fires_on(EVERY_DAY, wall, zone, start), 2):
        assert realigned_due_date(EVERY_DAY, wall, zone, due) == due
        for shift in (timedelta(hours=-2), timedelta(hours=2)):
            assert abs(realigned_due_date(EVERY_DAY, wall, zone, due + shift) - due) < DAY / 2


def test_the_rules_of_zones_are_told_apart():
    now = at("2026-03-01T12:00")
    assert rules_of(["Europe/Berlin", "UTC"], now) == rules_of(["UTC", "Europe/Berlin"], at("2026-11-01T12:00"))
    assert rules_of(["Europe/Berlin"], now) != rules_of(["UTC"], now)

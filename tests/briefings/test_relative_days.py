"""Days as people type them: which date each is, seen from Tuesday 10 February 2026, and what is asked back."""

from datetime import UTC, date, datetime

import pytest

from briefings.errors import Ambiguous, BadInput
from briefings.parsing import parse_when

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("friday", "2026-02-13"),
        ("FRI", "2026-02-13"),
        ("on thurs", "2026-02-12"),
        ("next friday", "2026-02-20"),
        ("this friday", "2026-02-13"),
        ("tuesday next week", "2026-02-17"),
        ("next week on friday", "2026-02-20"),
        ("friday in two weeks", "2026-02-27"),
        ("a week from friday", "2026-02-20"),
        ("two weeks from tomorrow", "2026-02-25"),
        ("14 april", "2026-04-14"),
        ("sept 3", "2026-09-03"),
        ("the 3rd of march 2027", "2027-03-03"),
        ("4/14/2026", "2026-04-14"),
        ("5/5", "2026-05-05"),
        ("25/12", "2026-12-25"),
        ("1/25", "2027-01-25"),
        ("в следующую пятницу", "2026-02-20"),
        ("下周五", "2026-02-20"),
    ],
)
def test_a_day_in_any_case_and_by_its_week(typed: str, day: str):
    when, rest = parse_when(typed.split(), NOW, "Europe/London", asks=True)
    assert (when.first, when.last, when.precision, rest) == (
        date.fromisoformat(day),
        date.fromisoformat(day),
        "day",
        (),
    )


def test_what_follows_a_day_is_left_over():
    when, rest = parse_when(["friday", "14:00", "berlin"], NOW, "Europe/London")
    assert when.at == datetime(2026, 2, 13, 13, tzinfo=UTC)
    assert when.zone == "Europe/Berlin"
    assert rest == ()
    assert parse_when(["may", "budget", "vote"], NOW, "UTC")[1] == ("budget", "vote")


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("04/05/2026", "2026-05-04", "2026-04-05"),
        ("4/5", "2026-05-04", "2026-04-05"),
        ("1/2", "2027-02-01", "2027-01-02"),
        ("tuesday", "2026-02-10", "2026-02-17"),
        ("on Tue", "2026-02-10", "2026-02-17"),
    ],
)
def test_what_can_be_two_days_is_asked_back(typed: str, one: str, other: str):
    with pytest.raises(Ambiguous, match=f"can mean {one} or {other}. Which one"):
        parse_when(typed.split(), NOW, "Europe/London", asks=True)


def test_where_nothing_is_changed_a_day_of_the_week_may_be_today():
    assert parse_when(["tuesday"], NOW, "UTC")[0].first == date(2026, 2, 10)


@pytest.mark.parametrize("typed", ["31/2/2026", "99/99", "weekday", "a week from nowhere", "friday in five years"])
def test_what_is_no_day_is_none(typed: str):
    try:
        when, rest = parse_when(typed.split(), NOW, "UTC")
    except (Ambiguous, BadInput):
        return
    assert rest, when


def test_the_present_day_without_a_year_is_today():
    when, _ = parse_when(["5/5"], datetime(2026, 5, 5, 12, tzinfo=UTC), "Europe/London", asks=True)
    assert when.first == date(2026, 5, 5)

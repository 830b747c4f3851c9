"""Phrases for what comes again, as the rule that a calendar would hold, with time of day and zone."""

import pytest

from briefings.reading.dates.recurring import recurrence, recurrence_at_head


def told(phrase: str) -> str:
    found = recurrence(phrase)
    if found is None:
        return "none"
    return f"{found.rule}|{found.at.isoformat('minutes') if found.at else ''}|{found.zone or ''}"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("every day", "FREQ=DAILY||"),
        ("daily at 6:45", "FREQ=DAILY|06:45|"),
        ("every morning at 8 am", "FREQ=DAILY|08:00|"),
        ("every 3 days at 7:00", "FREQ=DAILY;INTERVAL=3|07:00|"),
        ("at 8:00 every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR|08:00|"),
        ("every working day 9:15 Europe/Oslo", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR|09:15|Europe/Oslo"),
        ("every Monday and Thursday at 6 pm Beijing time", "FREQ=WEEKLY;BYDAY=MO,TH|18:00|Asia/Shanghai"),
        ("Tuesdays, Wednesdays and Sundays at noon", "FREQ=WEEKLY;BYDAY=TU,WE,SU|12:00|"),
        ("mon-fri 9:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR|09:00|"),
        ("every Friday through Monday", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU||"),
        ("Tue to Thu, Sat 7am", "FREQ=WEEKLY;BYDAY=TU,WE,TH,SA|07:00|"),
        ("wed wed sun 7:00", "FREQ=WEEKLY;BYDAY=WE,SU|07:00|"),
        ("monthly 2nd", "FREQ=MONTHLY;BYMONTHDAY=2||"),
        ("weekends at 10:00", "FREQ=WEEKLY;BYDAY=SA,SU|10:00|"),
        ("every other Tuesday 9am", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU|09:00|"),
        ("every 3 weeks on Saturday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA||"),
        ("fortnightly on Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR||"),
        ("on the 3rd of every month at 18:30", "FREQ=MONTHLY;BYMONTHDAY=3|18:30|"),
        ("monthly on the 31st", "FREQ=MONTHLY;BYMONTHDAY=31||"),
        ("the last day of each month", "FREQ=MONTHLY;BYMONTHDAY=-1||"),
        ("the first Monday of every month at 9:00", "FREQ=MONTHLY;BYDAY=1MO|09:00|"),
        ("every year on 5 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5||"),
        ("по будням в 9:30 по Москве", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR|09:30|Europe/Moscow"),
        ("по понедельникам и четвергам в 10:00", "FREQ=WEEKLY;BYDAY=MO,TH|10:00|"),
        ("15-го числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=15||"),
        ("每天早上8点", "FREQ=DAILY|08:00|"),
        ("每周一和周四 9:00", "FREQ=WEEKLY;BYDAY=MO,TH|09:00|"),
        ("每月15日", "FREQ=MONTHLY;BYMONTHDAY=15||"),
    ],
)
def test_a_phrase_is_read_as_a_rule(phrase: str, expected: str) -> None:
    assert told(phrase) == expected


@pytest.mark.parametrize(
    "phrase", ["may", "every so often", "on the 32nd of every month", "every day and night", "5 March"]
)
def test_other_words_are_no_rule(phrase: str) -> None:
    assert told(phrase) == "none"


def test_what_follows_is_left_over_and_so_is_what_names_no_zone_of_a_place() -> None:
    found = recurrence_at_head("every Friday 18:30 CET ice and tolls")
    assert found is not None
    assert (found[0].rule, found[0].zone, found[1]) == ("FREQ=WEEKLY;BYDAY=FR", None, "CET ice and tolls")


@pytest.mark.parametrize(
    ("phrase", "days"),
    [("daily", {1, 2, 3, 4, 5, 6, 7}), ("every Friday", {5}), ("every other Friday", None), ("every 2 days", None)],
)
def test_only_rules_of_one_week_are_days_of_the_week(phrase: str, days: set[int] | None) -> None:
    found = recurrence(phrase)
    assert found is not None
    assert found.weekdays == days

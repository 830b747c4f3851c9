"""How long before an event somebody wants to hear of it, in words."""

from datetime import UTC, date, datetime

import pytest

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.schedule.due import lead_due
from briefings.reading.dates.leads import lead_phrase


@pytest.mark.parametrize(
    ("line", "event", "lead"),
    [
        ("3 days before the June summit at 9am Beijing time", "June summit", Lead(3, "d", "09:00 Asia/Shanghai")),
        ("e1 3 days before", "e1", Lead(3, "d")),
        ("e1 two weeks before at 18:30", "e1", Lead(14, "d", "18:30")),
        ("me the day before e2 at 8:00 Europe/Oslo", "e2", Lead(1, "d", "08:00 Europe/Oslo")),
        ("an hour before the vote", "vote", Lead(1, "h")),
        ("harbour summit, 2 hours in advance", "harbour summit", Lead(2, "h")),
        ("a week ahead of the vote at noon", "vote", Lead(7, "d", "12:00")),
        ("2 days before the talks at Sea", "talks at Sea", Lead(2, "d")),
    ],
)
def test_a_line_names_an_event_and_a_lead(line: str, event: str, lead: Lead) -> None:
    assert lead_phrase(line) == (event, lead)


@pytest.mark.parametrize(
    "line", ["e1 30d 7d", "e1 off", "3 days", "3 days before", "0 days before e1", "5 hours before e1 at 9am"]
)
def test_other_words_are_none(line: str) -> None:
    assert lead_phrase(line) is None


@pytest.mark.parametrize(
    ("when", "lead", "due"),
    [
        (
            EventDate(date(2026, 6, 1), date(2026, 6, 30), "month"),
            Lead(3, "d", "09:00 Asia/Shanghai"),
            "2026-05-29T01:00",
        ),
        (EventDate(date(2026, 6, 1), date(2026, 6, 1), "day"), Lead(1, "d", "09:00"), "2026-05-31T08:00"),
        (
            EventDate(date(2026, 6, 1), date(2026, 6, 1), "instant", datetime(2026, 6, 1, 22, tzinfo=UTC)),
            Lead(1, "d", "09:00 Asia/Shanghai"),
            "2026-06-01T01:00",
        ),
    ],
)
def test_a_lead_with_a_time_falls_due_at_that_wall_time_of_the_events_zone(
    when: EventDate, lead: Lead, due: str
) -> None:
    assert lead_due(when, lead, "Europe/London").strftime("%Y-%m-%dT%H:%M") == due

"""The rule that tells every push: the same for a chat's schedule and for a rehearsal."""

from datetime import UTC, date, datetime, time
from itertools import islice, takewhile
from typing import Any

from briefings.model.agenda import Event, EventDate, EventState
from briefings.model.delivery import Follow, Lead, Reminder, Subscription
from briefings.model.schedule.forecast import ScheduledDelivery, pushes
from briefings.model.schedule.quiet_hours import ChatTimes, QuietHours

CHAT, TOPIC = "telegram:7", "telegram:7:3"
EVERY_DAY = frozenset(range(1, 8))
BERLIN = {CHAT: ChatTimes("Europe/Berlin")}
MAY = EventDate(date(2026, 5, 1), date(2026, 5, 31), "month")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def order(wall: str = "08:00", *, zone: str | None = None, paused: str = "", address: str = CHAT) -> Subscription:
    start = at("2026-01-01T00:00")
    return Subscription(1, address, CHAT, EVERY_DAY, time.fromisoformat(wall), zone, "ice", start, start, paused)


def follow(*leads: Lead, when: EventDate = MAY, state: EventState = "set", **more: Any) -> Follow:
    reminders = tuple(Reminder(lead, at("2000-01-01T00:00"), "passed") for lead in leads)
    return Follow(CHAT, Event(4, "Regatta", when, state), reminders, **more)


def until(end: str, found) -> list[ScheduledDelivery]:
    return list(takewhile(lambda push: push.at <= at(end), found))


def test_digests_and_reminders_come_in_one_order_and_keep_their_wall_time():
    found = pushes([order()], [follow(Lead(30, "d"), Lead(2, "d"))], BERLIN, at("2026-03-31T12:00"))
    assert list(islice(found, 3)) == [
        ScheduledDelivery(at("2026-04-01T06:00"), "digest", "ice", CHAT, "Europe/Berlin", if_new=True, owner=1),
        ScheduledDelivery(at("2026-04-01T07:00"), "reminder", "Regatta", CHAT, "Europe/Berlin"),
        ScheduledDelivery(at("2026-04-02T06:00"), "digest", "ice", CHAT, "Europe/Berlin", if_new=True, owner=1),
    ]


def test_the_begin_is_excluded_and_periods_that_have_passed_are_told():
    begin = at("2018-03-25T06:00")
    found = until("2018-03-26T06:00", pushes([order()], (), BERLIN, begin))
    assert [push.at for push in found] == [at("2018-03-26T06:00")]


def test_quiet_hours_move_what_falls_inside_to_their_end():
    here = {CHAT: ChatTimes("Europe/Berlin", QuietHours(time(22), time(9, 30)))}
    found = until("2026-03-30T12:00", pushes([order("23:00"), order("08:00")], (), here, at("2026-03-29T12:00")))
    assert [push.at for push in found] == [at("2026-03-30T07:30")] * 2
    held_now = until("2026-03-29T12:00", pushes([order("08:00")], (), here, at("2026-03-29T06:30")))
    assert [push.at for push in held_now] == [at("2026-03-29T07:30")]


def test_a_reminder_whose_event_starts_in_quiet_hours_comes_before_they_begin():
    here = {CHAT: ChatTimes("UTC", QuietHours(time(22), time(7)))}
    starts = at("2026-05-02T05:00")
    dawn = EventDate(starts.date(), starts.date(), "instant", starts, "UTC")
    found = pushes((), [follow(Lead(1, "h"), when=dawn)], here, at("2026-05-01T00:00"))
    assert [push.at for push in found] == [at("2026-05-01T21:59")]


def test_of_leads_that_fall_on_one_instant_one_push_comes():
    noon = at("2026-05-02T12:00")
    day = EventDate(noon.date(), noon.date(), "instant", noon, "UTC")
    found = pushes(
        (),
        [follow(Lead(1, "d"), Lead(24, "h"), when=day, snoozed=at("2026-05-01T12:00"))],
        BERLIN,
        at("2026-01-01T00:00"),
    )
    assert [push.at for push in found] == [at("2026-05-01T12:00")]


def test_what_is_paused_muted_or_called_off_yields_nothing():
    silent = [
        follow(Lead(1, "d"), muted=True),
        follow(Lead(1, "d"), paused="the bot was blocked"),
        follow(Lead(1, "d"), state="postponed"),
    ]
    assert list(pushes([order(paused="the bot was blocked")], silent, BERLIN, at("2026-01-01T00:00"))) == []


def test_a_reminder_that_was_put_off_is_told_as_well():
    found = pushes((), [follow(snoozed=at("2026-02-01T10:00"))], BERLIN, at("2026-01-01T00:00"))
    assert [push.at for push in found] == [at("2026-02-01T10:00")]


def test_a_digest_with_a_zone_of_its_own_keeps_it():
    (first,) = islice(pushes([order(zone="Asia/Tokyo", address=TOPIC)], (), BERLIN, at("2026-03-31T12:00")), 1)
    assert (first.at, first.zone, first.address) == (at("2026-03-31T23:00"), "Asia/Tokyo", TOPIC)

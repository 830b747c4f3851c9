"""What reaches a chat and when, on each database: quiet hours, snoozing, muting, changes of events, questions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from briefings.errors import BadInput, NotFound
from briefings.model.agenda import Event, When
from briefings.model.delivery import (
    DigestDue,
    EventMoved,
    EventStopped,
    Lead,
    Notice,
    Outcome,
    ReminderDue,
    WhatBecame,
    chat_of,
)
from briefings.model.quiet import Quiet
from briefings.service import Briefings

ALL_DAYS = frozenset(range(1, 8))
HERE, TOPIC, THERE, SOMEONE = "telegram:-1", "telegram:-1:9", "telegram:-2", "telegram:42"
NIGHT = Quiet(time(22), time(7))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTES = b"Tides of the northern quay\nTides\nThe tide at the northern quay rises by two metres each spring.\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(day: str) -> When:
    first = date.fromisoformat(day)
    return When(first, first, "day")


def instant(text: str) -> When:
    return When(at(text).date(), at(text).date(), "instant", at(text), "UTC")


MAY = When(date(2026, 5, 1), date(2026, 5, 31), "month")


class Town:
    """A core with its sender; what is sent is accepted at once."""

    def __init__(self, core: Briefings, epoch: int) -> None:
        self.core, self.epoch = core, epoch

    async def event(self, when: When, title: str = "Regatta", now: str = "2026-03-01T12:00") -> Event:
        return await self.core.agenda.create(title, when, SOMEONE, at(now))

    async def remind(self, event: Event, *leads: Lead, address: str = HERE, now: str = "2026-03-01T12:00"):
        return await self.core.subscriptions.remind(address, event.id, leads, SOMEONE, at(now))

    async def messages(self, now: str, editors: Sequence[str] = ()) -> list[tuple[str, tuple[Notice, ...]]]:
        """What leaves at an instant: the address and what the message holds."""
        found = []
        await self.core.outbox._due.write_all(("telegram",), at(now), tuple(editors))
        while parcels := await self.core.outbox.ready("telegram", at(now)):
            parcel = parcels[0]
            assert await self.core.outbox.commit(parcel, self.epoch, at(now))
            await self.core.outbox.settle(parcel, self.epoch, Outcome("sent", receipt="1"), at(now))
            found.append((parcel.address, parcel.notices))
        return found

    async def notices(self, now: str, editors: Sequence[str] = ()) -> list[Notice]:
        return [notice for _, notices in await self.messages(now, editors) for notice in notices]

    async def reasons(self, address: str = HERE) -> list[tuple[str, str]]:
        return [(each.state, each.reason) for each in await self.core.outbox.latest(address)]


@pytest.fixture
async def town(core: Briefings) -> Town:
    return Town(core, await core.outbox.take_over("telegram", at("2026-03-01T12:00")))


class TestQuietHours:
    async def test_what_falls_inside_comes_as_one_message_when_they_end(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        for title in ("Regatta", "Fair"):
            await town.remind(await town.event(instant("2026-03-09T23:00"), title), Lead(7, "d"))
        await town.core.subscriptions.subscribe(
            HERE, HERE, ALL_DAYS, time(23, 30), None, "", SOMEONE, at("2026-03-02T00:00")
        )
        await town.core.library.add("tides.txt", NOTES, at("2026-03-02T09:00"))
        assert await town.messages("2026-03-02T23:00") == []
        assert await town.messages("2026-03-02T23:45") == []
        assert [state for state, _ in await town.reasons()] == ["pending"] * 3
        assert {each.held_until for each in await town.core.outbox.latest(HERE)} == {at("2026-03-03T07:00")}
        assert await town.messages("2026-03-03T06:59") == []
        [(address, notices)] = await town.messages("2026-03-03T07:00")
        assert address == HERE
        assert sorted(type(notice).__name__ for notice in notices) == ["DigestDue", "ReminderDue", "ReminderDue"]
        assert await town.messages("2026-03-03T07:01") == []

    async def test_other_chats_and_zones_are_not_touched(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await town.core.chats.set_zone(HERE, "Asia/Tokyo", at("2026-03-01T12:00"))
        event = await town.event(instant("2026-03-09T14:00"))
        for address in (HERE, TOPIC, THERE):
            await town.remind(event, Lead(7, "d"), address=address)
        assert [address for address, _ in await town.messages("2026-03-02T14:00")] == [THERE]
        assert sorted(address for address, _ in await town.messages("2026-03-02T22:00")) == [HERE, TOPIC]

    async def test_a_reminder_whose_event_starts_inside_comes_before_they_begin(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        event = await town.event(instant("2026-03-10T05:00"))
        follow = await town.remind(event, Lead(1, "h"), Lead(30, "h"))
        assert [r.due_at for r in follow.reminders] == [at("2026-03-08T23:00"), at("2026-03-09T21:59")]
        assert await town.notices("2026-03-08T23:00") == []
        assert len(await town.notices("2026-03-09T07:00")) == 1
        assert await town.notices("2026-03-09T21:58") == []
        assert [notice.lead for notice in await town.notices("2026-03-09T21:59")] == [Lead(1, "h")]

    async def test_when_they_have_begun_such_a_reminder_comes_at_once(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        event = await town.event(instant("2026-03-10T05:00"))
        await town.remind(event, Lead(1, "h"), now="2026-03-10T01:00")
        assert len(await town.notices("2026-03-10T01:00")) == 1

    async def test_what_was_missed_during_an_outage_is_held_as_well(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await town.remind(await town.event(on("2026-03-20")), Lead(7, "d"))
        assert await town.notices("2026-03-13T23:00") == []
        assert len(await town.notices("2026-03-14T07:00")) == 1

    async def test_a_digest_that_would_expire_inside_waits_for_their_end(self, town):
        await town.core.chats.set_quiet(HERE, Quiet(time(6), time(5)), at("2026-03-01T12:00"))
        await town.core.subscriptions.subscribe(
            HERE, HERE, ALL_DAYS, time(6, 30), None, "", SOMEONE, at("2026-03-02T00:00")
        )
        await town.core.library.add("tides.txt", NOTES, at("2026-03-02T05:30"))
        assert await town.notices("2026-03-02T06:30") == []
        (held,) = await town.core.outbox.latest(HERE)
        assert held.expires_at >= held.held_until + HOUR
        assert [type(notice) for notice in await town.notices("2026-03-03T05:59")] == [DigestDue]

    async def test_lifting_them_lets_go_and_setting_them_holds_what_waits(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await town.remind(await town.event(on("2026-03-20")), Lead(252, "h"))  # 21:00 on the ninth
        await town.core.outbox.enqueue_due(["telegram"], at("2026-03-09T21:30"))
        await town.core.chats.set_quiet(HERE, Quiet(time(20), time(8)), at("2026-03-09T21:30"))
        assert await town.notices("2026-03-09T21:31") == []
        await town.core.chats.set_quiet(HERE, None, at("2026-03-09T21:40"))
        assert len(await town.notices("2026-03-09T21:40")) == 1

    async def test_a_new_zone_moves_the_hours_of_what_is_held(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await town.remind(await town.event(instant("2026-03-20T23:00")), Lead(7, "d"))
        assert await town.notices("2026-03-13T23:00") == []
        await town.core.chats.set_zone(HERE, "America/New_York", at("2026-03-13T23:10"))
        assert len(await town.notices("2026-03-13T23:10")) == 1

    async def test_what_happens_to_an_event_meanwhile_is_told_instead(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        event = await town.event(instant("2026-03-20T23:00"))
        await town.remind(event, Lead(7, "d"), Lead(1, "d"))
        assert await town.notices("2026-03-13T23:00") == []
        await town.core.agenda.mark(event.id, "cancelled", "fog", SOMEONE, at("2026-03-14T01:00"))
        assert await town.notices("2026-03-14T01:00") == []
        assert [type(notice) for notice in await town.notices("2026-03-14T07:00")] == [EventStopped]

    async def test_that_an_event_of_this_night_is_off_is_told_at_once(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        event = await town.event(instant("2026-03-14T05:00"))
        await town.remind(event, Lead(7, "d"), Lead(1, "h"))
        await town.notices("2026-03-13T22:00")
        await town.core.agenda.move(event.id, instant("2026-03-20T05:00"), SOMEONE, at("2026-03-14T01:00"))
        assert [type(notice) for notice in await town.notices("2026-03-14T01:00")] == [EventMoved]


class TestSnooze:
    async def snoozed(self, town: Town, until: str, now: str = "2026-05-02T12:00", when: When = MAY) -> Event:
        event = await town.event(when)
        await town.core.subscriptions.snooze(HERE, event.id, at(until), SOMEONE, at(now))
        return event

    async def test_it_comes_back_once(self, town):
        await self.snoozed(town, "2026-05-02T13:00")
        assert await town.notices("2026-05-02T12:59") == []
        [notice] = await town.notices("2026-05-02T13:00")
        assert isinstance(notice, ReminderDue)
        assert notice.lead is None
        assert await town.notices("2026-05-03T13:00") == []

    async def test_a_new_wish_takes_the_place_of_the_last_and_leads_stay(self, town):
        event = await self.snoozed(town, "2026-05-02T13:00")
        await town.remind(event, Lead(1, "d"))
        follow = await town.core.subscriptions.snooze(
            HERE, event.id, at("2026-05-03T09:00"), SOMEONE, at("2026-05-02T12:30")
        )
        assert (follow.snoozed, [str(r.lead) for r in follow.reminders]) == (at("2026-05-03T09:00"), ["1d"])
        assert len(await town.notices("2026-04-30T09:00")) == 1
        assert await town.notices("2026-05-02T13:00") == []
        assert len(await town.notices("2026-05-03T09:00")) == 1
        again = await town.core.subscriptions.snooze(
            HERE, event.id, at("2026-05-04T09:00"), SOMEONE, at("2026-05-03T10:00")
        )
        assert again.snoozed == at("2026-05-04T09:00")
        assert len(await town.notices("2026-05-04T09:00")) == 1

    async def test_it_goes_along_with_an_event_that_moves(self, town):
        event = await self.snoozed(town, "2026-05-02T13:00")
        await town.core.agenda.move(event.id, on("2026-06-10"), SOMEONE, at("2026-05-02T12:30"))
        [notice] = await town.notices("2026-05-02T13:00")
        assert notice.event.when == on("2026-06-10")

    async def test_it_is_dropped_with_an_event_that_is_called_off_and_that_is_told(self, town):
        event = await self.snoozed(town, "2026-05-02T13:00")
        await town.core.agenda.mark(event.id, "cancelled", "", SOMEONE, at("2026-05-02T12:30"))
        assert [type(notice) for notice in await town.notices("2026-05-02T13:00")] == [EventStopped]

    async def test_it_cannot_come_after_the_event(self, town):
        soon = instant("2026-05-02T14:00")
        with pytest.raises(BadInput, match="too late"):
            await self.snoozed(town, "2026-05-02T14:01", when=soon)
        event = await self.snoozed(town, "2026-05-02T14:00", when=soon)
        await town.core.agenda.move(event.id, instant("2026-05-02T12:30"), SOMEONE, at("2026-05-02T12:10"))
        assert [type(notice) for notice in await town.notices("2026-05-02T14:00")] == [EventMoved]

    async def test_one_that_comes_at_the_start_still_arrives(self, town):
        await self.snoozed(town, "2026-05-02T14:00", when=instant("2026-05-02T14:00"))
        assert len(await town.notices("2026-05-02T14:00")) == 1

    async def test_of_what_was_missed_the_newest_comes_alone(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(7, "d"))
        await town.core.subscriptions.snooze(HERE, event.id, at("2026-05-14T09:00"), SOMEONE, at("2026-05-12T09:00"))
        [notice] = await town.notices("2026-05-15T09:00")
        assert notice.lead is None
        assert ("expired", "a newer reminder of the same event took its place") in await town.reasons()


class TestMute:
    async def test_nothing_about_it_comes_and_the_leads_are_kept(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(7, "d"), Lead(1, "d"))
        await town.core.subscriptions.mute(HERE, event.id, at("2026-05-01T12:00"))
        assert await town.notices("2026-05-13T09:00") == []
        assert await town.reasons() == [("cancelled", "this event is muted here")]
        change = await town.core.agenda.move(event.id, on("2026-05-22"), SOMEONE, at("2026-05-14T09:00"))
        assert change.told == 0
        assert await town.notices("2026-05-14T09:00") == []
        [follow] = await town.core.subscriptions.follows(HERE)
        assert (follow.muted, [str(r.lead) for r in follow.reminders]) == (True, ["7d", "1d"])
        await town.core.subscriptions.unmute(HERE, event.id)
        assert len(await town.notices("2026-05-21T09:00")) == 1

    async def test_what_waits_when_it_is_muted_is_cancelled(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(7, "d"))
        await town.core.outbox.enqueue_due(["telegram"], at("2026-05-13T09:00"))
        await town.core.subscriptions.mute(HERE, event.id, at("2026-05-13T09:01"))
        assert await town.notices("2026-05-13T09:02") == []

    async def test_digests_leave_it_out(self, town):
        await town.core.subscriptions.subscribe(
            HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, at("2026-03-01T12:00")
        )
        regatta, fair = await town.event(MAY), await town.event(MAY, "Fair", now="2026-03-01T13:00")
        await town.core.subscriptions.mute(HERE, regatta.id, at("2026-03-01T14:00"))
        [digest] = await town.notices("2026-03-02T08:00")
        assert [event.id for event in digest.changed] == [event.id for event in digest.ahead] == [fair.id]
        await town.core.agenda.move(regatta.id, on("2026-05-03"), SOMEONE, at("2026-03-02T12:00"))
        assert await town.notices("2026-03-03T08:00") == []

    async def test_a_chat_mutes_its_threads_and_a_thread_itself_alone(self, town):
        event = await town.event(on("2026-05-20"))
        for address in (HERE, TOPIC, THERE):
            await town.remind(event, Lead(7, "d"), Lead(1, "d"), address=address)
        await town.core.subscriptions.mute(TOPIC, event.id, at("2026-05-01T12:00"))
        assert [address for address, _ in await town.messages("2026-05-13T09:00")] == [HERE, THERE]
        await town.core.subscriptions.mute(HERE, event.id, at("2026-05-13T12:00"))
        await town.core.subscriptions.unmute(TOPIC, event.id)
        assert [address for address, _ in await town.messages("2026-05-19T09:00")] == [THERE]

    async def test_it_follows_joined_events_and_moved_chats_and_is_forgotten_with_them(self, town):
        event, other = await town.event(MAY), await town.event(MAY, "Sailing")
        subscriptions = town.core.subscriptions
        await subscriptions.mute(HERE, other.id, at("2026-03-01T12:00"))
        await town.core.agenda.join(event.id, other.id, SOMEONE, at("2026-03-01T12:00"))
        assert await subscriptions.muted(HERE) == {event.id}
        await town.core.chats.move(HERE, THERE, at("2026-03-01T12:00"))
        assert (await subscriptions.muted(HERE), await subscriptions.muted(THERE)) == (frozenset(), {event.id})
        assert await town.core.chats.forget(THERE, at("2026-03-01T12:00")) == 1

    async def test_what_is_not_there_is_said(self, town):
        with pytest.raises(NotFound, match="no event e9"):
            await town.core.subscriptions.mute(HERE, 9, at("2026-03-01T12:00"))
        event = await town.event(MAY)
        with pytest.raises(NotFound, match="not muted"):
            await town.core.subscriptions.unmute(HERE, event.id)
        await town.core.subscriptions.mute(HERE, event.id, at("2026-03-01T12:00"))
        with pytest.raises(BadInput, match="muted here"):
            await town.core.subscriptions.snooze(
                HERE, event.id, at("2026-03-01T13:00"), SOMEONE, at("2026-03-01T12:00")
            )


class TestChanges:
    async def told(self, town: Town) -> Event:
        """An event of which a chat was reminded once, with another reminder to come."""
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(30, "d"), Lead(1, "d"))
        assert len(await town.notices("2026-04-20T09:00")) == 1
        return event

    async def test_moved_twice_before_the_first_notice_left_is_one_notice(self, town):
        event = await self.told(town)
        await town.core.agenda.move(event.id, on("2026-05-22"), SOMEONE, at("2026-04-21T09:00"))
        await town.core.agenda.move(event.id, on("2026-05-24"), SOMEONE, at("2026-04-21T09:01"))
        [notice] = await town.notices("2026-04-21T09:02")
        assert (notice.before, notice.event.when) == (on("2026-05-20"), on("2026-05-24"))

    async def test_moved_back_before_the_notice_left_is_none(self, town):
        event = await self.told(town)
        await town.core.agenda.move(event.id, on("2026-05-22"), SOMEONE, at("2026-04-21T09:00"))
        await town.core.agenda.move(event.id, on("2026-05-20"), SOMEONE, at("2026-04-21T09:01"))
        assert await town.notices("2026-04-21T09:02") == []
        assert len(await town.notices("2026-05-19T09:00")) == 1

    async def test_moved_back_after_the_notice_is_another_one(self, town):
        event = await self.told(town)
        await town.core.agenda.move(event.id, on("2026-05-22"), SOMEONE, at("2026-04-21T09:00"))
        await town.notices("2026-04-21T09:00")
        await town.core.agenda.move(event.id, on("2026-05-20"), SOMEONE, at("2026-04-21T09:01"))
        assert [type(notice) for notice in await town.notices("2026-04-21T09:02")] == [EventMoved]

    async def test_moved_into_the_past_twice_is_one_notice_and_back_again_none(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(1, "d"))
        await town.core.agenda.move(event.id, on("2026-03-03"), SOMEONE, at("2026-04-21T09:00"))
        await town.core.agenda.move(event.id, on("2026-03-02"), SOMEONE, at("2026-04-21T09:01"))
        [notice] = await town.notices("2026-04-21T09:02")
        assert (notice.before, notice.event.when) == (on("2026-05-20"), on("2026-03-02"))
        other = await town.event(on("2026-05-20"), "Fair")
        await town.remind(other, Lead(1, "d"))
        await town.core.agenda.move(other.id, on("2026-03-03"), SOMEONE, at("2026-04-22T09:00"))
        await town.core.agenda.move(other.id, on("2026-05-20"), SOMEONE, at("2026-04-22T09:01"))
        assert await town.notices("2026-04-22T09:02") == []
        assert len(await town.notices("2026-05-19T09:00")) == 1

    async def test_called_off_twice_is_told_once(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(1, "d"))
        await town.core.agenda.mark(event.id, "cancelled", "fog", SOMEONE, at("2026-04-21T09:00"))
        await town.core.agenda.mark(event.id, "cancelled", "thick fog", SOMEONE, at("2026-04-21T09:01"))
        [notice] = await town.notices("2026-04-21T09:02")
        assert notice.event.why == "thick fog"
        await town.core.agenda.mark(event.id, "cancelled", "no wind", SOMEONE, at("2026-04-22T09:00"))
        assert await town.notices("2026-04-22T09:00") == []
        assert await town.notices("2026-05-19T09:00") == []

    async def test_on_again_at_the_same_date_is_told_to_whoever_heard_that_it_was_off(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(1, "d"))
        await town.core.agenda.mark(event.id, "postponed", "", SOMEONE, at("2026-04-21T09:00"))
        assert [type(notice) for notice in await town.notices("2026-04-21T09:00")] == [EventStopped]
        await town.core.agenda.move(event.id, on("2026-05-20"), SOMEONE, at("2026-04-22T09:00"))
        [notice] = await town.notices("2026-04-22T09:00")
        assert isinstance(notice, EventMoved)
        assert notice.before == notice.event.when
        assert len(await town.notices("2026-05-19T09:00")) == 1

    async def test_off_and_on_again_before_the_notice_left_is_silent(self, town):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(1, "d"))
        await town.core.agenda.mark(event.id, "cancelled", "", SOMEONE, at("2026-04-21T09:00"))
        await town.core.agenda.move(event.id, on("2026-05-20"), SOMEONE, at("2026-04-21T09:01"))
        assert await town.notices("2026-04-21T09:02") == []
        assert len(await town.notices("2026-05-19T09:00")) == 1


class TestQuestions:
    async def test_editors_are_asked_once_what_became_of_a_month(self, town):
        event = await town.event(MAY)
        assert await town.notices("2026-05-31T23:00", [SOMEONE, "slack:U1"]) == []
        [(address, [question])] = await town.messages("2026-06-01T00:00", [SOMEONE, "slack:U1"])
        assert (address, type(question), question.event.id) == (SOMEONE, WhatBecame, event.id)
        assert await town.notices("2026-06-02T00:00", [SOMEONE, "telegram:43"]) == []

    async def test_a_month_that_moved_and_passed_again_is_asked_about_again(self, town):
        event = await town.event(MAY)
        await town.notices("2026-06-01T00:00", [SOMEONE])
        june = When(date(2026, 6, 1), date(2026, 6, 30), "month")
        await town.core.agenda.move(event.id, june, SOMEONE, at("2026-06-01T09:00"))
        assert [type(notice) for notice in await town.notices("2026-07-01T00:00", [SOMEONE])] == [WhatBecame]

    async def test_an_answer_makes_the_question_pointless(self, town):
        event = await town.event(MAY)
        await town.core.chats.set_quiet(SOMEONE, NIGHT, at("2026-05-01T12:00"))
        assert await town.notices("2026-06-01T00:00", [SOMEONE]) == []
        await town.core.agenda.mark(event.id, "held", "", THERE, at("2026-06-01T06:00"))
        assert await town.notices("2026-06-01T07:00", [SOMEONE]) == []

    @pytest.mark.parametrize("when", [on("2026-05-20"), instant("2026-05-20T10:00")])
    async def test_nobody_is_asked_about_a_day_that_was_set(self, town, when: When):
        await town.event(when)
        assert await town.notices("2026-06-01T00:00", [SOMEONE]) == []

    async def test_nobody_is_asked_about_what_was_past_when_it_was_entered(self, town):
        await town.event(MAY, now="2026-07-01T12:00")
        assert await town.notices("2026-07-02T00:00", [SOMEONE]) == []

    async def test_without_editors_the_question_waits_for_some(self, town):
        await town.event(MAY)
        assert await town.notices("2026-06-01T00:00") == []
        assert len(await town.notices("2026-06-03T00:00", [SOMEONE])) == 1


async def test_a_schedule_tells_what_then_comes(town):
    subscriptions = town.core.subscriptions
    await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
    await subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(6), None, "", SOMEONE, at("2026-03-01T12:00"))
    await subscriptions.subscribe(HERE, TOPIC, ALL_DAYS, time(12), None, "", SOMEONE, at("2026-03-01T12:00"))
    event = await town.event(on("2026-03-04"))
    await town.remind(event, Lead(1, "d"))
    await subscriptions.snooze(HERE, event.id, at("2026-03-02T18:00"), SOMEONE, at("2026-03-01T12:00"))
    ahead = await town.core.schedule.ahead(HERE, at("2026-03-01T12:00"), 4)
    assert [(f"{push.at:%d %H:%M}", push.kind) for push in ahead] == [
        ("02 07:00", "digest"),
        ("02 18:00", "reminder"),
        ("03 07:00", "digest"),
        ("03 09:00", "reminder"),
    ]
    period = at("2026-03-02T07:00"), at("2026-03-03T07:00")
    everywhere = await town.core.schedule.between(*period)
    assert [(push.address, f"{push.at:%d %H:%M}") for push in everywhere] == [
        (TOPIC, "02 12:00"),
        (HERE, "02 18:00"),
        (HERE, "03 07:00"),
    ]
    assert await town.core.schedule.between(*period, TOPIC) == everywhere[:1]
    assert await town.core.schedule.between(*period, chat_of(TOPIC)) == everywhere
    assert await town.core.schedule.between(*period, THERE) == []


async def test_many_reminders_missed_by_one_follower_are_one_message(town):
    """Also where they are more than are written in one go."""
    event = await town.event(on("2026-05-20"))
    for number in range(300):
        await town.remind(event, Lead(9, "d"), Lead(8, "d"), address=f"telegram:{1000 + number}")
    messages = await town.messages("2026-05-13T09:00")
    assert len(messages) == len({address for address, _ in messages}) == 300
    assert {notice.lead for _, notices in messages for notice in notices} == {Lead(8, "d")}


async def test_a_database_keeps_the_origin_of_its_events(town):
    assert await town.core.agenda.origin() == await town.core.agenda.origin()

"""Reminders that are put off and events that are muted, on each database."""

from datetime import time

import pytest

from briefings.errors import BadInput, NotFound
from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import EventMoved, EventStopped, Lead, ReminderDue
from tests.fakes.town import ALL_DAYS, HERE, MAY, SOMEONE, THERE, TOPIC, Town, at, instant, on


class TestSnooze:
    async def snoozed(self, town: Town, until: str, now: str = "2026-05-02T12:00", when: EventDate = MAY) -> Event:
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
        with pytest.raises(NotFound, match="isn't muted"):
            await town.core.subscriptions.unmute(HERE, event.id)
        await town.core.subscriptions.mute(HERE, event.id, at("2026-03-01T12:00"))
        with pytest.raises(BadInput, match="muted here"):
            await town.core.subscriptions.snooze(
                HERE, event.id, at("2026-03-01T13:00"), SOMEONE, at("2026-03-01T12:00")
            )

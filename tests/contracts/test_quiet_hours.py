"""What quiet hours hold and what they let through, on each database."""

import asyncio
from contextlib import AsyncExitStack
from datetime import time, timedelta

import pytest

from briefings.errors import NotFound
from briefings.model.delivery import DigestDue, EventMoved, EventStopped, Lead, ReminderDue
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.service import open_briefings
from tests.fakes.town import ALL_DAYS, HERE, NIGHT, SOMEONE, THERE, TOPIC, Town, at, instant, on

HOUR = timedelta(hours=1)
NOTES = b"Tides of the northern quay\nTides\nThe tide at the northern quay rises by two metres each spring.\n"


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

    async def test_another_choice_of_leads_takes_back_only_what_was_not_chosen_again(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        events = [await town.event(instant("2026-03-09T23:00"), title) for title in ("Regatta", "Fair", "Market")]
        for event in events:
            await town.remind(event, Lead(7, "d"), Lead(2, "d"))
        assert await town.messages("2026-03-02T23:00") == []
        now = "2026-03-02T23:30"
        await town.remind(events[0], Lead(7, "d"), Lead(1, "d"), now=now)
        left = await town.core.subscriptions.stop_reminders(HERE, events[1].id, [Lead(2, "d")], at(now))
        assert [(each.lead, each.state) for each in left.reminders] == [(Lead(7, "d"), "fired")]
        assert (
            len((await town.core.subscriptions.stop_reminders(HERE, events[2].id, [Lead(7, "d")], at(now))).reminders)
            == 1
        )
        [(_, notices)] = await town.messages("2026-03-03T07:00")
        assert sorted(notice.event.title for notice in notices) == ["Fair", "Regatta"]
        assert await town.core.subscriptions.stop_reminders(HERE, events[2].id, [Lead(2, "d")], at(now)) is None
        with pytest.raises(NotFound):
            await town.core.subscriptions.stop_reminders(HERE, events[2].id, [Lead(2, "d")], at(now))
        with pytest.raises(NotFound):
            await town.core.subscriptions.stop_reminders(HERE, events[0].id, [Lead(7, "d"), Lead(2, "d")], at(now))

    @pytest.mark.parametrize("on_a_file", [False, True])
    async def test_a_message_of_which_a_part_is_no_longer_wanted_takes_nothing_else_back(
        self, town, tmp_path, on_a_file
    ):
        async with AsyncExitStack() as stack:
            if on_a_file:  # there, short transactions that come together share one
                core = await stack.enter_async_context(open_briefings(f"sqlite:///{tmp_path}/t.db"))
                town = Town(core, await core.outbox.take_over("telegram", at("2026-03-01T12:00")))
            await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
            events = [await town.event(instant("2026-03-09T23:00"), title) for title in ("Regatta", "Fair")]
            for event in events:
                await town.remind(event, Lead(7, "d"))
            await town.remind(await town.event(instant("2026-03-10T06:00"), "Market"), Lead(7, "d"), address=THERE)
            assert await town.messages("2026-03-02T23:00") == []
            now = at("2026-03-03T07:00")
            await town.core.outbox.enqueue_due(["telegram"], now)
            bundle, other = await town.core.outbox.ready("telegram", now, 64)
            assert (len(bundle.ids), len(other.ids)) == (2, 1)
            await town.core.agenda.mark(events[0].id, "cancelled", "", SOMEONE, now)
            commits = [town.core.outbox.claim(batch, town.epoch, now) for batch in (bundle, other)]
            assert await asyncio.gather(*commits) == [False, True]
            assert {each.state for each in await town.core.outbox.latest(THERE)} == {"sending"}
            left = [notice for notice in await town.notices("2026-03-03T07:00") if isinstance(notice, ReminderDue)]
            assert [notice.event.title for notice in left] == ["Fair"]

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
        await town.core.chats.set_quiet(HERE, QuietHours(time(6), time(5)), at("2026-03-01T12:00"))
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
        await town.core.chats.set_quiet(HERE, QuietHours(time(20), time(8)), at("2026-03-09T21:30"))
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

    async def test_what_is_held_does_not_keep_back_what_cannot_wait(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await town.remind(await town.event(instant("2026-03-20T23:00")), Lead(7, "d"))
        dawn = await town.event(instant("2026-03-14T05:00"), "Dawn")
        assert await town.notices("2026-03-13T23:00") == []
        await town.remind(dawn, Lead(1, "h"), now="2026-03-14T01:00")
        assert [notice.event.title for notice in await town.notices("2026-03-14T01:00")] == ["Dawn"]
        assert [notice.event.title for notice in await town.notices("2026-03-14T07:00")] == ["Regatta"]

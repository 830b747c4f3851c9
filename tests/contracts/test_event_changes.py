"""Who is told what when an event changes, and what editors are asked, on each database."""

from datetime import date

import pytest

from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import EventMoved, EventStopped, Lead, OutcomeQuestion
from tests.fakes.town import HERE, MAY, NIGHT, SOMEONE, THERE, Town, at, instant, on


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

    @pytest.mark.parametrize("reminded", [False, True])
    async def test_the_chat_that_saw_the_answer_is_not_told_and_later_changes_know_what_it_saw(self, town, reminded):
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(30, "d"), Lead(1, "d"))
        await town.remind(event, Lead(30, "d"), Lead(1, "d"), address=THERE)
        if reminded:
            await town.notices("2026-04-20T09:00")
        then = at("2026-04-21T09:00")
        change = await town.core.agenda.mark(event.id, "cancelled", "fog", SOMEONE, then, HERE)
        assert change.told == 1
        assert [address for address, _ in await town.messages("2026-04-21T09:01")] == [THERE]
        await town.core.agenda.move(event.id, on("2026-05-20"), SOMEONE, at("2026-04-22T09:00"))
        [here, there] = sorted(await town.messages("2026-04-22T09:01"))
        assert (here[0], there[0]) == (HERE, THERE)
        assert [type(notices[0]) for notices in (here[1], there[1])] == [EventMoved] * 2
        change = await town.core.agenda.move(event.id, on("2026-05-24"), SOMEONE, at("2026-04-23T09:00"), HERE)
        assert change.told == 1
        assert [address for address, _ in await town.messages("2026-04-23T09:01")] == [THERE]
        assert len(await town.messages("2026-05-23T09:00")) == 2

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

    @pytest.mark.parametrize("what", ["cancelled", "moved"])
    async def test_whoever_waits_for_a_reminder_that_has_not_left_is_told(self, town, what: str):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        event = await town.event(instant("2026-05-20T23:00"))
        await town.remind(event, Lead(7, "d"))
        assert await town.notices("2026-05-13T23:00") == []
        if what == "moved":
            await town.core.agenda.move(event.id, on("2026-05-01"), SOMEONE, at("2026-05-13T23:10"))
        else:
            await town.core.agenda.mark(event.id, "cancelled", "", SOMEONE, at("2026-05-13T23:10"))
        expected = EventMoved if what == "moved" else EventStopped
        assert [type(notice) for notice in await town.notices("2026-05-14T07:00")] == [expected]


class TestQuestions:
    async def test_editors_are_asked_once_what_became_of_a_month(self, town):
        event = await town.event(MAY)
        assert await town.notices("2026-05-31T23:00", [SOMEONE, "slack:U1"]) == []
        [(address, [question])] = await town.messages("2026-06-01T00:00", [SOMEONE, "slack:U1"])
        assert (address, type(question), question.event.id) == (SOMEONE, OutcomeQuestion, event.id)
        assert await town.notices("2026-06-02T00:00", [SOMEONE, "telegram:43"]) == []

    async def test_a_month_that_moved_and_passed_again_is_asked_about_again(self, town):
        event = await town.event(MAY)
        await town.notices("2026-06-01T00:00", [SOMEONE])
        june = EventDate(date(2026, 6, 1), date(2026, 6, 30), "month")
        await town.core.agenda.move(event.id, june, SOMEONE, at("2026-06-01T09:00"))
        assert [type(notice) for notice in await town.notices("2026-07-01T00:00", [SOMEONE])] == [OutcomeQuestion]

    async def test_an_answer_makes_the_question_pointless(self, town):
        event = await town.event(MAY)
        await town.core.chats.set_quiet(SOMEONE, NIGHT, at("2026-05-01T12:00"))
        assert await town.notices("2026-06-01T00:00", [SOMEONE]) == []
        await town.core.agenda.mark(event.id, "held", "", THERE, at("2026-06-01T06:00"))
        assert await town.notices("2026-06-01T07:00", [SOMEONE]) == []

    @pytest.mark.parametrize("when", [on("2026-05-20"), instant("2026-05-20T10:00")])
    async def test_nobody_is_asked_about_a_day_that_was_set(self, town, when: EventDate):
        await town.event(when)
        assert await town.notices("2026-06-01T00:00", [SOMEONE]) == []

    async def test_nobody_is_asked_about_what_was_past_when_it_was_entered(self, town):
        await town.event(MAY, now="2026-07-01T12:00")
        assert await town.notices("2026-07-02T00:00", [SOMEONE]) == []

    async def test_without_editors_the_question_waits_for_some(self, town):
        await town.event(MAY)
        assert await town.notices("2026-06-01T00:00") == []
        assert len(await town.notices("2026-06-03T00:00", [SOMEONE])) == 1

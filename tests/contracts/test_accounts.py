"""Roles that are given and taken back, and the accounts of one person, on each database."""

from asyncio import gather
from datetime import timedelta

import pytest

from briefings.errors import BadInput, NotFound
from briefings.model.delivery import EventMoved, Lead, ReminderDue
from briefings.model.people import Role
from briefings.service import Briefings
from tests.fakes.town import MAY, Town, at, on

NOW = at("2026-03-01T12:00")
ANNA, BO, GROUP = "telegram:3", "slack:U2", "slack:C5"
ADMIN = "Ida (telegram:1)"
DAY = timedelta(days=1)
LAST = timedelta(microseconds=1)
HERE, THERE = "telegram:3", "slack:D7"


class TestInvitations:
    async def code(self, core: Briefings, role: Role = "reader", lasts: timedelta = DAY) -> str:
        return (await core.people.invite(role, lasts, ADMIN, NOW)).code

    async def test_a_person_has_a_role_from_then_on_everywhere(self, core):
        taken = await core.people.accept(await self.code(core, "editor"), ANNA, ANNA, "Anna", NOW)
        assert (taken.holder, taken.role, taken.invited_by, taken.at) == (ANNA, "editor", ADMIN, NOW)
        assert await core.people.role_of(ANNA, "telegram:-9:4") == "editor"
        assert await core.people.role_of(BO, "telegram:-9:4") is None

    async def test_a_chat_shares_its_role_with_everyone_in_it_and_the_higher_one_counts(self, core):
        await core.people.accept(await self.code(core), GROUP, GROUP, "Anna", NOW)
        assert await core.people.role_of(BO, f"{GROUP}:170.1") == "reader"
        await core.people.accept(await self.code(core, "editor"), BO, "slack:D1", "Bo", NOW)
        assert await core.people.role_of(BO, GROUP) == "editor"

    async def test_it_works_once(self, core):
        code = await self.code(core)
        await core.people.accept(code, ANNA, ANNA, "Anna", NOW)
        with pytest.raises(BadInput, match="already been used"):
            await core.people.accept(code, BO, BO, "Bo", NOW)
        assert (await core.people.accept(code.upper(), ANNA, ANNA, "Anna", NOW)).role == "reader"
        assert len(await core.audit_log.latest()) == 2

    async def test_of_several_who_give_it_at_once_one_is_let_in(self, core):
        code = await self.code(core, "admin")
        everyone = [f"telegram:{number}" for number in range(20, 28)]
        took = await gather(*(core.people.accept(code, e, e, e, NOW) for e in everyone), return_exceptions=True)
        assert sum(not isinstance(each, BadInput) for each in took) == 1
        assert len(await core.people.with_role("admin")) == 1

    async def test_it_works_until_its_end_and_not_then(self, core):
        first, second = await self.code(core), await self.code(core)
        await core.people.accept(first, ANNA, ANNA, "Anna", NOW + DAY - LAST)
        with pytest.raises(BadInput, match="has expired"):
            await core.people.accept(second, BO, BO, "Bo", NOW + DAY)

    async def test_a_withdrawn_one_is_told_from_a_forged_one(self, core):
        code = await self.code(core)
        forged = code[:-1] + ("b" if code.endswith("a") else "a")
        for wrong in (forged, code.replace("1-", "2-"), "99-" + code.partition("-")[2], "hello", ""):
            with pytest.raises(BadInput, match="isn't valid"):
                await core.people.accept(wrong, ANNA, ANNA, "Anna", NOW)
        await core.people.withdraw("i1", ADMIN, NOW)
        with pytest.raises(BadInput, match="has been withdrawn"):
            await core.people.accept(code, ANNA, ANNA, "Anna", NOW)
        with pytest.raises(NotFound, match="There is no open invitation i1"):
            await core.people.withdraw("i1", ADMIN, NOW)

    async def test_one_that_gives_nothing_new_is_left_for_others(self, core):
        code = await self.code(core, "editor")
        assert await core.people.accept(code, ANNA, ANNA, "Anna", NOW, already="admin") is None
        assert (await core.people.accept(code, BO, BO, "Bo", NOW)).role == "editor"
        assert await core.people.accept(await self.code(core), BO, BO, "Bo", NOW) is None
        assert [each.holder for each in (await core.people.access_list(NOW)).holders] == [BO]
        assert len((await core.people.access_list(NOW)).invitations) == 1
        assert (await core.people.access_list(NOW + DAY)).invitations == ()

    async def test_a_code_of_another_database_is_worth_nothing_here(self, core, tmp_path):
        from briefings.service import open_briefings

        async with open_briefings(f"sqlite:///{tmp_path}/other.db") as other:
            code = (await other.people.invite("admin", DAY, ADMIN, NOW)).code
        await self.code(core, "admin")
        with pytest.raises(BadInput, match="isn't valid"):
            await core.people.accept(code, ANNA, ANNA, "Anna", NOW)


class TestWithdrawing:
    async def test_who_is_out_gets_nothing_any_more_and_goes_on_when_invited_again(self, town: Town):
        core = town.core
        await TestInvitations().code(core)
        await core.people.accept(await TestInvitations().code(core), ANNA, ANNA, "Anna", NOW)
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(30, "d"), Lead(1, "d"), address=ANNA)
        await core.people.withdraw(ANNA, ADMIN, NOW)
        assert await core.people.role_of(ANNA, ANNA) is None
        assert await town.notices("2026-04-20T09:00") == []
        assert "withdrawn" in (await core.chats.chat(ANNA)).paused
        with pytest.raises(NotFound):
            await core.people.withdraw(ANNA, ADMIN, NOW)
        await core.people.accept(await TestInvitations().code(core, lasts=90 * DAY), ANNA, ANNA, "Anna", NOW)
        assert len(await town.notices("2026-05-19T09:00")) == 1

    async def test_a_chat_that_was_opened_is_closed(self, core):
        await core.chats.open(GROUP, ADMIN, NOW)
        assert [each.by for each in (await core.people.access_list(NOW)).opened] == [ADMIN]
        await core.people.withdraw(GROUP, ADMIN, NOW)
        assert not await core.chats.is_open(GROUP)
        assert (await core.people.access_list(NOW)).opened == ()

    async def test_the_last_admin_stays(self, core):
        for person in (ANNA, BO):
            code = await TestInvitations().code(core, "admin")
            await core.people.accept(code, person, person, person, NOW)
        await core.people.withdraw(ANNA, BO, NOW)
        with pytest.raises(BadInput, match="the only admin"):
            await core.people.withdraw(BO, BO, NOW)
        await core.people.withdraw(BO, ADMIN, NOW, admins=["telegram:1"])

    async def test_a_role_follows_its_chat_and_a_readers_is_forgotten_with_it(self, core):
        await core.people.accept(await TestInvitations().code(core), "telegram:-5", "telegram:-5", "Anna", NOW)
        await core.chats.move("telegram:-5", "telegram:-1005", NOW)
        assert await core.people.role_of(BO, "telegram:-1005") == "reader"
        await core.chats.forget("telegram:-1005", NOW)
        assert await core.people.role_of(BO, "telegram:-1005") is None
        await core.people.accept(await TestInvitations().code(core, "editor"), ANNA, ANNA, "Anna", NOW)
        await core.chats.forget(ANNA, NOW)
        assert await core.people.role_of(ANNA, ANNA) == "editor"


class TestLinking:
    async def link(self, core: Briefings, prefers: str = "slack") -> None:
        code = await core.account_links.propose(ANNA, HERE, NOW)
        await core.account_links.join(code, BO, THERE, "Bo", NOW)
        await core.account_links.prefer(ANNA, prefers)

    async def town(self, core: Briefings) -> Town:
        await core.outbox.take_over("slack", NOW)
        return Town(core, await core.outbox.take_over("telegram", NOW))

    async def due(self, core: Briefings, now: str, platforms: tuple[str, ...] = ("telegram", "slack")) -> None:
        await core.outbox._due.write_all(platforms, at(now))

    async def states(self, core: Briefings) -> dict[str, tuple[str, str]]:
        return {each.address: (each.state, each.reason) for each in reversed(await core.outbox.latest())}

    async def test_a_code_works_once_on_the_other_platform_and_for_a_while(self, core):
        code = await core.account_links.propose(ANNA, HERE, NOW)
        with pytest.raises(BadInput, match="for the other platform"):
            await core.account_links.join(code, "telegram:9", "telegram:9", "Cy", NOW)
        with pytest.raises(BadInput, match="is unknown or has expired"):
            await core.account_links.join(code, BO, THERE, "Bo", NOW + timedelta(minutes=15))
        links = await core.account_links.join(code.lower().replace("-", ""), BO, THERE, "Bo", NOW)
        assert [(each.person, each.place, each.preferred) for each in links] == [
            (BO, THERE, True),
            (ANNA, HERE, False),
        ]
        with pytest.raises(BadInput, match="is unknown or has expired"):
            await core.account_links.join(code, "slack:U9", "slack:D9", "Cy", NOW)
        other = await core.account_links.propose("telegram:9", "telegram:9", NOW)
        with pytest.raises(BadInput, match="already linked"):
            await core.account_links.join(other, BO, THERE, "Bo", NOW)

    async def test_a_code_that_is_typed_twice_at_once_links_once(self, core):
        code = await core.account_links.propose(ANNA, HERE, NOW)
        both = ("slack:U2", "slack:U3")
        took = await gather(*(core.account_links.join(code, e, e, e, NOW) for e in both), return_exceptions=True)
        assert [type(each) for each in took if isinstance(each, Exception)] == [BadInput]
        assert len(await core.account_links.of(ANNA)) == 2

    async def test_a_newer_code_takes_the_place_of_an_older_one(self, core):
        old = await core.account_links.propose(ANNA, HERE, NOW)
        await core.account_links.propose(ANNA, HERE, NOW)
        with pytest.raises(BadInput, match="is unknown"):
            await core.account_links.join(old, BO, THERE, "Bo", NOW)

    @pytest.mark.parametrize(("prefers", "sent"), [("slack", THERE), ("telegram", HERE)])
    async def test_the_same_reminder_comes_once_where_the_person_prefers(self, core, prefers, sent):
        town = await self.town(core)
        await self.link(core, prefers)
        event = await town.event(on("2026-05-20"))
        for address in (HERE, THERE):
            await town.remind(event, Lead(30, "d"), address=address)
        await self.due(core, "2026-04-20T09:00")
        states = await self.states(core)
        [other] = {HERE, THERE} - {sent}
        assert states[sent][0] == "pending"
        assert states[other][0] == "cancelled"
        assert states[other][1].startswith("sent to the same person in ")

    async def test_what_comes_only_here_comes_here(self, core):
        town = await self.town(core)
        await self.link(core)
        event = await town.event(on("2026-05-20"))
        await town.remind(event, Lead(30, "d"), Lead(1, "d"), address=HERE)
        await town.remind(event, Lead(1, "d"), address=THERE)
        await town.remind(event, Lead(1, "d"), address="telegram:-1")
        assert [address for address, _ in await town.messages("2026-04-20T09:00")] == [HERE]
        await core.subscriptions.mute(THERE, event.id, NOW)
        messages = await town.messages("2026-05-19T09:00")
        assert sorted(address for address, _ in messages) == ["telegram:-1", HERE]

    async def test_where_the_preferred_platform_is_not_served_it_comes_here(self, core):
        town = await self.town(core)
        await self.link(core)
        event = await town.event(on("2026-05-20"))
        for address in (HERE, THERE):
            await town.remind(event, Lead(30, "d"), address=address)
        [notice] = await town.notices("2026-04-20T09:00")  # this town serves Telegram alone
        assert isinstance(notice, ReminderDue)

    async def test_a_notice_of_another_date_comes_once_too(self, core):
        town = await self.town(core)
        event = await town.event(on("2026-05-20"))
        for address in (HERE, THERE):
            await town.remind(event, Lead(1, "d"), address=address)
        await self.link(core)
        moved = await core.agenda.move(event.id, on("2026-03-02"), "Ida", NOW + timedelta(hours=1))
        assert moved.told == 1
        states = await self.states(core)
        assert (states[THERE][0], states[HERE][0]) == ("pending", "cancelled")

    async def test_parted_accounts_get_what_each_asked_for(self, core):
        town = await self.town(core)
        event = await town.event(on("2026-05-20"))
        for address in (HERE, THERE):
            await town.remind(event, Lead(1, "d"), address=address)
        await self.link(core)
        await core.account_links.part(BO, "Bo", NOW)
        assert await core.account_links.of(ANNA) == []
        [notice] = await town.notices("2026-05-19T09:00")
        assert not isinstance(notice, EventMoved)
        for act in (core.account_links.part(ANNA, "Anna", NOW), core.account_links.prefer(ANNA, "slack")):
            with pytest.raises(BadInput, match="isn't linked"):
                await act

    async def test_an_editor_with_two_accounts_is_asked_once(self, core):
        town = await self.town(core)
        await self.link(core)
        await town.event(MAY)
        await core.outbox._due.write_all(("telegram", "slack"), at("2026-06-02T12:00"), (ANNA, BO))
        states = await self.states(core)
        assert (states[BO][0], states[ANNA][0]) == ("pending", "cancelled")

    async def test_who_was_made_an_editor_is_asked_what_became_of_an_event(self, core):
        town = await self.town(core)
        await core.people.accept(await TestInvitations().code(core, "editor"), ANNA, ANNA, "Anna", NOW)
        await town.event(MAY)
        await self.due(core, "2026-06-02T12:00")
        assert [each.address for each in await core.outbox.latest()] == [ANNA]

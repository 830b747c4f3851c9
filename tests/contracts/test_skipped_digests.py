"""Skipped digests: exactly the named ones, whatever becomes of zones, clocks and the service meanwhile."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import Connection, text

from briefings.errors import BadInput, NotFound
from briefings.model.delivery import Subscription
from briefings.service import Briefings, open_briefings
from briefings.store import connect
from tests.contracts.test_clock_jumps import HERE as CHAT
from tests.contracts.test_clock_jumps import NOTE, YEAR, HostChecks
from tests.contracts.test_tz_update import rules_were_other
from tests.fakes.town import ALL_DAYS, HERE, SOMEONE, THERE, Town, at

FRIDAY = frozenset({5})
MORNING = time(9)
NOW = at("2026-03-02T12:00")  # a Monday


def day(text: str) -> tuple:
    """The first and last instant of a day in UTC."""
    return at(f"{text}T00:00"), at(f"{text}T00:00") + timedelta(days=1)


async def daily(core: Briefings, zone: str | None = "UTC", address: str = HERE, wall: time = MORNING) -> int:
    """A digest each day; its number."""
    ordered = await core.subscriptions.subscribe(address, address, ALL_DAYS, wall, zone, "", SOMEONE, NOW)
    return ordered.order.id


async def order(core: Briefings, address: str = HERE) -> Subscription:
    (found,) = await core.subscriptions.of(address)
    return found


async def came(core: Briefings, town: Town, first: int, last: int, hour: str = "09:00") -> list[int]:
    """The days in March on which a digest came, with news each day."""
    found = []
    for number in range(first, last + 1):
        await core.library.add(f"{number}.txt", NOTE.format(number=number).encode(), at(f"2026-03-{number:02}T00:01"))
        if await town.notices(f"2026-03-{number:02}T{hour}"):
            found.append(number)
    return found


async def test_the_named_day_is_skipped_and_those_before_it_are_sent(core: Briefings, town: Town):
    number = await daily(core)
    before, after = await core.subscriptions.skip(HERE, number, day("2026-03-05"), NOW)
    assert (before.skips, after.skips) == ((), (date(2026, 3, 5),))
    assert after.due_at == before.due_at == at("2026-03-03T09:00")
    assert await order(core) == after
    assert await came(core, town, 3, 7) == [3, 4, 6, 7]
    found = await core.schedule.between(NOW, at("2026-03-07T12:00"), HERE)
    assert [push.at.day for push in found if push.skipped] == [5]


async def test_the_next_one_is_skipped_again_and_again(core: Briefings, town: Town):
    number = await daily(core)
    for _ in range(2):
        await core.subscriptions.skip(HERE, number, None, NOW)
    assert (await order(core)).skips == (date(2026, 3, 3), date(2026, 3, 4))
    assert await came(core, town, 3, 6) == [5, 6]


async def test_a_skipped_one_is_not_made_up_for_after_an_outage(core: Briefings, town: Town):
    """The service is off from the 4th to the 6th: the digest of the 4th comes late, not that of the 5th."""
    number = await daily(core)
    await core.subscriptions.skip(HERE, number, (at("2026-03-05T00:00"), at("2026-03-07T00:00")), NOW)
    assert await came(core, town, 3, 3) == [3]
    await core.library.add("late.txt", NOTE.format(number=4).encode(), at("2026-03-03T10:00"))
    assert len(await town.notices("2026-03-06T10:00")) == 1
    assert (await core.outbox.latest(HERE))[0].due_at == at("2026-03-04T09:00")


async def test_chats_with_the_same_digest_skip_their_own_days(core: Briefings, town: Town):
    number = await daily(core)
    await daily(core, address=THERE)
    await core.subscriptions.skip(HERE, number, day("2026-03-05"), NOW)
    await core.library.add("news.txt", NOTE.format(number=5).encode(), at("2026-03-05T00:01"))
    await town.notices("2026-03-05T09:00")
    due = {(each.address, each.due_at.day) for each in await core.outbox.latest()}
    assert (THERE, 5) in due
    assert (HERE, 5) not in due


@pytest.mark.parametrize("wall", ["02:30", "09:00", "23:30"])
async def test_a_skip_holds_over_a_change_of_the_clocks(core: Briefings, town: Town, wall: str):
    """On 29 March the clocks of Berlin jump from 02:00 to 03:00, which moves 02:30."""
    at_ = time.fromisoformat(wall)
    number = await daily(core, "Europe/Berlin", wall=at_)
    await core.subscriptions.skip(HERE, number, (at("2026-03-28T23:00"), at("2026-03-29T22:00")), NOW)
    assert (await order(core)).skips == (date(2026, 3, 29),)
    found = await core.schedule.between(at("2026-03-27T23:00"), at("2026-03-30T22:00"), HERE)
    assert [push.skipped for push in found] == [False, True, False]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
async def test_a_skip_holds_in_another_zone(core: Briefings, zone: str):
    number = await daily(core, None)
    await core.subscriptions.skip(HERE, number, None, NOW)
    await core.subscriptions.skip(HERE, number, day("2026-03-06"), NOW)
    await core.chats.set_zone(HERE, zone, NOW)
    found = await core.schedule.between(NOW, NOW + timedelta(days=7), HERE)
    assert len([push for push in found if push.skipped]) == 2
    assert (await order(core)).due_at == next(push.at for push in found if not push.skipped)
    await core.chats.set_zone(HERE, "UTC", NOW)
    assert (await order(core)).due_at == at("2026-03-04T09:00")


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_skip_holds_over_new_rules_of_a_zone_and_a_restart(tmp_path, hours: int):
    url = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(url, zone="Europe/Berlin") as core:
        number = await daily(core, None, wall=time(8))
        await core.outbox.enqueue_due(["telegram"], NOW)
        await core.subscriptions.skip(HERE, number, None, NOW)
        await core.subscriptions.skip(HERE, number, day("2026-03-06"), NOW)
    await rules_were_other(url, timedelta(hours=hours))
    async with open_briefings(url, zone="Europe/Berlin") as core:
        town = Town(core, await core.outbox.take_over("telegram", NOW))
        await town.notices("2026-03-02T13:00")
        assert (await order(core)).due_at == at("2026-03-04T07:00")
        assert await came(core, town, 3, 7, "07:00") == [4, 5, 7]


async def test_a_clock_that_was_a_year_ahead_loses_no_skip(core: Briefings):
    machine = HostChecks(core, NOW + timedelta(minutes=1))
    number = await daily(core, address=CHAT)
    await core.subscriptions.skip(CHAT, number, day("2026-03-04"), machine.now)
    await machine.start()
    machine.off = YEAR
    await machine.start()
    await machine.live(timedelta(minutes=3))
    assert (await order(core, CHAT)).due_at > at("2027-01-01T00:00")
    machine.off = timedelta()
    await machine.start()
    await machine.live(timedelta(seconds=70))
    await machine.agrees()
    found = await core.schedule.between(machine.now, at("2026-03-05T12:00"), CHAT)
    assert [(push.at.day, push.skipped) for push in found] == [(3, False), (4, True), (5, False)]
    assert (await order(core, CHAT)).due_at == at("2026-03-03T09:00")


async def test_skips_long_past_are_dropped(core: Briefings, town: Town):
    number = await daily(core)
    await core.subscriptions.skip(HERE, number, day("2026-03-05"), NOW)
    await core.subscriptions.skip(HERE, number, day("2026-12-24"), NOW)
    await town.notices("2027-02-01T09:00")
    assert (await order(core)).skips == (date(2026, 3, 5), date(2026, 12, 24))
    await town.notices("2027-05-01T09:00")
    assert (await order(core)).skips == (date(2026, 12, 24),)
    assert (await order(core)).due_at == at("2027-05-02T09:00")


async def test_skipped_ones_still_ahead_come_after_all(core: Briefings, town: Town):
    number = await daily(core)
    await core.subscriptions.skip(HERE, number, (NOW, at("2026-03-06T00:00")), NOW)
    days = (await order(core)).skips
    assert [each.day for each in days] == [3, 4, 5]
    later = at("2026-03-03T10:00")
    assert (await core.subscriptions.unskip(HERE, number, days, later)).due_at == at("2026-03-04T09:00")
    with pytest.raises(BadInput, match="changed again since"):
        await core.subscriptions.unskip(HERE, number, days, later)
    await core.subscriptions.skip_again(HERE, number, days[2:], later)
    with pytest.raises(BadInput, match="changed again since"):
        await core.subscriptions.skip_again(HERE, number, days[2:], later)
    assert await came(core, town, 4, 6) == [4, 6]
    with pytest.raises(NotFound):
        await core.subscriptions.unskip(HERE, number + 1, days, later)


async def test_a_digest_that_is_ordered_again_skips_what_it_skipped(core: Briefings):
    number = await daily(core)
    await core.subscriptions.skip(HERE, number, None, NOW)
    gone = await core.subscriptions.unsubscribe(HERE, number, NOW)
    assert gone is not None
    again = await core.subscriptions.subscribe(
        HERE, HERE, gone.days, gone.at, gone.zone, "", SOMEONE, NOW, gone.id, gone.skips
    )
    assert again.order == gone
    assert again.order.due_at == at("2026-03-04T09:00")


async def test_unreadable_days_set_the_digest_aside(tmp_path):
    url = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(url) as core:
        await daily(core)
        await daily(core, address=THERE)
    store = await connect(url)

    def spoil(connection: Connection) -> None:
        connection.execute(text("UPDATE subscription SET skips = 'soon' WHERE id = 1"))

    await store.write(spoil)
    await store.close()
    async with open_briefings(url) as core:
        town = Town(core, await core.outbox.take_over("telegram", NOW))
        await core.library.add("news.txt", NOTE.format(number=1).encode(), at("2026-03-02T13:00"))
        assert [address for address, _ in await town.messages("2026-03-03T09:00")] == [THERE]
        assert await core.subscriptions.unreadable(HERE) == [1]

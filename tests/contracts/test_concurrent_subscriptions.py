"""Several processes order the same thing for one chat at the same instant: it is ordered once, on each database."""

import asyncio
from datetime import time

from briefings.model.delivery import Lead
from tests.fakes.town import ALL_DAYS, HERE, SOMEONE, THERE, at, on

NOW = at("2026-05-01T12:00")
TIMES = 8


async def test_a_digest_that_is_ordered_at_once_by_several_is_one_subscription(town):
    orders = town.core.subscriptions
    made = await asyncio.gather(
        *(
            orders.subscribe(chat, chat, ALL_DAYS, time(8), "UTC", "", SOMEONE, NOW)
            for chat in (HERE, THERE)
            for _ in range(TIMES)
        )
    )
    assert [len(await orders.of(chat)) for chat in (HERE, THERE)] == [1, 1]
    assert sum(each.existed for each in made) == 2 * (TIMES - 1)


async def test_reminders_that_are_set_at_once_by_several_are_there_once(town):
    event, orders = await town.event(on("2026-05-20")), town.core.subscriptions
    leads = [Lead(7, "d"), Lead(1, "d")]
    await asyncio.gather(*(orders.remind(HERE, event.id, leads, SOMEONE, NOW) for _ in range(TIMES)))
    [follow] = await orders.follows(HERE)
    assert [each.lead for each in follow.reminders] == leads


async def test_a_reminder_that_is_put_off_at_once_by_several_comes_once(town):
    event, orders, later = await town.event(on("2026-05-20")), town.core.subscriptions, at("2026-05-02T09:00")
    await asyncio.gather(*(orders.snooze(HERE, event.id, later, SOMEONE, NOW) for _ in range(TIMES)))
    assert [each.snoozed for each in await orders.follows(HERE)] == [later]
    assert len(await town.notices("2026-05-02T09:00")) == 1

"""A new edition of the time-zone database: what waited under the old rules comes at the time that was asked for."""

from datetime import time, timedelta

import pytest
from sqlalchemy import Connection, text

from briefings.model.delivery import Lead
from briefings.service import Briefings, open_briefings
from briefings.store import connect
from tests.fakes.town import ALL_DAYS, HERE, SOMEONE, Town, at, on

NOTES = b"Tides of the northern quay\nTides\nThe tide at the northern quay rises by two metres each spring.\n"
MORNING = at("2026-03-02T07:00")  # 08:00 in Berlin


async def ordered(core: Briefings) -> None:
    """A digest at 08:00 and a reminder at 09:00, in Berlin."""
    town, now = Town(core, 0), at("2026-03-01T12:00")
    await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, now)
    await town.remind(await town.event(on("2026-03-04")), Lead(1, "d"))
    await core.library.add("tides.txt", NOTES, at("2026-03-01T13:00"))
    await core.outbox.enqueue_due(["telegram"], now)


async def rules_were_other(url: str, shift: timedelta) -> None:
    """Puts what waits to where rules that differ by so much had put it."""
    store = await connect(url)

    def step(connection: Connection) -> None:
        connection.execute(text("UPDATE constant SET value = 'other' WHERE name = 'zones'"))
        for table in ("subscription", "reminder"):
            micro = shift // timedelta(microseconds=1)
            connection.execute(text(f"UPDATE {table} SET due_at = due_at + {micro}"))  # noqa: S608

    await store.write(step)
    await store.close()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_each_comes_once_at_the_time_that_was_asked_for(tmp_path, hours: int):
    url = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await ordered(core)
    await rules_were_other(url, timedelta(hours=hours))
    async with open_briefings(url, zone="Europe/Berlin") as core:
        town = Town(core, await core.outbox.take_over("telegram", at("2026-03-01T13:00")))
        assert await town.notices("2026-03-02T06:59") == []
        assert len(await town.notices("2026-03-02T07:00")) == 1
        assert await town.notices("2026-03-02T09:00") == []
        await core.library.add("more.txt", NOTES.replace(b"northern", b"southern"), at("2026-03-02T13:00"))
        assert len(await town.notices("2026-03-03T07:59")) == 1
        assert len(await town.notices("2026-03-03T08:00")) == 1
        assert await town.notices("2026-03-03T10:00") == []


async def test_what_was_missed_meanwhile_comes_once(tmp_path):
    """Under the old rules it was due at 07:00, under the new ones at 08:00; both lie behind."""
    url = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await ordered(core)
    await rules_were_other(url, timedelta(hours=-1))
    async with open_briefings(url, zone="Europe/Berlin") as core:
        town = Town(core, await core.outbox.take_over("telegram", MORNING))
        assert len(await town.notices("2026-03-02T08:30")) == 1
        assert [each.due_at for each in await core.outbox.latest()] == [MORNING]


async def test_the_same_rules_move_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/readout.db"
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await ordered(core)
        before = [order.due_at for order in await core.subscriptions.of(HERE)]
    async with open_briefings(url, zone="Europe/Berlin") as core:
        await core.outbox.enqueue_due(["telegram"], at("2026-03-01T13:00"))
        assert [order.due_at for order in await core.subscriptions.of(HERE)] == before == [MORNING]

"""The real scheduler beside a wall clock that is set: ticks follow monotonic time."""

import asyncio
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot.delivery.courier import Courier
from bot.delivery.scheduler import Scheduler, run_scheduler
from bot.delivery.strikethrough import Strikethrough
from briefings.service import open_briefings
from tests.conftest import NOW
from tests.fakes.deadline import HANGS

EVERY = 0.02  # seconds


class Wall(tzinfo):
    """UTC by a clock that is off by `off`: what asks for the time in this zone gets the clock's."""

    def __init__(self) -> None:
        self.off = timedelta()

    def fromutc(self, dt: datetime) -> datetime:
        return dt + self.off

    def utcoffset(self, _dt: datetime | None) -> timedelta:
        return timedelta()

    def dst(self, _dt: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, _dt: datetime | None) -> str:
        return "UTC"


class Counting(Scheduler):
    """Counts its ticks, and keeps the next one busy until `goes_on` is set."""

    def __init__(self) -> None:
        self.ticks, self.goes_on = 0, asyncio.Event()
        self.goes_on.set()
        self.begun_at = 0.0
        self._ticking, self._stopped, self._alarm = asyncio.Lock(), False, None
        self._marks = Strikethrough(None, {}, lambda: NOW)  # type: ignore[arg-type]

    async def tick(self) -> None:
        self.ticks += 1
        await self.goes_on.wait()

    async def more(self, count: int) -> None:
        """Waits for so many further ticks."""
        wanted = self.ticks + count
        async with asyncio.timeout(HANGS):
            while self.ticks < wanted:  # noqa: ASYNC110 - a counter tells nobody
                await asyncio.sleep(EVERY / 4)


@pytest.mark.parametrize("span", [timedelta(days=365), timedelta(minutes=20), timedelta(seconds=30)])
async def test_ticks_go_on_after_the_clock_was_set_forward_and_back(span: timedelta) -> None:
    counting, wall = Counting(), Wall()
    async with run_scheduler(counting, EVERY, wall):
        await counting.more(2)
        wall.off = span
        await counting.more(3)
        wall.off = timedelta()
        await counting.more(3)
        wall.off = -span
        await counting.more(3)


async def test_a_clock_set_forward_brings_one_tick_and_no_more() -> None:
    counting, wall = Counting(), Wall()
    async with run_scheduler(counting, 3600, wall):
        wall.off = timedelta(days=365)
        await asyncio.sleep(5 * EVERY)
    assert counting.ticks <= 2


async def test_a_long_tick_is_not_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    counting = Counting()
    async with run_scheduler(counting, EVERY):
        counting.goes_on.clear()
        await counting.more(1)
        await asyncio.sleep(10 * EVERY)
        assert counting.ticks == 2
        counting.goes_on.set()
        await counting.more(2)
    assert [
        record for record in caplog.records if record.name.startswith("apscheduler") and record.levelname == "WARNING"
    ] == []


async def test_a_tick_that_fails_by_a_fault_of_the_program_is_noted_for_health(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    async with open_briefings("sqlite://") as core:
        courier = Courier(core, [], lambda: now)
        await Scheduler(core, courier, lambda: now, None).tick()  # type: ignore[arg-type]
        noted = await core.outbox.last_broken()
    assert noted is not None
    assert noted[:2] == (now, "tick")
    assert [getattr(each, "reference", "") for each in caplog.records if each.message == "a tick failed"] == [noted[2]]

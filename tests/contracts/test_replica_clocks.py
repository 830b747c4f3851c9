"""Clocks of replicas: a process whose clock differs from the database's leads no task."""

import asyncio
import time

import pytest

from briefings.store import Replica, replica_of
from tests.fakes.databases import empty_database
from tests.fakes.deadline import HANGS

pytestmark = pytest.mark.slow

HOUR = 3600


async def leads(replica: Replica, led: asyncio.Event) -> None:
    """Leads a task until it is cancelled."""
    async with replica.leader("sending"):
        led.set()
        await asyncio.Event().wait()


async def test_a_process_with_a_wrong_clock_leaves_a_task_to_one_whose_clock_is_right(
    postgresql: str, caplog: pytest.LogCaptureFixture
):
    wrong_led, right_led = asyncio.Event(), asyncio.Event()
    async with (
        asyncio.timeout(HANGS),
        empty_database(postgresql) as url,
        replica_of(url, wall=lambda: time.time() + HOUR) as wrong,
        replica_of(url) as right,
        asyncio.TaskGroup() as group,
    ):
        assert wrong.clock_difference == pytest.approx(HOUR, abs=3)
        tasks = [group.create_task(leads(wrong, wrong_led))]
        await asyncio.sleep(2.5)  # it looks each second
        tasks.append(group.create_task(leads(right, right_led)))
        await right_led.wait()
        assert not wrong_led.is_set()
        for task in tasks:
            task.cancel()
    assert [each for each in caplog.messages if "leads no task until they agree" in each]


async def test_a_leader_whose_clock_is_set_wrong_gives_its_task_up(postgresql: str):
    ahead, first_led = 0.0, asyncio.Event()
    async with (
        asyncio.timeout(HANGS),
        empty_database(postgresql) as url,
        replica_of(url, wall=lambda: time.time() + ahead) as first,
        asyncio.TaskGroup() as group,
    ):
        task = group.create_task(leads(first, first_led))
        await first_led.wait()
        ahead = 90.0
        await first.lost.wait()
        task.cancel()


async def test_a_clock_that_is_right_again_lets_its_process_lead(postgresql: str, caplog: pytest.LogCaptureFixture):
    ahead, led = 90.0, asyncio.Event()
    async with (
        asyncio.timeout(HANGS),
        empty_database(postgresql) as url,
        replica_of(url, wall=lambda: time.time() + ahead) as only,
        asyncio.TaskGroup() as group,
    ):
        task = group.create_task(leads(only, led))
        await asyncio.sleep(1.5)
        assert not led.is_set()
        ahead = 0.0
        await led.wait()
        task.cancel()
    assert [each for each in caplog.messages if "right again" in each]

"""Clocks of replicas: the majority, the database's included, corrects a process whose clock is wrong."""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from bot.run.service_clock import ServiceClock
from briefings.store import Replica, replica_of
from briefings.store.engine.clock_vote import ClockVote, correction
from briefings.store.engine.connection_names import CLOCKS
from briefings.store.engine.replica_session import PostgresqlReplica
from tests.fakes.databases import empty_database
from tests.fakes.deadline import HANGS
from tests.fakes.fleet import real_now

pytestmark = pytest.mark.slow

HOUR = 3600


@pytest.mark.parametrize(
    ("difference", "processes", "corrected"),
    [
        (HOUR, [HOUR], None),  # one against one
        (HOUR, [HOUR, 0], -HOUR),
        (HOUR, [HOUR, HOUR, HOUR], 0),  # the database's is wrong
        (0, [0, HOUR], 0),
        (-90, [-90, 0, 1], 90),
        (HOUR, [HOUR, HOUR, 0], None),  # two against two
        (4, [4, 0, 0], 0),
    ],
)
def test_most_clocks_are_right(difference: float, processes: list[float], corrected: float | None):
    assert correction(difference, processes) == corrected


def corrected_by(replica: Replica) -> float:
    """How far the service's clock is ahead of the machine's."""
    clock = ServiceClock(real_now)
    clock.replica = replica
    return (clock() - real_now()).total_seconds()


async def test_a_process_with_a_wrong_clock_corrects_it_from_its_start_on(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, replica_of(url) as right:
        async with replica_of(url, wall=lambda: time.time() + HOUR) as wrong:
            assert wrong.clock_difference == pytest.approx(HOUR, abs=3)
            assert corrected_by(wrong) == pytest.approx(-HOUR, abs=5)
        assert corrected_by(right) == pytest.approx(0, abs=1)


async def test_a_clock_that_is_set_while_the_process_works_is_noticed(
    postgresql: str, caplog: pytest.LogCaptureFixture
):
    ahead = 0.0

    async def until(corrected: float, replica: Replica) -> None:
        while abs(replica.clock_correction - corrected) > 5:  # noqa: ASYNC110 - the session looks each second
            await asyncio.sleep(0.05)

    async with (
        asyncio.timeout(HANGS),
        empty_database(postgresql) as url,
        replica_of(url),
        replica_of(url, wall=lambda: time.time() + ahead) as wrong,
    ):
        assert wrong.clock_correction == 0
        ahead = 90.0
        await until(-90, wrong)
        ahead = 0.0
        await until(0, wrong)
    assert [each for each in caplog.messages if "differs from" in each]
    assert [each for each in caplog.messages if "right again" in each]


def test_what_the_last_majority_said_stands_until_a_clock_is_set():
    vote = ClockVote()
    assert vote.correct(-400, [-400, 0, 0]) == 400
    assert [vote.correct(-400 + 0.3 * drift, [-400]) for drift in range(5)] == [400] * 5
    assert vote.correct(-340, [-340]) == 0  # it, or the database's, was set
    assert vote.correct(-400, [-400]) == 0
    assert vote.correct(-400, [-400, 0]) == 400
    assert vote.correct(0.2, []) == 0


async def test_a_process_stays_corrected_when_those_that_knew_better_have_died(postgresql: str):
    async with asyncio.timeout(HANGS), empty_database(postgresql) as url, AsyncExitStack() as leaving:
        await leaving.enter_async_context(replica_of(url))
        async with replica_of(url, wall=lambda: time.time() + HOUR) as wrong:
            assert corrected_by(wrong) == pytest.approx(-HOUR, abs=5)
            await leaving.aclose()
            while len(await wrong.fetch(CLOCKS)) > 1:  # noqa: ASYNC110 - the server ends its session
                await asyncio.sleep(0.02)
            assert isinstance(wrong, PostgresqlReplica)
            for _ in range(2):
                await wrong._looked.wait()
            assert corrected_by(wrong) == pytest.approx(-HOUR, abs=5)


async def test_one_process_alone_keeps_its_clock(postgresql: str):
    async with (
        asyncio.timeout(HANGS),
        empty_database(postgresql) as url,
        replica_of(url, wall=lambda: time.time() + HOUR) as only,
    ):
        assert (round(only.clock_difference, -1), only.clock_correction) == (HOUR, 0)

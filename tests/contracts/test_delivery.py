"""On time, once, nothing lost: the invariants of pushing, whatever fails and wherever the process dies.

A story of faults, kills, failures of the database, spoilt rows and words, jumps of the clock and changes of an event is
lived through, then `World.check` looks at

1 at most one message for each key, and no key for two rows
2 what is noted as sent was accepted; what Slack accepted is noted as sent
3 each row comes to an end once faults stop
4 in each chat and lane messages come in the order of their rows
6 after a kill no more is in doubt than was on its way
8 each occurrence becomes a row once, through kills and jumps of the clock
9 after an outage each chat gets the newest of a kind, never a burst
10 after an event has changed nothing of its old rev is sent
11 a pause that the platform asked for is obeyed and kept
12 a clock that is set back or forward repeats nothing
13 rows and words that cannot be read harm nobody else
14 recovery itself may be killed: the next `live` dies after few steps as well

The others have their places: 5 (the rate, over processes too) and 7 (answers go first) in tests/bot/test_rate_limit.py,
8 for new time-zone rules in tests/contracts/test_tz_update.py, clock changes in tests/briefings/test_recurrence.py, no
stall of the loop in benchmarks/fanout.py.
"""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from briefings.model.delivery import Outcome
from briefings.store import connect
from tests.examples import examples
from tests.fakes.databases import fresh_database, with_tables
from tests.fakes.deadline import HANGS
from tests.fakes.delivery_world import CHATS, SPOILT, Fault, Plan, World, deliverance

FAULTS: list[Fault] = ["ok", "ok", "lost", "away", "doubt", "slow", "cut", "refused", "kill before", "kill after"]
faults = st.lists(st.sampled_from(FAULTS), max_size=8)
spans = st.sampled_from(
    [timedelta(seconds=s) for s in (1, 11, 50)]
    + [timedelta(minutes=6), timedelta(hours=1), timedelta(hours=13), timedelta(days=1), timedelta(days=5)]
    + [-timedelta(hours=2), -timedelta(days=1)]  # the wall clock is set back
)
jumps = st.sampled_from([timedelta(days=365), timedelta(days=3), -timedelta(days=3), -timedelta(days=4000)])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), spans),
        st.tuples(st.just("live"), faults, st.integers(-1, 25)),
        st.tuples(st.just("move"), st.integers(-5, 60)),
        st.tuples(st.just("news"), st.integers(1, 9)),
        st.tuples(st.just("cancel")),
        st.tuples(st.just("fails"), faults, st.lists(st.integers(1, 40), max_size=6)),
        st.tuples(st.just("spoil"), st.integers(0, len(SPOILT) - 1)),
        st.tuples(st.just("jump"), jumps, st.sampled_from([timedelta(seconds=8), timedelta(minutes=3)])),
    ),
    min_size=3,
    max_size=14,
)
Step = tuple[Any, ...]


async def act(world: World, step: Step) -> None:
    match step:
        case ("pass", span):
            await world.pass_time(span)
        case ("live", planned, dies_after):
            await world.live(Plan(iter(planned), dies_after))
        case ("move", days):
            await world.move(days)
        case ("news", number):
            await world.news(number)
        case ("fails", planned, at):
            await world.live(Plan(iter(planned), fails_at=at))
        case ("spoil", number):
            await world.spoil(number)
        case ("jump", span, lasts):
            await world.jump(span, lasts)
        case ("cancel",):
            await world.cancel()


async def lived(url: str, story: list[Step]) -> None:
    async with deliverance(url) as world:
        for step in story:
            await act(world, step)
        await world.end()
        await world.check()


# Several sends are on their way when the platform asks for a pause.
PAUSED: list[Step] = [
    ("pass", timedelta(hours=13)),
    ("pass", timedelta(days=5)),
    ("pass", timedelta(days=5)),
    ("live", ["slow"], 19),
]


SPOILT_AND_CANCELLED: list[Step] = [("pass", timedelta(seconds=1)), ("spoil", 0), ("cancel",)]


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(story=steps)
@example(story=PAUSED)
@example(story=SPOILT_AND_CANCELLED)
def test_the_invariants_hold_on_sqlite(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lived(with_tables(Path(folder) / "readout.db"), story))


@settings(max_examples=examples(20), suppress_health_check=list(HealthCheck))
@given(story=steps)
@example(story=PAUSED)
@example(story=SPOILT_AND_CANCELLED)
def test_the_invariants_hold_on_postgresql(postgresql: str, story: list[Step]) -> None:
    async def on_a_server() -> None:
        async with fresh_database(postgresql) as url:
            await lived(url, story)

    asyncio.run(on_a_server())


DOUBTFUL: list[Step] = [
    ("news", 1),
    ("pass", timedelta(days=11)),
    ("live", ["doubt"] * 4, -1),
    ("pass", timedelta(minutes=6)),
    ("live", [], -1),
]


FROZEN: list[Step] = [("news", 1), ("pass", timedelta(days=11))]


async def frozen(world: World) -> asyncio.Task[None]:
    """A sender that has committed to sending one message on Telegram and stands still."""
    for step in FROZEN:
        await act(world, step)
    faults: list[Fault] = ["ok" for _ in CHATS for _ in ("reminder", "digest")]
    old = asyncio.create_task(world.live(Plan(iter([*faults, "freeze"]))))
    await asyncio.wait_for(world.platforms[1].frozen.wait(), HANGS)
    await world.pass_time(timedelta(minutes=6))
    return old


async def test_a_frozen_sender_that_was_replaced_sends_nothing_twice(tmp_path):
    async with deliverance(f"sqlite:///{tmp_path}/readout.db") as world:
        old = await frozen(world)
        world.courier = None
        await world.live(Plan())
        world.platforms[1].thaw.set()
        await old
        await world.end()
        await world.check()


async def test_a_lease_without_an_epoch_sends_twice(tmp_path):
    """Another naive way: who finds a lease that has run out sends again."""
    url = f"sqlite:///{tmp_path}/readout.db"
    async with deliverance(url) as world:
        old = await frozen(world)
        store = await connect(url)

        def step(connection: Connection) -> None:
            connection.execute(text("UPDATE delivery SET state = 'pending' WHERE state = 'sending'"))

        await store.write(step)
        await store.close()
        world.courier = None
        await world.live(Plan())
        world.platforms[1].thaw.set()
        await old
        await world.end()
        with pytest.raises(AssertionError, match="sent twice"):
            await world.check()


async def test_a_sender_that_repeats_what_is_in_doubt_sends_twice(tmp_path):
    """The naive way, to show that the check would see it."""
    async with deliverance(f"sqlite:///{tmp_path}/readout.db") as world:
        careful = world.core.outbox.settle

        async def repeat(batch: Any, epoch: int, outcome: Outcome, now: Any) -> Any:
            return await careful(
                batch, epoch, Outcome("retry", outcome.reason) if outcome.kind == "doubt" else outcome, now
            )

        world.core.outbox.settle = repeat  # type: ignore[method-assign]
        for step in DOUBTFUL:
            await act(world, step)
        await world.end()
        with pytest.raises(AssertionError, match="sent twice"):
            await world.check()

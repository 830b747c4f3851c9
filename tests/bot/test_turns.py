"""Whose answer is made next: who had none for longest, and of strangers only so many a second."""

import asyncio
from itertools import pairwise

import pytest

from bot.platforms.shared.update_queue import FairLimiter, Throttle


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Room:
    """People who want turns; each holds theirs until it is told to go on."""

    def __init__(self, turns: FairLimiter) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self.ends: list[asyncio.Event] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def ask(self, person: str) -> None:
        self.tasks.append(asyncio.create_task(self._answer(person)))
        await settle()

    async def _answer(self, person: str) -> None:
        end = asyncio.Event()
        async with self.turns.turn(person):
            self.begun.append(person)
            self.ends.append(end)
            await end.wait()

    async def end(self, number: int) -> None:
        self.ends[number].set()
        await settle()


async def test_who_asks_seldom_goes_before_all_who_have_just_been_answered():
    room = Room(FairLimiter(at_once=2, hold=600))
    for number in range(4):
        await room.ask(f"flooding {number % 2}")
    for number in range(20):
        await room.ask(f"flooding {number % 2}")
    await room.ask("admin")
    assert room.begun == ["flooding 0", "flooding 1"]
    await room.end(0)
    assert room.begun[2:] == ["admin"]


async def test_the_turns_of_many_who_wait_go_round():
    room = Room(FairLimiter(at_once=1, hold=600))
    await room.ask("first")
    for person in ("a", "a", "a", "b", "c", "b"):
        await room.ask(person)
    for number in range(6):
        await room.end(number)
    assert room.begun == ["first", "a", "b", "c", "a", "b", "a"]


async def test_who_no_longer_waits_takes_no_turn_and_gives_it_on():
    room = Room(FairLimiter(at_once=1, hold=600))
    for person in ("a", "b", "c"):
        await room.ask(person)
    room.tasks[1].cancel()
    await settle()
    await room.end(0)
    assert room.begun == ["a", "c"]
    await room.ask("d")
    await room.end(1)
    assert room.begun == ["a", "c", "d"]


async def test_one_that_is_given_a_turn_while_it_is_cancelled_gives_it_on():
    room = Room(FairLimiter(at_once=1, hold=600))
    for person in ("a", "b", "c"):
        await room.ask(person)
    room.ends[0].set()
    while not room.tasks[0].done():  # noqa: ASYNC110 - the task brings it about
        await asyncio.sleep(0)
    room.tasks[1].cancel()
    await settle()
    assert room.begun == ["a", "c"]
    await room.end(1)
    await room.ask("d")
    assert room.begun == ["a", "c", "d"]


async def test_an_answer_that_takes_long_gives_its_place_back_once():
    room = Room(FairLimiter(at_once=1, hold=0))
    for person in ("long", "b", "c"):
        await room.ask(person)
    async with asyncio.timeout(5):
        while len(room.begun) < 3:  # noqa: ASYNC110 - the clock of the event loop brings it about
            await asyncio.sleep(0.001)
    for number in range(3):
        await room.end(number)
    turns = room.turns
    last = Room(turns)
    turns._hold = 600
    for person in ("d", "e"):
        await last.ask(person)
    assert last.begun == ["d"]


async def test_strangers_begin_so_many_a_second_and_so_many_at_once():
    now, under_way, most, begun = 0.0, 0, 0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        await asyncio.sleep(0)
        now += seconds

    lane = Throttle(per_second=5, at_once=4, clock=lambda: now, sleep=sleep)

    async def one() -> None:
        nonlocal under_way, most
        async with lane.turn():
            begun.append(now)
            under_way += 1
            most = max(most, under_way)
            for _ in range(50):
                await asyncio.sleep(0)
            under_way -= 1

    await asyncio.gather(*(one() for _ in range(40)))
    assert most == 4
    assert all(later - earlier >= 0.1999 for earlier, later in pairwise(begun))
    assert begun[-1] == pytest.approx(39 / 5)


async def test_a_stranger_who_no_longer_waits_costs_no_place():
    lane = Throttle(per_second=1000, at_once=1)
    async with lane.turn():
        waiting = [asyncio.create_task(one_turn(lane)) for _ in range(3)]
        await settle()
        waiting[0].cancel()
        await settle()
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting[1:])
    assert [each.cancelled() for each in waiting] == [True, False, False]


async def one_turn(lane: Throttle) -> None:
    async with lane.turn():
        pass

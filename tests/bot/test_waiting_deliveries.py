"""How long a delivery may wait: whatever failed, it is tried again within a time that the documents name."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.chat import DeliveryFailed
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.message import Message
from briefings.model.delivery import Delivery, Outcome, next_state
from briefings.service import Briefings, open_briefings
from briefings.store import Store, connect
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue
from tests.fakes.databases import with_tables

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
LONGEST = 30.0  # seconds until a message that wasn't accepted is tried again
LOOKED = 10.0  # seconds until a doubt is looked into, also if that broke


class Searchable:
    """A platform that can be asked for a message: `failing` chats break off, and `broken` looks end in an error."""

    name = "slack"

    def __init__(self) -> None:
        self.failing: set[str] = set()
        self.broken = 0
        self.limited: float | None = None  # seconds for which it doesn't want to be asked
        self.tried: list[str] = []
        self.accepted: list[str] = []
        self.looked: list[str] = []

    async def send(self, address: str, message: Message, key: str) -> str:
        self.tried.append(key)
        await asyncio.sleep(0)
        if address in self.failing:
            raise DeliveryFailed("Slack failed (500)", "doubt")
        self.accepted.append(key)
        return key

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        self.looked.append(key)
        if self.limited:
            raise DeliveryFailed("Slack asks to slow down", "retry", retry_after=self.limited)
        if self.broken:
            self.broken -= 1
            raise RuntimeError("whatever nobody foresaw")
        return None


class World:
    """A courier whose clocks stand still until time passes."""

    def __init__(self, core: Briefings, store: Store) -> None:
        self.core, self.store, self.now, self.seconds, self.platform = core, store, NOW, 0.0, Searchable()
        route = Route(self.platform, TokenBucket(100_000, lambda _: ChatLimit()))  # type: ignore[arg-type]
        self.courier = Courier(core, [route], lambda: self.now, monotonic=lambda: self.seconds)

    async def owe(self, chat: str, number: int) -> None:
        """Writes so many deliveries to a chat, named by it and their place."""
        facts = {"kind": "notice", "sender": "telegram", "reason": "drill"}
        owed = [
            NewDelivery(f"{chat} {n}", f"slack:{chat}", "notice", DIGEST_LANE, "x:1", 0, facts | {"number": n},
                        NOW, NOW + timedelta(days=9))
            for n in range(number)
        ]  # fmt: skip
        await self.store.write(lambda connection: enqueue(connection, owed, self.now))

    async def pass_time(self, seconds: float = 0.0) -> None:
        """Time passes; what may leave does."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds
        self.courier.wake()
        try:
            await self.courier.drain()
        except RuntimeError:  # as the courier's loop does, which then rests
            await self.courier.drain()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    url = with_tables(tmp_path / "readout.db")
    async with open_briefings(url) as core:
        store = await connect(url)
        world = World(core, store)
        await world.courier.start()
        yield world
        await store.close()


@pytest.mark.parametrize("attempts", range(8))
def test_a_message_that_was_not_accepted_is_tried_again_within_half_a_minute(attempts: int) -> None:
    tried = Delivery(1, "slack:C1", "digest", "key", NOW, "sending", attempts, NOW + timedelta(days=1))
    state, again = next_state(tried, Outcome("retry", "it had not arrived"), NOW)
    assert state == "pending"
    assert again is not None
    assert timedelta() < again - NOW <= timedelta(seconds=LONGEST)


async def test_a_chat_whose_messages_fail_again_and_again_is_served_within_the_bound_once_they_no_longer_do(
    world: World,
) -> None:
    await world.owe("C1", 3)
    world.platform.failing = {"slack:C1"}
    for second in range(600):
        if second % 10 == 0:
            await world.owe(f"D{second}", 1)  # other chats show that the platform answers
        await world.pass_time(1)
    tried = [key for key in world.platform.tried if key.startswith("C1")]
    assert len(tried) > 600 / (LONGEST + LOOKED + 2)
    assert set(tried) == {"C1 0"}  # the others don't overtake it
    world.platform.failing, world.platform.accepted = set(), []
    for _ in range(int(LONGEST + LOOKED) + 2):
        await world.pass_time(1)
    assert world.platform.accepted == ["C1 0", "C1 1", "C1 2"]


async def test_a_doubt_is_looked_into_again_soon_whatever_broke_while_it_was(world: World) -> None:
    await world.owe("C1", 1)
    world.platform.failing, world.platform.broken = {"slack:C1"}, 1
    await world.pass_time()
    await world.pass_time(LOOKED + 1)
    assert world.platform.looked == ["C1 0"]
    await world.pass_time(LOOKED + 1)
    assert world.platform.looked == ["C1 0", "C1 0"]


async def test_a_doubt_does_not_wait_until_everything_else_is_sent(world: World) -> None:
    await world.owe("C1", 1)
    world.platform.failing = {"slack:C1"}
    await world.pass_time()
    world.platform.failing = set()
    for number in range(2, 50):
        await world.owe(f"C{number}", 1)
    world.now += timedelta(seconds=LOOKED + 1)
    world.seconds += LOOKED + 1
    queue = world.courier._lines["slack"]
    for _ in range(3):
        await world.courier._step("slack", queue)
    assert world.platform.looked == ["C1 0"]
    assert len(world.platform.accepted) < 40
    await world.courier.drain()


async def test_a_pause_of_looking_pauses_neither_sending_nor_lasts_longer_than_asked(world: World) -> None:
    await world.owe("C1", 1)
    world.platform.failing, world.platform.limited = {"slack:C1"}, 60.0
    await world.pass_time()
    await world.pass_time(LOOKED + 1)
    world.platform.failing, world.platform.limited = set(), None
    await world.owe("C2", 2)
    await world.pass_time(1)
    assert world.platform.accepted == ["C2 0", "C2 1"]
    await world.pass_time(58)
    assert world.platform.looked == ["C1 0"]
    await world.pass_time(2)
    await world.pass_time(LONGEST)
    assert world.platform.accepted == ["C2 0", "C2 1", "C1 0"]


async def test_a_claim_that_was_handed_back_waits_for_nothing(world: World) -> None:
    await world.owe("C1", 1)
    [batch] = await world.core.outbox.ready("slack", NOW)
    epoch = world.courier._epochs["slack"]
    assert await world.core.outbox.claim(batch, epoch, NOW)
    world.courier._unclear["slack"].append(batch)
    await world.pass_time()
    assert world.platform.accepted == ["C1 0"]
    attempts = await world.store.read(lambda c: c.execute(text("SELECT attempt FROM delivery")).scalar_one())
    assert attempts == 2

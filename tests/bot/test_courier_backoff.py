"""A platform that cannot be reached: one delivery at a time is tried, and all leave in order once it is back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat import DeliveryFailed
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.rate_limit import Backoff, ChatLimit, TokenBucket
from bot.message import Message
from briefings.model.agenda import EventDate
from briefings.model.delivery import Delivery, Lead, Outcome, next_state
from briefings.service import Briefings, open_briefings
from tests.examples import scaled

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
CHATS = sorted(f"telegram:{number}" for number in range(1, 41))  # due ones are written by their addresses
AWAY = "Telegram could not be reached"
AT_ONCE = 8


class Absent:
    """A platform that fails as `failure` says, or accepts where that is None; it counts what it is asked."""

    name = "telegram"

    def __init__(self) -> None:
        self.failure: DeliveryFailed | None = DeliveryFailed(AWAY, "retry", unreachable=True)
        self.attempts = 0
        self.accepted: list[str] = []

    async def send(self, address: str, message: Message, key: str) -> str:
        self.attempts += 1
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        self.accepted.append(address)
        return str(len(self.accepted))

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        raise DeliveryFailed("there is no way to look", "refused")


class World:
    """Forty chats with a reminder due in a platform that cannot be reached."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.now, self.seconds, self.platform = core, NOW, 0.0, Absent()
        self.calls: Counter[str] = Counter()
        for name in ("ready", "claim"):
            setattr(core.outbox, name, self._counted(name, getattr(core.outbox, name)))
        self.courier = self.new_courier()

    def new_courier(self) -> Courier:
        route = Route(self.platform, TokenBucket(100_000, lambda _: ChatLimit()))  # type: ignore[arg-type]
        return Courier(self.core, [route], lambda: self.now, monotonic=lambda: self.seconds)

    def _counted(self, name: str, call: Any) -> Any:
        async def counted(*args: Any) -> Any:
            self.calls[name] += 1
            return await call(*args)

        return counted

    async def pass_time(self, seconds: float) -> None:
        """Time passes; the clock ticks, and what may leave does."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds
        await self.core.outbox.enqueue_due(["telegram"], self.now)
        self.courier.wake()
        await self.courier.drain()

    async def rows(self) -> list[Delivery]:
        return await self.core.outbox.latest(limit=100)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_briefings("sqlite:///:memory:") as core:
        day = datetime(2026, 5, 1, tzinfo=UTC).date()
        event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), "x", NOW - timedelta(days=9))
        for chat in CHATS:
            await core.subscriptions.remind(chat, event.id, [Lead(7, "d")], chat, NOW - timedelta(days=9))
        world = World(core)
        await world.courier.start()
        await world.pass_time(0)
        yield world


async def test_an_outage_costs_one_attempt_at_a_time_at_growing_intervals(world: World) -> None:
    assert world.platform.attempts <= AT_ONCE
    first = world.calls.copy()
    seconds = scaled(300, 600)
    for _ in range(seconds):
        await world.pass_time(1)
    attempts = world.calls["claim"] - first["claim"]
    assert seconds / 15 <= attempts <= seconds / 7.5 + 8  # by the longest interval and its jitter
    assert world.calls["ready"] - first["ready"] <= attempts + 1


async def test_all_leave_in_order_at_the_first_attempt_that_succeeds(world: World) -> None:
    await world.pass_time(3600)
    world.platform.failure = None
    await world.pass_time(15)
    assert world.platform.accepted == CHATS
    assert {d.state for d in await world.rows()} == {"sent"}


async def test_what_waits_tells_why_until_it_is_over(world: World) -> None:
    assert {(d.state, d.reason) for d in await world.rows()} == {("pending", AWAY)}
    assert sum(d.attempts > 0 for d in await world.rows()) <= AT_ONCE
    world.platform.failure = None
    await world.pass_time(15)
    assert {(d.state, d.reason) for d in await world.rows()} == {("sent", "")}


async def test_what_expires_in_an_outage_says_so_though_it_was_never_tried(world: World) -> None:
    await world.pass_time(30 * 86400)
    assert {(d.state, d.reason) for d in await world.rows()} == {
        ("expired", f"its time passed while it waited: {AWAY}")
    }


async def test_news_of_the_platform_cuts_the_wait_short(world: World) -> None:
    for _ in range(10):
        await world.pass_time(15)
    platform_events = PlatformEventLog(world.core, lambda: world.now, world.courier.refused, world.courier.reached)
    world.platform.failure = None
    await platform_events.trouble("telegram", None)
    await world.courier.drain()
    assert world.platform.accepted == CHATS


async def test_health_does_not_count_an_outage_as_a_courier_that_is_stuck(world: World) -> None:
    await world.pass_time(3600)
    [signs] = await world.core.outbox.signs(["telegram"], timedelta(minutes=1), world.now)
    assert signs.stuck_since is None


async def test_a_start_tries_again_at_once(world: World) -> None:
    await world.pass_time(3600)
    world.platform.failure = None
    world.courier = world.new_courier()
    await world.courier.start()
    await world.courier.drain()
    assert world.platform.accepted == CHATS


async def test_after_a_restart_in_an_outage_one_delivery_is_tried_at_a_time(world: World) -> None:
    before = world.platform.attempts
    world.courier = world.new_courier()
    await world.courier.start()
    await world.courier.drain()
    assert world.platform.attempts == before + 1
    assert {(d.state, d.reason) for d in await world.rows()} == {("pending", AWAY)}


async def test_a_platform_that_breaks_off_again_and_again_gets_no_more_than_one_message_at_a_time(world: World) -> None:
    world.platform.failure = DeliveryFailed("Telegram did not answer in time", "doubt")
    await world.pass_time(15)
    for _ in range(60):
        await world.pass_time(60)
    states = Counter(d.state for d in await world.rows())
    assert states["unknown"] + states["in_doubt"] < len(CHATS)
    assert "Telegram does not answer" in {d.reason for d in await world.rows() if d.state == "pending"}
    world.platform.failure = None
    await world.pass_time(120)
    assert len(world.platform.accepted) == states["pending"]


async def test_a_message_that_is_refused_during_an_outage_ends_it(world: World) -> None:
    world.platform.failure = DeliveryFailed("too long", "refused")
    await world.pass_time(15)
    assert {d.state for d in await world.rows()} == {"refused"}


def test_an_outage_never_spends_the_attempts_of_a_delivery() -> None:
    tried = Delivery(1, CHATS[0], "reminder", "key", NOW, "sending", 100_000, NOW + timedelta(days=1))
    assert next_state(tried, Outcome("retry", AWAY, unreachable=True), NOW) == ("pending", NOW)
    assert next_state(tried, Outcome("retry", AWAY), NOW) == ("dead", None)


def test_sends_that_began_before_an_outage_was_known_do_not_lengthen_it() -> None:
    backoff = Backoff(lambda: 0.0, lambda: 1.0)
    waits = [backoff.begin() for _ in range(8)]
    for trying in waits:
        backoff.unreachable(AWAY, trying=trying)
        backoff.end(trying=trying)
    assert backoff.remaining() == 1.0

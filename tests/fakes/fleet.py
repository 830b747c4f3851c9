"""Processes that send from one PostgreSQL, each with its own connections and its own session."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.chat import DeliveryFailed, Platform
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.message import Message
from bot.run.wiring import now as real_now
from briefings.service import Briefings, open_briefings
from briefings.store import Replica, connect, replica_of
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_PID = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND (CAST(classid AS bigint) << 32) + CAST(objid AS bigint) = :key"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One process: its core and its session."""

    core: Briefings
    replica: Replica


@asynccontextmanager
async def fleet(url: str, number: int) -> AsyncIterator[list[Member]]:
    """So many processes on one database."""
    async with AsyncExitStack() as stack:
        members = []
        for _ in range(number):
            replica = await stack.enter_async_context(replica_of(url))
            core = await stack.enter_async_context(open_briefings(url, replica=replica))
            members.append(Member(core, replica))
        yield members


async def end_session(url: str, replica: Replica, key: int) -> None:
    """The server ends the session of a process, as it does when the process dies; `key` is that of its lock."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        pid = (await connection.execute(text(_PID), {"key": key})).scalar_one()
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await engine.dispose()
    await replica.lost.wait()


async def owe(url: str, addresses: Sequence[str], now: datetime = NOW, name: str = "drill") -> None:
    """Writes a notice for each address, in order."""
    owed = [
        NewDelivery(f"{name}:{n}", address, "notice", DIGEST_LANE, "sender:drill", 0,
                    {"kind": "notice", "sender": "slack", "reason": f"{name} {n}"}, now, now + timedelta(days=1))
        for n, address in enumerate(addresses)
    ]  # fmt: skip
    store = await connect(url)
    await store.write(partial(enqueue, new_deliveries=owed, now=now))
    await store.close()


class StrictPlatform:
    """Accepts messages within its limits in any sliding second, and refuses more; it can be asked what has arrived."""

    name = "telegram"

    def __init__(self, per_second: int, chat_seconds: float) -> None:
        self._per_second, self._chat_seconds = per_second, chat_seconds
        self.came: list[tuple[float, str, str]] = []
        self.refused: list[str] = []
        self._latest: dict[str, float] = defaultdict(float)
        self._running: dict[Courier, asyncio.Task[None]] = {}
        self.asked, self.gate, self.under_way = asyncio.Event(), asyncio.Event(), 0
        self.gate.set()

    async def is_member(self, address: str) -> bool:
        return True

    async def send(self, address: str, message: Message, key: str) -> str:
        self.asked.set()
        self.under_way += 1
        try:
            await self.gate.wait()
        finally:
            self.under_way -= 1
        now = time.monotonic()
        too_many = len(self.came) >= self._per_second and now - self.came[-self._per_second][0] < 1.0
        if too_many or now - self._latest[address] < 0.8 * self._chat_seconds:  # the rest is for a busy machine
            self.refused.append("in all" if too_many else address)
            raise DeliveryFailed("too many requests", "retry", retry_after=1.0)
        self._latest[address] = now
        self.came.append((now, address, key))
        await asyncio.sleep(0.005)
        return str(len(self.came))

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        return next((str(n) for n, came in enumerate(self.came, 1) if came[1:] == (address, key)), None)

    @asynccontextmanager
    async def courier(self, member: Member) -> AsyncIterator[Courier]:
        """A courier of one process, which runs during the block."""
        limit = ChatLimit(self._chat_seconds)
        route = Route(cast(Platform, self), TokenBucket(self._per_second, lambda _: limit))
        courier = Courier(member.core, [route], real_now, shares=member.replica.shares)
        await courier.start()
        self._running[courier] = asyncio.create_task(courier.run())
        try:
            yield courier
        finally:
            await self.stop(courier)

    async def stop(self, courier: Courier) -> None:
        """Stops a courier as its process does at its end."""
        self._running[courier].cancel()
        await asyncio.gather(self._running[courier], return_exceptions=True)

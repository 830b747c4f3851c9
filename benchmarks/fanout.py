"""`python -m benchmarks.fanout [CHATS]`: a digest falls due for so many chats at once.

Prints how long it takes to write what is owed and to hand it all to a platform that accepts at once, and the longest
time for which the event loop stood still. The peer is APScheduler with one stored job per chat.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery import Courier, Route
from bot.message import Message
from bot.pacing import ChatLimit, Pacer
from briefings.service import SAMPLE, Briefings, open_briefings

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
DUE = NOW + timedelta(hours=20)
_PEER_JOBS = 1000


class Sink:
    """A platform that accepts everything."""

    name = "telegram"

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.log: list[str] = []

    async def send(self, address: str, message: Message, key: str) -> str:
        """Counts."""
        self.accepted.add(key)
        self.log.append(key)
        return key


def main() -> None:
    """Prints the table."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(f"sqlite+aiosqlite:///{folder}/fanout.db", chats))
        asyncio.run(_peer(f"sqlite:///{folder}/peer.db"))


async def _measure(url: str, chats: int) -> None:
    async with open_briefings(url) as core:
        await _subscribe(core, chats)
        stall = asyncio.create_task(_longest_stall())
        start = time.perf_counter()
        written = await core.outbox.enqueue_due(["telegram"], DUE)
        fan_out = time.perf_counter() - start
        sink = Sink()
        courier = Courier(core, [Route(sink, Pacer(100_000, lambda _: ChatLimit()))], lambda: DUE)  # type: ignore[arg-type]
        await courier.start()
        cpu, start = time.process_time(), time.perf_counter()
        await courier.drain()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - start
        stall.cancel()
        assert written == chats == len(sink.accepted), (written, len(sink.accepted))
        print(f"written  {written:,} deliveries in {fan_out:.2f} s ({written / fan_out:,.0f} a second)")
        print(f"sent     {chats / wall:,.0f} a second, {1000 * cpu / chats:.2f} ms of CPU each")
        print(f"longest stall of the event loop {1000 * max(_stalls):.0f} ms")


_stalls: list[float] = [0.0]


async def _longest_stall() -> None:
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.005)
        _stalls.append(time.perf_counter() - start - 0.005)


async def _subscribe(core: Briefings, chats: int) -> None:
    days = frozenset(range(1, 8))
    for number in range(chats):
        address = f"telegram:{number + 1}"
        await core.subscriptions.subscribe(address, address, days, wall_time(8), None, "", address, NOW)
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW + timedelta(hours=1))


async def _peer(url: str) -> None:
    """The usual way: a stored job for each chat."""
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone="UTC")
    scheduler.start()
    done: list[int] = _done
    start = time.perf_counter()
    soon = datetime.now(UTC) + timedelta(seconds=1000)
    for number in range(_PEER_JOBS):
        scheduler.add_job(_job, "date", run_date=soon, args=[number], misfire_grace_time=None)
    added = time.perf_counter() - start
    start = time.perf_counter()
    for job in scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC))
    while len(done) < _PEER_JOBS:
        await asyncio.sleep(0.01)
    ran = time.perf_counter() - start
    scheduler.shutdown()
    rates = f"added at {_PEER_JOBS / added:,.0f} a second, run at {_PEER_JOBS / ran:,.0f}"
    print(f"peer: APScheduler, a stored job a chat: {rates}")


_done: list[int] = []


async def _job(number: int) -> None:
    _done.append(number)


if __name__ == "__main__":
    main()

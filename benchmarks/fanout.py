"""`python -m benchmarks.fanout [CHATS]`: a digest falls due for so many chats (100,000) at once.

Prints how long it takes to write what is owed, the CPU for each delivery handed to a platform that accepts at once and
without HTTP, at full speed and at Telegram's pace, and the longest time for which the event loop stood still. The peer
is APScheduler with one stored job per chat.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert

from bot import thrift
from bot.delivery import Courier, Route
from bot.message import Message
from bot.pacing import ChatLimit, Pacer
from briefings.service import SAMPLE, Briefings, open_briefings
from briefings.store import connect
from briefings.store.tables import subscription

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
DUE = NOW + timedelta(hours=20)
_PEER_JOBS = 1000
_PACE, _PACED = 30, 300
_SINGLE_WRITER = 1.1  # milliseconds of CPU for each delivery that a prototype with one writer thread took


class Sink:
    """A platform that accepts everything."""

    name = "telegram"

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.log: list[str] = []
        self._enough, self._reached = 0, asyncio.Event()

    async def send(self, address: str, message: Message, key: str) -> str:
        """Counts."""
        self.accepted.add(key)
        self.log.append(key)
        if len(self.log) == self._enough:
            self._reached.set()
        return key

    async def until(self, count: int) -> None:
        """Waits until so many messages have come, without looking again and again, which would take time of its own."""
        self._enough = count
        await self._reached.wait()


def main() -> None:
    """Prints the table."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/fanout.db", chats))
        asyncio.run(_peer(f"sqlite:///{folder}/peer.db"))


async def measure(url: str, chats: int, *, sent: int = 10_000) -> None:
    """Prints the fan-out to so many chats, and what some of the deliveries cost."""
    async with open_briefings(url) as core:
        await follow(core, url, range(1, chats + 1), DUE)
        thrift.settle()  # as `readout run` does once it has started
        stall = asyncio.create_task(_longest_stall())
        start = time.perf_counter()
        written = await core.outbox.enqueue_due(["telegram"], DUE)
        fan_out = time.perf_counter() - start
        stalled = 1000 * max(_stalls)
        assert written == chats, written
        print(f"written  {written:,} deliveries in {fan_out:.2f} s; longest stall of the event loop {stalled:.0f} ms")
        await _handed_over(core, "at full speed", 100_000, min(sent, chats))
        stall.cancel()  # it wakes the loop two hundred times a second
        print(f"longest stall of the event loop until here {1000 * max(_stalls):.0f} ms (50 allowed)", flush=True)
        await _handed_over(core, "at 30 a second", _PACE, min(_PACED, chats))


async def _handed_over(core: Briefings, how: str, per_second: int, count: int) -> None:
    """Sends until so many deliveries are accepted."""
    sink = Sink()
    courier = Courier(core, [Route(sink, Pacer(per_second, lambda _: ChatLimit()))], lambda: DUE)  # type: ignore[arg-type]
    await courier.start()
    cpu, start = time.process_time(), time.perf_counter()
    sending = asyncio.create_task(courier.run())
    await sink.until(count)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - start
    handed = len(sink.log)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    each = 1000 * cpu / handed
    print(f"sent     {how}: {handed / wall:,.1f} a second, {each:.2f} ms of CPU each without HTTP (2.5 allowed,")
    print(
        f"         {each - _SINGLE_WRITER:+.2f} ms beside the {_SINGLE_WRITER} ms of a single writer thread)",
        flush=True,
    )


_stalls: list[float] = [0.0]


async def _longest_stall() -> None:
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.005)
        _stalls.append(time.perf_counter() - start - 0.005)


async def follow(core: Briefings, url: str, chats: Iterable[int], due: datetime) -> None:
    """Gives each chat a digest that falls due at an instant, and something new to tell."""
    store = await connect(url)
    row = {"platform": "telegram", "by": "x:1", "days": 127, "at": f"{due:%H:%M}", "words": "", "due_at": due,
           "since": due - timedelta(days=1), "rev": 1, "created_at": due}  # fmt: skip
    addresses = [f"telegram:{number}" for number in chats]
    for low in range(0, len(addresses), 5000):
        rows = [{**row, "address": each, "owner": each} for each in addresses[low : low + 5000]]
        async with store.work() as work:
            await work.execute(insert(subscription), rows)
    await store.close()
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), due - timedelta(hours=1))


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

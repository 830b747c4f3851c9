"""`python -m benchmarks.fanout [CHATS]`: a digest falls due for so many chats (100,000) at once.

Prints how long it takes to write what is owed, the CPU for each delivery handed to a platform that accepts at once and
without HTTP, at full speed and at Telegram's pace, and the longest time for which the event loop stood still; then the
CPU for each delivery that `readout run` sends to Telegram on a loopback port. Exits with 1 where a promise is missed.
The peer is APScheduler with one stored job per chat.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, insert, select

from benchmarks.loopback import Faults, Telegram, readout_run
from benchmarks.promises import Promises
from benchmarks.startup import cpu_of
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.message import Message
from briefings.service import SAMPLE, Briefings, open_briefings
from briefings.store import connect
from briefings.store.tables import delivery, subscription

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
DUE = NOW + timedelta(hours=20)
_PEER_JOBS = 1000
_PACE, _PACED = 30, 300
_WITHOUT_HTTP, _WITH_HTTP = 2.5, 4.0  # milliseconds of CPU that a delivery may take
_STALL = 50  # milliseconds
_SENT_BY_RUN, _WARM = 600, 0.4  # deliveries; the share before the CPU is counted, while the program still starts
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
    """Prints the table, and exits with 1 where a promise is missed."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    promises = Promises()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:///{folder}/fanout.db", chats, promises))
        asyncio.run(_peer(f"sqlite:///{folder}/peer.db"))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_by_readout_run(Path(folder), min(_SENT_BY_RUN, chats), promises))
    sys.exit(promises.status())


async def measure(url: str, chats: int, promises: Promises, *, sent: int = 10_000) -> None:
    """Prints the fan-out to so many chats, and what some of the deliveries cost."""
    async with open_briefings(url) as core:
        await follow(core, url, range(1, chats + 1), DUE)
        stall = asyncio.create_task(_longest_stall())
        start = time.perf_counter()
        written = await core.outbox.enqueue_due(["telegram"], DUE)
        fan_out = time.perf_counter() - start
        print(f"written  {written:,} deliveries in {fan_out:.2f} s, loop held up for {1000 * max(_stalls)[0]:.0f} ms")
        promises.keep(f"each of {chats:,} chats is owed one delivery", kept=written == chats)
        handed = await _handed_over(core, "at full speed", 100_000, min(sent, chats - 2 * _PACED), promises)
        stall.cancel()  # it wakes the loop two hundred times a second
        by_clock = max(seconds for _, seconds in _stalls)
        print(f"         longest pause by the clock {1000 * by_clock:.0f} ms, with other programs' turns in it")
        promises.hold("longest stall of the event loop by its own work, ms", 1000 * max(_stalls)[0], _STALL)
        handed |= await _handed_over(core, "at 30 a second", _PACE, min(_PACED, chats - len(handed)), promises)
    await _count(url, chats, handed, promises)


async def _handed_over(core: Briefings, how: str, per_second: int, count: int, promises: Promises) -> set[str]:
    """Sends until so many deliveries are accepted; the keys of all that were."""
    if count < 1:
        return set()
    sink = Sink()
    courier = Courier(core, [Route(sink, TokenBucket(per_second, lambda _: ChatLimit()))], lambda: DUE)  # type: ignore[arg-type]
    await courier.start()
    cpu, start = time.process_time(), time.perf_counter()
    sending = asyncio.create_task(courier.run())
    await sink.until(count)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - start
    handed = len(sink.log)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    each = 1000 * cpu / handed
    print(
        f"sent     {how}: {handed / wall:,.1f} a second; {each - _SINGLE_WRITER:+.2f} ms beside a single writer thread"
    )
    promises.hold(f"CPU for each delivery without HTTP, {how}, ms", each, _WITHOUT_HTTP)
    promises.hold(f"sent twice, {how}", len(sink.log) - len(sink.accepted), 0)
    return sink.accepted


async def _count(url: str, chats: int, handed: set[str], promises: Promises) -> None:
    """Compares the rows with what was handed over."""
    store = await connect(url)
    rows = await store.read(
        lambda connection: {row[0]: row[1] for row in connection.execute(select(delivery.c.dedup, delivery.c.state))}
    )
    await store.close()
    promises.hold("lost: rows that are gone", chats - len(rows), 0)
    promises.hold("rows that are sent and were not handed over", len(_in(rows, "sent") - handed), 0)
    promises.hold("handed over and not sent by their rows", len(handed - _in(rows, "sent")), 0)


def _in(rows: dict[str, str], state: str) -> set[str]:
    return {key for key, found in rows.items() if found == state}


async def _by_readout_run(folder: Path, count: int, promises: Promises) -> None:
    """What a delivery costs with HTTP, sent by the program as its owner starts it."""
    telegram, url = Telegram(Faults()), f"sqlite:///{folder}/readout.db"
    await telegram.start()
    due = datetime.now(UTC) - timedelta(seconds=1)
    async with open_briefings(url) as core:
        await follow(core, url, (int(telegram.address(n).split(":")[1]) for n in range(count)), due)
    process = await readout_run(folder, telegram.settings())
    try:
        async with asyncio.timeout(60 + count / 10):
            while telegram.count() < _WARM * count:
                await asyncio.sleep(0.05)
            first, cpu = telegram.count(), cpu_of(process.pid)
            while telegram.count() < count:
                await asyncio.sleep(0.05)
        each = 1000 * (cpu_of(process.pid) - cpu) / (telegram.count() - first)
        await asyncio.sleep(1)  # what is sent twice comes now
    finally:
        process.terminate()
        await process.wait()
        await telegram.stop()
    chats = {post.chat.id for post in telegram.server.posts}
    promises.hold("CPU for each delivery with HTTP, by `readout run`, ms", each, _WITH_HTTP)
    promises.hold("lost by `readout run`", count - len(chats), 0)
    promises.hold("sent twice by `readout run`", telegram.count() - len(chats), 0)


_stalls: list[tuple[float, float]] = [(0.0, 0.0)]  # seconds of this thread's CPU, and by the clock


async def _longest_stall() -> None:
    while True:
        cpu, start = time.thread_time(), time.perf_counter()
        await asyncio.sleep(0.005)
        _stalls.append((time.thread_time() - cpu, time.perf_counter() - start - 0.005))


async def follow(core: Briefings, url: str, chats: Iterable[int], due: datetime) -> None:
    """Gives each chat a digest that falls due at an instant, and something new to tell."""
    store = await connect(url)
    row = {"platform": "telegram", "by": "x:1", "days": 127, "at": f"{due:%H:%M}", "words": "", "due_at": due,
           "since": due - timedelta(days=1), "created_at": due}  # fmt: skip
    addresses = [f"telegram:{number}" for number in chats]
    for low in range(0, len(addresses), 5000):
        rows = [{**row, "address": each, "owner": each} for each in addresses[low : low + 5000]]
        await store.write(partial(_insert, rows))
    await store.close()
    await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), due - timedelta(hours=1))


def _insert(rows: Sequence[dict[str, object]], connection: Connection) -> None:
    connection.execute(insert(subscription), rows)


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

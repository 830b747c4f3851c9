"""`python -m benchmarks.replicas [SECONDS] [KILLS]`: deliveries by 1, 2 and 4 `readout run` on one PostgreSQL.

Telegram and Slack on loopback ports. For each number of processes it prints deliveries a second over both platforms and
CPU for each, measured for so many seconds (20). Then four processes send while a random one is killed with SIGKILL
every 5 s (30 times), with refused calls, 500s and cut connections: what was lost, sent twice, out of order or left in
doubt, and the seconds until a dead process's claims were another's. Exits with 1 where a promise is missed.
"""

import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from benchmarks.crash import _faults, _out_of_order, _postgresql, _states
from benchmarks.figures import percentile
from benchmarks.loopback import Faults, Loopback, Slack, Telegram, readout_run
from benchmarks.promises import Promises
from benchmarks.startup import cpu_of
from briefings.service import open_briefings
from briefings.store import Store, connect
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue

_CHATS = 200  # of each platform
_A_SECOND = {"telegram": 30, "slack": 20}
_WARM = 3.0  # seconds after all processes share the limits
_STARTS = 120.0  # seconds after which they count as not starting
_SHARING = text("SELECT count(*) FROM courier WHERE tokens > 0")
_APART = 5.0  # seconds between two kills
_CPU = 1.15  # times what a delivery costs one process
_FOLLOWED = 10.0  # seconds
_PATIENCE = 300.0  # seconds until everything is settled
_OPEN = {"pending", "sending", "in_doubt"}
_LEFT = text(
    "SELECT (SELECT count(*) FROM delivery WHERE state = 'sending' AND epoch NOT IN (SELECT epoch FROM courier"
    " WHERE courier.sender = delivery.sender)) + (SELECT count(*) FROM courier WHERE place LIKE :place)"
)


@dataclass
class Fleet:
    """Processes on one database, and both platforms."""

    url: str
    folder: str
    faults: Faults = field(default_factory=Faults)
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platforms: tuple[Loopback, Loopback] = (Telegram(self.faults), Slack(self.faults))

    async def spawn(self) -> None:
        """Starts one process more."""
        settings = {name: value for platform in self.platforms for name, value in platform.settings().items()}
        self.running.append(await readout_run(Path(self.folder), settings, DATABASE_URL=self.url))

    async def end(self) -> None:
        """Ends all processes and platforms."""
        for process in self.running:
            process.kill()
            await process.wait()
        for platform in self.platforms:
            await platform.stop()

    def count(self) -> int:
        """How many messages both platforms accepted."""
        return sum(platform.count() for platform in self.platforms)


def main() -> None:
    """Prints the tables, and exits with 1 where a promise is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    sys.exit(asyncio.run(_measure(seconds, kills)))


async def _measure(seconds: float, kills: int) -> int:
    promises = Promises()
    costs = {number: await _steady(number, seconds) for number in (1, 2, 4)}
    for number in (2, 4):
        promises.hold(f"CPU for each delivery by {number} processes, times that of one", costs[number] / costs[1], _CPU)
    await _under_fire(kills, promises)
    return promises.status()


async def _owe(fleet: Fleet, seconds: float) -> None:
    """Writes as many deliveries as the platforms take in so many seconds."""
    now = datetime.now(UTC)
    async with open_briefings(fleet.url):
        store = await connect(fleet.url)
        for platform in fleet.platforms:
            await platform.start()
            owed = [
                NewDelivery(f"{platform.name} drill:{n}", platform.address(n % _CHATS), "notice", DIGEST_LANE, "x:1", 0,
                     {"kind": "notice", "sender": "slack", "reason": f"drill {n}"}, now, now + timedelta(days=1))
                for n in range(int(seconds * _A_SECOND[platform.name]))
            ]  # fmt: skip
            await store.write(partial(enqueue, new_deliveries=owed, now=now))
        await store.close()


async def _steady(number: int, seconds: float) -> float:
    """Prints what so many processes send undisturbed; returns milliseconds of CPU for each delivery."""
    async with _postgresql() as (url, _):
        with tempfile.TemporaryDirectory() as folder:
            fleet = Fleet(url, folder)
            await _owe(fleet, _WARM + seconds + _STARTS)
            for _ in range(number):
                await fleet.spawn()
            try:
                await _sharing(url, number)
                used, count, begun = sum(cpu_of(each.pid) for each in fleet.running), fleet.count(), time.monotonic()
                await asyncio.sleep(seconds)
                rate = (fleet.count() - count) / (time.monotonic() - begun)
                used = sum(cpu_of(each.pid) for each in fleet.running) - used
                each = 1000 * used / max(1, fleet.count() - count)
            finally:
                await fleet.end()
    print(f"{number} processes: {rate:.1f} deliveries a second, {each:.2f} ms of CPU each")
    return each


async def _sharing(url: str, number: int) -> None:
    """Waits until so many processes send to both platforms."""
    store = await connect(url)
    try:
        async with asyncio.timeout(_STARTS):
            while await store.read(lambda connection: connection.execute(_SHARING).scalar_one()) < 2 * number:
                await asyncio.sleep(0.2)
    finally:
        await store.close()
    await asyncio.sleep(_WARM)


async def _under_fire(kills: int, promises: Promises) -> None:
    """Kills a random process again and again, and compares the rows with what arrived."""
    async with _postgresql() as (url, _):
        with tempfile.TemporaryDirectory() as folder:
            fleet = Fleet(url, folder, _faults(flood=0.002))
            await _owe(fleet, kills * _APART)
            store = await connect(url)
            try:
                for _ in range(4):
                    await fleet.spawn()
                await _sharing(url, 4)
                taken = [await _kill(fleet, store, random.Random(number)) for number in range(kills)]
                rows = await _settled(store)
            finally:
                await store.close()
                await fleet.end()
    promises.hold("seconds until a dead process's claims are another's, p99", percentile(taken, 0.99), _FOLLOWED)
    for platform in fleet.platforms:
        _compare(platform, rows, promises)


async def _kill(fleet: Fleet, store: Store, rng: random.Random) -> float:
    """Kills a process and starts another one; returns the seconds until its claims were taken over."""
    victim = fleet.running.pop(rng.randrange(len(fleet.running)))
    begun = time.monotonic()
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    await fleet.spawn()
    place = {"place": f"%:{victim.pid}"}
    while await store.read(lambda connection: connection.execute(_LEFT, place).scalar_one()):
        await asyncio.sleep(0.05)
    taken = time.monotonic() - begun
    await asyncio.sleep(max(0.0, _APART - taken))
    return taken


async def _settled(store: Store) -> dict[str, tuple[str, str]]:
    """Waits until no delivery is open; state and reason by key."""
    end = time.monotonic() + _PATIENCE
    while True:
        rows = {key: (state, reason) for key, state, reason in await store.read(_states)}
        if not {state for state, _ in rows.values()} & _OPEN or time.monotonic() > end:
            return rows
        await asyncio.sleep(0.5)


def _compare(platform: Loopback, rows: dict[str, tuple[str, str]], promises: Promises) -> None:
    mine = {int(key.partition(":")[2]): row for key, row in rows.items() if key.startswith(f"{platform.name} ")}
    times = Counter(number for _, number in platform.arrived())
    print(f"{platform.name}: {dict(Counter(state for state, _ in mine.values()))}")
    lost = sum(state not in ("sent", "unknown") or (state == "sent" and not times[n]) for n, (state, _) in mine.items())
    promises.hold(f"{platform.name}: lost", lost, 0)
    promises.hold(f"{platform.name}: sent twice", sum(count > 1 for count in times.values()), 0)
    promises.hold(f"{platform.name}: out of order in its chat", _out_of_order(platform.arrived()), 0)
    if platform.name == "slack":
        promises.hold("slack: left in doubt", sum(state == "unknown" for state, _ in mine.values()), 0)


if __name__ == "__main__":
    main()

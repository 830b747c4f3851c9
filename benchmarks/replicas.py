"""`python -m benchmarks.replicas [SECONDS] [KILLS]`: 1, 2 and 4 `readout run` on one PostgreSQL, then kills.

Telegram and Slack on loopback ports, both by HTTP behind a small load balancer. For each number of processes it prints
deliveries and answers a second over both platforms and CPU for each, measured for so many seconds (15). Then four
processes send, and answer what people type meanwhile, while a random one is killed with SIGKILL every 5 s (30 times),
on a busy machine when its successor serves. Calls are refused or get 500, connections are cut, and PostgreSQL ends a
random session now and then. It prints what was lost, sent or answered twice, out of order or left in doubt, and the
seconds until a dead process's claims were another's; for each delivery that counts as lost, also what it waits for.
Exits with 1 where a promise is missed. It takes six minutes.

Beside the costs stand what a process uses while nothing happens, the costs without that, and how much more an answer
costs as many processes that share nothing (`benchmarks.separate`), as far as that is the machine's doing.
"""

import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
from sqlalchemy import text

from benchmarks.crash import _faults, _out_of_order, _postgresql, _states
from benchmarks.figures import percentile
from benchmarks.loopback import Faults, Loopback, Slack, Telegram, readout_run
from benchmarks.promises import Promises
from benchmarks.separate import costs
from benchmarks.startup import cpu_of
from benchmarks.typists import HTTP, Balancer, Typists, free_port
from briefings.service import open_briefings
from briefings.store import Store, connect
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue

_CHATS = 200  # of each platform, to which deliveries go
_PEOPLE = 60  # of each platform, who type
_EVERY = 15.0  # seconds between two lines of a person under fire
_A_SECOND = {"telegram": 30, "slack": 20}
_WARM = 3.0  # seconds after all processes share the limits
_STARTS = 120.0  # seconds after which they count as not starting
_SHARING = text("SELECT count(*) FROM courier WHERE tokens > 0")
_APART = 5.0  # seconds between two kills
_CUTS = 0.5  # the chance that PostgreSQL ends a session between two kills
_IDLE = 10.0  # seconds for which nothing happens
_LEAST = 300  # messages by which a cost is measured
_CPU = 1.15  # times what a delivery or an answer costs one process
_FOLLOWED = 10.0  # seconds
_PATIENCE = 60.0  # seconds without any progress, after which what is open counts as lost
_OPEN = {"pending", "sending", "in_doubt"}
_LEFT = text(
    "SELECT (SELECT count(*) FROM delivery WHERE state = 'sending' AND epoch NOT IN (SELECT epoch FROM courier"
    " WHERE courier.sender = delivery.sender)) + (SELECT count(*) FROM courier WHERE place LIKE :place)"
)
_DROP = text("UPDATE delivery SET state = 'cancelled' WHERE state = 'pending'")
_SENDING = text("SELECT count(*) FROM delivery WHERE state IN ('sending', 'in_doubt')")
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
    " AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) AS session"
)
_STILL_OPEN = text(
    "SELECT mine.dedup, mine.state, mine.attempt, mine.not_before, mine.lease_until, mine.reason, mine.address,"
    " mine.lane, mine.epoch, courier.place, (SELECT string_agg(holder.dedup || ' ' || holder.state, ', ')"
    " FROM delivery AS holder WHERE holder.address = mine.address AND holder.id < mine.id"
    " AND holder.state IN ('pending', 'sending', 'in_doubt')) AS holders"
    " FROM delivery AS mine LEFT JOIN courier ON courier.sender = mine.sender AND courier.epoch = mine.epoch"
    " WHERE mine.state IN ('pending', 'sending', 'in_doubt') ORDER BY mine.address, mine.id"
)
_INHERITED = text("SELECT name FROM intake WHERE inherited")


@dataclass
class Fleet:
    """Processes on one database, both platforms, and the load balancer in front."""

    url: str
    folder: str
    balancer: Balancer
    faults: Faults = field(default_factory=Faults)
    log: Path | None = None  # of all processes
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telegram, self.slack = Telegram(self.faults), Slack(self.faults)
        self.platforms: tuple[Loopback, Loopback] = (self.telegram, self.slack)

    async def spawn(self) -> None:
        """Starts one process more."""
        settings = {name: value for platform in self.platforms for name, value in platform.settings().items()}
        port = free_port()
        web = {**HTTP, **Typists.editors(_PEOPLE), "READOUT_WEB_PORT": str(port)}
        level = {"READOUT_LOG_LEVEL": "INFO"} if self.log else {}
        run = readout_run(Path(self.folder), {**settings, **web}, self.log, DATABASE_URL=self.url, **level)
        self.running.append(await run)
        self.balancer.ports.append(port)

    def pop(self, place: int) -> asyncio.subprocess.Process:
        """Takes a process out of the fleet; the load balancer finds out by itself that nobody listens there."""
        self.balancer.ports = self.balancer.ports[-len(self.running) :]
        return self.running.pop(place)

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

    def cpu(self) -> float:
        """Seconds of CPU that the processes have used."""
        return sum(cpu_of(each.pid) for each in self.running)


@asynccontextmanager
async def _fleet(faults: Faults | None = None) -> AsyncIterator[tuple[Fleet, Store]]:
    """A fleet without processes, and its database."""
    async with _postgresql() as (url, _), aiohttp.ClientSession() as client:
        with tempfile.TemporaryDirectory() as folder:
            fleet = Fleet(url, folder, Balancer(client), faults or Faults())
            for platform in fleet.platforms:
                await platform.start()
            async with open_briefings(url):
                store = await connect(url)
            try:
                yield fleet, store
            finally:
                await fleet.end()
                await store.close()


def main() -> None:
    """Prints the tables, and exits with 1 where a promise is missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    sys.exit(asyncio.run(_measure(seconds, kills)))


async def _measure(seconds: float, kills: int) -> int:
    promises = Promises()
    found = {number: await _steady(number, seconds) for number in (1, 2, 4)}
    apart = {number: await costs(number, sum(_A_SECOND.values()), seconds) for number in found}
    for number in (2, 4):
        ratio = apart[number] / apart[1]
        print(f"{number} processes that share nothing: an answer costs {ratio:.2f} times what it costs one", flush=True)
        for what, cost, alone in zip(("delivery", "answer"), found[number], found[1], strict=True):
            promises.hold(f"CPU for each {what} by {number} processes, times that of one", cost / alone, _CPU)
    await _under_fire(kills, promises)
    return promises.status()


async def _owe(fleet: Fleet, store: Store, seconds: float) -> None:
    """Writes as many deliveries as the platforms take in so many seconds."""
    now = datetime.now(UTC)
    for platform in fleet.platforms:
        owed = [
            NewDelivery(f"{platform.name} drill:{n}", platform.address(n % _CHATS), "notice", DIGEST_LANE, "x:1", 0,
                 {"kind": "notice", "sender": "slack", "reason": f"drill {n}"}, now, now + timedelta(days=1))
            for n in range(int(seconds * _A_SECOND[platform.name]))
        ]  # fmt: skip
        await store.write(partial(enqueue, new_deliveries=owed, now=now))


async def _steady(number: int, seconds: float) -> tuple[float, float]:
    """Prints what so many processes send and answer undisturbed; milliseconds of CPU for a delivery and an answer."""
    async with _fleet() as (fleet, store):
        await _owe(fleet, store, _WARM + seconds + _STARTS)
        for _ in range(number):
            await fleet.spawn()
        await _sharing(store, number)
        sent = await _cost(fleet, seconds)
        print(f"{number} processes: {sent[0]:.1f} deliveries a second, {sent[1]:.2f} ms of CPU each", flush=True)
        await store.write(lambda connection: connection.execute(_DROP))
        await _until_none(store)
        idle = await _idle(fleet)
        people = Typists(fleet.telegram, fleet.slack, fleet.balancer, _PEOPLE)
        typing = asyncio.create_task(people.hold())
        await people.all_answered()
        answered = await _cost(fleet, seconds)
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        waits = [1000 * percentile(people.seconds, share) for share in (0.5, 0.99)]
        print(
            f"  {answered[0]:.1f} answers a second, {answered[1]:.2f} ms of CPU each, after {waits[0]:.0f} ms (median)"
        )
        beside = [1000 * number * idle / rate for rate, _ in (sent, answered)]
        print(
            f"  {1000 * idle:.1f} ms of CPU a second in each process while nothing happens; without these"
            f" {sent[1] - beside[0]:.2f} ms a delivery and {answered[1] - beside[1]:.2f} ms an answer",
            flush=True,
        )
        return sent[1], answered[1]


async def _cost(fleet: Fleet, seconds: float) -> tuple[float, float]:
    """Messages a second for so long, and milliseconds of CPU for each; longer where the machine is busy."""
    used, count, begun = fleet.cpu(), fleet.count(), time.monotonic()
    await asyncio.sleep(seconds)
    while (number := fleet.count() - count) < _LEAST and time.monotonic() - begun < _PATIENCE:
        await asyncio.sleep(1.0)
    return number / (time.monotonic() - begun), 1000 * (fleet.cpu() - used) / max(1, number)


async def _idle(fleet: Fleet) -> float:
    """Seconds of CPU that each process uses in a second in which nothing happens."""
    used = fleet.cpu()
    await asyncio.sleep(_IDLE)
    return (fleet.cpu() - used) / _IDLE / len(fleet.running)


async def _sharing(store: Store, number: int) -> None:
    """Waits until so many processes send to both platforms."""
    async with asyncio.timeout(_STARTS):
        while await store.read(lambda connection: connection.execute(_SHARING).scalar_one()) < 2 * number:
            await asyncio.sleep(0.2)
    await asyncio.sleep(_WARM)


async def _until_none(store: Store) -> None:
    """Waits until nothing is being sent."""
    async with asyncio.timeout(_PATIENCE):
        while await store.read(lambda connection: connection.execute(_SENDING).scalar_one()):
            await asyncio.sleep(0.2)


async def _under_fire(kills: int, promises: Promises) -> None:
    """Kills a random process again and again, and compares the rows with what arrived."""
    async with _fleet(_faults(flood=0.002)) as (fleet, store):
        await _owe(fleet, store, 0.8 * kills * _APART)
        for _ in range(4):
            await fleet.spawn()
        await _sharing(store, 4)
        people = Typists(fleet.telegram, fleet.slack, fleet.balancer, _PEOPLE)
        typing = asyncio.create_task(people.hold(_EVERY))
        begun = time.monotonic()
        taken = [await _kill(fleet, store, random.Random(number)) for number in range(kills)]
        apart = (time.monotonic() - begun) / max(1, kills)
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        rows = await _settled(store)
        inherited = set(await store.read(lambda connection: connection.execute(_INHERITED).scalars().all()))
        promises.hold("seconds until a dead process's claims are another's, p99", percentile(taken, 0.99), _FOLLOWED)
        for platform in fleet.platforms:
            _compare(platform, rows, promises)
        print(f"{kills} kills, {apart:.1f} s apart")
        _compare_answers(people, inherited, kills, promises)


async def _kill(fleet: Fleet, store: Store, rng: random.Random) -> float:
    """Kills a process and starts another one; returns the seconds until its claims were taken over."""
    victim = fleet.pop(rng.randrange(len(fleet.running)))
    begun = time.monotonic()
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    await fleet.spawn()
    place = {"place": f"%:{victim.pid}"}
    while await store.read(lambda connection: connection.execute(_LEFT, place).scalar_one()):
        await asyncio.sleep(0.05)
    taken = time.monotonic() - begun
    await fleet.balancer.ready(fleet.balancer.ports[-1])
    if rng.random() < _CUTS:
        await store.write(lambda connection: connection.execute(_CUT))
    await asyncio.sleep(max(0.0, begun + _APART - time.monotonic()))
    return taken


async def _settled(store: Store) -> dict[str, tuple[str, str]]:
    """Waits until no delivery is open, or nothing changes for a minute; state and reason by key."""
    seen, changed = -1, time.monotonic()
    while True:
        rows = {key: (state, reason) for key, state, reason in await store.read(_states)}
        still_open = sum(state in _OPEN for state, _ in rows.values())
        if still_open != seen:
            seen, changed = still_open, time.monotonic()
        if not still_open or time.monotonic() - changed > _PATIENCE:
            await _tell_open(store)
            return rows
        await asyncio.sleep(0.5)


async def _tell_open(store: Store) -> None:
    """Prints each open delivery, when it may be tried again, and what its chat waits for."""
    now = datetime.now(UTC)
    for row in await store.read(lambda connection: connection.execute(_STILL_OPEN).all()):
        tried = f"attempt {row.attempt}, next try {_seconds_until(row.not_before, now)}"
        lease = f", lease {_seconds_until(row.lease_until, now)}" if row.lease_until else ""
        claimed = f"epoch {row.epoch} at {row.place or 'no process'}"
        behind = f", behind {row.holders}" if row.holders else ""
        print(f"  open: {row.dedup} {row.state}: {tried}{lease}, {row.address}, lane {row.lane}, {claimed}{behind}")
        print(f"    {row.reason or 'without a reason'}", flush=True)


def _seconds_until(stored: int, now: datetime) -> str:
    """How far a stored instant is from now."""
    return f"{stored / 1_000_000 - now.timestamp():+.1f} s"


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


def _compare_answers(people: Typists, inherited: set[str], kills: int, promises: Promises) -> None:
    """A process that dies after it sent an answer and before it noted that leaves it to another one, once more."""
    twice = [number for number, times in people.times.items() if times > 1]
    at_a_death = sum(people.said[number] in inherited for number in twice)
    waited = percentile(people.seconds, 0.99)
    print(f"answers: {people.answered} of {len(people.said)} lines, p99 after {waited:.1f} s")
    promises.hold("answers: lines without one", len(people.said) - people.answered, 0)
    promises.hold("answers: twice though no process died with it", len(twice) - at_a_death, 0)
    promises.hold("answers: twice because a process died with it", at_a_death, kills)


if __name__ == "__main__":
    main()

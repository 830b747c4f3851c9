"""`python -m benchmarks.corrections [CHATS] [KILLS]`: a corrected sentence, shown in so many chats (2,000) by digests.

Half of the chats are in Telegram and half in Slack, both on loopback ports that answer 1 % of the calls with 429 and
1 % with 500, and cut 2 % of the connections, half of them after they have taken the message. A fifth of the chats gets
digests about another analysis. `readout run` is killed with SIGKILL 20 times, while it sends the digests and while it
sends the corrections. What was shown and told is counted by what the platforms have received. Prints the bytes that are
kept for each message, and exits with 1 where a promise is missed.

Telegram can't be asked whether a message in doubt has arrived: a digest in doubt counts as shown "perhaps", and the
correction says so; a correction in doubt isn't sent again. Both are counted apart.
"""

import asyncio
import contextlib
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, text

from benchmarks.loopback import Faults, Loopback, Slack, Telegram, readout_run
from benchmarks.promises import Promises
from briefings.corrections import GRACE
from briefings.service import open_briefings
from briefings.store import connect
from briefings.store.tables import subscription

_CHATS, _KILLS = 2000, 20
_OTHER = 5  # every fifth chat follows the other analysis
_PATIENCE = 180.0  # seconds for the next message, after which the benchmark gives up
_MOST_BYTES = 300  # kept for each message
_OLD, _NEW = "The ice is ten centimetres thick.", "The ice is eight centimetres thick."
_ICE = f"Ice on the Quay\n\n{_OLD} Skating is allowed on the northern basin.\n"
_HERRING = "Herring at the Market\n\nThe herring is cheap this week. A barrel costs twelve crowns.\n"
_TOLD = "Correction: Ice on the Quay"
_PERHAPS = "may have reached this chat"


@dataclass
class Drill:
    """The two platforms, the database, and the process that sends."""

    platforms: Sequence[Loopback]
    folder: Path
    chats: int
    process: asyncio.subprocess.Process | None = None
    rng: random.Random = field(default_factory=lambda: random.Random(5))

    @property
    def url(self) -> str:
        """The database."""
        return f"sqlite:///{self.folder}/readout.db"

    def count(self) -> int:
        """How many messages both platforms have received."""
        return sum(each.count() for each in self.platforms)

    def address(self, number: int) -> str:
        """The address of a chat."""
        return self.platforms[number % 2].address(number)

    async def start(self) -> None:
        """Starts `readout run` as its owner does."""
        settings = {name: value for each in self.platforms for name, value in each.settings().items()}
        self.process = await readout_run(self.folder, settings, READOUT_TICK_SECONDS="1")

    async def kill(self) -> None:
        """Kills the process as a power failure does."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


def main() -> None:
    """Prints the figures, and exits with 1 where a promise is missed."""
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else _CHATS
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else _KILLS
    sys.exit(asyncio.run(_measure(chats, kills)))


async def _measure(chats: int, kills: int) -> int:
    print(f"{chats:,} chats in Telegram and Slack, {kills} kills", flush=True)
    platforms: tuple[Loopback, ...] = (Telegram(_faults(7)), Slack(_faults(8)))
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(platforms, Path(folder), chats)
        for each in platforms:
            await each.start()
        try:
            return await _drilled(drill, kills)
        finally:
            await drill.kill()
            for each in platforms:
                await each.stop()


def _faults(seed: int) -> Faults:
    return Faults(flood=0.01, error=0.01, cut=0.01, lose=0.01, seed=seed)


async def _drilled(drill: Drill, kills: int) -> int:
    promises, begun = Promises(), time.perf_counter()
    await _furnish(drill)
    await drill.start()
    await _under_fire(drill, drill.chats, kills - kills // 2)
    await _settled(drill)
    print(f"digests sent: {time.perf_counter() - begun:.0f} s", flush=True)
    shown = _holding(drill, _OLD)
    await _correct(drill)
    expected = drill.count() + len(shown)
    await _under_fire(drill, expected, kills // 2)
    await _settled(drill)
    print(f"corrections sent: {time.perf_counter() - begun:.0f} s", flush=True)
    states = await _states(drill)
    _tell(drill, shown, states, promises)
    _weigh(drill, promises)
    return promises.status()


async def _furnish(drill: Drill) -> None:
    """Two analyses, and a digest that is due in every chat about one of them."""
    now = datetime.now(UTC)
    async with open_briefings(drill.url) as core:
        for name, words in (("ice.txt", _ICE), ("herring.txt", _HERRING)):
            await core.library.add(name, words.encode(), now - timedelta(minutes=5))
    store = await connect(drill.url)
    rows = [_order(drill.address(number), number, now) for number in range(drill.chats)]
    await store.write(lambda connection: connection.execute(insert(subscription), rows))
    await store.close()


def _order(address: str, number: int, now: datetime) -> dict[str, object]:
    platform, words = address.partition(":")[0], "herring" if number % _OTHER == 0 else "ice"
    return {
        "address": address,
        "platform": platform,
        "owner": address,
        "by": address,
        "days": 127,
        "at": "00:00",
        "zone": "UTC",
        "words": words,
        "due_at": now - timedelta(seconds=1),
        "since": now - timedelta(days=1),
        "created_at": now,
    }


async def _under_fire(drill: Drill, count: int, kills: int) -> None:
    """Kills the process so often until so many messages were received, and starts it again each time."""
    first = drill.count()
    for done in range(kills):
        await _until(drill, first + (count - first) * (done + drill.rng.random()) / (kills + 1))
        await drill.kill()
        await drill.start()


async def _until(drill: Drill, count: float) -> None:
    """Waits until so many messages were received; raises TimeoutError if none comes for three minutes."""
    seen, at = drill.count(), time.monotonic()
    while drill.count() < count:
        if drill.count() > seen:
            seen, at = drill.count(), time.monotonic()
        if time.monotonic() - at > _PATIENCE:
            raise TimeoutError(f"nothing was sent for {_PATIENCE:.0f} s; {seen} of {count:.0f} so far")
        await asyncio.sleep(0.01)


async def _correct(drill: Drill) -> None:
    """Adds the corrected revision from a process of its own, as a person would, and decides the question."""
    async with open_briefings(drill.url) as core:
        now = datetime.now(UTC)
        await core.library.add("ice.txt", _ICE.replace(_OLD, _NEW).encode(), now, place=drill.address(0))
        async with asyncio.timeout(_PATIENCE):
            while not await core.corrections.asked():
                await asyncio.sleep(0.5)
        decided = datetime.now(UTC) - GRACE  # nobody waits a minute for a benchmark
        await core.corrections.decide(1, "correction", "It was measured again.", decided, by="the benchmark")


async def _settled(drill: Drill) -> None:
    """Waits until every delivery has come to an end, and no correction is left to write."""
    async with asyncio.timeout(10 * _PATIENCE):
        quiet = 0
        while quiet < 3:
            states = await _states(drill)
            open_ = any(state in ("pending", "sending", "in_doubt") for _, state in states.values())
            quiet = 0 if open_ or not states else quiet + 1
            await asyncio.sleep(1.5)


async def _states(drill: Drill) -> dict[str, tuple[str, str]]:
    """The address and state of each delivery, by key."""

    def step(connection: Connection) -> dict[str, tuple[str, str]]:
        found = connection.execute(text("SELECT dedup, address, state FROM delivery"))
        return {row[0]: (row[1], row[2]) for row in found}

    store = await connect(drill.url)
    try:
        return await store.read(step)
    finally:
        await store.close()


def _posts(drill: Drill) -> list[tuple[str, str]]:
    """The address and the words of each message that a platform has received."""
    telegram, slack = drill.platforms
    assert isinstance(telegram, Telegram)
    assert isinstance(slack, Slack)
    found = [(f"telegram:{post.chat.id}", post.text) for post in telegram.server.posts]
    return found + [(f"slack:{post.channel}", post.shown) for post in slack.server.slack.posts]


def _holding(drill: Drill, words: str) -> set[str]:
    return {address for address, told in _posts(drill) if words in told}


def _tell(drill: Drill, shown: set[str], states: dict[str, tuple[str, str]], promises: Promises) -> None:
    """Compares what the platforms have received with what was promised."""
    corrections = [(address, told) for address, told in _posts(drill) if _TOLD in told and _NEW in told]
    times = Counter(address for address, _ in corrections)
    doubtful = {address for key, (address, state) in states.items() if key.startswith("erratum") and state == "unknown"}
    perhaps = {address for address, told in corrections if _PERHAPS in told}
    untold = shown - times.keys()
    print(f"shown the old sentence: {len(shown):,} chats; told: {len(times):,}")
    arrived = len(doubtful & times.keys())
    print(f"told with “perhaps”: {len(perhaps)}, of which {len(perhaps & shown)} were shown it")
    print(f"corrections in doubt, for which Telegram can't be asked: {len(doubtful)}, of which {arrived} arrived")
    share = 100 * (1 - len(untold - doubtful) / len(shown)) if shown else 0.0
    promises.keep(f"shown and told, or in doubt and listed: {share:.2f} % (100 %)", kept=share == 100)
    promises.hold("told without shown", len(times.keys() - shown - perhaps), 0)
    promises.hold("told twice", sum(count > 1 for count in times.values()), 0)


def _weigh(drill: Drill, promises: Promises) -> None:
    """The bytes that are kept for each message: rows, indexes and shared texts."""
    with contextlib.closing(sqlite3.connect(drill.folder / "readout.db")) as database:
        (messages,) = database.execute("SELECT count(*) FROM quote_receipt").fetchone()
        (texts,) = database.execute("SELECT count(*) FROM quote_text").fetchone()
        database.execute("VACUUM")
        (size,) = database.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%quote_%'").fetchone()
        (spans,) = database.execute("SELECT sum(length(spans)) FROM quote_span").fetchone()
    print(f"{messages:,} messages with {texts} texts, whose spans take {spans} bytes")
    promises.hold("bytes kept for each message", size / max(messages, 1), _MOST_BYTES)


if __name__ == "__main__":
    main()

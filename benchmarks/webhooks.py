"""`python -m benchmarks.webhooks [POSTS] [KILLS]`: posts to webhooks (20,000) while `readout run` is killed (20 times).

200 webhooks on a loopback port are told each time that an event moves: half of the moves stand before the start, the
others come meanwhile. The receiver verifies each post with the standard's library. It answers 1 % with 500, 1 % with
429 and Retry-After, cuts 1 % of the connections after it has taken the post and 0.5 % before, answers 1 % after half a
second, and lets 0.1 % wait until Readout's time is up. Messages to Telegram are due at the start, behind the posts.

Prints what was lost, what came under another id, what overtook another, how many posts came twice, and how long
Telegram's messages took. Exits with 1 where a promise is missed.
"""

import asyncio
import contextlib
import random
import secrets
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from aiohttp import web
from sqlalchemy import Connection, text

from benchmarks.loopback import Faults, Telegram, readout_run
from benchmarks.promises import Promises
from briefings.model.agenda import EventDate
from briefings.service import open_briefings
from briefings.store import connect
from briefings.store.outbox.pending import DIGEST_LANE, NewDelivery, enqueue
from briefings.store.webhooks import endpoints
from tests.fakes.webhook_receiver import Receiver, Taken

_WEBHOOKS, _POSTS, _KILLS = 200, 20_000, 20
_MESSAGES = 60  # to Telegram
_PATIENCE = 180.0  # seconds for the next post, after which the benchmark gives up
_MESSAGE_SECONDS = 10.0  # within which Telegram gets its messages, of which it takes 30 a second
_SLOW_SECONDS = 0.5
_FAULTS = {"error": 0.01, "flood": 0.01, "lose": 0.01, "cut": 0.005, "slow": 0.01, "hang": 0.001}


@dataclass
class Drill:
    """The receiver and Telegram, the database, and the process that posts."""

    receiver: Receiver
    telegram: Telegram
    folder: Path
    moves: int
    process: asyncio.subprocess.Process | None = None
    rng: random.Random = field(default_factory=lambda: random.Random(5))
    drawn: Counter[str] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    counted: int = 0  # of what the receiver has accepted
    lost_answers: list[Taken] = field(default_factory=list)  # taken, though the sender can't know

    @property
    def url(self) -> str:
        """The database."""
        return f"sqlite:///{self.folder}/readout.db"

    @property
    def posts(self) -> int:
        """How many posts are owed in all."""
        return self.moves * _WEBHOOKS

    def taken(self) -> int:
        """How many different posts the receiver has accepted."""
        for each in self.receiver.taken[self.counted :]:
            self.accepted.add(each.id)
        self.counted = len(self.receiver.taken)
        return len(self.accepted)

    async def start(self) -> None:
        """Starts `readout run` as its owner does."""
        settings = self.telegram.settings() | {"READOUT_WEBHOOK_PRIVATE": "true"}
        self.process = await readout_run(self.folder, settings, READOUT_TICK_SECONDS="1")

    async def kill(self) -> None:
        """Kills the process as a power failure does."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            await self.process.wait()

    async def answer(self, post: Taken) -> web.StreamResponse | str | None:
        """What the receiver does with a verified post: None accepts it."""
        value = self.rng.random()
        for fault, share in _FAULTS.items():
            if value < share:
                self.drawn[fault] += 1
                return await self._faulty(fault, post)
            value -= share
        return None

    async def _faulty(self, fault: str, post: Taken) -> web.StreamResponse | str | None:
        match fault:
            case "error":
                return web.Response(status=500)
            case "flood":
                return web.Response(status=429, headers={"Retry-After": "7"})
            case "slow":
                await asyncio.sleep(_SLOW_SECONDS)
                return None
            case "lose":
                self.lost_answers.append(post)
                return "cut"
        return fault


def main() -> None:
    """Prints the figures, and exits with 1 where a promise is missed."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else _POSTS
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else _KILLS
    sys.exit(asyncio.run(_measure(max(2, posts // _WEBHOOKS), kills)))


async def _measure(moves: int, kills: int) -> int:
    print(f"{moves * _WEBHOOKS:,} posts to {_WEBHOOKS} webhooks, {kills} kills", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(Receiver(), Telegram(Faults()), Path(folder), moves)
        drill.receiver.answer = drill.answer
        await drill.receiver.start()
        await drill.telegram.start()
        try:
            return await _drilled(drill, kills)
        finally:
            await drill.kill()
            await drill.receiver.stop()
            await drill.telegram.stop()


async def _drilled(drill: Drill, kills: int) -> int:
    promises, begun = Promises(), time.perf_counter()
    await _furnish(drill)
    await drill.start()
    promises.hold("seconds until Telegram had its messages", await _messages(drill), _MESSAGE_SECONDS)
    moving = asyncio.create_task(_move(drill, drill.moves - drill.moves // 2))
    await _under_fire(drill, kills)
    await moving
    rows = await _settled(drill)
    print(f"all settled after {time.perf_counter() - begun:.0f} s; faults: {dict(drill.drawn)}", flush=True)
    _tell(drill, rows, promises)
    return promises.status()


async def _furnish(drill: Drill) -> None:
    """The webhooks, half of the moves, and behind them the messages to Telegram."""
    now = datetime.now(UTC)

    def hooks(connection: Connection) -> None:
        for number in range(_WEBHOOKS):
            url, secret = f"{drill.receiver.url}/{number}", f"whsec_{secrets.token_hex(32)}"
            drill.receiver.secrets[f"/{number}"] = secret
            endpoints.add(connection, "terminal:local", "terminal:owner", url, (), secret, now, everywhere=True)

    async with open_briefings(drill.url) as core:
        await core.agenda.create("Regatta", _day(0), "the benchmark", now)
    await _written(drill, hooks)
    await _move(drill, drill.moves // 2)
    owed = [_message(drill.telegram.address(number), number, datetime.now(UTC)) for number in range(_MESSAGES)]
    await _written(drill, partial(enqueue, new_deliveries=owed, now=datetime.now(UTC)))


async def _written(drill: Drill, step: Callable[[Connection], None]) -> None:
    """Runs a step in a store of its own: two that are open at once in one process lose their locks."""
    store = await connect(drill.url)
    try:
        await store.write(step)
    finally:
        await store.close()


def _message(address: str, number: int, now: datetime) -> NewDelivery:
    facts = {"kind": "notice", "sender": "slack", "reason": f"drill {number}"}
    return NewDelivery(
        f"drill:{number}", address, "notice", DIGEST_LANE, "sender:drill", 0, facts, now, now + timedelta(days=1)
    )


def _day(number: int) -> EventDate:
    day = date(2030, 1, 1) + timedelta(days=number)
    return EventDate(day, day, "day")


async def _move(drill: Drill, times: int) -> None:
    """Moves the event so often, each time to another day, as a person does while the service runs."""
    async with open_briefings(drill.url) as core:
        for _ in range(times):
            event = await core.agenda.find("e1")
            number = (event.when.first - date(2030, 1, 1)).days + 1
            await core.agenda.move(1, _day(number), "the benchmark", datetime.now(UTC))
            await asyncio.sleep(0.1)


async def _messages(drill: Drill) -> float:
    """Seconds from the first post until Telegram had all its messages."""
    await _until(drill, 1)
    begun = time.perf_counter()
    while drill.telegram.count() < _MESSAGES and time.perf_counter() - begun < _PATIENCE:
        await asyncio.sleep(0.05)
    return time.perf_counter() - begun


async def _under_fire(drill: Drill, kills: int) -> None:
    """Kills the process so often until all posts were accepted, and starts it again each time."""
    first = drill.taken()
    for done in range(kills):
        await _until(drill, first + (drill.posts - first) * (done + drill.rng.random()) / (kills + 1))
        await drill.kill()
        await drill.start()


async def _until(drill: Drill, count: float) -> None:
    """Waits until so many posts were accepted; raises TimeoutError if none comes for three minutes."""
    seen, at = drill.taken(), time.monotonic()
    while (known := drill.taken()) < count:
        if known > seen:
            seen, at = known, time.monotonic()
        if time.monotonic() - at > _PATIENCE:
            raise TimeoutError(f"nothing was posted for {_PATIENCE:.0f} s; {seen} of {count:.0f} so far")
        await asyncio.sleep(0.05)


Row = tuple[str, str]  # the address and the state of a post


async def _settled(drill: Drill) -> list[Row]:
    """Waits until every post has come to an end; raises TimeoutError if they don't."""

    def step(connection: Connection) -> list[Row]:
        found = connection.execute(text("SELECT address, state FROM delivery WHERE kind = 'webhook'"))
        return [(row[0], row[1]) for row in found]

    store = await connect(drill.url)
    try:
        async with asyncio.timeout(10 * _PATIENCE):
            while True:
                rows = await store.read(step)
                if len(rows) == drill.posts and not {"pending", "sending", "in_doubt"} & {state for _, state in rows}:
                    return rows
                await asyncio.sleep(1)
    finally:
        await store.close()


def _tell(drill: Drill, rows: list[Row], promises: Promises) -> None:
    """Compares what the receiver has accepted with what was promised."""
    receiver = drill.receiver
    accepted = {each.id for each in (*receiver.taken, *drill.lost_answers)}
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in receiver.seen:
        ids[each.path, each.body["timestamp"]].add(each.id)
    states = Counter(state for _, state in rows)
    twice = sum(count > 1 for count in Counter(each.id for each in receiver.seen).values())
    print(f"rows by state: {dict(states)}; requests: {len(receiver.seen):,}; posts that came more than once: {twice:,}")
    promises.hold("posts that were owed and never accepted", drill.posts - len(accepted), 0)
    promises.hold("rows that don't say sent", len(rows) - states["sent"], 0)
    promises.hold("changes that came under several ids", sum(len(each) > 1 for each in ids.values()), 0)
    promises.hold("ids that stand for several changes", len(accepted) - len({next(iter(i)) for i in ids.values()}), 0)
    promises.hold("posts that overtook an earlier one of their webhook", _overtaking(receiver.seen), 0)
    promises.hold("requests that the receiver refused", len(receiver.refused), 0)


def _overtaking(seen: list[Taken]) -> int:
    """How many posts came for the first time after a later change of the same webhook had come."""
    newest: dict[str, str] = {}
    known: set[str] = set()
    found = 0
    for each in seen:
        at = each.body["timestamp"]
        if each.id not in known:
            found += at < newest.get(each.path, "")
            newest[each.path] = max(at, newest.get(each.path, ""))
        known.add(each.id)
    return found


if __name__ == "__main__":
    main()

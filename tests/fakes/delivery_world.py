"""A world in which the process may die and the database fail at any await, and a platform does everything but lie.

The clock may jump, and rows and words may break.

It drives the real outbox and the real courier, and remembers what the platform has accepted.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from bot.chat import DeliveryFailed
from bot.delivery.clock_check import ClockCheck
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.message import Message
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead, Outcome
from briefings.service import Briefings, open_briefings
from tests.fakes.deadline import HANGS

BERLIN = ZoneInfo("Europe/Berlin")  # its clocks change on 29 March
START = datetime(2026, 3, 20, 7, 59, tzinfo=UTC)
CHATS = ("1", "2:9")
VICTIM = "telegram:3"  # a chat whose rows are spoilt: nothing is promised to it, but that it harms nobody
SPOILT = (
    "UPDATE chat SET zone = 'Mars/Phobos' WHERE address = 'telegram:3'",
    "UPDATE subscription SET zone = 'Mars/Phobos' WHERE address = 'telegram:3'",
    "UPDATE subscription SET at = '25:99' WHERE address = 'telegram:3'",
    "UPDATE follow SET told = '7' WHERE address = 'telegram:3'",
    "UPDATE reminder SET wall = '25:99' WHERE follow IN (SELECT id FROM follow WHERE address = 'telegram:3')",
    "UPDATE delivery SET content = (SELECT max(id) FROM content) WHERE address = 'telegram:3' AND state = 'pending'",
)
UNSAID = 'INSERT INTO content (key, facts) VALUES (:key, \'{"kind": "gossip"}\')'
FINAL = {"sent", "unknown", "dead", "refused", "expired", "cancelled"}
Fault = Literal["ok", "lost", "away", "doubt", "slow", "dead", "refused", "cut", "freeze", "kill before", "kill after"]
PAUSE = 45.0  # seconds that the platform asks for when it says "too many requests"


_FAILURES: dict[Fault, Callable[[], DeliveryFailed]] = {
    "away": lambda: DeliveryFailed("it cannot be reached", "retry", unreachable=True),
    "lost": lambda: DeliveryFailed("it never left", "retry"),
    "dead": lambda: DeliveryFailed("the bot was blocked", "dead"),
    "refused": lambda: DeliveryFailed("too long", "refused"),
    "cut": lambda: DeliveryFailed("the connection was cut", "doubt"),
}


class DatabaseGone(OSError):
    """The database failed: what was asked of it may have been done."""


class Killed(BaseException):
    """The process is gone: nothing of it runs any further."""


@dataclass(slots=True)
class Accepted:
    """A message that the platform has taken in."""

    address: str
    key: str
    moves: int  # how often the event had changed


@dataclass(slots=True)
class Plan:
    """What goes wrong next: faults of the platform, and after how many awaits of the outbox the process dies."""

    faults: Iterator[Fault] = field(default_factory=lambda: iter(()))
    dies_after: int = -1
    fails_at: Sequence[int] = ()  # at which awaits of the outbox, counted from now on, the database fails
    steps: int = 0

    def next(self) -> Fault:
        return next(self.faults, "ok")

    def step(self) -> None:
        """Counts an await; raises Killed when it was the last, DatabaseGone where that is planned."""
        self.steps += 1
        if self.steps in self.fails_at:
            raise DatabaseGone
        self.die()

    def die(self) -> None:
        """Counts an await at which only the process can end."""
        if self.dies_after == 0:
            self.dies_after = -1
            raise Killed
        self.dies_after -= self.dies_after > 0


class Platform:
    """Accepts what is sent, or fails as planned; with `can_look` it tells what has arrived."""

    def __init__(self, name: str, world: "World", *, can_look: bool) -> None:
        self.name, self._world, self._can_look = name, world, can_look
        self.accepted: list[Accepted] = []
        self.attempts: list[tuple[datetime, str]] = []
        self.closed_until = START - timedelta(days=9)
        self.known_until = self.closed_until  # the pause that a process has written down
        self.pushed_in = 0  # attempts while it had asked for a pause
        self.frozen, self.thaw = asyncio.Event(), asyncio.Event()

    async def is_member(self, address: str) -> bool:
        return True

    async def send(self, address: str, message: Message, key: str) -> str:
        assert message.plain()
        self._world.plan.die()
        fault, now = self._world.plan.next(), self._world.now
        self.attempts.append((now, key))
        self.pushed_in += now < self.closed_until
        if fault == "freeze":
            self.frozen.set()
            await self.thaw.wait()
        if fault == "kill before":
            raise Killed
        if fault == "slow":
            self.closed_until = now + timedelta(seconds=PAUSE)
            raise DeliveryFailed("too many requests", "retry", retry_after=PAUSE)
        if failure := _FAILURES.get(fault):
            raise failure()
        self.accepted.append(Accepted(address, key, len(self._world.revs)))
        if fault == "doubt":
            raise DeliveryFailed("no answer came", "doubt")
        if fault == "kill after":
            raise Killed
        return f"r{len(self.accepted)}"

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        self._world.plan.die()
        if not self._can_look:
            raise DeliveryFailed("there is no way to look", "refused")
        found = (f"r{i}" for i, sent in enumerate(self.accepted, 1) if (sent.key, sent.address) == (key, address))
        return next(found, None)


class Mortal:
    """A part of the core as a process sees it that may die before or after each call."""

    def __init__(self, part: Any, world: "World") -> None:
        self._part, self._world = part, world

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._part, name)

        async def mortal(*args: Any, **more: Any) -> Any:
            self._world.plan.step()
            result = await call(*args, **more)
            if name == "settle" and isinstance(args[2], Outcome) and args[2].retry_after:
                self._world.pause_is_kept(args[0].address)
            self._world.plan.step()
            return result

        return mortal


@dataclass(frozen=True, slots=True)
class _Core:
    outbox: Mortal
    doubts: Mortal
    outlook: Mortal
    markings: Mortal


class World:
    """Two platforms with the same two chats: one can be asked what arrived, the other cannot."""

    def __init__(self, core: Briefings) -> None:
        self.core = core
        self.now = START
        self.plan = Plan()
        self.platforms = [Platform("slack", self, can_look=True), Platform("telegram", self, can_look=False)]
        self.courier: Courier | None = None
        self.revs: list[int] = []  # those that the event took, one with each change
        self.doubts_after_kill: list[int] = []
        self.rounds: list[tuple[int, ...]] = []  # how many messages each platform had accepted before each round
        self._monotonic = 0.0
        self._numbers = count()
        self._watch = ClockCheck(START, lambda: self._monotonic)
        self._watch.judge(START)

    async def prepare(self) -> None:
        """An event a month ahead, followed everywhere, and a digest each morning."""
        event = await self.core.agenda.create("Harbour vote", _day(40), "x:1", self.now)
        for address in (*self.addresses(), VICTIM):
            await self.core.chats.open(address, "x", self.now)
            await self.core.subscriptions.remind(address, event.id, _LEADS, address, self.now)
            await self.core.subscriptions.subscribe(
                address, address, frozenset(range(1, 8)), time(8, 30), str(BERLIN), "", address, self.now
            )

    def addresses(self) -> list[str]:
        return [f"{platform.name}:{chat}" for platform in self.platforms for chat in CHATS]

    async def live(self, plan: Plan, *, most: float = HANGS) -> None:
        """Ticks and delivers until nothing is left or the process dies; the next call starts a dead one again."""
        self.plan = plan
        self.rounds.append(tuple(len(platform.accepted) for platform in self.platforms))
        try:
            if self.courier is None:
                self.courier = self.new_courier()
                await self.courier.start()
            async with asyncio.timeout(most):
                await self._go_on(self.courier)
        except Killed:
            await self._bury()
        except DatabaseGone:  # at a start: the process ends, and another one begins
            await self._bury()
        self.plan = Plan()

    async def _go_on(self, courier: Courier) -> None:
        """A tick and what leaves; a database that fails is tried again, as at the next round."""
        verdict = self._watch.judge(self.now)
        courier.clock_is_doubted = verdict == "held"
        if verdict not in ("right", "held"):
            self.core.outbox.recompute_due()
        written = verdict == "held"
        while True:
            try:
                if not written:
                    await Mortal(self.core.outbox, self).enqueue_due([p.name for p in self.platforms], self.now)
                written = True
                courier.wake()
                await courier.drain()
            except DatabaseGone:
                continue
            return

    async def jump(self, span: timedelta, lasts: timedelta) -> None:
        """The clock is off for a while, and then right again."""
        self.now += span
        await self.live(Plan())
        await self.pass_time(lasts)
        await self.live(Plan())
        self.now -= span
        await self.live(Plan())

    async def spoil(self, number: int) -> None:
        """One row of the victim cannot be read any more."""

        def step(connection: Connection) -> None:
            connection.execute(text(UNSAID), {"key": f"gossip {next(self._numbers)}"})
            connection.execute(text(SPOILT[number]))

        await self.core.outbox._store.write(step)

    def new_courier(self) -> Courier:
        limit = ChatLimit()
        routes = [
            Route(p, TokenBucket(100_000, lambda _: limit, clock=lambda: self._monotonic, sleep=self._sleep))  # type: ignore[arg-type]
            for p in self.platforms
        ]
        parts = (self.core.outbox, self.core.doubts, self.core.outlook, self.core.markings)
        core = _Core(*(Mortal(part, self) for part in parts))
        return Courier(core, routes, lambda: self.now, monotonic=lambda: self._monotonic)  # type: ignore[arg-type]

    async def _sleep(self, seconds: float) -> None:
        """Time passes at once while something waits for a token."""
        self._monotonic += seconds
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def _bury(self) -> None:
        """Nothing of a dead process goes on."""
        tasks = list(self.courier._sending) if self.courier else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        states = [d.state for d in await self.core.outbox.latest(limit=1000)]
        self.doubts_after_kill.append(states.count("sending"))
        self.courier = None
        for platform in self.platforms:  # what a process took into its grave the next one cannot know
            platform.closed_until = platform.known_until

    def pause_is_kept(self, address: str) -> None:
        """A process has written down that the platform asked for a pause: from now on it binds the next one too."""
        for platform in self.platforms:
            if address.startswith(f"{platform.name}:"):
                platform.known_until = platform.closed_until

    async def pass_time(self, span: timedelta) -> None:
        self.now += span
        self._monotonic += max(span.total_seconds(), 0)

    async def move(self, days: int) -> None:
        change = await self.core.agenda.move(1, _day(days), "x:1", self.now)
        self.revs.append(change.event.rev)

    async def cancel(self) -> None:
        change = await self.core.agenda.mark(1, "cancelled", "", "x:1", self.now)
        self.revs.append(change.event.rev)

    async def news(self, number: int) -> None:
        said = f"Report {number} on the harbour\nSummary\nThe harbour was dredged again, report {number} says.\n"
        await self.core.library.add(f"report{number}.txt", said.encode(), self.now)

    async def end(self) -> None:
        """Faults stop; the world goes on until every delivery has come to an end."""
        self.plan = Plan()
        for _ in range(8):
            await self.live(Plan())
            await self.pass_time(timedelta(minutes=6))
        await self.pass_time(timedelta(days=60))
        await self.live(Plan())
        await self.pass_time(timedelta(minutes=6))
        await self.live(Plan())

    async def check(self) -> None:
        """The invariants, each under its number in the contract's list."""
        latest = await self.core.outbox.latest(limit=5000)
        rows = {d.key: d for d in latest}
        assert len(rows) == len(latest), "1: a key was used twice"
        open_rows = [d for d in latest if d.state not in FINAL]
        broken = [d for d in latest if d.state == "refused" and d.address != VICTIM and d.reason != "too long"]
        assert not broken, f"13: broken for others: {broken}"
        assert not open_rows, f"3: without an end: {open_rows}"
        for number, platform in enumerate(self.platforms):
            self._check_accepted(platform, rows)
            self._check_occurrences(platform, rows)
            self._check_rounds(platform, [before[number] for before in self.rounds], rows)
        assert all(count <= 8 for count in self.doubts_after_kill), "6: more doubts than sends on their way"

    def _check_accepted(self, platform: Platform, rows: dict[str, Any]) -> None:
        assert not platform.pushed_in, "11: sent during a pause that the platform had asked for"
        times = Counter(accepted.key for accepted in platform.accepted)
        assert all(count == 1 for count in times.values()), f"1: sent twice: {dict(times)}"
        sent = {key for key, d in rows.items() if d.state == "sent" and d.address.startswith(f"{platform.name}:")}
        assert sent <= set(times), f"2: sent, but never accepted: {sent - set(times)}"
        if platform.name == "slack":
            assert {k for k in times if rows[k].state != "sent"} == set(), "2: Slack's doubts end as sent"
        lanes: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for accepted in platform.accepted:
            row = rows[accepted.key]
            lanes[accepted.address, row.kind == "digest"].append(row.id)
        assert all(ids == sorted(ids) for ids in lanes.values()), f"4: out of order: {dict(lanes)}"
        for accepted in platform.accepted:
            if accepted.key.startswith(("reminder:", "moved:", "stopped:")):
                rev = int(accepted.key.rpartition(":")[2])
                newest = self.revs[accepted.moves - 1] if accepted.moves else 1
                assert rev >= newest, f"10: {accepted.key} was sent after the event had rev {newest}"

    def _check_occurrences(self, platform: Platform, rows: dict[str, Any]) -> None:
        """A digest comes once for each date of its zone, whatever the clock did."""
        digests = [rows[a.key] for a in platform.accepted if rows[a.key].kind == "digest"]
        dates = Counter((d.address, d.due_at.astimezone(BERLIN).date()) for d in digests)
        assert all(count == 1 for count in dates.values()), f"8, 12: one date twice: {dates}"

    def _check_rounds(self, platform: Platform, begins: list[int], rows: dict[str, Any]) -> None:
        """After whatever outage the newest of a kind comes alone; what was in doubt before is no part of that."""
        for begin, end in pairwise([*begins, len(platform.accepted)]):
            came = [rows[accepted.key] for accepted in platform.accepted[begin:end]]
            fresh = Counter((d.address, d.kind) for d in came if d.attempts == 1 and d.kind in ("digest", "reminder"))
            assert all(count == 1 for count in fresh.values()), f"9: a burst: {fresh}"


_LEADS = [Lead(30, "d"), Lead(14, "d"), Lead(7, "d"), Lead(1, "d"), Lead(2, "h")]


def _day(days: int) -> EventDate:
    day = date(2026, 3, 20) + timedelta(days=days)
    return EventDate(day, day, "day")


@asynccontextmanager
async def deliverance(url: str) -> AsyncIterator[World]:
    """A prepared world on an empty database."""
    async with open_briefings(url) as core:
        world = World(core)
        await world.prepare()
        yield world

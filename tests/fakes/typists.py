"""People on both loopback platforms who type orders while `readout run` is stopped and started again."""

import asyncio
import os
import re
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.fakes.deadline import HANGS
from tests.fakes.preloaded_run import Run, preloaded_run
from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_server import ACK_SECONDS
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_world import SlackWorld, person
from tests.fakes.telegram_world import TelegramWorld

ORDER = re.compile(r"\b(?:Vote|frob)[ -]?([0-9]{4})\b")
FIRST = 1000  # the first person's number


@dataclass
class Service:
    """`readout run` on a folder, against both platforms."""

    data: Path
    environment: dict[str, str]
    spawn: Callable[[Mapping[str, str]], Awaitable[Run]] = preloaded_run
    process: Run | None = None
    errors: list[str] = field(default_factory=list)

    async def start(self) -> None:
        """Returns once it says that it is ready; fails if it ends before."""
        self.process = await self.spawn(self.environment)
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self.process, ready))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({waiting, self._reading}, timeout=HANGS, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert ready.is_set(), f"it is not ready: {self.errors}"

    async def _read(self, process: Run, ready: asyncio.Event) -> None:
        assert process.stderr
        async for line in process.stderr:
            told = line.decode(errors="replace")
            if " ready" in told or '"ready"' in told:
                ready.set()
            if "Traceback" in told or "ERROR" in told:
                self.errors.append(told.strip())

    async def end(self, number: signal.Signals) -> tuple[int, float]:
        """Ends it by a signal; its exit status, and how many seconds that took."""
        assert self.process
        begun = time.monotonic()
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        status = await self.process.wait()
        await self._reading
        return status, time.monotonic() - begun


@dataclass
class Typists:
    """So many people on each platform, each of whom types so many orders; half of the orders change something."""

    people: int
    orders: int
    telegram: TelegramWorld = field(default_factory=TelegramWorld)
    slack: SlackWorld = field(default_factory=SlackWorld)
    typed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # orders by "telegram 1000"
    retyped: set[str] = field(default_factory=set)  # commands that got no receipt, so that their person gave them anew

    async def open(self) -> None:
        """Both platforms listen."""
        self.telegram.server.now = self.slack.server.now = self.slack.now = now()
        self.slack.slack.clock, self.slack.server.patience = now, ACK_SECONDS
        for number in self.numbers:
            self.telegram.server.chat(number)
            self.slack.slack.people[f"U{number}"] = person(f"U{number}")
            self.slack.slack.channels[f"D{number}"] = Channel(f"D{number}", {f"U{number}", BOT_USER})
        await self.telegram.server.start()
        await self.slack.server.start()

    async def close(self) -> None:
        """Neither does any more."""
        await self.telegram.server.stop()
        await self.slack.server.stop()

    @property
    def numbers(self) -> range:
        return range(FIRST, FIRST + self.people)

    def service(self, data: Path, **more: str) -> Service:
        """The bot whose editors they all are."""
        editors = [f"{kind}{number}" for kind in ("telegram:", "slack:U") for number in self.numbers]
        settings = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a child needs it
            "READOUT_DATA_DIR": str(data),
            "READOUT_EDITORS": ",".join(editors),
            "READOUT_TICK_SECONDS": "1",
            "TELEGRAM_BOT_TOKEN": self.telegram.server.token,
            "TELEGRAM_API_URL": self.telegram.server.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack.server.url,
        }
        return Service(data, settings | more)

    async def type_all(self, pause: float) -> None:
        """Everybody types everything, with so many seconds between two orders of one person."""
        await asyncio.gather(*(self._person(kind, n, pause) for kind in ("telegram", "slack") for n in self.numbers))

    async def _person(self, kind: str, number: int, pause: float) -> None:
        await asyncio.sleep(pause * (number - FIRST) / self.people)
        for count in range(self.orders):
            order = f"{(5000 if kind == 'slack' else 0) + (number - FIRST) * self.orders + count:04}"
            line = f"event new 2031-03-04 Vote {order}" if count % 2 else f"frob{order}"
            self.typed[f"{kind} {number}"].append(order)
            if kind == "telegram":
                await self._on_telegram(number, line)
            else:
                await self._on_slack(number, line, slash=count % 3 == 0)
            await asyncio.sleep(pause)

    async def _on_telegram(self, number: int, line: str) -> None:
        server = self.telegram.server
        somebody = {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        message = {"message_id": time.monotonic_ns(), "date": int(now().timestamp()), "text": f"/{line}"}
        await server.update(message=message | {"chat": server.chat(number).json(), "from": somebody})

    async def _on_slack(self, number: int, line: str, *, slash: bool) -> None:
        """Types until Slack has a receipt: a command that gets none is typed anew, a message Slack sends again."""
        event, stamp = f"Ev{number}{time.monotonic_ns()}", self.slack.slack.stamp()
        while True:
            try:
                await (self._slash(number, line) if slash else self._direct(number, line, event, stamp))
                return
            except (TimeoutError, ConnectionError):
                self.retyped.update(_orders(line) if slash else ())
                await asyncio.sleep(0.2)

    async def _slash(self, number: int, line: str) -> None:
        await self.slack.slash("/readout", line, channel=f"D{number}", user=f"U{number}")

    async def _direct(self, number: int, line: str, event: str, stamp: str) -> None:
        self.slack.slack.channels[f"D{number}"].threads.add(stamp)
        said = {"user": f"U{number}", "text": f"!{line}", "ts": stamp, "event_ts": stamp, "channel": f"D{number}"}
        told = {"type": "message", "channel_type": "im"} | said
        payload = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": event, "event": told}
        await self.slack.server.deliver("events_api", payload)

    def answered(self) -> dict[str, list[str]]:
        """The orders that were answered, by person, as the answers came."""
        found: dict[str, list[str]] = defaultdict(list)
        for post in self.telegram.server.posts:
            found[f"telegram {post.chat.id}"] += _orders(post.text)
        for said in self.slack.slack.posts:
            found[f"slack {said.channel.removeprefix('D')}"] += _orders(said.shown)
        return found

    def carried_out_twice(self, titles: Iterable[str]) -> int:
        """How many events there are beyond one for each order; what a person typed anew may have two."""
        times = Counter(order for title in titles for order in _orders(title))
        return sum(count - 1 for order, count in times.items() if order not in self.retyped)

    def unanswered(self) -> int:
        """How many orders nobody was answered."""
        answered = self.answered()
        return sum(len(set(orders) - set(answered[who])) for who, orders in self.typed.items())

    def repeated(self) -> int:
        """How many answers came once more."""
        return sum(max(0, times - 1) for orders in self.answered().values() for times in Counter(orders).values())

    def unordered(self) -> int:
        """How many people were answered in another order than that in which they typed."""
        answered = {who: list(dict.fromkeys(orders)) for who, orders in self.answered().items()}
        return sum(
            answered[who] != [order for order in orders if order in answered[who]] for who, orders in self.typed.items()
        )

    async def settled(self, seconds: float) -> None:
        """Waits for so long at most until all are answered."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.unanswered():  # noqa: ASYNC110 - two servers bring it about
                    await asyncio.sleep(0.2)


def _orders(words: str) -> list[str]:
    return list(dict.fromkeys(ORDER.findall(words)))


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the program under test reads the real clock

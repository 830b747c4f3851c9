"""People on Telegram and Slack, played on loopback ports, who talk to a bot in another process and measure their waits.

`Crowd` opens both platforms; `run` talks at given rates, `all_at_once` lets everybody say everything at the same time.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from itertools import count

from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_workspace import Post as SlackPost
from tests.fakes.slack_world import SlackWorld, person
from tests.fakes.telegram_world import TelegramWorld

LINES = (
    "summary a1",
    "sources a1",
    "events",
    "search taiwan",
    "read a1 2",
    "status",
    "help summary",
    "summary a1 long",
)
_PRESSED = ("events", "read a1 2", "help summary")  # what buttons say in Telegram
_FIRST = 1000  # the first person's number
_PATIENCE = 150.0  # seconds, after which an answer is lost; one that gets no receipt in three is lost too
_STARTS = 120.0  # seconds after which the bot counts as not starting


class Talk:
    """The people of one platform. A person who waits for an answer says nothing more."""

    def __init__(self, world: TelegramWorld | SlackWorld, people: int) -> None:
        self.world, self.people = world, people
        self.taken: dict[str, list[float]] = defaultdict(list)  # milliseconds until the answer, by line
        self.acknowledged: list[float] = []  # milliseconds until the receipt, or the answer to a press
        self.lost = 0  # answers that nobody got
        self._waiting: dict[str, asyncio.Future[float]] = {}
        if isinstance(world, TelegramWorld):
            world.server.acknowledged = _Acknowledged(self.acknowledged)

    @property
    def all_taken(self) -> list[float]:
        """Milliseconds until each answer."""
        return [each for values in self.taken.values() for each in values]

    def forget(self) -> None:
        """Drops the figures so far."""
        self.taken.clear()
        self.acknowledged.clear()
        self.lost = 0

    async def all_at_once(self, lines: Sequence[str] = LINES) -> None:
        """Everybody says every line at the same time, each after the answer to the one before."""
        await self._heard(asyncio.gather(*(self._says(number, lines) for number in range(self.people))))

    async def at_rate(self, per_second: float, seconds: float) -> None:
        """So many lines a second for so long, by one person after the other; waits for the answers."""
        await self._heard(self._paced(per_second, seconds))

    async def _paced(self, per_second: float, seconds: float) -> None:
        begun, saying = time.monotonic(), set[asyncio.Task[None]]()
        free = deque(range(self.people))
        for number in count():
            await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
            while not free:
                await asyncio.sleep(0.01)
            if time.monotonic() - begun > seconds:
                break
            saying.add(task := asyncio.create_task(self._says_once(free, LINES[number % len(LINES)])))
            task.add_done_callback(saying.discard)
            await asyncio.sleep(0)
        await asyncio.gather(*saying)

    async def _says_once(self, free: deque[int], line: str) -> None:
        speaker = free.popleft()
        await self._says(speaker, (line,))
        free.append(speaker)

    async def _heard(self, talk: Awaitable[object]) -> None:
        listening = asyncio.create_task(self._listen())
        try:
            await talk
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        while True:
            post = await self.world.post()
            place = post.channel if isinstance(post, SlackPost) else str(post.chat.id)
            waiting = self._waiting.get(place)
            if waiting and not waiting.done():
                waiting.set_result(time.perf_counter())

    async def _says(self, person_: int, lines: Sequence[str]) -> None:
        number = _FIRST + person_
        place = f"D{number}" if isinstance(self.world, SlackWorld) else str(number)
        for said in lines:
            self._waiting[place] = asyncio.get_running_loop().create_future()
            start = time.perf_counter()
            try:
                await self._say(number, said)
                came = await asyncio.wait_for(self._waiting[place], _PATIENCE)
            except TimeoutError:
                self.lost += 1
            else:
                self.taken[said].append(1000 * (came - start))

    async def _say(self, number: int, said: str) -> None:
        if isinstance(self.world, SlackWorld):
            start = time.perf_counter()
            await self.world.slash("/readout", said, channel=f"D{number}", user=f"U{number}")
            self.acknowledged.append(1000 * (time.perf_counter() - start))
            return
        server = self.world.server
        somebody = {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        message = {"message_id": time.monotonic_ns(), "date": int(time.time()), "chat": server.chat(number).json()}
        if said in _PRESSED:
            query = {"id": str(time.perf_counter()), "chat_instance": "1", "data": said, "from": somebody}
            await server.update(callback_query=query | {"message": message | {"date": 0}})
        else:
            await server.update(message=message | {"text": f"/{said}", "from": somebody})


class _Acknowledged(list[str]):
    """The presses that were acknowledged, each named by when it was made; `taken` gets the milliseconds since then."""

    def __init__(self, taken: list[float]) -> None:
        super().__init__()
        self._taken = taken

    def append(self, query: str) -> None:
        """Takes in one more."""
        super().append(query)
        self._taken.append(1000 * (time.perf_counter() - float(query)))


class Crowd:
    """So many people on each of both platforms."""

    def __init__(self, people: int) -> None:
        self.telegram, self.slack = TelegramWorld(), SlackWorld()
        for number in range(_FIRST, _FIRST + people):
            self.telegram.server.chat(number)
            self.slack.slack.people[f"U{number}"] = person(f"U{number}")
            self.slack.slack.channels[f"D{number}"] = Channel(f"D{number}", {f"U{number}", BOT_USER})
        self.slack.slack.clock = lambda: datetime.now(UTC)
        self.talks = {"Telegram": Talk(self.telegram, people), "Slack": Talk(self.slack, people)}

    async def open(self) -> None:
        """Both platforms listen."""
        self.telegram.server.now = self.slack.server.now = datetime.now(UTC)
        await self.telegram.server.start()
        await self.slack.server.start()

    async def close(self) -> None:
        """Neither does any more."""
        await self.telegram.server.stop()
        await self.slack.server.stop()

    def settings(self) -> dict[str, str]:
        """What a bot needs to find both platforms."""
        telegram, slack = self.telegram.server, self.slack.server
        return {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.url,
        }

    async def met(self) -> None:
        """Waits until a bot receives from both. Raises TimeoutError."""
        async with asyncio.timeout(_STARTS):
            while not (self.telegram.server.methods().count("getUpdates") and self.slack.server.connections):
                await asyncio.sleep(0.1)

    async def at_rate(self, per_second: dict[str, float], seconds: float) -> None:
        """So many lines a second on each platform for so long; waits for the answers."""
        await asyncio.gather(*(talk.at_rate(per_second[name], seconds) for name, talk in self.talks.items()))

    async def all_at_once(self, lines: Sequence[str] = LINES) -> None:
        """Everybody on both says every line at the same time, each after the answer to the one before."""
        await asyncio.gather(*(talk.all_at_once(lines) for talk in self.talks.values()))

    def answered(self) -> int:
        """How many answers came since the figures were dropped."""
        return sum(len(talk.all_taken) for talk in self.talks.values())

    def forget(self) -> None:
        """Drops the figures, and what the platforms recorded so far."""
        for talk in self.talks.values():
            talk.forget()
        for server in (self.telegram.server, self.slack.server):
            server.calls.clear()

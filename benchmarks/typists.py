"""People on loopback Telegram and Slack who type to several `readout run` behind a small load balancer.

The balancer hands an update to one process after the other, and to the next one where nobody listens or the answer is
503, as platforms and their load balancers do. Each line holds a number that its answer repeats.
"""

import asyncio
import json
import re
import socket
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp

from benchmarks.loopback import Slack, Telegram
from bot.http_updates import PATHS
from tests.fakes.slack_requests import SECRET, body_of, signed
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_world import person

_FIRST = 5000  # the first person's number
_WORD = re.compile(r"order(\d+)")
_AGAIN = 0.1  # seconds until an update that no process took is sent again
_PATIENCE = 60.0  # seconds in which somebody has to get an answer, after which the rest counts as lost
_LOOK = 0.02  # seconds between two looks at what was posted
WEB_URL = "https://readout.example.org"
HTTP = {
    "READOUT_WEB_URL": WEB_URL,
    "READOUT_TELEGRAM_RECEIVE": "webhook",
    "READOUT_SLACK_RECEIVE": "http",
    "SLACK_SIGNING_SECRET": SECRET,
}


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Balancer:
    """Hands requests to the processes that listen on these ports, in turn."""

    client: aiohttp.ClientSession
    ports: list[int] = field(default_factory=list)
    _turn: int = 0

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        """Sends a request until a process takes it. Raises RuntimeError if it is refused."""
        while True:
            for _ in self.ports:
                self._turn += 1
                port = self.ports[self._turn % len(self.ports)]
                if await self._taken(f"http://127.0.0.1:{port}{path}", body, headers):
                    return
            await asyncio.sleep(_AGAIN)

    async def ready(self, port: int) -> None:
        """Waits until a process says that it is ready; a minute at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while not await self._is_ready(port):
                    await asyncio.sleep(_AGAIN)

    async def _is_ready(self, port: int) -> bool:
        try:
            async with self.client.get(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, ConnectionError):
            return False

    async def _taken(self, address: str, body: bytes, headers: dict[str, str]) -> bool:
        try:
            async with self.client.post(address, data=body, headers=headers) as answer:
                if answer.status not in (200, 503):
                    raise RuntimeError(f"{address} answered {answer.status}")
                return answer.status == 200
        except (aiohttp.ClientError, ConnectionError):
            return False


class Typists:
    """So many people on each platform; one who waits for an answer types nothing more."""

    @staticmethod
    def editors(people: int) -> dict[str, str]:
        """The setting that lets so many in, whose answers wait behind nobody's."""
        names = [f"{name}{n}" for n in range(_FIRST, _FIRST + people) for name in ("telegram:", "slack:U")]
        return {"READOUT_EDITORS": ",".join(names)}

    def __init__(self, telegram: Telegram, slack: Slack, balancer: Balancer, people: int) -> None:
        self._telegram, self._slack, self._balancer, self._people = telegram, slack, balancer, people
        self._number = 0
        self.said: dict[int, str] = {}  # each line's number, with the name of its update
        self.times: Counter[int] = Counter()  # how often each line was answered
        self.seconds: list[float] = []  # until the first answer
        self._waiting: dict[int, tuple[float, asyncio.Future[None]]] = {}
        self._seen = {"telegram": 0, "slack": 0}
        for number in range(_FIRST, _FIRST + people):
            telegram.server.chat(number)
            slack.server.slack.people[f"U{number}"] = person(f"U{number}")
            slack.server.slack.channels[f"D{number}"] = Channel(f"D{number}", {f"U{number}", BOT_USER})

    @property
    def answered(self) -> int:
        """How many lines were answered."""
        return len(self.times)

    async def all_answered(self) -> None:
        """Waits until everybody has got an answer, and a second for what goes on meanwhile. Raises TimeoutError."""
        async with asyncio.timeout(2 * _PATIENCE):
            while self.answered < 2 * self._people:
                await asyncio.sleep(_LOOK)
        await asyncio.sleep(1.0)

    async def hold(self, each: float = 0.0) -> None:
        """Everybody types until cancelled, every `each` seconds at most; then those who wait get their answers."""
        listening, ending = asyncio.create_task(self._listen()), asyncio.Event()
        people = [(name, n) for n in range(self._people) for name in ("telegram", "slack")]
        typing = [asyncio.create_task(self._types(name, n, each, ending)) for name, n in people]
        try:
            await asyncio.wait(typing)
        finally:
            ending.set()
            await self._rest(typing)
            listening.cancel()

    async def _rest(self, typing: "list[asyncio.Task[None]]") -> None:
        """Waits for the answers that people still wait for, until none has come for a minute."""
        answered = -1
        while answered != self.answered and any(not each.done() for each in typing):
            answered = self.answered
            await asyncio.wait(typing, timeout=_PATIENCE)
        for each in typing:
            each.cancel()

    async def _types(self, platform: str, place: int, each: float, ending: asyncio.Event) -> None:
        await asyncio.sleep(each * place / self._people)
        while not ending.is_set():
            begun = time.monotonic()
            await self._asks(platform, _FIRST + place)
            left = each - (time.monotonic() - begun)
            if left > 0:
                await asyncio.wait({asyncio.create_task(ending.wait())}, timeout=left)

    def line(self, number: int) -> str:
        """What is typed."""
        return f"search order{number}"

    async def _asks(self, platform: str, chat: int) -> None:
        self._number = number = self._number + 1
        answered = asyncio.get_running_loop().create_future()
        self._waiting[number] = time.monotonic(), answered
        if platform == "telegram":
            await self._by_telegram(number, chat)
        else:
            await self._by_slack(number, chat)
        await answered

    async def _by_telegram(self, number: int, chat: int) -> None:
        self.said[number] = f"telegram:{number}"
        somebody = {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        message = {"message_id": number, "date": int(time.time()), "chat": self._telegram.server.chats[chat].json()}
        update = {"update_id": number, "message": message | {"from": somebody, "text": f"/{self.line(number)}"}}
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._telegram.server.secret, "Content-Type": "application/json"}
        await self._balancer.post(PATHS["telegram"], json.dumps(update).encode(), headers)

    async def _by_slack(self, number: int, chat: int) -> None:
        stamp = self._slack.server.slack.stamp()
        self._slack.server.slack.channels[f"D{chat}"].threads.add(stamp)
        message = {"type": "message", "channel_type": "im", "channel": f"D{chat}", "user": f"U{chat}"}
        event = message | {"text": self.line(number), "ts": stamp, "event_ts": stamp}
        self.said[number] = f"slack:message:D{chat}:{stamp}"
        payload = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{number}"}
        body = body_of("events_api", payload | {"event": event, "event_time": int(time.time())})
        request = signed(body, datetime.now(UTC), **{"Content-Type": "application/json"})
        await self._balancer.post(PATHS["slack"], request.body, dict(request.headers))

    async def _listen(self) -> None:
        while True:
            self._heard("telegram", [post.text for post in self._telegram.server.posts[self._seen["telegram"] :]])
            self._heard("slack", [post.shown for post in self._slack.server.slack.posts[self._seen["slack"] :]])
            await asyncio.sleep(_LOOK)

    def _heard(self, platform: str, texts: Iterable[str]) -> None:
        for text in texts:
            self._seen[platform] += 1
            for number in {int(found) for found in _WORD.findall(text)}:
                self.times[number] += 1
                begun, answered = self._waiting.pop(number, (0.0, None))
                if answered and not answered.done():
                    self.seconds.append(time.monotonic() - begun)
                    answered.set_result(None)

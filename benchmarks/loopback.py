"""A platform over real HTTP on a loopback port, with faults; it remembers what it has accepted."""

import asyncio
import random
from collections import Counter, deque
from datetime import datetime

import aiohttp
from aiohttp import web

from bot.chat import DeliveryFailed
from bot.message import Message

_PATIENCE = 5.0  # seconds


class Server:
    """Accepts messages; a share of the calls fails: 429, 500 or a cut wire, half of the last two after it was taken."""

    def __init__(self, *, slow: float = 0.0, error: float = 0.0, cut: float = 0.0, seed: int = 7) -> None:
        self.accepted: Counter[str] = Counter()
        self.order: list[tuple[str, str]] = []
        self.faults: Counter[str] = Counter()
        self.first: asyncio.Event = asyncio.Event()
        self.times: deque[float] = deque()
        self._shares = {"slow": slow, "error": error, "cut": cut}
        self._random = random.Random(seed)
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """Listens."""
        app = web.Application()
        app.router.add_post("/send", self._send)
        app.router.add_get("/find", self._find)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Listens no more."""
        if self._runner:
            await self._runner.cleanup()

    def _accept(self, address: str, key: str) -> None:
        self.accepted[key] += 1
        self.order.append((address, key))
        self.first.set()

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        draw = self._random.random()
        for fault, share in self._shares.items():
            if draw < share:
                self.faults[fault] += 1
                if fault == "slow":
                    return web.json_response({"retry_after": 0.2}, status=429)
                if self._random.random() < 0.5:
                    self._accept(body["address"], body["key"])
                    self.faults[f"{fault}, taken"] += 1
                if fault == "error":
                    return web.json_response({}, status=500)
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            draw -= share
        self._accept(body["address"], body["key"])
        return web.json_response({"receipt": str(len(self.order))})

    async def _find(self, request: web.Request) -> web.Response:
        return web.json_response({"found": self.accepted[request.query["key"]] > 0})


class LoopbackPlatform:
    """Speaks to the server; "slack" can look up what arrived, "telegram" cannot."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self._url = f"http://127.0.0.1:{port}"
        self._session: aiohttp.ClientSession | None = None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE))
        return self._session

    async def send(self, address: str, message: Message, key: str) -> str:
        """The receipt; raises DeliveryFailed as the platforms' adapters do."""
        try:
            body = {"address": address, "key": key, "text": message.plain()}
            async with self._http().post(f"{self._url}/send", json=body) as response:
                answer = await response.json()
                if response.status == 429:
                    raise DeliveryFailed("too many requests", "retry", retry_after=answer["retry_after"])
                if response.status == 500:
                    raise DeliveryFailed("the platform broke", "doubt")
                return str(answer["receipt"])
        except aiohttp.ClientConnectorError as error:
            raise DeliveryFailed("not connected", "retry") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryFailed("the connection was cut", "doubt") from error

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        """Whether it arrived, where one can look."""
        if self.name == "telegram":
            raise DeliveryFailed("Telegram offers no way to look", "refused")
        async with self._http().get(f"{self._url}/find", params={"key": key}) as response:
            return "found" if (await response.json())["found"] else None

    async def close(self) -> None:
        """Lets go of connections."""
        if self._session:
            await self._session.close()

"""A reading room on loopback: a conversation, the web server behind it, and an HTTP client that opens its links."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import aiohttp

from bot.chat import WebPages
from bot.delivery.courier import Courier
from bot.message import Message
from bot.web.connections import ConnectionLimits
from bot.web.reading_room.routes import reading_room_routes
from bot.web.server import Running, Service, serve_web
from briefings.service import Briefings
from tests.fakes.accessibility import Page
from tests.scenarios.stage import Stage

LINK = re.compile(r"https?://\S+/r/[\w-]+/\S*")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a browser got."""

    status: int
    text: str
    headers: "aiohttp.typedefs.LooseHeaders"
    url: str

    @property
    def page(self) -> Page:
        return Page(self.text)

    def header(self, name: str) -> str:
        return str(cast("dict[str, str]", self.headers).get(name, ""))


@dataclass
class Room:
    """The room; `stage` is the conversation in which links are asked for."""

    stage: Stage
    client: aiohttp.ClientSession
    service: Service
    base: str
    limits: ConnectionLimits
    redirects: bool = True
    language: str = field(default="")

    async def link(self, line: str = "open a1", **how: object) -> str:
        """The address in the answer to /open."""
        message = await self.stage.message(line, **how)  # type: ignore[arg-type]
        return link_in(message)

    async def open(self, address: str, method: str = "GET", **headers: str) -> Opened:
        """What a browser gets at an address, which may be given without its beginning."""
        url = address if address.startswith("http") else f"{self.base}{address}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.request(method, url, headers=names, allow_redirects=self.redirects) as answer:
            return Opened(answer.status, await answer.text(), answer.headers, str(answer.url))


def link_in(message: Message | None) -> str:
    """The link to a page that a message holds."""
    assert message is not None
    found = LINK.search(message.plain())
    assert found, message.plain()
    return found[0]


@asynccontextmanager
async def reading_room(
    stage: Stage, core: Briefings, limits: ConnectionLimits | None = None, *, path: str = ""
) -> AsyncIterator[Room]:
    """The room of a core, open during the block, at an address with this path."""
    service, limits = Service(), ConnectionLimits() if limits is None else limits
    async with (
        serve_web("127.0.0.1", 0, service, [reading_room_routes()], limits, url=f"https://x.example{path}/") as port,
        aiohttp.ClientSession() as client,
    ):
        base = f"http://127.0.0.1:{port}"

        async def address() -> str:
            return base

        stage.web = WebPages(address, offered=True)
        courier = Courier(core, [], lambda: stage.now)
        service.running = Running(core, stage.conversation, courier, lambda: stage.now, timedelta())
        yield Room(stage, client, service, base, limits)

"""The Socket Mode connection: opened anew before the old one expires, and after a failure; or none, with HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import DeliveryFailed
from bot.platforms.slack.errors import Health
from bot.platforms.slack.sending.web import wire_log
from briefings.translatable import phrase

Take = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]

OPEN_SECONDS = 10.0
CHECK_SECONDS = 60.0  # between two checks of the account where there is no connection
CLOSE_SECONDS = 2.0  # Slack often leaves the end of a connection unanswered

# Why Slack ends a connection; with other words ("warning", "refresh_requested") it only asks for a new one.
REFUSALS = {
    "link_disabled": phrase("Socket Mode is switched off for the app"),
    "too_many_websockets": phrase("The app has too many connections: is Readout running elsewhere?"),
}


def refusal_of(reason: str) -> DeliveryFailed | None:
    """The failure behind Slack's reason for closing a connection; None if it may be reopened at once."""
    return DeliveryFailed(REFUSALS[reason], "sender") if reason in REFUSALS else None


class Connection(SocketModeClient):
    """Slack's Socket Mode client, changed to report the end of a connection instead of reconnecting."""

    def __init__(self, url: str, web_client: AsyncWebClient, take: Take, ping: float) -> None:
        super().__init__("", web_client=web_client, logger=wire_log(), ping_interval=ping)
        self.proxy = web_client.proxy
        self.wss_uri = url
        self.socket_mode_request_listeners.append(take)
        loop = asyncio.get_running_loop()
        self._greeted: asyncio.Future[str] = loop.create_future()
        self._lost: asyncio.Future[str] = loop.create_future()
        self._taking: set[asyncio.Future[None]] = set()
        self._leaving = False

    async def open(self) -> None:
        """Connects and waits for Slack's hello. Raises DeliveryFailed."""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await self.connect()  # type: ignore[no-untyped-call]
                await asyncio.wait((self._greeted, self._lost), return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError as error:
            raise DeliveryFailed("Slack's socket can't be opened", "retry") from error
        if self._lost.done():
            raise refusal_of(self._lost.result()) or DeliveryFailed("Slack keeps closing its socket", "retry")

    async def lost(self) -> str:
        """Waits for the end of the connection and returns Slack's reason, "" if it was cut."""
        return await asyncio.shield(self._lost)

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Takes Slack's greeting and its notice of an end; passes all else on until the connection is left."""
        match message.get("type"):
            case "hello" if not self._greeted.done():
                self._greeted.set_result("")
            case "disconnect":
                self._end(message.get("reason") or "")
            case _ if not self._leaving:
                await self._listened(super().run_message_listeners(message, raw_message))

    async def _listened(self, listening: Awaitable[None]) -> None:
        done = asyncio.get_running_loop().create_future()
        self._taking.add(done)
        try:
            await listening
        finally:
            self._taking.discard(done)
            done.set_result(None)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's
        """Called by the library when the connection is broken."""
        self._end("")

    async def close(self) -> None:
        """Closes within seconds; received messages are acknowledged, later ones are left to Slack."""
        try:
            await self._ended()
        finally:  # also where whoever closes is cancelled
            if self.current_session:  # aiohttp does not close the response of a connection that was cut
                self.current_session._response.close()  # noqa: SLF001 - nothing public leads to it
            await self.aiohttp_client_session.close()

    async def _ended(self) -> None:
        self._leaving = True
        if self._taking:
            await asyncio.wait(self._taking, timeout=CLOSE_SECONDS)
        self.closed = True
        self._end("closed")
        running = [
            task for task in (self.message_processor, self.current_session_monitor, self.message_receiver) if task
        ]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await super().close()  # type: ignore[no-untyped-call]

    def _end(self, reason: str) -> None:
        if not self._lost.done():
            self._lost.set_result(reason)


class SocketConnection:
    """Keeps one connection open, two during a replacement."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._open: list[Connection] = []  # the newest last

    async def keep(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Connects and reconnects until cancelled."""

        async def add() -> None:
            self._open.append(await connect())

        try:
            while True:
                await self._health.keep_trying(add, proof=False)  # one that opens may be closed at once
                while len(self._open) > 1:
                    await self._open[0].close()  # only now: what comes in between reaches the old connection
                    del self._open[0]
                await self._watch(self._open[0])
        finally:
            for each in self._open:
                await each.close()

    async def renew(self) -> None:
        """Closes the connection, so that the next one checks the tokens."""
        if self._open:
            await self._open[-1].close()

    async def _watch(self, connection: Connection) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        refused = refusal_of(await connection.lost())
        if refused:
            await self._health.note_failure(refused)
        else:
            await self._health.lost(clock() - began)


class HttpConnection:
    """Checks the bot's account in place of a connection, where requests come by HTTP."""

    def __init__(self, health: Health, every: float = CHECK_SECONDS) -> None:
        self._health, self._every = health, every
        self._asked = asyncio.Event()

    async def keep(self, check: Callable[[], Awaitable[object]]) -> None:
        """Checks the account now and then until cancelled."""
        while True:
            await self._health.keep_trying(check)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._asked.wait()
            self._asked.clear()

    async def renew(self) -> None:
        """Checks the account now."""
        self._asked.set()

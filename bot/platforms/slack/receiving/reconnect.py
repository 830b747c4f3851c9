"""Keeps Socket Mode connected: opens a new connection before the old one expires, and after a failure."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.platforms.slack.outage import Health
from bot.platforms.slack.receiving.connection import Connection, refusal_of


class SocketConnection:
    """Keeps one connection open, two during a replacement."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._current: Connection | None = None

    async def keep(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Connects and reconnects until cancelled."""
        try:
            while True:
                fresh = await self._health.keep_trying(connect, proof=False)  # one that opens may be closed at once
                old, self._current = self._current, fresh
                if old:
                    await old.close()  # only now: what comes in between reaches the old connection
                await self._watch(fresh)
        finally:
            await self._drop()

    async def renew(self) -> None:
        """Closes the connection, so that the next one checks the tokens."""
        if self._current:
            await self._current.close()

    async def _watch(self, connection: Connection) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        refused = refusal_of(await connection.lost())
        if refused:
            await self._health.note_failure(refused)
        else:
            await self._health.lost(clock() - began)

    async def _drop(self) -> None:
        if self._current:
            await self._current.close()
            self._current = None

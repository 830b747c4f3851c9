"""Strikes corrected sentences in earlier messages, where the platform lets the bot edit them; no failure matters."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.chat import DeliveryFailed
from bot.delivery.courier import Route
from bot.delivery.quoting import shown_again
from bot.languages import language_set
from bot.views.corrections import one_line, with_marks
from bot.views.shared.names_and_dates import day
from briefings.corrections import StoredMessage
from briefings.model.delivery import platform_of
from briefings.service import Briefings

_log = logging.getLogger(__name__)
_AT_ONCE = 100  # messages at one tick, within the rate limit; answers go first


class Strikethrough:
    """Marks earlier messages of corrections that were sent, each once."""

    def __init__(self, briefings: Briefings, routes: Mapping[str, Route], clock: Callable[[], datetime]) -> None:
        self._briefings, self._routes, self._clock = briefings, routes, clock
        self._working: asyncio.Task[None] | None = None

    async def begin(self, seconds: float) -> None:
        """Begins to mark the next messages, unless it still does, and waits for so many seconds at most."""
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="struck marks")
        await asyncio.wait({self._working}, timeout=seconds)

    async def close(self) -> None:
        """Ends what is being marked."""
        if self._working:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    async def _work(self) -> None:
        """Marks the next messages. What can't be edited stays as it is."""
        try:
            messages = await self._briefings.reviews.to_mark(self._clock(), _AT_ONCE)
        except Exception:  # noqa: BLE001 - the next tick tries again
            _log.warning("no message could be marked, the database fails")
            return
        for message in messages:
            if route := self._routes.get(platform_of(message.address)):
                await self._mark(route, message)

    async def _mark(self, route: Route, stored: StoredMessage) -> None:
        try:
            kept = shown_again(stored.head, stored.tail)
            if kept is None:
                return
            with language_set(kept.language):
                changes = [(one_line(item.old), one_line(item.new)) for item in stored.changes]
                marked = with_marks(kept, changes, day(self._clock().date()))
            if marked is not None:
                await route.platform.mark(stored.address, stored.messages, marked)
        except DeliveryFailed as failed:
            _log.info("a message could not be marked", extra={"address": stored.address, "reason": failed.reason})
        except Exception:  # noqa: BLE001 - the mark is an extra; the correction itself was sent
            _log.exception("a mark broke", extra={"address": stored.address})

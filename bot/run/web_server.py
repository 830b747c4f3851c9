"""Starts the web server if a port is set, and measures the service for it; without a port neither costs anything."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol, Self

from bot.chat import Answer, Intake
from bot.commands import Conversation
from bot.delivery.courier import Courier
from bot.delivery.heartbeat import patience_of
from bot.run.logs import Referenced
from bot.run.settings import Settings
from briefings.delivery import Batch
from briefings.model.delivery import DeliveryState
from briefings.service import Briefings
from briefings.store import Replica, database_state

if TYPE_CHECKING:
    from bot.web.metrics import Metrics
    from bot.web.server import Service

_LOCAL = "127.0.0.1"


class Observer(Protocol):
    """What the service tells its web server."""

    def settled(self, sender: str, batch: Batch, state: DeliveryState, now: datetime) -> None:
        """The courier settled a message."""

    def timed(self, answer: Answer) -> Answer:
        """The function that answers, measured."""

    def observed(self, intake: Intake) -> Intake:
        """The intake, measured."""

    def serving(
        self,
        briefings: Briefings,
        conversation: Conversation,
        courier: Courier,
        clock: Callable[[], datetime],
        replica: Replica,
    ) -> AbstractContextManager[None]:
        """Shows the service to the pages during the block."""

    def leave(self) -> None:
        """Tells load balancers to send no more requests here, which are still answered."""

    async def stop(self) -> None:
        """Takes no more requests, and waits for the end of those in progress, a few seconds at most."""


class NoWebServer:
    """Observes nothing, because no port is set."""

    def settled(self, sender: str, batch: Batch, state: DeliveryState, now: datetime) -> None:
        """Ignores a message that was settled."""

    def timed(self, answer: Answer) -> Answer:
        """Measures nothing and returns the function."""
        return answer

    def observed(self, intake: Intake) -> Intake:
        """Counts nothing and returns the intake."""
        return intake

    def serving(self, *_service: object) -> AbstractContextManager[None]:
        """A block without effect."""
        return nullcontext()

    def leave(self) -> None:
        """Tells nobody."""

    async def stop(self) -> None:
        """Returns at once."""


class WebServer:
    """Measures the service and shows it to the pages."""

    def __init__(self, service: "Service", metrics: "Metrics", patience: timedelta) -> None:
        self._service, self._metrics, self._patience = service, metrics, patience
        self.settled, self.timed, self.observed = metrics.delivered, metrics.timed, metrics.observed

    def serving(
        self,
        briefings: Briefings,
        conversation: Conversation,
        courier: Courier,
        clock: Callable[[], datetime],
        replica: Replica,
    ) -> AbstractContextManager[None]:
        """Shows the service to the pages during the block."""
        from bot.web.server import (
            Running,
        )  # 60 ms and 4 MB with aiohttp.web, which a service without a port need not pay

        fails, receivers = self._metrics.intake_fails, courier.receivers
        running = Running(briefings, conversation, courier, clock, self._patience, receivers, replica, fails)
        return self._service.serving(running)

    def leave(self) -> None:
        """Tells load balancers to send no more requests here."""
        self._service.leaving = True

    async def stop(self) -> None:
        """Takes no more requests, and waits for the end of those in progress."""
        await self._service.stop()


@asynccontextmanager
async def web_server(settings: Settings) -> AsyncGenerator[Observer]:
    """Serves health, metrics and pages during the block if a port is set. Raises Unavailable if it can't be used."""
    if settings.web_port is None:
        yield NoWebServer()
        return
    # 60 ms and 4 MB, which a service without a port need not pay
    from bot.json_answers.callers import RequestLimit
    from bot.web.api.routes import api_routes
    from bot.web.feeds import feed_routes
    from bot.web.health import health_routes
    from bot.web.language_tools import tool_routes
    from bot.web.metrics import ErrorCount, Metrics, Scrape
    from bot.web.reading_room.routes import reading_room_routes
    from bot.web.server import Service, serve_web
    from bot.web.update_routes import receiver_routes

    service, metrics = Service(partial(database_state, settings.database_url.get_secret_value())), Metrics()
    patience = timedelta(seconds=patience_of(settings.tick_seconds))
    errors = ErrorCount(metrics)
    errors.addFilter(Referenced())
    logging.getLogger().addHandler(errors)
    pages = (*reading_room_routes(), *feed_routes(), *receiver_routes()) if settings.web_url else ()
    limit = RequestLimit()  # a token's, whichever address it asks
    programs = (*api_routes(limit), *tool_routes(limit, settings.web_url or ""))
    parts = (health_routes(), Scrape(metrics).routes(), programs, pages)
    try:
        url = settings.web_url or ""
        async with serve_web(settings.web_host, settings.web_port, service, parts, url=url):
            yield WebServer(service, metrics, patience)
    finally:
        logging.getLogger().removeHandler(errors)


class LocalPages:
    """The pages for the terminal: a web server on this machine alone, started when the first link is asked for."""

    def __init__(self) -> None:
        self._stack, self._starting = AsyncExitStack(), asyncio.Lock()
        self._shown: tuple[Briefings, Conversation, Courier, Callable[[], datetime]] | None = None
        self._address = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stack.aclose()

    def show(
        self, briefings: Briefings, conversation: Conversation, courier: Courier, clock: Callable[[], datetime]
    ) -> None:
        """Sets the service that the pages show."""
        self._shown = briefings, conversation, courier, clock

    async def address(self) -> str:
        """The address of the web server, which is started now if it isn't running."""
        async with self._starting:
            if not self._address and self._shown:
                self._address = f"http://{_LOCAL}:{await self._start(*self._shown)}"
            return self._address

    async def _start(
        self, briefings: Briefings, conversation: Conversation, courier: Courier, clock: Callable[[], datetime]
    ) -> int:
        # 60 ms and 4 MB, which a chat without a page need not pay
        from bot.web.feeds import feed_routes
        from bot.web.reading_room.routes import reading_room_routes
        from bot.web.server import Running, Service, serve_web

        service = Service()
        self._stack.enter_context(service.serving(Running(briefings, conversation, courier, clock, timedelta())))
        return await self._stack.enter_async_context(
            serve_web(_LOCAL, 0, service, [reading_room_routes(), feed_routes()])
        )

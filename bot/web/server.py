"""The web server: one aiohttp application with the routes of each part; it starts before the service and ends after it.

A part is a list of routes. Its handlers find the running service under `SERVICE` in the application.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from bot.commands import Conversation
from bot.delivery.courier import Courier
from bot.diagnostics import os_reason
from bot.http_updates import Receive
from bot.web.api.problems import ApiProblem, response_of, wrong
from bot.web.connections import IDLE_SECONDS, ConnectionLimits, Handler
from briefings.errors import Unavailable, new_reference
from briefings.service import Briefings
from briefings.store import Replica

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 2.0  # for which a look at the database counts
_STOP_SECONDS = 2.0  # that requests in progress have at the end
_LARGEST = 1_000_000  # bytes of a request's body
_LONGEST_LINE = 32_768  # bytes of a request's first line, in which a character may be written with 12
_LINGER_SECONDS = 2.0  # for which the rest of a refused body is read, so that its client gets to the answer
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_OWN_NETWORK = frozenset({"/healthz", "/readyz", "/metrics"})  # for whoever watches the process, never by a proxy
_ENCODINGS = ("gzip", "deflate", "identity")
_UNREADABLE = "The body breaks off, or isn't in the Content-Encoding or Transfer-Encoding that its headers name."
Part = Iterable[web.AbstractRouteDef]


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers and sends, as its pages see it; `patience` is how long a sign of life may be overdue.

    `receivers` get the updates that platforms send by HTTP. `replica` is this process among several.
    `intake_fails` tells whether updates can't be stored.
    """

    briefings: Briefings
    conversation: Conversation
    courier: Courier
    clock: Callable[[], datetime]
    patience: timedelta
    receivers: Mapping[str, Receive] = field(default_factory=dict)
    replica: Replica = field(default_factory=Replica)
    intake_fails: Callable[[], bool] = lambda: False


class Service:
    """What this process serves: None while it starts, stands by or stops.

    While it is `leaving`, it answers but keeps no connection. `stop` takes no more requests and waits for those that
    are in progress.
    """

    def __init__(self, look: Callable[[], Awaitable[str]] | None = None) -> None:
        """`look` says how the database is while nothing runs: "ok", or a few words about the fault."""
        self._look, self._looked, self._looked_until, self._looking = look, "", 0.0, asyncio.Lock()
        self.running: Running | None = None
        self.leaving = False
        self.stop: Callable[[], Awaitable[None]] = _nothing

    async def database(self) -> str:
        """How the database is, as found within two seconds on a connection of its own; "" if nobody can look."""
        async with self._looking:
            if self._look and time.monotonic() >= self._looked_until:
                self._looked = await self._look()
                self._looked_until = time.monotonic() + _LOOK_SECONDS
        return self._looked

    @contextmanager
    def serving(self, running: Running) -> Iterator[None]:
        """Shows the pages this service during the block."""
        self.running = running
        try:
            yield
        finally:
            self.running = None


async def _nothing() -> None:
    pass


SERVICE = web.AppKey("service", Service)


PREFIX = web.AppKey("prefix", str)  # the path of the web server's address, "" if it has none


def application(service: Service, parts: Iterable[Part], limits: ConnectionLimits, prefix: str = "") -> web.Application:
    """The application with the routes of these parts, below the prefix too."""
    app = web.Application(middlewares=[limits.middleware, _guarded], client_max_size=_LARGEST)
    app[SERVICE], app[PREFIX] = service, prefix
    app.on_response_prepare.append(_without_software)
    for part in parts:
        routes = list(part)
        app.add_routes(_below(prefix, routes) if prefix else ())
        app.add_routes(routes)
    return app


async def _without_software(_request: web.Request, response: web.StreamResponse) -> None:
    """Leaves out the versions of Python and aiohttp, which are nobody's business."""
    response.headers.popall("Server", None)


def _below(prefix: str, routes: Part) -> Iterator[web.RouteDef]:
    """The same routes for a proxy that leaves the path of the web server's address in each request."""
    for each in routes:
        if isinstance(each, web.RouteDef) and each.path not in _OWN_NETWORK:
            yield web.RouteDef(each.method, f"{prefix}{each.path}", each.handler, each.kwargs)


def prefix_of(url: str) -> str:
    """The path of the web server's address as requests carry it, without a slash at its end; "" if it has none."""
    return URL(url).raw_path.rstrip("/")


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers an unexpected error with a reference to the log, and adds the headers that every answer carries."""
    try:
        response = _of_unknown_encoding(request) or await handler(request)
    except web.HTTPException as refused:
        refused.headers.update(_HEADERS)
        raise
    except web.RequestPayloadError:
        response = response_of(wrong(_UNREADABLE))
        response.force_close()
    except Exception as error:  # noqa: BLE001 - the edge of each request: whatever breaks it ends no other
        if isinstance(error, OSError) and _is_left(request):
            return web.Response(status=400)  # nobody reads it
        reference = new_reference()
        _log.exception("a request broke", extra={"route": route_of(request), "reference": reference})
        response = web.Response(status=500, text=f"Something went wrong. Reference: {reference}\n")
    if not response.prepared:
        response.headers.update(_HEADERS)
        if request.app[SERVICE].leaving:
            response.force_close()
    return response


def _is_left(request: web.Request) -> bool:
    """Whether the client has closed the connection."""
    return request.transport is None or request.transport.is_closing()


def _of_unknown_encoding(request: web.Request) -> web.Response | None:
    """Refuses a body in an encoding that nothing here decodes; None for others."""
    named = ", ".join(request.headers.getall("Content-Encoding", [])).strip().lower()
    if not named or named in _ENCODINGS:
        return None
    accepted = {"Accept-Encoding": "gzip, deflate"}
    detail = "A body may have no Content-Encoding but gzip or deflate."
    return response_of(ApiProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, headers=accepted))


class _WithoutRequests(logging.Filter):
    """Drops the traceback of a request that is no HTTP, which quotes it with its token, or has an unreadable body."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record."""
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | web.RequestPayloadError):
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
            record.exc_info = None
        return True


def _requests_log() -> logging.Logger:
    """The log of what aiohttp finds wrong with requests."""
    log = logging.getLogger(f"{__name__}.requests")
    if not log.filters:
        log.addFilter(_WithoutRequests())
    return log


def route_of(request: web.Request) -> str:
    """The route of a request for the log: never its path, which may hold a token."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"


@asynccontextmanager
async def serve_web(
    host: str,
    port: int,
    service: Service,
    parts: Iterable[Part],
    limits: ConnectionLimits | None = None,
    *,
    url: str = "",
) -> AsyncGenerator[int]:
    """Serves these parts during the block and gives the port. Raises Unavailable if the address can't be used.

    `url` is the address at which people reach the server; if it has a path, the parts are served below that, too.
    """
    limits = ConnectionLimits() if limits is None else limits
    runner = web.AppRunner(
        application(service, parts, limits, prefix_of(url)),
        access_log=None,
        logger=_requests_log(),
        handle_signals=False,
        keepalive_timeout=IDLE_SECONDS,
        lingering_time=_LINGER_SECONDS,
        shutdown_timeout=_STOP_SECONDS,
        max_line_size=_LONGEST_LINE,
    )
    await runner.setup()
    async with AsyncExitStack() as leaving:
        leaving.push_async_callback(runner.cleanup)
        listening = await _listen(runner, limits, host, port)
        bound: int = listening.sockets[0].getsockname()[1]
        _log.info("the web server listens", extra={"host": host, "port": bound})
        leaving.callback(listening.close)
        service.stop = partial(_stop, listening, limits)
        yield bound


async def _stop(listening: asyncio.Server, limits: ConnectionLimits) -> None:
    """Refuses connections from now on, and waits until those with a request are idle."""
    listening.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await limits.end_idle()


async def _listen(runner: web.AppRunner, limits: ConnectionLimits, host: str, port: int) -> asyncio.Server:
    """Listens with a limit on connections, which aiohttp's own site hasn't."""
    make = runner.server
    if make is None:
        raise RuntimeError("the runner has not been set up")
    try:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: limits.limited(make()), host, port, reuse_address=True)
    except OSError as error:
        raise Unavailable(
            "The web server can't listen on port {port} of {host}: {reason}. Correct READOUT_WEB_HOST or "
            "READOUT_WEB_PORT, or end the program that uses that port.",
            host=host,
            port=port,
            reason=os_reason(error),
        ) from error

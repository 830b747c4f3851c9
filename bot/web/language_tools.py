"""The address at which programs of language models call the tools (MCP over HTTP), with the tokens of the API."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.util import find_spec
from types import ModuleType
from urllib.parse import urlsplit

from aiohttp import web

from bot.json_answers.callers import Caller, RequestLimit, acting_for
from bot.json_answers.queries import Asker
from bot.languages import language_set
from bot.web.api.problems import ApiProblem, answered, wrong_method
from bot.web.callers import caller_of

PATH = "/mcp"
MOST_BYTES = 64_000  # of a message
BODY_SECONDS = 10.0  # that a message may take to arrive
_AT_ONCE = 4  # messages that are answered at the same time; others wait
_ENGLISH = "en"
_PRIVATE = {"Cache-Control": "no-store, private"}
_KEPT = frozenset({"content-type", "allow"})  # headers of the SDK's answers


def tool_routes(
    limit: RequestLimit | None = None, url: str = "", body_seconds: float = BODY_SECONDS
) -> list[web.AbstractRouteDef]:
    """The routes of this part; `url` is the address at which people reach the web server, "" if there is none."""
    endpoint = _Endpoint(limit or RequestLimit(), url, body_seconds)
    return [web.post(PATH, endpoint.handle), web.route("*", PATH, wrong_method(("POST",)))]


class _Endpoint:
    def __init__(self, limit: RequestLimit, url: str, body_seconds: float) -> None:
        self._limit, self._host, self._body_seconds = limit, urlsplit(url).netloc, body_seconds
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers a message, or tells why not as a problem."""
        with language_set(_ENGLISH):
            return await answered(self._admitted(request))

    async def _admitted(self, request: web.Request) -> web.Response:
        # Refuses a page of another site in a browser, as the protocol asks for.
        origin = request.headers.get("Origin")
        if origin and _host_in(origin) not in {request.host, self._host}:
            raise ApiProblem(HTTPStatus.FORBIDDEN, "This address takes no requests from pages of other sites.")
        caller = await caller_of(request, self._limit)
        if find_spec("mcp") is None:
            raise ApiProblem(HTTPStatus.NOT_IMPLEMENTED, "MCP needs the library mcp on this server: make mcp")
        body = await self._body(request)
        async with self._places:
            return await _answer(caller, request, body)

    async def _body(self, request: web.Request) -> bytes:
        read = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                async for chunk in request.content.iter_any():
                    read += chunk
                    if len(read) > MOST_BYTES:
                        detail = f"A message may have at most {MOST_BYTES:,} bytes."
                        raise ApiProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        except TimeoutError:
            detail = f"The message took more than {self._body_seconds:.0f} s to arrive."
            raise ApiProblem(HTTPStatus.REQUEST_TIMEOUT, detail) from None
        return bytes(read)


def _host_in(origin: str) -> str:
    """The host and port of an origin; what names none, such as "null", comes back as it is."""
    try:
        return urlsplit(origin).netloc or origin
    except ValueError:  # such as "http://["
        return origin


def _sdk() -> ModuleType:
    from bot.language_tools import http  # 0.5 s and 20 MB with the SDK, which a server that nobody asks need not pay

    return http


async def _answer(caller: Caller, request: web.Request, body: bytes) -> web.Response:
    http = await asyncio.to_thread(_sdk)
    headers = {name: request.headers[name] for name in http.HEADERS if name in request.headers}
    answer = await http.answered(lambda: _asking(caller), headers, body)
    kept = {name: value for name, value in answer.headers.items() if name.lower() in _KEPT}
    return web.Response(status=answer.status, body=bytes(answer.body), headers=_PRIVATE | kept)


@asynccontextmanager
async def _asking(caller: Caller) -> AsyncGenerator[Asker]:
    with acting_for(caller):
        yield caller.asker

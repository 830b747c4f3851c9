"""The routes of the API: admits a caller, checks parameters, runs an operation, and tells errors as problems."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.json_answers.callers import Caller, RequestLimit, acting_for
from bot.json_answers.markings import with_markings
from bot.json_answers.statement_marks import with_statement_marks
from bot.languages import language_set
from bot.web.api.openapi import openapi
from bot.web.api.operations import OPERATIONS, Operation
from bot.web.api.parameters import values_of
from bot.web.api.problems import ApiProblem, answered, response_of, wrong_method
from bot.web.api.uploads import Uploads
from bot.web.callers import caller_of
from bot.web.connections import Handler

_log = logging.getLogger(__name__)
BASE = "/api/v1"
_ENGLISH = "en"
_AT_ONCE = 8  # operations at the same time; others wait
_PRIVATE = {"Cache-Control": "no-store, private"}
_METHODS = {each.path: ("GET", "HEAD") for each in OPERATIONS} | {"/analyses": ("GET", "HEAD", "POST")}
Run = Callable[[Caller, web.Request], Awaitable[Any]]


def api_routes(limit: RequestLimit | None = None, uploads: Uploads | None = None) -> list[web.AbstractRouteDef]:
    """The operations below the base path; other methods get 405, other paths 404, both as problems."""
    gate = Gate(limit or RequestLimit())
    return [
        web.get(f"{BASE}/openapi.json", _openapi),
        *(web.get(f"{BASE}{each.path}", gate.handler(gate.reading(each))) for each in OPERATIONS),
        web.post(f"{BASE}/analyses", gate.handler((uploads or Uploads()).take)),
        *(web.route("*", f"{BASE}{path}", wrong_method(methods)) for path, methods in _METHODS.items()),
        web.route("*", "/api/{rest:.*}", _nowhere),
    ]


class Gate:
    """Lets in the owners of valid tokens, a few at a time."""

    def __init__(self, limit: RequestLimit) -> None:
        self._limit, self._places = limit, asyncio.Semaphore(_AT_ONCE)

    def handler(self, run: Run) -> Handler:
        """The handler of a route: runs an operation for its caller, and tells errors as problems."""

        async def handle(request: web.Request) -> web.StreamResponse:
            with language_set(_ENGLISH):
                return await answered(self._admitted(run, request))

        return handle

    def reading(self, operation: Operation) -> Run:
        """Runs an operation that reads, in its turn."""

        async def run(caller: Caller, request: web.Request) -> Any:
            values = values_of(operation, request)
            async with self._places:
                return await operation.run(caller, values)

        return run

    async def _admitted(self, run: Run, request: web.Request) -> web.Response:
        caller = await caller_of(request, self._limit)
        asker = caller.asker
        with acting_for(caller):
            shape = await with_statement_marks(asker.core, await run(caller, request), asker.now, asker.zone)
            shape = await with_markings(asker.core, shape, asker.now)
        body = await asyncio.to_thread(lambda: json.dumps(shape, ensure_ascii=False).encode())
        return web.Response(body=body, content_type="application/json", headers=_PRIVATE)


async def _openapi(request: web.Request) -> web.Response:
    """The description of the API; it tells nothing of the library, so it needs no token."""
    base = request.path.removesuffix("/openapi.json")
    return web.json_response(openapi() | {"servers": [{"url": base}]}, headers={"Cache-Control": "no-cache"})


async def _nowhere(_request: web.Request) -> web.Response:
    detail = f"There is nothing at this address. The API's description is at {BASE}/openapi.json."
    return response_of(ApiProblem(HTTPStatus.NOT_FOUND, detail))

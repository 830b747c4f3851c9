"""An OpenAI-compatible language model on a loopback port, which answers as it is told to: well, wrongly, not at all."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Literal

from aiohttp import web

KEY, MODEL = "sk-loopback-0123456789", "loopback-1"

# stall: no answer; flood: words without end; cut: breaks off in the middle; page: not JSON; plain: does not stream
# deep: JSON without end; odd: words that are no text; redirect: sends elsewhere; greedy: counts tokens without measure
Way = Literal["well", "stall", "flood", "cut", "page", "plain", "empty", "deep", "odd", "redirect", "greedy"] | int
Tells = Callable[[Mapping[str, Any]], str]


def repeat(data: Mapping[str, Any]) -> str:
    """All that was offered, in its order; "yes" to a question without material."""
    return composed(*data["excerpts"]) if "excerpts" in data else "yes"


def composed(*ids: str) -> str:
    """The JSON of a choice of excerpts."""
    return json.dumps({"excerpts": ids}, ensure_ascii=False)


class ModelServer:
    """`tells` makes the answer's text of the material sent; `asked` holds each call's body, `ways` what comes next."""

    def __init__(self) -> None:
        self.url = ""
        self.tells: Tells = repeat
        self.asked: list[dict[str, Any]] = []
        self.ways: deque[Way] = deque()
        self.refuses_wishes = False
        self.stalled = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_route("*", "/v1/elsewhere", self._complete)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    @property
    def material(self) -> dict[str, Any]:
        """What the newest call sent as data."""
        found: dict[str, Any] = _material(self.asked[-1])
        return found

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, f"Incorrect API key provided: {request.headers.get('Authorization')}")
        if body["model"] != MODEL:
            return _error(404, "The model does not exist")
        if self.refuses_wishes and "response_format" in body:
            return _error(400, "response_format is not supported")
        return await self._go(request, body, self.ways.popleft() if self.ways else "well")

    async def _go(self, request: web.Request, body: dict[str, Any], way: Way) -> web.StreamResponse:
        if isinstance(way, int):
            return _error(way, "told to fail")
        if way == "stall":
            self.stalled.set()
            await asyncio.Event().wait()
        if way == "page":
            return web.Response(text="<html>Please sign in</html>", content_type="text/html")
        if way == "redirect":
            return web.Response(status=307, headers={"Location": f"{self.url}/elsewhere"})
        if way == "deep":
            return web.Response(text='{"choices":' + "[" * 200_000, content_type="application/json")
        if way == "odd":
            return web.json_response({"choices": [{"message": {"content": 5}}]})
        words = "" if way == "empty" else self.tells(_material(body))
        if way == "greedy":
            return web.json_response({"choices": [{"message": {"content": words}}], "usage": {"total_tokens": 10**30}})
        if way == "plain":
            return web.json_response({"choices": [{"message": {"content": words}}], "usage": {"total_tokens": 77}})
        return await self._stream(request, words, way)

    async def _stream(self, request: web.Request, words: str, way: Way) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        pieces = [words[start : start + 7] for start in range(0, len(words), 7)]
        for piece in pieces[: len(pieces) // 2] if way == "cut" else pieces:
            await response.write(_event({"choices": [{"delta": {"content": piece}}]}))
        if way == "cut" and request.transport:
            request.transport.abort()
            return response
        while way == "flood":
            await response.write(_event({"choices": [{"delta": {"content": "and so on " * 500}}]}))
        await response.write(_event({"choices": [], "usage": {"total_tokens": 123}}) + b"data: [DONE]\n\n")
        return response


def _material(body: Mapping[str, Any]) -> Any:
    try:
        return json.loads(body["messages"][-1]["content"])
    except ValueError:
        return {}  # doctor's question has no material


def _event(data: object) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "test", "code": None}}, status=status)

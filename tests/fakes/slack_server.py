"""Slack on a loopback port: the Web API, response addresses, files and Socket Mode; it refuses what Slack refuses."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Literal

from aiohttp import WSMsgType, web

from bot.platforms.slack.manifest import SCOPES
from tests.fakes import slack_requests
from tests.fakes.deadline import HANGS
from tests.fakes.slack_methods import BOT_TOKEN, Methods
from tests.fakes.slack_rules import Json, Refused

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
ACK_SECONDS = 3.0  # after which Slack sends again what was not acknowledged

# event: the call is taken in when it is set; cut: the connection ends before the call is taken in; lose: after it,
# before the answer; page: not Slack's answer.
Outcome = Refused | asyncio.Event | Literal["cut", "lose", "page"]


class SlackServer:
    """`url` ends in /api/; `slack` holds what there is and was accepted, `calls` each call's method and arguments."""

    def __init__(self) -> None:
        self.url = ""
        self.now = NOW  # by the server's clock
        self.slack = Methods()
        self.scopes = list(SCOPES)
        self.calls: list[tuple[str, Json]] = []
        self.acknowledged: list[str] = []
        self.greets = True
        self.post: slack_requests.Post | None = None  # where it sends requests by HTTP, in place of a socket
        self.said: list[str] = []  # by receipts, to who typed the command alone
        self.patience = HANGS  # seconds for which it waits for an acknowledgement
        self._receipts: dict[str, asyncio.Future[None]] = {}
        self.draw: dict[str, Callable[[], Outcome | None]] = {}  # what becomes of calls that `fail` says nothing of
        self.drawn_for: Json = {}  # the arguments of the call of which `draw` is asked
        self._outcomes: dict[str, deque[Outcome | None]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._tickets = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{hook}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/files/{file}", self._download)
        app.router.add_get("/link", self._socket)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.url, self.slack.origin = f"{origin}/api/", origin

    async def stop(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def fail(self, target: str, *outcomes: Outcome | None) -> None:
        """What becomes of the next calls of a method (or "hook"), one by one; None lets a call pass."""
        self._outcomes.setdefault(target, deque()).extend(outcomes)

    def _outcome(self, target: str) -> Outcome | None:
        if self._outcomes.get(target):
            return self._outcomes[target].popleft()
        return self.draw[target]() if target in self.draw else None

    @property
    def connections(self) -> int:
        return len(self._sockets)

    async def until(self, ready: Callable[[], Any]) -> None:
        """Waits for a state that calls bring about."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(ready), HANGS)

    def count(self, method: str) -> int:
        return sum(1 for called, _ in self.calls if called == method)

    async def deliver(self, kind: str, payload: Json, **envelope: Any) -> None:
        """Sends an envelope over the newest connection, or by HTTP, and waits for its receipt; fails without one."""
        if self.post:
            receipt = await slack_requests.request(self.post, kind, payload, self.now, seconds=self.patience)
            self._obey(receipt)
            return
        name = await self.play(kind, payload, **envelope)
        async with asyncio.timeout(self.patience):
            await self._receipts[name]

    def _obey(self, receipt: Json) -> None:
        if receipt.get("response_action") == "push":
            self.slack.views.push(receipt["view"])
        if receipt.get("response_type") == "ephemeral":
            self.said.append(receipt["text"])

    async def play(self, kind: str, payload: Json, **envelope: Any) -> str:
        """Sends an envelope without waiting, and returns its name."""
        await self.until(lambda: self._sockets)
        name = self.slack.number("env")
        self._receipts[name] = asyncio.get_running_loop().create_future()
        told = {"type": kind, "envelope_id": name, "payload": payload, "accepts_response_payload": kind != "events_api"}
        await self._sockets[-1].send_str(json.dumps(told | envelope))
        return name

    async def disconnect(self, reason: str) -> None:
        """Says over every connection that it ends, as Slack does before it closes one."""
        for socket in list(self._sockets):
            await socket.send_str(json.dumps({"type": "disconnect", "reason": reason}))

    async def cut(self) -> None:
        """Breaks every connection without a word."""
        for socket in list(self._sockets):
            transport = socket.get_extra_info("transport") or socket._req.transport
            transport.abort()

    async def tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = args.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        return await self._act(request, method, args, lambda: self.slack.call(method, token, args))

    async def _hook(self, request: web.Request) -> web.Response:
        hook, args = request.match_info["hook"], await request.json()
        return await self._act(request, "hook", args, lambda: self.slack.respond(hook, args))

    async def _act(self, request: web.Request, target: str, args: Json, do: Callable[[], Json]) -> web.Response:
        self.drawn_for = args
        outcome = self._outcome(target)
        self.calls.append((target, args))
        try:
            if isinstance(outcome, Refused):
                raise outcome
            if isinstance(outcome, asyncio.Event):
                await outcome.wait()
            if outcome == "page":
                return web.Response(text="<p>Please sign in</p>", content_type="text/html")
            answer = {} if outcome == "cut" else do()
        except Refused as refused:
            status = 404 if target == "hook" and refused.status == 200 else refused.status
            return self._respond({"ok": False, "error": refused.error}, status, refused.headers)
        finally:
            await self.tell()
        return _cut(request) if outcome in ("cut", "lose") else self._respond({"ok": True, **answer})

    def _respond(self, answer: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
        told = {"Date": format_datetime(self.now, usegmt=True), "x-oauth-scopes": ",".join(self.scopes)}
        return web.json_response(answer, status=status, headers=told | (headers or {}))

    async def _upload(self, request: web.Request) -> web.Response:
        self.slack.uploaded(request.match_info["file"], await request.read())
        return web.Response(text="OK")

    async def _download(self, request: web.Request) -> web.Response:
        content = self.slack.files.get(request.match_info["file"])
        if isinstance(outcome := self._outcome("file"), Refused):
            return web.Response(status=outcome.status, text="<p>Try later</p>", content_type="text/html")
        if outcome:
            return _cut(request)
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}" or content is None:
            return web.Response(text="<html>Sign in to Slack</html>", content_type="text/html")
        return web.Response(body=content, content_type="application/octet-stream")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self.slack.enter(request.query.get("ticket", ""))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.greets:
            await socket.send_str(json.dumps({"type": "hello", "num_connections": self.connections + 1}))
        self._sockets.append(socket)
        await self.tell()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    told = json.loads(message.data)
                    self.acknowledged.append(told["envelope_id"])
                    receipt = self._receipts[told["envelope_id"]]
                    if not receipt.done():  # a waiter that gave up has cancelled it
                        receipt.set_result(None)
                    self._obey(told.get("payload") or {})
                    await self.tell()
        finally:
            self._sockets.remove(socket)
            await self.tell()
        return socket


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        return args | await request.json()
    return args | dict(await request.post())


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()

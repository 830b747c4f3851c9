"""A server that takes webhooks as a real one does: it verifies each post with the standard's library, and refuses what
isn't signed, is too old, is too long, or has no fitting headers.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

_LONGEST = 262_144  # bytes that it reads
_TOLERANCE = timedelta(minutes=5)
Fate = web.StreamResponse | str | None
Answer = Callable[["Taken"], Fate | Awaitable[Fate]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A verified post: its id, type and whole body."""

    id: str
    type: str
    body: dict[str, Any]
    headers: dict[str, str]
    path: str


@dataclass
class Receiver:
    """The server; `answer` may return another response than 204, or "cut" or "hang" before one."""

    secrets: dict[str, str] = field(default_factory=dict)  # by path
    taken: list[Taken] = field(default_factory=list)  # answered with 204
    seen: list[Taken] = field(default_factory=list)  # verified, whatever was answered
    refused: list[str] = field(default_factory=list)  # why posts weren't accepted
    answer: Answer = lambda _: None
    ahead: timedelta = timedelta()  # by which its clock is ahead of the machine's
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens on a port that is free."""
        app = web.Application(client_max_size=_LONGEST)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        server: Any = site._server
        self.port = server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listens no more."""
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        post = await self._verified(request)
        if isinstance(post, web.Response):
            return post
        self.seen.append(post)
        answer = self.answer(post)
        if isinstance(answer, Awaitable):
            answer = await answer
        if answer == "cut":
            assert request.transport
            request.transport.abort()
        if answer == "hang":
            await asyncio.sleep(3600)
        if isinstance(answer, web.StreamResponse):
            return answer
        self.taken.append(post)
        return web.Response(status=204)

    async def _verified(self, request: web.Request) -> Taken | web.Response:
        """The post, or the refusal that a careful receiver gives."""
        body = await request.read()
        if request.method != "POST" or request.content_type != "application/json":
            return self._refuse(405, "not a JSON post")
        if "Cookie" in request.headers or "Authorization" in request.headers:
            return self._refuse(400, "carries more than it should")
        try:
            told = self._checked(self.secrets[request.path], body, {k.lower(): v for k, v in request.headers.items()})
        except KeyError:
            return self._refuse(404, "unknown path")
        except WebhookVerificationError as error:
            return self._refuse(401, str(error))
        if set(told) != {"type", "timestamp", "data"} or not isinstance(told["data"], dict):
            return self._refuse(400, "not the form of the standard")
        return Taken(request.headers["webhook-id"], told["type"], told, dict(request.headers), request.path)

    def _checked(self, secret: str, body: bytes, headers: dict[str, str]) -> Any:
        """The body, if the library verifies it. With `ahead`, which it doesn't know, the instant is checked here.

        Raises WebhookVerificationError.
        """
        hook = Webhook(secret)
        if not self.ahead:
            return hook.verify(body, headers)
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        if abs(at - datetime.now(UTC) - self.ahead) > _TOLERANCE:  # noqa: TID251 - as the library does
            raise WebhookVerificationError("Message timestamp too old or too new")
        if hook.sign(headers["webhook-id"], at, body.decode()) not in headers["webhook-signature"].split():
            raise WebhookVerificationError("No matching signature found")
        return json.loads(body)

    def _refuse(self, status: int, why: str) -> web.Response:
        self.refused.append(why)
        return web.Response(status=status, text=why)


@contextmanager
def answering(receiver: Receiver, answer: Answer) -> Iterator[None]:
    """During the block the receiver answers so."""
    before, receiver.answer = receiver.answer, answer
    try:
        yield
    finally:
        receiver.answer = before

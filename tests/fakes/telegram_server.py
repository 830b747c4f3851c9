"""Telegram's Bot API on a loopback port: it keeps chats, hands out updates and refuses what Telegram refuses."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Literal

from aiohttp import web

from bot.http_updates import HttpReply, HttpUpdate
from tests.fakes.deadline import HANGS
from tests.fakes.telegram_chats import BOT, Chats, FakeChat, Params
from tests.fakes.telegram_profile import Profile
from tests.fakes.telegram_rules import (
    CONFLICT,
    HOOKED,
    TOO_OLD,
    UNAUTHORIZED,
    Refused,
    bad,
    check_inline,
    check_webhook,
)

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
TOKEN = "4242:a-token-for-tests"

# event: the call is taken in when it is set; cut: the connection ends before the call is taken in; lose: after that,
# before the answer; page: something other than Telegram answers.
Outcome = Refused | asyncio.Event | Literal["cut", "lose", "page"]


Push = Callable[[HttpUpdate], Awaitable[HttpReply]]


class TelegramServer(Profile):
    """`url` is where it listens; `posts` what was accepted; `calls` each call's method and parameters."""

    def __init__(self) -> None:
        self.url = ""
        self.token = TOKEN
        self._chats = Chats()
        self.chats = self._chats.known
        super().__init__(self.chats)
        self.posts = self._chats.posts
        self.deleted = self._chats.deleted
        self.webhook = self.secret = ""
        self.push: Push | None = None  # where it sends updates by HTTP, in place of handing them out
        self.webhook_error: Params = {}  # Telegram's last failure to deliver to it
        self.wanted: list[str] = []  # the types of updates for the webhook
        self.hears_all = True  # privacy mode is off
        self.now = NOW  # by the server's clock
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, Params]] = []
        self.acknowledged: list[str] = []
        self.toasts: list[str] = []  # what those who pressed a button saw for a moment
        self.queries: set[str] = set()  # inline queries that wait for an answer
        self.found: list[Params] = []  # the answers to inline queries
        self.confirmed = 0  # updates below this number are done with
        self.draw: dict[str, Callable[[], Outcome | None]] = {}  # what becomes of calls that `fail` says nothing of
        self.drawn_for: Params = {}  # the call of which `draw` is asked
        self._outcomes: dict[str, deque[Outcome | None]] = {}
        self.answers: dict[str, list[Any]] = {}  # what the next calls of a method get, in the place of an answer
        self._updates: list[Any] = []
        self._again: list[Params] = []
        self._numbers = iter(range(1000, 10**9))
        self._poll = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", r"/bot{token}/{method:\w+}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def chat(self, number: int, type: str = "private", **more: Any) -> FakeChat:  # noqa: A002 - Telegram's word
        return self.chats.setdefault(number, FakeChat(number, type, **more))

    def fail(self, method: str, outcome: Outcome | None, times: int = 1) -> None:
        self._outcomes.setdefault(method, deque()).extend([outcome] * times)

    def _outcome(self, method: str) -> Outcome | None:
        if self._outcomes.get(method):
            return self._outcomes[method].popleft()
        return self.draw[method]() if method in self.draw else None

    async def update(self, **content: Any) -> int:
        """Puts an update in the bot's queue, or sends it until it is confirmed; returns its number."""
        number = next(self._numbers)
        update = {"update_id": number, **content}
        if self.push:
            await self._send_until_confirmed(update, self.push)
        else:
            self._updates.append(update)
        await self._tell()
        return number

    async def _send_until_confirmed(self, update: Params, push: Push) -> None:
        async with asyncio.timeout(HANGS):
            while True:
                secret = {"X-Telegram-Bot-Api-Secret-Token": self.secret}  # of the webhook that is set by now
                if (await push(HttpUpdate(secret, json.dumps(update).encode()))).status == 200:
                    return
                await asyncio.sleep(0.05)

    def put(self, update: Any) -> None:
        """Puts anything in the bot's queue, whatever its form; the next update lets it be handed out."""
        self._updates.append(update)

    async def repeat(self) -> None:
        self._again.append(self._updates[-1])
        await self._tell()

    async def until(self, ready: Callable[[], Any]) -> None:
        """Waits for a state that calls bring about."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(ready), HANGS)

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            self._check_token(request)
            params = self.drawn_for = await _params(request)
            outcome = self._outcome(method)
            self.calls.append((method, params))
            await self._tell()
            if isinstance(outcome, Refused):
                raise outcome
            if isinstance(outcome, asyncio.Event):
                await outcome.wait()
            if outcome == "cut":
                return _cut(request)
            if outcome == "page":
                return web.Response(status=403, text=f"<p>no {request.path}</p>", content_type="text/html")
            if self.answers.get(method):
                return web.json_response(self.answers[method].pop(0))
            result = await self._method(method)(params)
            await self._tell()
            return _cut(request) if outcome == "lose" else self._respond(200, {"ok": True, "result": result})
        except Refused as refused:
            return self._respond(refused.status, refused.json())

    def _respond(self, status: int, answer: Params) -> web.Response:
        return web.json_response(answer, status=status, headers={"Date": format_datetime(self.now, usegmt=True)})

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refused(404, "Not Found")
        if token != self.token:
            raise UNAUTHORIZED

    def _method(self, name: str) -> Callable[[Params], Awaitable[Any]]:
        found = getattr(self, "_" + re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name), None)
        if found is None or not re.match("get|set|send|edit|answer|delete", name):
            raise Refused(404, "Not Found")
        return found

    async def _get_me(self, params: Params) -> Params:
        return BOT | {"can_read_all_group_messages": self.hears_all}

    async def _delete_webhook(self, params: Params) -> bool:
        self.webhook = ""
        return True

    async def _set_webhook(self, params: Params) -> bool:
        check_webhook(params)
        self.webhook, self.secret = params["url"], params.get("secret_token", "")
        self.wanted = json.loads(params.get("allowed_updates", "[]"))
        return True

    async def _get_webhook_info(self, params: Params) -> Params:
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0} | self.webhook_error

    async def _get_updates(self, params: Params) -> list[Params]:
        if self.webhook:
            raise HOOKED
        self._poll = mine = self._poll + 1
        self.confirmed = max(self.confirmed, int(params.get("offset", 0)))
        await self._tell()  # the newer poll wins
        try:
            async with asyncio.timeout(int(params.get("timeout", 0))), self._news:
                await self._news.wait_for(lambda: self.waiting() or mine != self._poll)
        except TimeoutError:
            return []
        if mine != self._poll:
            raise CONFLICT
        batch = self.waiting()[: int(params.get("limit", 100))]
        self._again.clear()
        return batch

    def waiting(self) -> list[Params]:
        return self._again + [update for update in self._updates if not self._is_confirmed(update)]

    def _is_confirmed(self, update: Any) -> bool:
        number = update.get("update_id") if isinstance(update, dict) else None
        return isinstance(number, int) and number < self.confirmed

    async def _send_message(self, params: Params) -> Params:
        return self._chats.send("sendMessage", params, "text", 4096)

    async def _send_document(self, params: Params) -> Params:
        if not isinstance(params.get("document"), tuple):
            raise bad("there is no document in the request")
        return self._chats.send("sendDocument", params, "caption", 1024)

    async def _send_photo(self, params: Params) -> Params:
        photo = params.get("photo")
        if not isinstance(photo, tuple):
            raise bad("there is no photo in the request")
        if not photo[1].startswith((b"\x89PNG", b"\xff\xd8")):
            raise bad("IMAGE_PROCESS_FAILED")
        return self._chats.send("sendPhoto", params, "caption", 1024)

    async def _send_chat_action(self, params: Params) -> bool:
        self._chats.check_writable(params)
        return True

    async def _edit_message_text(self, params: Params) -> Params:
        return self._chats.edit(params)

    async def _delete_message(self, params: Params) -> bool:
        self._chats.delete(params)
        return True

    async def _edit_message_reply_markup(self, params: Params) -> Params:
        return self._chats.edit_keyboard(params)

    async def _answer_inline_query(self, params: Params) -> bool:
        if params["inline_query_id"] not in self.queries:
            raise TOO_OLD
        self.queries.remove(params["inline_query_id"])
        self.found.append(check_inline(params))
        return True

    async def _answer_callback_query(self, params: Params) -> bool:
        words = params.get("text", "")
        if len(words) > 200:
            raise bad("text is too long")
        self.acknowledged.append(params["callback_query_id"])
        self.toasts.extend([words] if words else [])
        return True

    async def _get_file(self, params: Params) -> Params:
        number = params["file_id"]
        if number not in self.files:
            raise bad("invalid file_id")
        if len(self.files[number]) > 20_000_000:
            raise bad("file is too big")
        return {"file_id": number, "file_unique_id": number, "file_path": f"documents/{number}"}

    async def _get_chat_member(self, params: Params) -> Params:
        person = int(params["user_id"])
        status = self.chats[int(params["chat_id"])].members.get(person, "left")
        return {"status": status, "user": {"id": person, "is_bot": False, "first_name": "Ada"}, "is_anonymous": False}

    async def _download(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or content is None:
            return web.json_response(Refused(404, "Not Found").json(), status=404)
        return web.Response(body=content)


async def _params(request: web.Request) -> Params:
    if request.content_type == "application/json":
        return {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in (await request.json()).items()
        }
    fields = await request.post()
    return {
        name: (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        for name, value in fields.items()
    }


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()

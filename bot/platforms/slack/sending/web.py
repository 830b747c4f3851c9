"""Slack's Web API for one bot account. Raises DeliveryFailed; no token reaches a log."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat import DeliveryFailed
from bot.platforms.shared.checks import is_loopback
from bot.platforms.shared.retry import RETRY, Retry
from bot.platforms.slack.errors import BROKEN, NETWORK, failure_of, failure_of_hook, refusal

T = TypeVar("T")

log = logging.getLogger(__name__)

TIMEOUT = ClientTimeout(total=60, connect=10, sock_read=25)
DOWNLOAD_TIMEOUT = ClientTimeout(total=300, connect=10, sock_read=25)
LARGEST_FILE = 64 * 1024 * 1024  # bytes; keeps one file from filling the memory
FINISH_SECONDS = 3.0  # for requests under way when the connections close
SECRETS = re.compile(r"\b(xox[a-z]|xapp|xwfp)-[\w.-]+|(?<=ticket=)[^\s&'\"]+")


class Web:
    """The Web API client with the bot and app tokens."""

    def __init__(self, bot_token: str, app_token: str, api_url: str, retry: Retry = RETRY) -> None:
        """`retry` is for downloading files."""
        self.api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._bot_token = bot_token
        self._app_token = app_token
        self._retry = retry
        self._session: ClientSession | None = None
        self._closed = False
        self._under_way: set[asyncio.Future[None]] = set()

    async def ask(self, call: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
        """The response to one call with the bot token."""
        return await self._finished(call(self.client(self._bot_token)))

    async def look(self, call: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
        """The response to a call that is safe to repeat, so it never fails in doubt."""
        return await _repeatable(self.ask(call))

    async def account(self) -> AsyncSlackResponse:
        """The bot's identity from auth.test."""
        return await self._of("bot", self.client(self._bot_token).auth_test())

    async def socket_url(self) -> str:
        """A new URL for one Socket Mode connection, from the app token."""
        request = self.client(None).apps_connections_open(app_token=self._app_token)
        return str((await self._of("app", request))["url"])

    async def respond(self, hook: str, body: Mapping[str, Any]) -> None:
        """Posts to a response URL, which needs no token."""
        client = AsyncWebhookClient(hook, session=self._open(), retry_handlers=[], logger=wire_log())
        client.proxy = _proxy(hook, client.proxy)
        failure = failure_of_hook(await self._finished(client.send_dict(dict(body))))
        if failure:
            raise failure

    async def shared(self, file: str) -> bytes:
        """A file's bytes by id. Raises DeliveryFailed."""
        asked = partial(self.look, lambda client: client.files_info(file=file))
        info = (await self._retry.run(asked, paced=False))["file"]
        url = info.get("url_private_download") or info.get("url_private")
        if not url:
            raise DeliveryFailed("Slack refuses to give out this file", "refused")
        return await self.download(url, info.get("size", 0), info.get("mimetype", ""))

    async def download(self, url: str, size: int, media_type: str) -> bytes:
        """A private file's bytes; `size` and `media_type` are Slack's."""
        if not self._is_slacks(url):
            raise DeliveryFailed("The file is not kept by Slack, so Readout does not fetch it", "refused")

        async def attempt() -> bytes:
            return await _repeatable(self._finished(self._downloaded(url, size, media_type)))

        return await self._retry.run(attempt, paced=False)

    def client(self, token: str | None) -> AsyncWebClient:
        """A client that sends each request once; the library would post again after a cut connection."""
        client = AsyncWebClient(token, self.api_url, session=self._open(), retry_handlers=[], logger=wire_log())
        client.proxy = _proxy(self.api_url, client.proxy)
        return client

    async def close(self) -> None:
        """Finishes requests in progress and closes the connections."""
        self._closed = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISH_SECONDS)
        if self._session:
            await self._session.close()

    async def _of(self, token: str, request: Awaitable[T]) -> T:
        """The response to a request, with the token's name in the error if it is refused."""
        try:
            return await self._finished(request)
        except DeliveryFailed as failed:
            if failed.kind != "sender":
                raise
            raise DeliveryFailed("The {name} token: {reason}", "sender", name=token, reason=failed.reason) from failed

    async def _finished(self, request: Awaitable[T]) -> T:
        done = asyncio.get_running_loop().create_future()
        self._under_way.add(done)
        try:
            return await request
        except BROKEN as error:
            if not isinstance(error, SlackApiError):
                reason = SECRETS.sub("...", str(error)) or type(error).__name__
                log.info("A request to Slack broke", extra={"cause": reason})
            raise failure_of(error) from error
        finally:
            self._under_way.discard(done)
            done.set_result(None)

    async def _downloaded(self, url: str, size: int, media_type: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._bot_token}"}
        proxy = self.client(None).proxy
        async with self._open().get(url, headers=headers, timeout=DOWNLOAD_TIMEOUT, proxy=proxy) as response:
            if response.status == 429 or response.status >= 500:
                raise refusal("", response.status, response.headers)
            if response.status != 200:
                status = response.status
                raise DeliveryFailed("Slack refuses to give out the file (status {status})", "refused", status=status)
            data = bytearray()
            async for chunk in response.content.iter_any():
                data += chunk
                if len(data) > LARGEST_FILE:
                    raise DeliveryFailed("The file is larger than {number} MB", "refused", number=LARGEST_FILE >> 20)
            # Whoever may not read a file gets Slack's page for signing in, as if all were well.
            if response.content_type == "text/html" and (media_type != "text/html" or len(data) != size):
                raise DeliveryFailed("Slack does not let Readout read the file (the app needs files:read)", "refused")
        return bytes(data)

    def _open(self) -> ClientSession:
        if self._closed:  # else the library would open connections of its own
            raise DeliveryFailed("The connections to Slack were closed", "retry", unreachable=True)
        if self._session is None:
            self._session = ClientSession(timeout=TIMEOUT)
        return self._session

    def _is_slacks(self, url: str) -> bool:
        """Whether a file's URL may receive the token."""
        file, api = urlsplit(url), urlsplit(self.api_url)
        if (file.scheme, file.netloc) == (api.scheme, api.netloc):
            return True
        host = f".{file.hostname or ''}"
        return file.scheme == "https" and host.endswith((".slack.com", f".{api.hostname}"))


async def _repeatable(request: Awaitable[T]) -> T:
    """The response to a request that is safe to repeat, so its failure is never in doubt."""
    try:
        return await request
    except DeliveryFailed as failed:
        if failed.kind != "doubt":
            raise
        raise DeliveryFailed(failed.reason, "retry") from failed


class RedactSecrets(logging.Filter):
    """Redacts tokens and tickets in what the libraries log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hides tokens and tickets in a record; it never drops one."""
        record.msg, record.args = SECRETS.sub("...", record.getMessage()), ()
        if record.exc_info and isinstance(record.exc_info[1], NETWORK):
            record.exc_info = None  # says no more than the message, and names addresses with tickets
        return True


@cache
def wire_log(library: str = "sdk", level: int = logging.WARNING) -> logging.Logger:
    """The logger of a Slack library, limited to warnings, because it would log whole requests otherwise."""
    log = logging.getLogger(f"bot.platforms.slack.{library}")
    log.setLevel(level)
    log.addFilter(RedactSecrets())
    return log


def _proxy(url: str, proxy: str | None) -> str | None:
    """The proxy from the environment, unless the host is excluded from it."""
    host = urlsplit(url).hostname or ""
    return None if is_loopback(host) or proxy_bypass(host) else proxy

"""HTTP requests to Telegram's Bot API over aiohttp.

Unlike the library's own transport, it tells a request of which nothing was sent from one that may have arrived. The
token, which is part of each URL, never appears in an exception's text.
"""

import asyncio
import json
import os
import socket
import ssl
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.platforms.telegram.errors import NotSent, TooManyRequests, UnexpectedReply

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
FLOOD_SECONDS = 30.0  # for a "too many requests" that does not say how long
UNSENT = (
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)


class Transport(BaseRequest):
    """The HTTP transport; it opens with the first request, so it can be created outside a running loop."""

    def __init__(self, token: str, *, connections: int, patience: float, proxied: bool) -> None:
        self.server_time: datetime | None = None
        self._token = token
        self._connections = connections
        self._patience = patience  # seconds that a request may go on after `shutdown`
        self._proxied = proxied
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._under_way: set[asyncio.Future[None]] = set()

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for a response."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Does nothing; the library calls it."""

    async def shutdown(self) -> None:
        """Finishes requests in progress, within limits, and closes the connections."""
        self._closed = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self._patience)
        if self._session:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Sends one request and returns status and body.

        Raises NotSent, TooManyRequests, TimedOut (sent, no response), UnexpectedReply or NetworkError
        (cut off).
        """
        if self._closed:
            raise NotSent("The connection to Telegram was closed")
        reading = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        done = asyncio.get_running_loop().create_future()
        self._under_way.add(done)
        try:
            status, body = await self._exchange(method, url, request_data, reading)
        except UNSENT as error:
            raise NotSent(self._told(error)) from None  # the cause may show the address
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"The connection broke: {self._told(error)}") from None
        finally:
            self._under_way.discard(done)
            done.set_result(None)
        return _checked(method, status, body), body

    async def _exchange(self, method: str, url: str, data: RequestData | None, reading: float) -> tuple[int, bytes]:
        limits = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=reading)
        # A redirect would carry the token elsewhere.
        request = self._opened().request(method, url, timeout=limits, allow_redirects=False, **_content(data))
        async with request as response:
            with suppress(ValueError):
                self.server_time = parsedate_to_datetime(response.headers.get("Date", ""))
            return response.status, await response.read()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=self._proxied, headers={"User-Agent": self.USER_AGENT}
            )
        return self._session

    def _told(self, error: Exception) -> str:
        return _reason(error).replace(self._token, "<token>")


def _reason(error: Exception) -> str:
    """Why a connection failed, in the system's words, such as "Connection refused"."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate isn't valid ({cause.verify_message})"
    if isinstance(cause, socket.gaierror):
        return cause.strerror or "its name is unknown"
    number = cause.errno if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError) else None
    return os.strerror(number) if number and number > 0 else str(error) or type(error).__name__


def _content(request_data: RequestData | None) -> dict[str, Any]:
    """The request body: JSON, which is ten times cheaper than a form; a form if there are files."""
    if request_data is None:
        return {}
    if not request_data.multipart_data:
        return {"json": request_data.json_parameters}
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return {"data": form}


def _checked(method: str, status: int, body: bytes) -> int:
    """Raises for responses that the library would misread."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("Request entity too large")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise UnexpectedReply(f"Telegram answered with status {status}")
    if method == "GET" and status < HTTPStatus.BAD_REQUEST:
        return status
    try:
        answer = json.loads(body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooManyRequests(float(answer.get("parameters", {}).get("retry_after", FLOOD_SECONDS)))
        if status < HTTPStatus.MULTIPLE_CHOICES:
            answer["result"]
    except (ValueError, AttributeError, LookupError, TypeError, RecursionError):
        # A proxy's page: a 403 in it says nothing about the chat, and its text may repeat the address.
        raise UnexpectedReply(f"Something other than Telegram answered with status {status}") from None
    return status

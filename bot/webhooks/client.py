"""Posts over HTTP: resolves a host, refuses private addresses, and connects to nothing but what it resolved.

No redirect is followed, no proxy or cookie is used, and of an answer the status and one header are read.
"""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.diagnostics import os_reason
from briefings.delivery import Attempt, is_ip, is_public
from briefings.translatable import phrase

TIMEOUT_SECONDS, _CONNECT_SECONDS = 15.0, 5.0  # for a whole post, and for a connection with TLS
_DIGITS = 9  # of the seconds in Retry-After
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_PRIVATE = phrase("its name leads to a private address, to which nothing is posted")
_NO_URL = phrase("its address can't be read")
AddressInfo = tuple[int, int, int, str, tuple[object, ...]]


class PrivateAddress(OSError):
    """A host has no address to which may be posted."""


class PublicResolver(AbstractResolver):
    """Resolves names to the addresses to which may be posted. Raises PrivateAddress if a name has none."""

    def __init__(self, inner: AbstractResolver, allowed: Callable[[str], bool]) -> None:
        self._inner, self._allowed = inner, allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The allowed addresses of a host."""
        found = await self._inner.resolve(host, port, family)
        allowed = [each for each in found if self._allowed(each["host"])]
        if found and not allowed:
            raise PrivateAddress("private address")
        return allowed

    async def close(self) -> None:
        """Closes the resolver within."""
        await self._inner.close()


class WebhookClient:
    """An HTTP client for posts; with `private`, any address may be posted to. `resolver` is the system's by default."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        private: bool = False,
        timeout: float = TIMEOUT_SECONDS,
        resolver: AbstractResolver | None = None,
        allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self._clock, self._allowed = clock, (lambda _: True) if private else allowed
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=min(timeout, _CONNECT_SECONDS))
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        resolver = PublicResolver(self._resolver or aiohttp.ThreadedResolver(), self._allowed)
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            use_dns_cache=False,
            force_close=True,  # a kept connection would go to what was resolved earlier
            socket_factory=self._socket,
            limit=0,  # the sender limits how many are under way
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": f"Readout/{version('readout')}"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    def _socket(self, info: AddressInfo) -> socket.socket:
        """A socket for an address that is about to be connected to. Raises PrivateAddress: the last check of all."""
        family, kind, proto, _name, address = info
        if not self._allowed(str(address[0])):
            raise PrivateAddress("private address")
        made = socket.socket(family, kind, proto)
        made.setblocking(False)  # noqa: FBT003
        return made

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Attempt:
        """Posts a body once, and says what became of it."""
        if self._session is None:
            raise RuntimeError("the client hasn't been opened")
        try:
            host = URL(url).host or ""
        except ValueError:
            return Attempt("rejected", _NO_URL)
        if is_ip(host) and not self._allowed(host):
            return Attempt("rejected", _PRIVATE)
        try:
            async with self._session.post(
                URL(url), data=body, headers=dict(headers), allow_redirects=False
            ) as response:
                return _outcome(response.status, self._seconds(response.headers.get("Retry-After", "")))
        except aiohttp.InvalidURL:
            return Attempt("rejected", _NO_URL)
        except aiohttp.ClientConnectorError as error:
            return Attempt("rejected", _PRIVATE) if _is_private(error) else Attempt("failed", _no_connection(error))
        except aiohttp.ConnectionTimeoutError:
            return Attempt("failed", phrase("no connection within {seconds} s", seconds=int(_CONNECT_SECONDS)))
        except TimeoutError:
            return Attempt("unsure", phrase("no answer within {seconds} s", seconds=int(self._timeout.total or 0)))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Attempt("unsure", phrase("the connection broke: {error}", error=type(error).__name__))

    def _seconds(self, retry_after: str) -> float | None:
        """The seconds that Retry-After asks for, as a number or an HTTP date; None if it can't be read."""
        if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) <= _DIGITS:
            return float(retry_after)
        with suppress(ValueError, TypeError):
            return max(0.0, (parsedate_to_datetime(retry_after) - self._clock()).total_seconds())
        return None


def _is_private(error: BaseException | None) -> bool:
    """Whether a connection failed because all addresses are private."""
    while error is not None:
        if isinstance(error, PrivateAddress) or "private address" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _no_connection(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return phrase("its name isn't known")
    if isinstance(error, aiohttp.ClientSSLError):
        return phrase("its certificate isn't accepted")
    return phrase("no connection: {reason}", reason=os_reason(error.os_error))


def _outcome(status: int, retry_after: float | None) -> Attempt:
    """The outcome that a status means."""
    if status in range(200, 300):
        return Attempt("taken")
    reason = phrase("it answered {status}", status=status)
    if status == HTTPStatus.GONE:
        return Attempt("gone", reason)
    if status in range(400, 500) and status not in _AGAIN:
        return Attempt("rejected", reason)
    return Attempt("failed", reason, retry_after)

"""To which addresses the client of webhooks posts, against a server on loopback and a resolver that lies."""

import socket
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.webhooks.client import WebhookClient
from briefings.delivery import Attempt, is_public

PRIVATE = [
    *("127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3"),
    *("100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("168.63.129.16", "192.88.99.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "fec0::1"),
    *(
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:53aa:64c::1",
        "ff02::1",
        "2001:db8::1",
        "nonsense",
    ),
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"]


class Names(AbstractResolver):
    """A resolver that answers from a list, each time with the next answer, as a name does that is rebound."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kind = {True: socket.AF_INET6, False: socket.AF_INET}
        flags = socket.AddressInfo.AI_NUMERICHOST if hasattr(socket, "AddressInfo") else 0
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=kind[":" in ip], proto=0, flags=int(flags))
            for ip in found
        ]

    async def close(self) -> None:
        """Holds nothing."""


class Server:
    """A server on loopback that counts what reaches it."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.answer: web.StreamResponse = web.Response(status=204)
        self.port = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        return self.answer


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.port = site._server.sockets[0].getsockname()[1]
    yield made
    await runner.cleanup()


def clock() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


async def post(url: str, client: WebhookClient) -> Attempt:
    async with client:
        return await client.post(url, {"Content-Type": "application/json"}, b"{}")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_none(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost", "127.1", "0x7f.1", "2130706433"])  # noqa: E501  # fmt: skip
async def test_no_spelling_of_this_machine_is_posted_to(server: Server, host: str) -> None:
    attempt = await post(f"http://{host}:{server.port}/", WebhookClient(clock))
    assert attempt.kind == "rejected" or "name isn't known" in attempt.reason
    assert server.requests == []


async def test_a_name_that_leads_to_a_private_address_is_refused(server: Server) -> None:
    client = WebhookClient(clock, resolver=Names(["127.0.0.1", "10.0.0.1"]))
    attempt = await post(f"http://example.org:{server.port}/", client)
    assert attempt == Attempt("rejected", "its name leads to a private address, to which nothing is posted")
    assert server.requests == []


async def test_what_was_resolved_is_connected_to_and_nothing_else(server: Server) -> None:
    """Each post resolves once: a name that is public first and private afterwards gains nothing."""
    names = Names(["192.0.2.1"], ["127.0.0.1"])
    client = WebhookClient(clock, timeout=0.3, resolver=names, allowed=lambda ip: ip == "192.0.2.1")
    attempt = await post(f"http://example.org:{server.port}/", client)
    assert attempt.kind in ("failed", "unsure")
    assert names.answers == [["127.0.0.1"]]
    assert server.requests == []


async def test_of_several_addresses_the_private_ones_are_left_out(server: Server) -> None:
    names = Names(["10.255.255.1", "127.0.0.1"])
    client = WebhookClient(clock, timeout=2, resolver=names, allowed=lambda ip: ip == "127.0.0.1")
    assert (await post(f"http://example.org:{server.port}/", client)).kind == "taken"


async def test_the_socket_itself_refuses_a_private_address(server: Server) -> None:
    """The last check holds where a resolver's answer slips through the first."""
    asked: list[str] = []

    def once(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    client = WebhookClient(clock, resolver=Names(["127.0.0.1"]), allowed=once)
    attempt = await post(f"http://example.org:{server.port}/", client)
    assert attempt.kind == "rejected"
    assert asked == ["127.0.0.1", "127.0.0.1"]
    assert server.requests == []


async def test_no_redirect_is_followed(server: Server) -> None:
    server.answer = web.Response(status=307, headers={"Location": "/elsewhere"})
    attempt = await post(f"http://127.0.0.1:{server.port}/", WebhookClient(clock, private=True))
    assert (attempt.kind, attempt.reason) == ("failed", "it answered 307")
    assert [each.path for each in server.requests] == ["/"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((200, "taken"), (204, "taken"), (302, "failed"), (400, "rejected"), (401, "rejected"), (404, "rejected")),
        *((408, "failed"), (410, "gone"), (425, "failed"), (429, "failed"), (500, "failed"), (503, "failed")),
    ],
)
async def test_what_a_status_means(server: Server, status: int, kind: str) -> None:
    server.answer = web.Response(status=status)
    assert (await post(f"http://127.0.0.1:{server.port}/", WebhookClient(clock, private=True))).kind == kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Sun, 01 Mar 2026 00:02:00 GMT", 120), ("Sat, 28 Feb 2026 00:00:00 GMT", 0), ("soon", None)],
)
async def test_retry_after_is_read(server: Server, header: str, seconds: float | None) -> None:
    server.answer = web.Response(status=429, headers={"Retry-After": header})
    attempt = await post(f"http://127.0.0.1:{server.port}/", WebhookClient(clock, private=True))
    assert attempt.retry_after == seconds


async def test_an_endless_answer_isnt_read(server: Server) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    server.handle = endless  # type: ignore[method-assign]
    attempt = await post(f"http://127.0.0.1:{server.port}/", WebhookClient(clock, private=True, timeout=5))
    assert attempt.kind == "taken"


async def test_nobody_listens(server: Server) -> None:
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    attempt = await post(f"http://127.0.0.1:{port}/", WebhookClient(clock, private=True))
    assert (attempt.kind, "no connection" in attempt.reason) == ("failed", True)

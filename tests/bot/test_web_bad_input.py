"""Bad input at every door of the web server: a clear status, a server that goes on, and a log that opens nothing."""

import asyncio
import gzip
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.http_updates import HttpReply, HttpUpdate
from bot.run.logs import JsonLines
from bot.web.api.routes import api_routes
from bot.web.connections import ConnectionLimits, most_connections
from bot.web.feeds import feed_routes
from bot.web.health import health_routes
from bot.web.reading_room.routes import reading_room_routes
from bot.web.update_routes import receiver_routes
from briefings.model.people import LinkKind
from briefings.service import open_briefings
from tests.fakes.deadline import HANGS
from tests.fakes.tool_clients import EDITOR, NOW, READER, ToolWorld

KINDS: tuple[LinkKind, ...] = ("token", "page", "calendar", "feed")
FOREIGN = "A" * 32


class Doors(ToolWorld):
    """A web server with all its parts."""

    limits = ConnectionLimits()

    async def raw(self, sent: bytes) -> bytes:
        """All that the server answers to bytes, until it closes the connection."""
        host, port = self.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        answer = b""
        async with asyncio.timeout(HANGS):
            with suppress(ConnectionError):
                writer.write(sent)
                while more := await reader.read(65_536):
                    answer += more
        writer.close()
        return answer

    async def get(self, path: str, *headers: str) -> tuple[int, str]:
        """The status and the text of an answer; the path goes out as it is."""
        head = "\r\n".join([f"GET {path} HTTP/1.1", "Host: readout", "Connection: close", *headers])
        answer = (await self.raw(f"{head}\r\n\r\n".encode())).decode()
        return int(answer.split(" ", 2)[1]), answer

    async def post(self, path: str, kind: str, body: bytes, *headers: str) -> tuple[int, str]:
        """The status and the text of the answer to a body of a content type, sent by an editor."""
        named = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Host: readout", "Connection: close")
        token = f"Authorization: Bearer readout_{await self.ticket('token', EDITOR)}"
        head = "\r\n".join([f"POST {path} HTTP/1.1", *named, token, *headers])
        answer = (await self.raw(f"{head}\r\n\r\n".encode() + body)).decode()
        return int(answer.split(" ", 2)[1]), answer

    async def ticket(self, kind: LinkKind, person: str = READER) -> str:
        """A new token of this kind."""
        made = await self.core.web_links.issue(person, person, None, NOW, private=True, kind=kind, name="x")
        return made.token


async def _received(_update: HttpUpdate) -> HttpReply:
    return HttpReply()


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings("sqlite:///:memory:"))
        doors = Doors(core, tmp_path)
        await core.library.add("ferry.md", b"# Ferry\n\nThe ferry ran twelve times.\n", NOW)
        parts = (health_routes(), api_routes(doors.limit), feed_routes(), reading_room_routes(), receiver_routes())
        await leaving.enter_async_context(doors.listening(*parts))
        running = doors.service.running
        assert running
        doors.service.running = replace(running, receivers={"telegram": _received, "slack": _received})
        yield doors


def doors_of(token: str) -> list[tuple[LinkKind, str, tuple[str, ...]]]:
    """Each door with the kind of token that opens it: its path and headers."""
    bearer = (f"Authorization: Bearer readout_{token}",)
    return [
        ("token", "/api/v1/analyses", bearer),
        ("page", f"/r/{token}/", ()),
        ("calendar", f"/calendar/{token}.ics", ()),
        ("feed", f"/feed/{token}.atom", ()),
    ]


@pytest.mark.parametrize("path", ["/telegram/webhook", "/slack/events", "/api/v1/analyses", "/mcp"])
@pytest.mark.parametrize("aborts", [True, False])
async def test_a_client_that_hangs_up_in_its_body_is_no_error_of_readout(
    doors: Doors, caplog: pytest.LogCaptureFixture, path: str, aborts: bool
) -> None:
    host, port = doors.url.removeprefix("http://").split(":")
    _reader, writer = await asyncio.open_connection(host, int(port))
    kind = "multipart/form-data; boundary=x" if "api" in path else "application/json"
    token = await doors.ticket("token", EDITOR)
    named = ("Host: readout", f"Authorization: Bearer readout_{token}", f"Content-Type: {kind}", "Content-Length: 900")
    head = "\r\n".join([f"POST {path} HTTP/1.1", *named])
    writer.write(f"{head}\r\n\r\n--x\r\nContent-Disposition: form-data; name=file\r\n\r\nab".encode())
    await writer.drain()
    await asyncio.sleep(0.2)  # the handler waits for the rest
    writer.transport.abort() if aborts else writer.close()
    assert (await doors.get("/healthz"))[0] == 200
    await asyncio.sleep(0.2)
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []
    assert not any(each.exc_info for each in caplog.records)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_token_opens_its_own_door_alone_and_none_once_it_ended(doors: Doors, kind: LinkKind) -> None:
    token = await doors.ticket(kind)
    for own, path, headers in doors_of(token):
        status, text = await doors.get(path, *headers)
        assert (status in (200, 302, 303), status in (401, 403, 404)) == (own == kind, own != kind), (own, text)
    doors.now = NOW.replace(year=NOW.year + 20)
    expired = await asyncio.gather(*(doors.get(path, *headers) for _, path, headers in doors_of(token)))
    doors.now = NOW
    await doors.core.web_links.revoke(READER, NOW, kind=kind)
    revoked = await asyncio.gather(*(doors.get(path, *headers) for _, path, headers in doors_of(token)))
    assert {status for status, _ in (*expired, *revoked)} <= {401, 403, 404, 410}


async def test_a_forged_token_opens_no_door(doors: Doors) -> None:
    for _kind, path, headers in doors_of(FOREIGN):
        assert (await doors.get(path, *headers))[0] in (401, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../.env",
        "/static/%2e%2e%2f%2e%2e%2f.env",
        "//evil.example/",
        "/api/v1/../../readout.db",
        "/api/v1/analyses/..%2f..%2f.env",
        "/api/v1/analyses/a1%00.json",
        "/r/..%2f..%2f/a1",
        f"/r/{FOREIGN}/..%2f..%2f.env",
        "/calendar/..%2freadout.db.ics",
        "/feed/%00.atom",
        "/\\..\\..\\.env",
        "http://evil.example/",
        "/" + "a" * 30_000,
        "/%ff%fe",
    ],
)
async def test_tricks_with_paths_lead_nowhere(doors: Doors, path: str) -> None:
    status, text = await doors.get(path)
    assert status in (400, 401, 403, 404), text
    assert not re.search("root:|SQLite format|TOKEN=", text)


@pytest.mark.parametrize(
    "path", ["/api/v1/search?q=a%0d%0aSet-Cookie:%20x=1", "/r/x%0d%0aSet-Cookie:%20x=1/", "/%0d%0aSet-Cookie:x=1"]
)
async def test_no_header_is_injected(doors: Doors, path: str) -> None:
    token = await doors.ticket("token")
    _status, text = await doors.get(path, f"Authorization: Bearer readout_{token}")
    head, _, _body = text.partition("\r\n\r\n")
    assert "set-cookie" not in head.lower()


HOST = b"Host: readout\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
        b"get / HTTP/1.1\r\n\x00: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 5_000 + b"\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\nHost : readout\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
        b"POST /mcp HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /mcp HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
async def test_what_is_no_request_gets_an_error_or_nothing(
    doors: Doors, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await doors.raw(sent)
    assert answer == b"" or re.match(rb"HTTP/1\.[01] (4\d\d|505) ", answer), answer[:200]
    assert (await doors.get("/healthz"))[0] == 200
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


HEADERS = (
    *("Authorization", "Accept", "Accept-Language", "Content-Type", "Cookie", "Host", "If-Modified-Since"),
    *("If-None-Match", "Mcp-Protocol-Version", "Mcp-Session-Id", "Origin", "Range", "User-Agent", "X-Forwarded-For"),
)


ODD_VALUES = (b"\xe9\xff", b"Bearer readout_\xe9", b"http://[", b"http://\xe2\x84\x80.x", b"\xed\xa0\x80")


@pytest.mark.parametrize("header", HEADERS)
async def test_no_bytes_in_a_header_break_the_server(
    doors: Doors, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = {kind: await doors.ticket(kind, EDITOR) for kind in KINDS}
    opened = [f"GET {path}" for kind, token in tokens.items() for own, path, _ in doors_of(token) if own == kind]
    further = (
        "GET /",
        "GET /healthz",
        f"GET /r/{tokens['page']}/a1",
        "GET /r/%E9/",
        "POST /mcp",
        "POST /api/v1/analyses",
    )
    bearer = b"" if header == "Authorization" else f"Authorization: Bearer readout_{tokens['token']}\r\n".encode()
    rest = (b"" if header == "Host" else HOST) + bearer + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}"
    for asked in (*opened, *further):
        for value in ODD_VALUES:
            given = header.encode() + b": " + value + b"\r\n"
            answer = await doors.raw(f"{asked} HTTP/1.1\r\n".encode() + given + rest)
            assert re.match(rb"HTTP/1\.1 ([234]\d\d|501|503) ", answer), (asked, value, answer[:300])
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("path", ["/mcp", "/api/v1/analyses"])
@pytest.mark.parametrize("body", [b"zz\r\n\r\n", b"5\r\nabcdefgh\r\n", b"fffffffff\r\n", b"5;" + b"x" * 50_000])
async def test_a_body_that_breaks_off_its_encoding_is_refused(
    doors: Doors, path: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    token = await doors.ticket("token")
    head = f"POST {path} HTTP/1.1\r\nHost: readout\r\nAuthorization: Bearer readout_{token}\r\nConnection: close\r\n"
    kind = "multipart/form-data; boundary=b" if "api" in path else "application/json"
    sent = f"{head}Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + body
    host, port = doors.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with suppress(ConnectionError):
        writer.write(sent)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), HANGS)
        assert answer == b"" or re.match(rb"HTTP/1\.1 4\d\d ", answer), answer[:300]
    writer.close()
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


FORM = "multipart/form-data; boundary=b"


def form(disposition: bytes) -> bytes:
    """A form with one part, whose header Content-Disposition ends in this."""
    return b"--b\r\nContent-Disposition: form-data; " + disposition + b"\r\n\r\n# Ice\n\nIt melts.\n\r\n--b--\r\n"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, deflate", "x"])
@pytest.mark.parametrize(("path", "kind"), [("/api/v1/analyses", FORM), ("/mcp", "application/json"), ("/", "text/x")])
async def test_a_body_that_is_not_in_the_encoding_it_names_is_refused(
    doors: Doors, path: str, kind: str, encoding: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = form(b'name="file"; filename="a.md"')
    for sent in (body, gzip.compress(body)[:-12] + b"x" * 12, gzip.compress(body)[:9], b"\0" * 90_000):
        status, answer = await doors.post(path, kind, sent, f"Content-Encoding: {encoding}")
        assert status in (400, 404, 405, 406, 413, 415, 422), answer
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_an_unreadable_body_is_told_as_a_problem_and_ends_its_connection(doors: Doors) -> None:
    for path, kind in (("/api/v1/analyses", FORM), ("/mcp", "application/json")):
        status, answer = await doors.post(path, kind, b"no gzip at all", "Content-Encoding: gzip")
        assert (status, "Content-Encoding" in answer.rpartition("\r\n")[2]) == (400, True), answer
        assert "Content-Type: application/problem+json" in answer
        assert "Connection: close" in answer


@pytest.mark.parametrize(
    "name", [b"a\0.md", b"\0", b"a\x01.md", b"a\x1b[2J.md", b"a\x7f.md", b"a\t.md", b"a\xc2\x85.md"]
)
async def test_a_file_name_with_a_control_character_is_refused(
    doors: Doors, name: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    escaped = b"".join(b"%%%02X" % byte for byte in name)
    for given in (b'filename="' + name + b'"', b"filename*=UTF-8''" + escaped, b"filename*0*=UTF-8''" + escaped):
        status, answer = await doors.post("/api/v1/analyses", FORM, form(b'name="file"; ' + given))
        assert (status, "application/problem+json" in answer) == (400, True), answer
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_no_token_is_logged_wherever_it_stands(doors: Doors, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = [await doors.ticket(kind) for kind in KINDS]
    for token in (*tokens, FOREIGN):
        for _kind, path, headers in doors_of(token):
            await doors.get(path, *headers)
            await doors.get(f"{path}?next={token}", *headers, f"Referer: http://x/{token}")
        await doors.raw(f"GET /r/{token}/ HTTP/9.9\r\n\r\n".encode())
        await doors.raw(f"GET /api?access_token={token}\r\n\r\n".encode())
        await doors.raw(f"GET / HTTP/1.1\r\nAuthorization: Bearer readout_{token}\r\nBad Header: x\r\n\r\n".encode())
        await doors.raw(f"GET /{token}{'a' * 40_000} HTTP/1.1\r\n\r\n".encode())
        await doors.raw(f"POST /mcp HTTP/1.1\r\nContent-Length: x{token}\r\n\r\n".encode())
    logged = "\n".join(JsonLines().format(each) for each in caplog.records)
    assert [token for token in (*tokens, FOREIGN) if token in logged] == []


async def idle(doors: Doors, number: int) -> list[asyncio.StreamWriter]:
    """So many connections that send nothing."""
    host, port = doors.url.removeprefix("http://").split(":")
    return [(await asyncio.open_connection(host, int(port)))[1] for _ in range(number)]


@pytest.fixture
async def narrow(tmp_path: Path) -> AsyncIterator[tuple[Doors, ConnectionLimits]]:
    """A server that holds at most ten connections."""
    limits = ConnectionLimits(most=10)
    async with open_briefings("sqlite:///:memory:") as core:
        doors = Doors(core, tmp_path)
        async with doors.listening(health_routes(), limits=limits):
            yield doors, limits


async def test_idle_connections_make_room_for_others(narrow: tuple[Doors, ConnectionLimits]) -> None:
    doors, limits = narrow
    held = await idle(doors, 60)
    assert (await doors.get("/healthz"))[0] == 200
    assert limits.open <= 10
    for each in held:
        each.transport.abort()


async def test_where_all_connections_wait_for_answers_a_further_one_is_refused(tmp_path: Path) -> None:
    limits = ConnectionLimits(most=10)
    async with open_briefings("sqlite:///:memory:") as core:
        doors = Doors(core, tmp_path)
        async with doors.listening(limits=limits):
            token = await doors.ticket("token")
            head = (
                f"POST /mcp HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer readout_{token}\r\nContent-Length: 9\r\n\r\n"
            )
            busy = await idle(doors, 10)
            for each in busy:
                each.write(head.encode())
            async with asyncio.timeout(HANGS):
                while limits.idle:  # noqa: ASYNC110 - the server tells nobody
                    await asyncio.sleep(0.01)
            refused = await doors.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert refused == b"" or refused.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
            for each in busy:
                each.transport.abort()


async def test_a_head_that_trickles_in_is_given_up(tmp_path: Path) -> None:
    async with open_briefings("sqlite:///:memory:") as core:
        doors = Doors(core, tmp_path)
        async with doors.listening(health_routes(), limits=ConnectionLimits(head_seconds=0.3)):
            host, port = doors.url.removeprefix("http://").split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            reading = asyncio.create_task(reader.read())
            with suppress(ConnectionError):
                for byte in b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 10_000:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.02)
                    if reading.done():
                        break
            with suppress(ConnectionError):
                assert (await asyncio.wait_for(reading, HANGS)).startswith(b"HTTP/1.1 408 ")
            writer.close()


@pytest.mark.parametrize(("files", "most"), [(256, 128), (1024, 512), (100_000, 1_000), (-1, 1_000)])
def test_half_of_the_files_that_may_be_open_are_left(files: int, most: int) -> None:
    assert most_connections(files) == most

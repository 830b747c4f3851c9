"""The tools of language models as the official client of MCP calls them over each transport."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

from bot.json_answers.callers import RequestLimit
from bot.language_tools.results import MOST_TOKENS, tokens
from bot.language_tools.server import INSTRUCTIONS, described
from bot.run.logs import Lines
from bot.web.api.routes import api_routes
from bot.web.language_tools import tool_routes
from bot.web.server import serve_web
from briefings.model.marking import SYSTEM, Label, viewing
from briefings.service import open_briefings
from tests.examples import slow_but
from tests.fakes.command_line import PROGRAM, called, typed
from tests.fakes.databases import with_tables
from tests.fakes.deadline import HANGS
from tests.fakes.tool_clients import NOW, READER, ToolWorld, Transport

FERRY = """# Ferry timetable

## Turnout

The turnout was 61% (Okoro, 2020). The council will vote on the ferry on 5 March 2026.
"The pier will open by 1 February 2026", said Ada Reyes.

## References

Reyes, A. (2021). Piers of the north. Harbour Press.
"""
SECOND = """# Second ferry

## Turnout

The turnout was 58% (Okoro, 2020). The council will vote on the ferry on 12 March 2026.
"""
RED = "TLP:RED\n\n# Quay\n\nThe owner will sell the quay for 3 million crowns on 2 May 2026.\n"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[ToolWorld]:
    async with open_briefings(with_tables(tmp_path / "readout.db")) as core:
        with viewing(SYSTEM):
            for name, text in (("ferry", FERRY), ("second", SECOND), ("quay", RED)):
                await core.library.add(f"{name}.md", text.encode(), NOW)
        world = ToolWorld(core, tmp_path)
        async with world.listening():
            yield world


@pytest.fixture(params=slow_but(["http"], ["stdio", "http"]))
def transport(request: pytest.FixtureRequest) -> Transport:
    over: Transport = request.param
    return over


async def text_of(session: ClientSession, tool: str, **arguments: Any) -> tuple[bool, str]:
    """Whether a call failed, and the text of its result."""
    result = await session.call_tool(tool, arguments)
    [content] = result.content
    assert isinstance(content, TextContent)
    assert tokens(content.text) <= MOST_TOKENS
    return result.isError, content.text


async def told(session: ClientSession, tool: str, **arguments: Any) -> Any:
    failed, text = await text_of(session, tool, **arguments)
    assert not failed, text
    return json.loads(text)


async def failure(session: ClientSession, tool: str, **arguments: Any) -> str:
    failed, text = await text_of(session, tool, **arguments)
    assert failed, text
    return text


async def test_the_client_is_told_of_five_tools_that_only_read(world: ToolWorld, transport: Transport) -> None:
    async with world.client(transport, await world.token()) as session:
        tools = (await session.list_tools()).tools
    assert [each.name for each in tools] == ["search", "brief", "quote", "sources", "outlook"]
    assert all(each.annotations and each.annotations.readOnlyHint for each in tools)


def test_the_descriptions_of_all_tools_together_stay_within_the_tokens() -> None:
    written = json.dumps([each.model_dump(by_alias=True, exclude_none=True) for each in described()])
    assert tokens(written + INSTRUCTIONS) <= MOST_TOKENS


async def test_each_tool_answers_with_its_flags(world: ToolWorld, transport: Transport) -> None:
    async with world.client(transport, await world.token()) as session:
        search = await told(session, "search", words="vote", **{"in": "a1"})
        brief = await told(session, "brief", topic="turnout")
        sources = await told(session, "sources", analysis="a1")
        outlook = await told(session, "outlook", about="a1", state="due")
    [hit] = search["hits"]
    assert hit["text"] == "The council will vote on the ferry on 5 March 2026."
    [against] = hit["disagreements"]
    assert (against["analysis"], against["reason"]) == ("a2", "different day for the same event")
    assert against["text"] == "The council will vote on the ferry on 12 March 2026."
    assert (search["marking"], hit["marking"], hit["stale"]) == ("TLP:AMBER", "TLP:AMBER", None)
    assert {each["analysis"] for each in brief["points"]} == {"a1", "a2"}
    assert all({"marking", "stale", "disagreements"} <= each.keys() for each in brief["points"])
    assert (sources["total"], sources["open_disagreements"], sources["stale_statements"]) == (1, 1, 1)
    assert sources["without_reference"] == ["(Okoro, 2020)"]
    [statement] = outlook["statements"]
    assert (statement["holder"], statement["heading"]) == ("Ada Reyes", "Turnout")
    assert statement["stale"] == "[due 1 Feb; outcome not in this text]"


async def test_the_marking_counts_the_disagreements_that_are_quoted(world: ToolWorld, transport: Transport) -> None:
    with viewing(SYSTEM):
        await world.core.markings.mark(2, None, Label("RED"), READER, NOW)
    await world.core.markings.clear(READER, "RED", READER, NOW, "a test")
    async with world.client(transport, await world.token()) as session:
        found = await told(session, "quote", text="The council will vote on the ferry on 5 March 2026.")
    [place] = found["places"]
    [against] = place["disagreements"]
    assert (found["marking"], place["marking"], against["marking"]) == ("TLP:RED", "TLP:AMBER", "TLP:RED")


async def test_a_row_is_verified_as_search_gives_it(world: ToolWorld, transport: Transport) -> None:
    rows = "| 2024 | 4.0 | 301,000 |\n| 2025 | 4.2 | 310,000 |\n"
    table = f"# Levies\n\n| Year | Levy income | Passengers |\n|---|---|---|\n{rows}"
    with viewing(SYSTEM):
        await world.core.library.add("levies.md", table.encode(), NOW)
    async with world.client(transport, await world.token()) as session:
        [row, _other] = (await told(session, "search", words="levy"))["hits"]
        found = await told(session, "quote", text=row["text"])
        wrong = await told(session, "quote", text=row["text"].replace("4.", "9."))
    [place] = found["places"]
    assert found["answer"] == "in the library, in other spelling; quote found.text"
    assert (place["start"], place["end"], place["text"]) == (row["start"], row["end"], row["text"])
    assert wrong["answer"] == "not in the library"


async def test_a_quotation_is_verified(world: ToolWorld, transport: Transport) -> None:
    async with world.client(transport, await world.token()) as session:
        exact = await told(session, "quote", text="The turnout was 61%")
        typography = await told(session, "quote", text="“the pier will  open by 1 February 2026”")
        wrong = await told(session, "quote", text="The turnout was 16%", analysis="a1")
        other = await told(session, "quote", text="The turnout was 61%", analysis="a2")
        nowhere = await told(session, "quote", text="Zebras graze here.")
    [place] = exact["places"]
    assert exact["answer"] == "in the library, verbatim"
    assert (place["analysis"], place["revision"], place["heading"]) == ("a1", 1, "Turnout")
    assert place["found"]["text"] == "The turnout was 61%"
    assert place["text"] == "The turnout was 61% (Okoro, 2020)."
    assert typography["answer"] == "in the library, in other spelling; quote found.text"
    assert typography["places"][0]["found"]["text"] == "The pier will open by 1 February 2026"
    assert (wrong["answer"], wrong["closest"][0]["lacks"]) == ("not in a1", ["16%"])
    assert wrong["closest"][0]["text"] == "The turnout was 61% (Okoro, 2020)."
    assert other["answer"] == "not in a2"
    assert nowhere == {"marking": None, "answer": "not in the library", "closest": []}


async def test_wrong_arguments_get_a_sentence(world: ToolWorld, transport: Transport) -> None:
    async with world.client(transport, await world.token()) as session:
        assert "takes these arguments: words, in (optional), skip (optional)" in await failure(session, "search")
        assert "takes these arguments" in await failure(session, "search", words="a", colour="red")
        assert "a text of at most 1000" in await failure(session, "search", words=7)
        assert "a text of at most 1000" in await failure(session, "quote", text="long " * 500)
        assert "words is empty" in await failure(session, "search", words=" \t ")
        assert "text has no words" in await failure(session, "quote", text="…")
        assert "a whole number from 0" in await failure(session, "brief", topic="a", skip=-1)
        assert "a whole number from 0" in await failure(session, "brief", topic="a", skip=True)
        assert "is one of: ahead, due, open, settled" in await failure(session, "outlook", state="gone")
        assert await failure(session, "sources", analysis="a99") == "There is no analysis a99."
        assert "The tools are: search" in await failure(session, "delete everything")


async def test_what_its_owner_may_not_see_does_not_exist(world: ToolWorld, transport: Transport) -> None:
    token = await world.token()
    with viewing(SYSTEM):
        await world.core.markings.mark(2, 0, Label("RED"), "Ada", NOW)
    async with world.client(transport, token) as session:
        assert (await told(session, "search", words="quay crowns"))["hits"] == []
        assert (await told(session, "quote", text="3 million crowns"))["answer"] == "not in the library"
        assert "There is no analysis" in await failure(session, "sources", analysis="a-1")
        assert (await told(session, "outlook", about="a2"))["statements"] == []
        hidden = await told(session, "search", words="vote")
        assert ([each["analysis"] for each in hidden["hits"]], hidden["hits"][0]["disagreements"]) == (["a1"], [])
    await world.core.markings.clear(READER, "RED", "Ada", NOW, "a test")
    async with world.client(transport, token) as session:
        seen = await told(session, "search", words="quay")
        assert (seen["marking"], seen["hits"][0]["marking"]) == ("TLP:RED", "TLP:RED")
        both = await told(session, "search", words="vote")
        assert both["marking"] == "TLP:RED"
        assert {each["analysis"]: each["marking"] for each in both["hits"]} == {"a1": "TLP:AMBER", "a2": "TLP:RED"}


async def test_a_token_that_was_revoked_ends_the_session(world: ToolWorld, transport: Transport) -> None:
    over_http = pytest.raises(ExceptionGroup) if transport == "http" else nullcontext()
    with over_http as ended:
        async with world.client(transport, await world.token()) as session:
            assert (await told(session, "search", words="turnout"))["total"] == 2
            await world.core.web_links.revoke(READER, NOW, kind="token")
            assert "was revoked" in await failure(session, "search", words="turnout")
    assert ended is None or "401" in str(ended.value.exceptions[0])


async def test_long_results_are_cut_and_say_how_to_get_the_rest(world: ToolWorld, transport: Transport) -> None:
    lines = " ".join(f"The mill number {n} was built of {'very ' * (n % 7)}old stone." for n in range(60))
    with viewing(SYSTEM):
        await world.core.library.add("mills.md", f"# Mills\n\n{lines}\n".encode(), NOW)
    async with world.client(transport, await world.token()) as session:
        first = await told(session, "search", words="mill stone")
        seen, shown = len(first["hits"]), [each["start"] for each in first["hits"]]
        assert first["left_out"] == first["total"] - seen
        assert first["rest"] == f"Call it again with skip={seen}."
        while "rest" in first:
            first = await told(session, "search", words="mill stone", skip=len(shown))
            shown += [each["start"] for each in first["hits"]]
    assert len(set(shown)) == len(shown) == first["total"]


async def post(world: ToolWorld, body: Any, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    """What the address answers to a POST by hand."""
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"} | headers
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{world.url}/mcp", data=data, headers=sent) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


async def test_without_a_token_nothing_is_told(world: ToolWorld) -> None:
    page = await world.core.web_links.issue(READER, READER, None, NOW, private=True)
    for headers in ({}, bearer("readout_" + "A" * 32), bearer(page.token), bearer(f"readout_{page.token}")):
        status, text, answered = await post(world, LIST, **headers)
        assert (status, "search" in text) == (401, False)
        assert answered["WWW-Authenticate"].startswith("Bearer")
    status, _, _ = await post(world, LIST, **bearer(await world.token()))
    assert status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"7", 400),
        (b"\xff\xfe", 400),
        (b"[" * 60_000, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/burn"}', 200),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": []}}', 200),
        (b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', 202),
        (b" " * 64_001, 413),
    ],
)
async def test_odd_messages_get_a_status(world: ToolWorld, body: bytes, status: int) -> None:
    got, text, _ = await post(world, body, **bearer(await world.token()))
    assert got == status, text
    assert len(text) < 3_000
    if got == 200:
        assert "error" in json.loads(text)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 400),
        ({"Accept": "text/html"}, 406),
        ({"MCP-Protocol-Version": "1066-10-14"}, 400),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_odd_headers_get_a_status(world: ToolWorld, headers: dict[str, str], status: int) -> None:
    got, text, _ = await post(world, LIST, **bearer(await world.token()), **headers)
    assert got == status, text


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_the_address_takes_posts_alone(world: ToolWorld, method: str) -> None:
    async with aiohttp.ClientSession() as client, client.request(method, f"{world.url}/mcp") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_a_message_that_comes_too_slowly_is_given_up(world: ToolWorld) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"jsonrpc":'
        await asyncio.sleep(3600)

    token, hasty = await world.token(), [tool_routes(body_seconds=0.2)]
    async with (
        asyncio.timeout(HANGS),
        serve_web("127.0.0.1", 0, world.service, hasty) as port,
        aiohttp.ClientSession() as client,
        client.post(f"http://127.0.0.1:{port}/mcp", data=slowly(), headers=bearer(token)) as answer,
    ):
        assert answer.status == 408


async def test_a_token_has_one_limit_for_both_addresses(world: ToolWorld) -> None:
    token = await world.token()
    limit = RequestLimit(burst=3)
    async with (
        serve_web("127.0.0.1", 0, world.service, [tool_routes(limit), api_routes(limit)]) as port,
        aiohttp.ClientSession(headers=bearer(token)) as client,
    ):
        base = f"http://127.0.0.1:{port}"
        statuses = []
        for path in ("/api/v1/events", "/api/v1/events"):
            async with client.get(f"{base}{path}") as answer:
                statuses.append(answer.status)
        for _ in range(2):
            async with client.post(f"{base}/mcp", json=LIST) as answer:
                statuses.append(answer.status)
    assert statuses == [200, 200, 406, 429]


async def test_the_log_names_no_token_and_no_question(world: ToolWorld, caplog: pytest.LogCaptureFixture) -> None:
    token = await world.token()
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with world.client("http", token) as session:
            await told(session, "search", words="zeppelins")
        await post(world, b"{", **bearer(token))
        await post(world, LIST, **bearer(token + "x"))
    logged = "\n".join(Lines().format(each) for each in caplog.records)
    assert token not in logged
    assert "zeppelins" not in logged


async def test_without_the_library_the_address_says_so(world: ToolWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    status, text, _ = await post(world, LIST, **bearer(await world.token()))
    assert (status, "make mcp" in text) == (501, True)


def test_without_the_library_the_subcommand_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = called(tmp_path, "mcp")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "readout mcp needs the library mcp. Install it with “make mcp”, or with “pip install 'readout[mcp]'”."
    )


async def test_without_a_token_the_subcommand_tells_what_the_default_marking_allows(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(FERRY)
    (tmp_path / "quay.md").write_text(RED)
    assert (await asyncio.to_thread(typed, tmp_path, "import", "ferry.md", "quay.md")).returncode == 0
    assert "Quay" in (await asyncio.to_thread(typed, tmp_path, "search", "quay")).stdout
    program = StdioServerParameters(command=sys.executable, args=["-c", PROGRAM, "mcp"], cwd=tmp_path)
    async with stdio_client(program) as (reading, writing), ClientSession(reading, writing) as session:
        await session.initialize()
        assert (await told(session, "search", words="turnout"))["total"] == 1
        assert (await told(session, "search", words="quay"))["total"] == 0

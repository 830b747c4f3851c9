"""The API as a real HTTP client on loopback uses it."""

import asyncio
import io
import json
import logging
import re
import shlex
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest
from pydantic import TypeAdapter
from yarl import URL

from bot.chat import Request
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier
from bot.json_answers import types
from bot.json_answers.callers import RequestLimit
from bot.run.logs import Lines
from bot.web.api.openapi import openapi
from bot.web.api.operations import OPERATIONS
from bot.web.api.routes import api_routes
from bot.web.api.uploads import Uploads
from bot.web.server import Running, Service, serve_web
from briefings.model.marking import SYSTEM, Label, viewing
from briefings.reading import MOST_BYTES
from briefings.service import Briefings, open_briefings
from tests.fakes.databases import with_tables
from tests.fakes.deadline import HANGS

NOW = datetime(2026, 2, 24, 9, tzinfo=UTC)
EDITOR, READER = "telegram:1", "telegram:2"
PAPER = """# Ferry timetable

## Turnout

The turnout was 61% (Okoro, 2020). The council will vote on the ferry on 5 March 2026.
"The pier will open by June 2026", said Ada Reyes.

## References

Reyes, A. (2021). Piers of the north. Harbour Press.
"""


class World:
    """A service with its API, an editor and a reader."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.now, self.service = core, NOW, Service()
        roles = Roles(frozenset(), frozenset({EDITOR}), open_access=True)
        self.conversation = Conversation(core, roles, self.clock, {})
        courier = cast(Courier, None)
        self.service.running = Running(core, self.conversation, courier, self.clock, timedelta(seconds=60))
        self.client: aiohttp.ClientSession
        self.base = ""

    def clock(self) -> datetime:
        return self.now

    async def say(self, sender: str, line: str, *, private: bool = True) -> str:
        address = sender if private else "telegram:-77"
        message = await self.conversation.answer(Request(address, sender, line, self.now, private=private))
        assert message
        return message.plain()

    async def token(self, sender: str = EDITOR) -> str:
        [token] = re.findall(r"readout_[\w-]+", await self.say(sender, "token new laptop"))
        return token

    async def ask(
        self, method: str, path: str, token: str | None = None, **more: Any
    ) -> tuple[int, Any, aiohttp.ClientResponse]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = URL(f"{self.base}{path}", encoded=True)
        async with self.client.request(method, url, headers=headers | more.pop("headers", {}), **more) as answer:
            data = await answer.read()
            return answer.status, json.loads(data) if data else None, answer


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(with_tables(tmp_path / "readout.db")))
        world = World(core)
        await core.library.add("ferry.md", PAPER.encode(), NOW)
        limit = RequestLimit(burst=500)
        port = await leaving.enter_async_context(serve_web("127.0.0.1", 0, world.service, [api_routes(limit)]))
        world.base = f"http://127.0.0.1:{port}/api/v1"
        world.client = await leaving.enter_async_context(aiohttp.ClientSession())
        yield world


def of_type(of: Any, value: Any) -> None:
    """Fails unless a value has a type, with no further fields."""
    TypeAdapter(of).validate_python(value, strict=True)


async def test_each_operation_answers_in_its_type(world: World) -> None:
    token, second = await world.token(), PAPER.replace("5 March", "12 March").replace("# Ferry", "# Second ferry")
    await world.core.library.add("second.md", second.encode(), NOW)
    queries = {"search": "?q=turnout", "ask": "?q=What%20was%20the%20turnout%3F", "brief": "?q=turnout"}
    for each in OPERATIONS:
        path = each.path.replace("{analysis}", "a1") + queries.get(each.name, "")
        status, told, answer = await world.ask("GET", path, token)
        assert status == 200, (each.name, told)
        assert told, each.name
        assert answer.headers["Cache-Control"] == "no-store, private"
        of_type(each.result, told)


async def test_each_result_carries_the_marking_of_what_it_shows(world: World) -> None:
    second = PAPER.replace("5 March", "12 March").replace("# Ferry", "# Second ferry").replace("61%", "48%")
    await world.core.library.add("second.md", second.encode(), NOW)
    with viewing(SYSTEM):
        await world.core.markings.mark(1, None, Label("GREEN"), EDITOR, NOW, "published")
        await world.core.markings.mark(2, 0, Label("RED"), EDITOR, NOW)
    await world.core.markings.clear(EDITOR, "RED", EDITOR, NOW, "a test")
    token = await world.token()

    async def marked(path: str) -> Any:
        told: Any = (await world.ask("GET", path, token))[1]
        return {each["id"]: each["marking"] for each in told} if isinstance(told, list) else told["marking"]

    assert await marked("/analyses") == {"a2": "TLP:RED", "a1": "TLP:GREEN"}
    for part in ("", "/summary", "/sources", "/audit"):
        assert (await marked(f"/analyses/a1{part}"), await marked(f"/analyses/a2{part}")) == ("TLP:GREEN", "TLP:RED")
    for path in ("/search?q=turnout", "/brief?q=turnout", "/ask?q=What%20was%20the%20turnout%3F"):
        assert await marked(path) == "TLP:RED", path
    assert await marked("/search?q=turnout&in=a1") == "TLP:GREEN"
    assert await marked("/search?q=zeppelin") is None
    for path in ("/events", "/outlook", "/disagreements"):
        assert "TLP:RED" in (await marked(path)).values(), path
    _, found, _ = await world.ask("GET", "/search?q=turnout", token)
    assert {hit["analysis"]: hit["marking"] for hit in found["hits"]} == {"a1": "TLP:GREEN", "a2": "TLP:RED"}
    await world.core.markings.clear(EDITOR, None, EDITOR, NOW)
    assert await marked("/analyses") == {"a2": "TLP:AMBER", "a1": "TLP:GREEN"}


async def test_a_number_of_words_limits_the_summary_and_is_itself_limited(world: World) -> None:
    token = await world.token()
    status, told, _ = await world.ask("GET", "/analyses/a1/summary?words=25", token)
    points = [point["text"] for section in told["sections"] for point in section["points"]]
    assert status == 200
    assert 0 < sum(len(words.split()) for words in points) <= 25
    for wrong in ("0", "-1", "x", "1e3", "99999999"):
        status, told, _ = await world.ask("GET", f"/analyses/a1/summary?words={wrong}", token)
        assert (status, "takes a whole number from 1 to" in told["detail"]) == (400, True), wrong


async def test_the_parameters_narrow_the_answer(world: World) -> None:
    token = await world.token()
    _, short, _ = await world.ask("GET", "/analyses/a1/summary?length=short&section=turnout", token)
    assert [each["heading"] for each in short["sections"]] == ["Turnout"]
    _, none, _ = await world.ask("GET", "/analyses?q=zeppelin", token)
    assert none == []
    world.now += timedelta(days=60)
    _, ahead, _ = await world.ask("GET", "/events", token)
    _, every, _ = await world.ask("GET", "/events?all=true", token)
    assert len(every) > len(ahead)
    _, found, _ = await world.ask("GET", "/search?q=turnout&in=a1", token)
    assert found["in"] == "a1"
    assert [hit["analysis"] for hit in found["hits"]] == ["a1"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search", 400),
        ("/search?q=", 400),
        ("/search?q=%20%20", 400),
        ("/search?q=a&q=b", 400),
        ("/search?q=a&r=b", 400),
        ("/search?q=%00", 400),
        ("/search?q=a%0D%0ASet-Cookie:%20x", 400),
        ("/search?q=" + "a" * 1001, 400),
        ("/search?q=turnout&in=a99", 404),
        ("/analyses/a1/summary?length=huge", 400),
        ("/analyses/a1/summary?words=0", 400),
        ("/analyses/a1/summary?words=99999999999999999999", 400),
        ("/events?all=yes", 400),
        ("/analyses/a99", 404),
        ("/analyses/1", 404),
        ("/analyses/..%2f..%2fetc%2fpasswd", 404),
        ("/analyses/a%C3%A9", 404),
        ("/analyses/a1/nothing", 404),
        ("/nothing", 404),
    ],
)
async def test_wrong_requests_get_a_problem(world: World, path: str, status: int) -> None:
    got, told, answer = await world.ask("GET", path, await world.token())
    assert got == status, told
    assert answer.content_type == "application/problem+json"
    assert "Set-Cookie" not in answer.headers
    of_type(types.Problem, told)
    assert told["status"] == status


async def test_a_method_that_an_address_does_not_take(world: World) -> None:
    status, told, answer = await world.ask("DELETE", "/analyses/a1", await world.token())
    assert (status, answer.headers["Allow"]) == (405, "GET, HEAD")
    of_type(types.Problem, told)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer readout_",
        "Bearer readout_" + "A" * 32,
        "Bearer readout_" + "A" * 7000,
        "Basic cmVhZG91dDp4",
        "Bearer é",
    ],
)
async def test_a_forged_token_opens_nothing(world: World, header: str) -> None:
    status, told, answer = await world.ask("GET", "/analyses", headers={"Authorization": header})
    assert status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    of_type(types.Problem, told)


async def test_two_tokens_in_one_request_open_nothing(world: World) -> None:
    token = await world.token()
    headers = [("Authorization", f"Bearer {token}")] * 2
    async with world.client.get(f"{world.base}/analyses", headers=headers) as answer:
        assert answer.status == 401


async def test_a_token_in_the_address_opens_nothing(world: World) -> None:
    status, _, _ = await world.ask("GET", f"/analyses?access_token={await world.token()}")
    assert status == 401


async def test_a_revoked_and_an_expired_token_say_so(world: World) -> None:
    first, second = await world.token(), await world.token()
    listed = await world.say(EDITOR, "token list")
    assert first not in listed
    assert "1, “laptop”" in listed
    assert "I ended 1 token" in await world.say(EDITOR, "token revoke 1")
    status, told, _ = await world.ask("GET", "/events", first)
    assert (status, "was revoked" in told["detail"]) == (401, True)
    world.now += timedelta(days=366)
    status, told, _ = await world.ask("GET", "/events", second)
    assert (status, "has expired" in told["detail"]) == (401, True)


async def test_nobody_revokes_another_persons_token(world: World) -> None:
    token = await world.token()
    assert "You have no token 1" in await world.say(READER, "token revoke 1")
    assert (await world.ask("GET", "/events", token))[0] == 200


async def test_a_link_to_a_page_is_no_token(world: World) -> None:
    page = await world.core.web_links.issue(EDITOR, EDITOR, None, NOW, private=True)
    assert (await world.ask("GET", "/events", f"readout_{page.token}"))[0] == 401


async def test_a_group_is_shown_no_token(world: World) -> None:
    told = await world.say(EDITOR, "token new laptop", private=False)
    assert "direct message" in told
    assert "readout_" not in told
    assert await world.core.web_links.live(EDITOR, NOW, "token") == []


async def test_a_token_is_hashed_at_rest(world: World, tmp_path: Path) -> None:
    token = await world.token()
    files = b"".join(each.read_bytes() for each in tmp_path.glob("*.db*"))  # noqa: ASYNC240 - a few small files
    assert token.removeprefix("readout_").encode() not in files


async def test_a_person_has_at_most_twenty_tokens(world: World) -> None:
    for _ in range(20):
        await world.token()
    assert "You have 20 tokens" in await world.say(EDITOR, "token new one more")
    assert "I ended 20 tokens" in await world.say(EDITOR, "token revoke all")


async def test_an_owner_without_access_is_refused(world: World) -> None:
    token = await world.token(READER)
    roles = Roles(frozenset(), frozenset({EDITOR}))
    conversation = Conversation(world.core, roles, world.clock, {})
    assert world.service.running
    world.service.running = Running(world.core, conversation, cast(Courier, None), world.clock, timedelta(seconds=60))
    status, told, _ = await world.ask("GET", "/events", token)
    assert (status, "no longer has access" in told["detail"]) == (403, True)


async def test_each_token_has_a_rate_limit_of_its_own(world: World) -> None:
    first, second = await world.token(), await world.token()
    answers = [await world.ask("GET", "/events", first) for _ in range(501)]
    assert [status for status, _, _ in answers] == [200] * 500 + [429]
    _, told, answer = answers[-1]
    assert answer.headers["Retry-After"] == "1"
    of_type(types.Problem, told)
    assert (await world.ask("GET", "/events", second))[0] == 200
    world.now += timedelta(seconds=1)
    assert (await world.ask("GET", "/events", first))[0] == 200


def form(
    data: bytes | io.BytesIO = b"# New text\n\nThe sea was calm.\n", name: str = "new.md", **fields: str
) -> aiohttp.FormData:
    made = aiohttp.FormData()
    for key, value in fields.items():
        made.add_field(key, value)
    made.add_field("file", data, filename=name)
    return made


def nameless() -> aiohttp.FormData:
    made = aiohttp.FormData(default_to_multipart=True)
    made.add_field("file", "# A text without a file name")
    return made


async def test_an_editor_imports_a_file(world: World) -> None:
    token = await world.token()
    status, told, _ = await world.ask("POST", "/analyses", token, data=form(published="2026-02-05"))
    assert status == 200, told
    of_type(types.Imported, told)
    assert (told["analysis"], told["outcome"]) == ("a2", "new")
    _, listed, _ = await world.ask("GET", "/analyses?q=New%20text", token)
    assert listed[0]["published"] == "2026-02-05"
    status, told, _ = await world.ask("POST", "/analyses", token, data=form())
    assert (status, told["outcome"]) == (200, "unchanged")
    longer = b"# New text\n\nThe sea was calm. The ice was thin.\n"
    status, told, _ = await world.ask("POST", "/analyses", token, data=form(longer, revises="a2"))
    assert (status, told["revision"]) == (200, 2)


async def test_a_file_is_marked_as_its_form_says(world: World) -> None:
    status, told, _ = await world.ask("POST", "/analyses", await world.token(), data=form(marking="green"))
    assert status == 200, told
    with viewing(SYSTEM):
        assert await world.core.markings.of(int(told["analysis"][1:])) == Label("GREEN")


async def test_a_text_that_calls_itself_confidential_leaves_to_no_program(world: World) -> None:
    text = b"# New text\n\nEmbargoed until 4 December 2099, 09:00\n\nThe sea was calm.\n"
    token = await world.token()
    _, told, _ = await world.ask("POST", "/analyses", token, data=form(text))
    words = "Embargoed until 4 December 2099, 09:00"
    assert told["proposed_marking"] == {"words": words, "marking": "TLP:RED", "until": "2099-12-04T09:00"}
    _, again, _ = await world.ask("POST", "/analyses", token, data=form(text))
    assert [(each["analysis"], each["outcome"]) for each in (told, again)] == [("a-1", "new"), ("a-1", "unchanged")]
    for each in (token, await world.token(READER)):
        assert (await world.ask("GET", "/analyses?q=New%20text", each))[1] == []
    with viewing(SYSTEM):
        await world.core.markings.mark(-1, None, Label("AMBER", None, (EDITOR,)), "Ida", NOW, "agreed")
    _, mine, _ = await world.ask("GET", "/analyses?q=New%20text", token)
    assert [each["id"] for each in mine] == ["a-1"]


async def test_a_reader_may_not_import(world: World) -> None:
    status, told, _ = await world.ask("POST", "/analyses", await world.token(READER), data=form())
    assert (status, "for editors only" in told["detail"]) == (403, True)
    assert await world.core.library.count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"{}", 415),
        (nameless(), 400),
        (form(b"\x00\x01\x02" * 50, "odd.pdf"), 422),
        (form(io.BytesIO(b"a" * (MOST_BYTES + 1))), 413),
        (form(published="yesterday"), 400),
        (form(published="2031-01-01"), 422),
        (form(revises="a99"), 404),
        (form(revises="a1", new="true"), 400),
        (form(new="perhaps"), 400),
        (form(colour="red"), 400),
        (form(marking="secret"), 400),
        (form(new="a" * 2000), 413),
    ],
)
async def test_wrong_forms_store_nothing(world: World, data: Any, status: int) -> None:
    got, told, _ = await world.ask("POST", "/analyses", await world.token(), data=data)
    assert got == status, told
    of_type(types.Problem, told)
    assert await world.core.library.count() == 1


async def test_a_form_that_is_cut_off_stores_nothing(world: World) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n# A'
    got, told, _ = await world.ask("POST", "/analyses", await world.token(), data=body, headers=headers)
    assert got == 400, told
    headers = {"Content-Type": "multipart/form-data"}
    got, told, _ = await world.ask("POST", "/analyses", await world.token(), data=body, headers=headers)
    assert got == 400, told
    assert await world.core.library.count() == 1


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Disposition: form-data; name="\x15"',
        b"Content-Disposition form-data",
        b"X: " + b"y" * 9_000,
        b"\r\n".join(b"X-%d: y" % n for n in range(200)),
        b'Content-Disposition: form-data; name="file"; filename="a.md"\r\nContent-Encoding: gzip',
        b'Content-Disposition: form-data; name="file"; filename="a.md"\r\nContent-Transfer-Encoding: odd',
        b'Content-Disposition: form-data; name="file"; filename="a.md"\r\nContent-Length: -4',
        b"Content-Type: multipart/mixed; boundary=c",
        b"",
    ],
)
async def test_an_odd_part_of_a_form_is_refused(world: World, head: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = b"--b\r\n" + head + b"\r\n\r\n\x00odd\r\n--b--\r\n"
    got, told, _ = await world.ask("POST", "/analyses", await world.token(), data=body, headers=headers)
    assert got in (400, 422), told
    assert await world.core.library.count() == 1


@pytest.mark.parametrize("withdrawn", ["token", "role"])
async def test_a_file_is_not_stored_if_the_right_to_it_went_while_it_came(world: World, withdrawn: str) -> None:
    code = (await world.core.people.invite("editor", timedelta(days=1), EDITOR, NOW)).code
    await world.core.people.accept(code, READER, READER, "Ida", NOW)
    token = await world.token(READER)

    async def interrupted() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n# A\n\n'
        if withdrawn == "token":
            await world.core.web_links.revoke(READER, NOW, kind="token")
        else:
            await world.core.people.withdraw(READER, "Ida", NOW)
        yield b"The sea was calm.\r\n--b--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    got, told, _ = await world.ask("POST", "/analyses", token, data=interrupted(), headers=headers)
    refused_at_first = got == 401 and withdrawn == "token"  # it may go before the server looks at it
    assert refused_at_first or (got, "Nothing was changed" in told["detail"]) == (403, True)
    assert await world.core.library.count() == 1


async def test_a_form_that_comes_too_slowly_is_given_up(world: World) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
        await asyncio.sleep(3600)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    token, hasty = await world.token(), [api_routes(uploads=Uploads(0.2))]
    async with asyncio.timeout(HANGS), serve_web("127.0.0.1", 0, world.service, hasty) as port:
        world.base = f"http://127.0.0.1:{port}/api/v1"
        got, told, _ = await world.ask("POST", "/analyses", token, data=slowly(), headers=headers)
    assert got == 408, told


_EXAMPLES = re.findall(r"^curl .*", (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8"), re.MULTILINE)


async def test_the_examples_of_the_documentation_are_answered(world: World) -> None:
    token = await world.token()
    for line in _EXAMPLES:
        method, data, headers, url = "GET", None, {}, ""
        words = iter(shlex.split(line.replace("$TOKEN", token).replace("$READOUT/api/v1", ""))[1:])
        for word in words:
            name, _equals, value = next(words).partition("=") if word in ("-H", "-F") else ("", "", "")
            if word == "-H":
                headers = dict([name.split(": ")])
            elif word == "-F":
                method, data = "POST", data or aiohttp.FormData()
                data.add_field(name, PAPER.encode(), filename=value[1:]) if value[0] == "@" else data.add_field(
                    name, value
                )
            else:
                url = word
        status, told, _ = await world.ask(method, url, headers=headers, data=data)
        assert status == 200, (line, told)
    assert len(_EXAMPLES) == 12


async def test_logs_never_hold_a_token(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = await world.token()
    broken = cast(Running, type("Broken", (), {"clock": world.clock, "briefings": world.core, "conversation": None})())
    await world.ask("GET", "/events", token)
    await world.ask("GET", "/events", f"{token}x")
    world.service.running = broken
    status, told, _ = await world.ask("GET", "/events", token)
    assert status == 500
    of_type(types.Problem, told)
    lines = [Lines().format(record) for record in caplog.records]
    assert any("a request of a program broke" in line for line in lines)
    assert not any(token.removeprefix("readout_") in line for line in lines)


async def test_while_no_service_runs_the_answer_is_503(world: World) -> None:
    token = await world.token()
    world.service.running = None
    status, told, answer = await world.ask("GET", "/events", token)
    assert (status, answer.headers["Retry-After"]) == (503, "5")
    of_type(types.Problem, told)


async def test_the_description_names_every_operation_and_type(world: World) -> None:
    status, told, _ = await world.ask("GET", "/openapi.json")
    assert (status, told) == (200, json.loads(json.dumps(openapi())))
    assert {op["operationId"] for path in told["paths"].values() for op in path.values()} == {
        *(each.name for each in OPERATIONS),
        "import",
    }
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert references == set(told["components"]["schemas"])
    assert {"Entry", "Analysis", "Problem"} <= references


async def test_many_requests_at_once_are_all_answered(world: World) -> None:
    token = await world.token()
    answers = await asyncio.gather(*(world.ask("GET", "/search?q=turnout", token) for _ in range(60)))
    assert {status for status, _, _ in answers} == {200}

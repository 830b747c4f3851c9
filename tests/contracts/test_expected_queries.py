"""Queries that are expected are asked along with the next one, and change no result."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import ARRAY, Connection, Integer, bindparam, func, literal, select
from sqlalchemy.engine import make_url

from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.model.intake import Update
from briefings.model.marking import SYSTEM, Viewer, viewing
from briefings.service import SAMPLE, Briefings, open_briefings
from briefings.store import Query, Store, connect, create_schema, expect, shared_snapshots
from briefings.store.markings import visible
from briefings.store.sql import one_of_named
from briefings.store.tables import analysis, chat, constant, content, label
from tests.fakes.tcp_proxy import TcpProxy, proxy_to

NOW = datetime(2026, 3, 5, 12, 0, 0, 5, UTC)
OFTEN = 12
CHATS = select(chat).where(one_of_named(chat.c.address, "addresses")).order_by(chat.c.address)
NAMES = select(constant.c.name).order_by(constant.c.name)
FACTS = select(content.c.facts, content.c.key)
ABOUT = select(constant.c.value).where(constant.c.name == bindparam("named"))
ASKED_AT = select(func.statement_timestamp(), bindparam("one", type_=Integer()))
ALSO_ASKED_AT = select(func.statement_timestamp(), bindparam("two", type_=Integer()))
NUMBERS = select(literal([1, 2], ARRAY(Integer)), bindparam("three", type_=Integer()))
SEEN = select(analysis.c.id, analysis.c.label).where(visible(analysis.c.label)).order_by(analysis.c.id)


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """A store on each database in turn, with a chat, facts and a constant; some statements are prepared."""
    store = await connect(database)
    if store.dialect == "sqlite":
        await create_schema(store)
    await store.write(fill)
    await add(store, "a")
    await store.read(prepare)
    yield store
    await store.close()


def fill(connection: Connection) -> None:
    kept = {"address": "telegram:5", "zone": "Asia/Tokyo", "opened_by": "Ada", "opened_at": NOW}
    connection.execute(chat.insert(), kept)
    connection.execute(content.insert(), {"key": "k", "facts": {"many": [1, None, {"é": True}]}})


def prepare(connection: Connection) -> None:
    for _ in range(OFTEN):
        connection.execute(CHATS, {"addresses": []})
        connection.execute(NAMES)
        connection.execute(FACTS)
        connection.execute(ABOUT, {"named": ""})
        with viewing(SYSTEM):
            connection.execute(SEEN)
        if connection.dialect.name != "sqlite":
            for query, name in ((ASKED_AT, "one"), (ALSO_ASKED_AT, "two"), (NUMBERS, "three")):
                connection.execute(query, {name: 0})


async def add(store: Store, name: str) -> None:
    row = {"name": name, "value": f"{name}'s"}
    await store.write(lambda connection: connection.execute(constant.insert(), row))


def names(connection: Connection) -> list[str]:
    return list(connection.execute(NAMES).scalars())


def value(connection: Connection, name: str) -> str | None:
    return connection.execute(ABOUT, {"named": name}).scalar()


def on_a_server(store: Store) -> bool:
    return store.dialect != "sqlite"


async def test_an_expected_query_is_asked_along_with_the_next_one(store: Store):
    if not on_a_server(store):
        pytest.skip("SQLite is asked without a round trip")

    def asked(connection: Connection) -> tuple[Any, Any]:
        one, two = connection.execute(ASKED_AT, {"one": 1}).one(), connection.execute(ALSO_ASKED_AT, {"two": 2}).one()
        assert (one[1], two[1]) == (1, 2)
        return one[0], two[0]

    with shared_snapshots():
        alone = await store.read(asked)
        await asyncio.sleep(0)
        expect(lambda: [Query(ALSO_ASKED_AT, {"two": 2})])
        together = await store.read(asked)
    assert alone[0] < alone[1]
    assert together[0] == together[1]


async def test_rows_are_the_same(store: Store):
    def read(connection: Connection) -> Any:
        chats = connection.execute(CHATS, {"addresses": ["telegram:5", "x"]}).all()
        return names(connection), chats, connection.execute(FACTS).all()

    before = await store.read(read)
    with shared_snapshots():
        expect(lambda: [Query(CHATS, {"addresses": ["telegram:5", "x"]}), Query(FACTS, {}), Query(NAMES, {})])
        assert await store.read(read) == before
    assert before[2] == [({"many": [1, None, {"é": True}]}, "k")]
    assert before[1][0].opened_at == NOW
    assert before[1][0].zone == "Asia/Tokyo"
    assert before[1][0].open_settings is False


async def test_other_values_are_asked_for_anew(store: Store):
    with shared_snapshots():
        expect(lambda: [Query(ABOUT, {"named": "a"}), Query(ABOUT, {"named": "b"})])
        assert await store.read(names) == ["a"]
        assert await store.read(lambda connection: [value(connection, each) for each in "acb"]) == ["a's", None, None]


async def test_a_change_in_between_is_seen(store: Store):
    with shared_snapshots():
        expect(lambda: [Query(ABOUT, {"named": "b"})])
        assert await store.read(names) == ["a"]
        await add(store, "b")
        assert await store.read(names) == ["a", "b"]
        assert await store.read(lambda connection: value(connection, "b")) == "b's"


async def test_what_another_process_changed_is_seen_in_the_next_snapshot(store: Store, database: str):
    if not on_a_server(store):
        pytest.skip("in memory there is no other process")
    other = await connect(database)
    with shared_snapshots():
        expect(lambda: [Query(ABOUT, {"named": "b"})])
        assert await store.read(names) == ["a"]
        await add(other, "b")
        assert await store.read(lambda connection: (value(connection, "b"), names(connection))) == ("b's", ["a", "b"])
    await other.close()


async def test_nobody_gets_what_was_expected_for_another_viewer(store: Store):
    def write(connection: Connection) -> None:
        kept = {"key": "red", "rank": 4, "audience": False, "restricted": True}
        connection.execute(label.insert(), kept | {"id": 7})
        named = {"file_name": "t.txt", "title": "T", "title_key": "t", "created_at": NOW, "changed_at": NOW}
        counts = {"revision": 1, "reading": 1, "sections": 0, "words": 1}
        connection.execute(analysis.insert(), named | counts | {"id": 1, "label": 7})

    await store.write(write)
    reader = Viewer("CLEAR", "CLEAR", frozenset(), NOW)

    def read(connection: Connection) -> list[int]:
        with viewing(SYSTEM):
            names(connection)  # along with which the expected query is asked, for somebody who sees everything
        with viewing(reader):
            return list(connection.execute(SEEN).scalars())

    with shared_snapshots():
        expect(lambda: [Query(SEEN, {})])
        assert await store.read(read) == []
        with viewing(SYSTEM):
            assert await store.read(lambda connection: connection.execute(SEEN).scalars().all()) == [1]


async def test_arrays_are_asked_for_by_themselves(store: Store):
    if not on_a_server(store):
        pytest.skip("SQLite has none")
    with shared_snapshots():
        expect(lambda: [Query(NUMBERS, {"three": 3})])
        assert await store.read(names) == ["a"]
        expect(lambda: [Query(ABOUT, {"named": "a"})])
        assert await store.read(lambda connection: connection.execute(NUMBERS, {"three": 3}).one()) == ([1, 2], 3)
        assert await store.read(lambda connection: value(connection, "a")) == "a's"


async def test_what_is_expected_ends_with_the_answer(store: Store):
    expect(lambda: [Query(ABOUT, {"named": "a"})])
    with shared_snapshots():
        expect(lambda: [Query(ABOUT, {"named": "a"})])
    if on_a_server(store):
        with shared_snapshots():
            found = await store.read(lambda connection: connection.execute(ASKED_AT, {"one": 1}).one())
            assert found[1] == 1
    assert await store.read(lambda connection: value(connection, "a")) == "a's"


@pytest.fixture
async def behind_a_proxy(url: str) -> AsyncIterator[tuple[Briefings, TcpProxy]]:
    """A library with the sample on PostgreSQL, and the proxy that counts what the server is asked."""
    server = make_url(url)
    async with proxy_to(f"{server.query['host']}/.s.PGSQL.5432") as proxy:
        there = server.set(host="127.0.0.1", port=proxy.port, query={}).render_as_string(hide_password=False)
        async with open_briefings(there) as core:
            await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
            yield core, proxy


async def trips(core: Briefings, proxy: TcpProxy, line: str, number: int) -> tuple[int, int]:
    """How many round trips an answer takes, and how many the end of its update."""
    update = Update(f"telegram:{number}", "telegram", "telegram:1", "telegram:1", "{}", NOW)
    await core.intake.keep([update])
    before = proxy.requests
    request = Request("telegram:1", "telegram:1", line, NOW, private=True, command=True, update=update.name)
    assert await Conversation(core, Roles(open_access=True), lambda: NOW).answer(request)
    answered = proxy.requests
    await asyncio.sleep(0.05)  # in which the snapshot ends
    ended = proxy.requests
    await core.intake.finish(update.name, NOW)
    return answered - before, proxy.requests - ended


@pytest.mark.parametrize(
    ("line", "answer", "end"), [("summary a1", 4, 4), ("events", 10, 4), ("status", 9, 1), ("help summary", 2, 1)]
)
async def test_an_answer_takes_few_round_trips(
    behind_a_proxy: tuple[Briefings, TcpProxy], line: str, answer: int, end: int
):
    """The first one begins the transaction. An end that notes nothing is one; long buttons are kept."""
    core, proxy = behind_a_proxy
    *_, last = [await trips(core, proxy, line, number) for number in range(OFTEN)]
    assert last == (answer, end)

"""A database made by the migrations is the one that a fresh start makes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from briefings.errors import Unavailable
from briefings.service import open_briefings
from briefings.store import SCHEMA, connect, create_schema, migrate, migrations, schema_version, side_by_side
from briefings.store.engine.compatibility import ColumnShape, ForeignKeyRule, TableShape, changed, declared, found
from briefings.store.migrations.__main__ import upgrade
from tests.fakes.databases import fresh_database
from tests.fakes.deadline import HANGS
from tests.scenarios.test_upgrade import make

TAKEN_AWAY = ("RENAME COLUMN rather TO gladly", "RENAME TO other")


def described(connection: Connection) -> object:
    tables = inspect(connection)
    names = sorted(name for name in tables.get_table_names() if not name.startswith("sentence_index"))
    columns = {name: [{**c, "type": str(c["type"])} for c in tables.get_columns(name)] for name in names}
    keys = {name: sorted(str(key) for key in tables.get_foreign_keys(name)) for name in names}
    unique = {name: sorted(str(key) for key in tables.get_unique_constraints(name)) for name in names}
    if connection.dialect.name == "sqlite":
        drawn = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') OR name = 'sentence_index'"
    else:
        drawn = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'"
        )
    others = sorted((name, "".join((sql or "").split())) for name, sql in connection.execute(text(drawn)))
    return columns, keys, unique, others


async def made(url: str, make) -> object:
    store = await connect(url)
    try:
        await make(store)
        assert await schema_version(store) == SCHEMA
        return await store.read(described)
    finally:
        await store.close()


async def by_migrations(store) -> None:
    await store.write(upgrade)


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """The addresses of two databases without tables, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db"
        return
    server = request.getfixturevalue("postgresql")
    async with fresh_database(server, "template0") as one, fresh_database(server, "template0") as other:
        yield one, other


async def test_migrations_make_what_a_fresh_start_makes(empty):
    one, other = empty
    assert await made(one, by_migrations) == await made(other, create_schema)


async def in_process(url: str, *arguments: str) -> str:
    """What the process that migrates prints."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "briefings.store.migrations", *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    printed, _ = await process.communicate(url.encode() + b"\n")
    assert process.returncode == 0
    return printed.decode().strip()


@pytest.mark.slow
async def test_the_process_of_its_own_migrates_and_says_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/x.db"
    assert not await in_process(url)
    async with open_briefings(url) as core:
        assert await core.library.count() == 0


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path, now):
    url = f"sqlite:///{tmp_path}/x.db"
    async with open_briefings(url):
        pass
    store = await connect(url)
    await store.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await store.close()
    with pytest.raises(Unavailable, match="newer"):
        async with open_briefings(url):
            pass
    with pytest.raises(Unavailable, match="newer"):
        await migrate(url, now)


async def _changed(url: str, *statements: str, version: str = SCHEMA) -> None:
    store = await connect(url)

    def step(connection: Connection) -> None:
        for each in statements:
            connection.execute(text(each))
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})

    await store.write(step)
    await store.close()


async def test_a_newer_schema_that_only_adds_is_served_by_this_version(database, tmp_path, now):
    """Processes of two versions work side by side while they are replaced one by one."""
    url = f"sqlite:///{tmp_path}/x.db" if database.startswith("sqlite") else database
    async with open_briefings(url):
        pass
    assert await side_by_side(url) == (
        True,
        f"The database has schema {SCHEMA}, as this version does. Processes can be replaced one by one.",
    )
    await _changed(
        url,
        "ALTER TABLE chat ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE novelty (id INTEGER PRIMARY KEY)",
        version=f"{SCHEMA}_1",
    )
    possible, told = await side_by_side(url)
    assert possible
    assert f"schema {SCHEMA}_1; this version ({SCHEMA}) works with it" in told
    assert "only adds" in await migrate(url, now)
    async with open_briefings(url) as core:
        await core.chats.set_zone("telegram:1", "Europe/Paris", now)
        assert (await core.chats.chat("telegram:1")).zone == "Europe/Paris"
    await _changed(url, "DROP TABLE novelty", "ALTER TABLE chat DROP COLUMN colour")


@pytest.mark.parametrize(
    ("version", "change"),
    [
        ("0005", "SELECT 1"),
        (f"{SCHEMA}_1", "DROP TABLE spare"),
        (f"{SCHEMA}_1", "ALTER TABLE spare RENAME COLUMN rather TO gladly"),
        (f"{SCHEMA}_1", "CREATE UNIQUE INDEX once ON spare (rather)"),
        (f"{SCHEMA}_1", "CREATE TABLE novelty (chat TEXT REFERENCES chat (address))"),
    ],
)
async def test_a_newer_schema_that_takes_something_away_is_refused(tmp_path, version, change):
    url = f"sqlite:///{tmp_path}/x.db"
    async with open_briefings(url):
        pass
    await _changed(url, change, version=version)
    possible, _ = await side_by_side(url)
    assert not possible
    with pytest.raises(Unavailable, match="newer"):
        async with open_briefings(url):
            pass


async def test_processes_that_start_together_make_one_schema(postgresql):
    async with fresh_database(postgresql, "template0") as url:
        opened = await asyncio.gather(*(connect(url) for _ in range(3)))
        await asyncio.gather(*(create_schema(each) for each in opened))
        for each in opened:
            assert await schema_version(each) == SCHEMA
            await each.close()


@pytest.mark.parametrize("change", ["DROP TABLE spare", "ALTER TABLE spare DROP COLUMN rather"])
async def test_a_database_of_an_unfinished_schema_is_refused_with_what_it_lacks(database, change, tmp_path):
    url = f"sqlite:///{tmp_path}/x.db" if database.startswith("sqlite") else database
    async with open_briefings(url):
        pass
    store = await connect(url)

    def step(connection: Connection) -> None:
        connection.execute(text("DROP INDEX ix_spare_rather"))
        connection.execute(text(change))

    await store.write(step)
    await store.close()
    with pytest.raises(Unavailable, match="out of date are: spare"):
        async with open_briefings(url):
            pass


async def test_what_this_version_declares_is_what_its_databases_have(empty):
    """So that a difference between the two is one between two versions."""
    store = await connect(empty[0])
    try:
        await create_schema(store)
        there = await store.read(found)
        stated = await store.read(lambda connection: declared(connection.dialect))
    finally:
        await store.close()
    assert {name: there[name] for name in stated} == stated


async def test_each_schema_that_says_so_only_adds_to_the_one_before():
    scripts = (Path(migrations.__file__).parent / "versions").glob("0*.py")
    numbers = {
        SCHEMA,
        *(each.stem for each in scripts if each.stem.startswith(f"{SCHEMA[:4]}_") and each.stem[5].isdigit()),
    }
    assert all([not await in_process("", number) for number in numbers])
    assert (await in_process("", "0002")).split() == ["sender", "subscription"]  # 0003 did more than add


_SPARE = TableShape(
    {"key": ColumnShape("TEXT", False, False), "size": ColumnShape("INTEGER", True, False)},
    ("key",),
    frozenset({("size",)}),
    frozenset({ForeignKeyRule(("size",), "content", "CASCADE")}),
)
_NOTES = TableShape({"id": ColumnShape("INTEGER", False, True)}, ("id",), frozenset(), frozenset())


def _with(**changed_columns: ColumnShape) -> TableShape:
    return replace(_SPARE, columns={**_SPARE.columns, **changed_columns})


@pytest.mark.parametrize(
    "new",
    [
        _SPARE,
        _with(note=ColumnShape("TEXT", True, False)),
        _with(note=ColumnShape("TEXT", False, True)),
        _with(key=ColumnShape("TEXT", False, True)),
        replace(_SPARE, references=frozenset()),
    ],
)
def test_what_only_adds(new: TableShape):
    notes = replace(_NOTES, references=frozenset({ForeignKeyRule(("id",), "spare", "CASCADE")}))
    assert changed({"spare": _SPARE}, {"spare": new, "notes": notes}) == []


@pytest.mark.parametrize(
    "new",
    [
        replace(_SPARE, columns={"key": _SPARE.columns["key"]}),
        _with(note=ColumnShape("TEXT", False, False)),
        _with(size=ColumnShape("TEXT", True, False)),
        _with(size=ColumnShape("INTEGER", False, True)),
        replace(_SPARE, key=("key", "size")),
        replace(_SPARE, unique=frozenset()),
        replace(_SPARE, unique=_SPARE.unique | {("key", "size")}),
        replace(_SPARE, references=_SPARE.references | {ForeignKeyRule(("key",), "label", "CASCADE")}),
    ],
)
def test_what_does_more_than_add(new: TableShape):
    assert changed({"spare": _SPARE}, {"spare": new}) == ["spare"]


def test_a_dropped_table_and_a_new_one_that_keeps_rows_from_being_deleted():
    assert changed({"spare": _SPARE}, {}) == ["spare"]
    notes = replace(_NOTES, references=frozenset({ForeignKeyRule(("id",), "spare", "")}))
    assert changed({"spare": _SPARE}, {"spare": _SPARE, "notes": notes}) == ["notes"]


@pytest.mark.slow
async def test_a_migration_waits_without_keeping_others_from_their_tables(postgresql):
    """It takes all tables at once; what works meanwhile is never ended for a deadlock."""
    async with fresh_database(postgresql, "template0") as url:
        store = await connect(url)
        await store.write(lambda connection: make("0003", connection))
        engine = create_async_engine(url)
        async with engine.connect() as busy:
            await busy.execute(text("LOCK TABLE subscription IN ROW EXCLUSIVE MODE"))
            migrating = asyncio.create_task(in_process(url))
            await asyncio.sleep(3.0)  # it has begun, and tries again and again
            await asyncio.wait_for(busy.execute(text("LOCK TABLE chat IN ROW EXCLUSIVE MODE")), 0.9)
            assert not migrating.done()
            await busy.commit()
        await asyncio.wait_for(migrating, HANGS)
        assert await schema_version(store) == SCHEMA
        await store.close()
        await engine.dispose()

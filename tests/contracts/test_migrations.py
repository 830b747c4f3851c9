"""A database made by the migrations is the one that a fresh start makes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from briefings.errors import Unavailable
from briefings.service import open_briefings
from briefings.store import SCHEMA, connect, create_schema, migrate, schema_version, side_by_side
from briefings.store.migrations.__main__ import upgrade
from tests.fakes.databases import fresh_database

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


async def test_the_process_of_its_own_migrates_and_says_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/x.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "briefings.store.migrations", stdin=asyncio.subprocess.PIPE
    )
    await process.communicate(url.encode() + b"\n")
    assert process.returncode == 0
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

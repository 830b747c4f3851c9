"""A database made by the migrations is the one that a fresh start makes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from briefings.errors import Unavailable
from briefings.service import open_briefings
from briefings.store import SCHEMA, connect, create_schema, migrate, schema_version
from briefings.store.migrations.__main__ import upgrade
from tests.fakes.databases import fresh_database


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

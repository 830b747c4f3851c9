"""`readout run` upgrades a database of an older schema, reads its texts again, and keeps what people have set."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, inspect, text

from briefings.model.agenda import EventDate
from briefings.model.analysis import Draft
from briefings.service import Briefings, open_briefings
from briefings.store import analyses as rows
from briefings.store import connect, migrations, schema_version
from briefings.store.tables import metadata
from tests.contracts.test_rereading import PAPER
from tests.fakes.deadline import HANGS
from tests.scenarios.test_run import OWNER, readout, said, world  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

ADDED = datetime(2026, 3, 5, 12, tzinfo=UTC)


def poorer(draft: Draft) -> Draft:
    """What an older version found: neither citations nor the last sentences."""
    return replace(draft, sentences=draft.sentences[:1], citations=(), references=())


async def set_by_people(core: Briefings) -> dict[int, object]:
    """Adds a text with two revisions, whose date and events people have set; the events by id."""
    await core.library.add("harbour.txt", PAPER.replace("40 million", "30 million").encode(), ADDED, by=OWNER)
    added = await core.library.add("harbour.txt", PAPER.encode(), ADDED, by=OWNER, reviewed=True)
    await core.library.set_published(added.analysis.id, date(2026, 2, 1), ADDED)
    vote, meeting = [item.event.id for item in await core.agenda.all(ADDED)]
    await core.agenda.rename(vote, "Toll vote", OWNER, ADDED)
    await core.agenda.move(vote, EventDate(date(2026, 6, 13), date(2026, 6, 13), "day"), OWNER, ADDED)
    await core.agenda.review(meeting, "", OWNER, ADDED)

    def older(connection: Connection) -> None:
        found = rows.load(connection, added.analysis.id)
        assert found is not None
        stamp, draft = found[0], poorer(found[1].draft)
        rows.put_reading(connection, stamp, draft, rows.given_date(connection, stamp))
        connection.execute(text("DELETE FROM constant WHERE name = 'reading'"))

    await core.library._store.write(older)
    return {item.event.id: item.event for item in await core.agenda.all(ADDED)}


def held_in(connection: Connection, name: str) -> list[dict[str, object]]:
    """The rows of a table as the database has them."""
    table = Table(name, MetaData(), autoload_with=connection)
    return [dict(row) for row in connection.execute(table.select()).mappings()]


def put_into(connection: Connection, name: str, held: list[dict[str, object]]) -> None:
    """Stores rows in a table of an older schema, without what it lacks."""
    if not inspect(connection).has_table(name):
        return
    table = Table(name, MetaData(), autoload_with=connection)
    connection.execute(table.delete())
    for row in held:
        connection.execute(table.insert().values({key: value for key, value in row.items() if key in table.c}))


def make(schema: str, connection: Connection) -> None:
    """Runs the migrations up to a schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


async def in_schema(schema: str, new: Path, old: Path) -> None:
    """Copies what tables and columns of an older schema hold into a database that its migrations made."""
    source, target = await connect(f"sqlite:///{new}"), await connect(f"sqlite:///{old}")
    await target.write(partial(make, schema))
    for table in metadata.sorted_tables:
        held = await source.read(partial(held_in, name=table.name))
        await target.write(partial(put_into, name=table.name, held=held))
    assert await schema_version(target) == schema
    for store in (source, target):
        await store.close()


@pytest.mark.parametrize("schema", ["0002", "0003"])
async def test_an_upgrade_reads_texts_again_and_keeps_what_people_set(tmp_path, world, schema):  # noqa: F811
    async with open_briefings(f"sqlite:///{tmp_path}/new.db") as core:
        events = await set_by_people(core)
    await in_schema(schema, tmp_path / "new.db", tmp_path / "readout.db")
    async with readout(tmp_path, world):
        await said(world, "/start", "Readout")
        async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core, asyncio.timeout(HANGS):
            while not (await core.rereading.progress()).done:  # noqa: ASYNC110 - another process reads
                await asyncio.sleep(0.1)
            read = await core.library.get(1)
            kept = {item.event.id: item.event for item in await core.agenda.all(ADDED)}
        await said(world, "/events all", "Toll vote")
    assert (len(read.draft.citations), len(read.draft.sentences)) == (1, 4)
    assert (read.draft.published, read.draft.published_from) == (date(2026, 2, 1), "given")
    assert kept == events
    assert sum("13 June" in post.text for post in world.server.posts) == 1

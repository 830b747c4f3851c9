"""A step on PostgreSQL that didn't come to its commit is tried again; one whose commit failed isn't."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from briefings.errors import Broken
from briefings.store import Store, connect, database_state
from briefings.store.engine.postgresql import PostgresqlServer
from tests.fakes.deadline import HANGS

_END_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_END_MINE = text("SELECT pg_terminate_backend(pg_backend_pid())")
_ADD = text("INSERT INTO constant (name, value) VALUES (:name, '')")
_NAMES = text("SELECT name FROM constant ORDER BY name")
Step = Callable[[Connection], list[str]]


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await connect(url)
    async with asyncio.timeout(HANGS):
        yield opened
    await opened.close()


def names(connection: Connection) -> list[str]:
    return list(connection.execute(_NAMES).scalars())


def ended(times: int, attempts: list[int]) -> Step:
    """A step that adds a row, and whose connection the server ends the first times."""

    def step(connection: Connection) -> list[str]:
        attempts.append(len(attempts))
        connection.execute(_ADD, {"name": str(len(attempts))})
        if len(attempts) <= times:
            connection.execute(_END_MINE)
        return names(connection)

    return step


async def run(url: str, *statements: str) -> None:
    """Runs statements on a connection of their own."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for each in statements:
            await connection.execute(text(each))
    await engine.dispose()


async def test_a_write_whose_connection_ends_is_made_once_on_another(store: Store):
    assert await store.write(ended(2, [])) == ["3"]
    assert await store.read(names) == ["3"]


async def test_a_read_whose_connection_ends_is_made_on_another(store: Store):
    attempts: list[int] = []

    def step(connection: Connection) -> list[str]:
        attempts.append(1)
        if len(attempts) == 1:
            connection.execute(_END_MINE)
        return names(connection)

    assert await store.read(step) == []
    assert len(attempts) == 2


async def test_steps_go_on_after_the_server_has_ended_all_connections(store: Store, url: str):
    await asyncio.gather(*(store.read(names) for _ in range(8)))
    asked = [asyncio.create_task(store.read(names)) for _ in range(20)]
    await run(url, _END_ALL)
    assert await asyncio.gather(*asked) == [[]] * 20


async def test_a_write_whose_commit_fails_is_not_tried_again(store: Store, url: str):
    await run(
        url,
        "CREATE FUNCTION ended() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END'",
        "CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON constant DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION ended()",
    )
    attempts: list[int] = []
    with pytest.raises(Broken, match="can't be reached"):
        await store.write(ended(0, attempts))
    assert len(attempts) == 1


async def test_a_write_waits_while_the_server_is_read_only_after_a_failover(store: Store, url: str):
    database = url.partition("?")[0].rpartition("/")[2]
    await run(url, f"ALTER DATABASE {database} SET default_transaction_read_only = on", _END_ALL)
    writing = asyncio.create_task(store.write(ended(0, [])))
    await asyncio.sleep(0.3)
    assert not writing.done()
    await run(url, "SET default_transaction_read_only = off", f"ALTER DATABASE {database} RESET ALL")
    assert len(await writing) == 1
    assert len(await store.read(names)) == 1


async def test_a_step_waits_for_a_connection_while_the_server_gives_none(url: str):
    role = "readout_crowded"
    await run(url, f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 1")
    opened = await connect(url.replace("postgres@", f"{role}@"))
    try:
        async with asyncio.timeout(HANGS):
            slow = text("SELECT pg_sleep(0.5)")
            waiting = [opened.read(lambda connection: connection.execute(slow).rowcount) for _ in range(3)]
            assert len(await asyncio.gather(*waiting)) == 3
    finally:
        await opened.close()
        await run(url, f"DROP ROLE {role}")


async def test_the_state_of_a_database_is_told_on_a_connection_of_its_own(url: str, tmp_path: Path):
    assert await database_state(url) == "ok"
    database = url.partition("?")[0].rpartition("/")[2]
    await run(url, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert await database_state(url) == "takes no writes"
    await run(url, "SET default_transaction_read_only = off", f"ALTER DATABASE {database} RESET ALL")
    assert await database_state("postgresql+asyncpg://readout@127.0.0.1:9/readout") == "fails"
    assert await database_state(f"sqlite:///{tmp_path}/readout.db") == "fails"
    await (await connect(f"sqlite:///{tmp_path}/readout.db")).close()
    assert await database_state(f"sqlite:///{tmp_path}/readout.db") == "ok"


async def test_a_step_that_fails_for_longer_says_why(url: str):
    server, attempts = PostgresqlServer(url, again=0.3), list[int]()
    await server.read(names, urgent=False)
    with pytest.raises(Broken, match="can't be reached"):
        await server.write(ended(1_000, attempts), urgent=False, durable=True, bookkeeping=False, single=False)
    assert len(attempts) > 2
    await server.close()


async def test_a_step_is_not_tried_again_once_the_process_ends(store: Store):
    assert await store.read(names) == []
    store.end_waiting(0.0)
    attempts: list[int] = []
    with pytest.raises(Broken, match="can't be reached"):
        await store.write(ended(1, attempts))
    assert len(attempts) == 1

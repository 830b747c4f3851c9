"""`readout run` while its database is locked, moved away or full, and its platform fails as well: it lives on."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.fakes.databases import fresh_database
from tests.fakes.deadline import HANGS
from tests.fakes.telegram_world import TelegramWorld
from tests.fakes.typists import Typists
from tests.scenarios.test_run import readout, said

pytestmark = pytest.mark.slow


@pytest.fixture
async def world() -> AsyncIterator[TelegramWorld]:
    """Telegram, to which the program under test connects by itself."""
    world = TelegramWorld()
    world.server.now = datetime.now(UTC)  # noqa: TID251 - the program under test reads the real clock
    await world.server.start()
    yield world
    await world.server.stop()


def locked(data: Path) -> Callable[[], None]:
    writer = sqlite3.connect(data / "readout.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    return writer.close


def moved_away(data: Path) -> Callable[[], None]:
    away = data.rename(data.with_name("away"))

    def bring_back() -> None:
        away.rename(data)

    return bring_back


@pytest.mark.parametrize("taken", [locked, moved_away], ids=lambda taken: taken.__name__)
async def test_a_blip_of_the_platform_meanwhile_ends_nothing(
    tmp_path: Path, world: TelegramWorld, taken: Callable[[Path], Callable[[], None]]
):
    data = tmp_path / "data"
    async with readout(data, world) as process:
        await said(world, "/start", "Readout")
        back = taken(data)
        before = len(world.server.calls)
        world.server.fail("getUpdates", "cut", 3)
        await world.server.update()  # ends the poll that waits
        async with asyncio.timeout(HANGS):
            while world.server.methods()[before:].count("getUpdates") < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert process.returncode is None
        back()
        await said(world, "/list", "library is empty")
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), HANGS)
    assert process.returncode == 0
    assert b"Traceback" not in log
    with closing(sqlite3.connect(data / "readout.db")) as kept:
        assert kept.execute("SELECT value FROM constant WHERE name = 'ailment of telegram'").fetchall() in ([], [("",)])


async def test_a_signal_while_the_database_is_locked_loses_nothing_of_what_is_typed(tmp_path: Path):
    typists = Typists(3, 4)
    await typists.open()
    service = typists.service(tmp_path)
    await service.start()
    unlock = locked(tmp_path)
    typing = asyncio.create_task(typists.type_all(0.3))
    await asyncio.sleep(1)
    status, _ = await service.end(signal.SIGTERM)
    assert status == 0
    unlock()
    await service.start()
    await typing
    await typists.settled(HANGS)
    assert typists.unanswered() == 0
    await service.end(signal.SIGTERM)
    await typists.close()


async def test_a_start_waits_while_another_process_has_locked_the_database(tmp_path: Path, world: TelegramWorld):
    data = tmp_path / "data"
    async with readout(data, world) as process:
        await said(world, "/start", "Readout")
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), HANGS)
    unlock = locked(data)
    for ends in (True, False):
        async with readout(data, world) as process:
            assert process.stderr
            async with asyncio.timeout(HANGS):
                while b"another process has locked the database" not in (line := await process.stderr.readline()):
                    assert line, "it has ended"
            if not ends:
                unlock()
                await said(world, "/list", "library is empty")
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), HANGS)
        assert (process.returncode, b"Traceback" in log) == (0, False)


async def test_a_server_that_is_read_only_for_a_while_is_waited_for(
    tmp_path: Path, world: TelegramWorld, postgresql: str
):
    async with fresh_database(postgresql) as url:
        database = url.partition("?")[0].rpartition("/")[2]
        async with readout(tmp_path, world, DATABASE_URL=url) as process:
            await said(world, "/start", "Readout")
            ended = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await run_on(url, f"ALTER DATABASE {database} SET default_transaction_read_only = on", ended)
            async with asyncio.timeout(HANGS):
                while b"the database can't be used, trying again" not in (line := await process.stderr.readline()):
                    assert line, "it has ended"
            assert b"read-only" in line
            await run_on(url, "SET default_transaction_read_only = off", f"ALTER DATABASE {database} RESET ALL")
            await said(world, "/list", "library is empty")
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), HANGS)
        assert (process.returncode, b"Traceback" in log) == (0, False)


async def run_on(url: str, *statements: str) -> None:
    """Runs statements outside transactions, on a connection of their own."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for each in statements:
            await connection.execute(text(each))
    await engine.dispose()

"""The right to be a database's one sender: refused to a second process on SQLite, waited for on PostgreSQL."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from briefings.errors import Unavailable, Unreachable
from briefings.store import has_sender, only_sender
from tests.fakes.deadline import HANGS


async def test_on_sqlite_a_second_one_is_refused_until_the_first_lets_go(tmp_path):
    url = f"sqlite:///{tmp_path}/readout.db"
    async with only_sender(url) as lost:
        with pytest.raises(Unavailable, match="Another Readout already sends from"):
            async with only_sender(url):
                pass
        assert not lost.is_set()
        assert await has_sender(url)
    assert not await has_sender(url)
    async with only_sender(url) as lost:
        assert not lost.is_set()


class Holder:
    """A process that wants to send, and does until it is told to let go."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sends, self.let_go, self.lost = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        async with only_sender(self.url) as lost:
            self.sends.set()
            _, waiting = await asyncio.wait(
                [asyncio.create_task(lost.wait()), asyncio.create_task(self.let_go.wait())],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in waiting:
                task.cancel()
            if lost.is_set():
                self.lost.set()

    async def end(self) -> None:
        self.let_go.set()
        await asyncio.wait_for(self.task, HANGS)


@pytest.fixture
async def eye(url: str) -> AsyncIterator[AsyncConnection]:
    """A look into the server."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


LOCKS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted = :granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def waits(eye: AsyncConnection) -> None:
    """Returns when somebody stands by."""
    async with asyncio.timeout(HANGS):
        while (await eye.execute(text(LOCKS), {"granted": False})).first() is None:  # noqa: ASYNC110 - no server tells
            await asyncio.sleep(0.02)


async def test_on_postgresql_a_second_one_stands_by_and_takes_over(url: str, eye: AsyncConnection):
    """However long the first stands still: as long as its session lives, the second does not send."""
    first = Holder(url)
    await asyncio.wait_for(first.sends.wait(), HANGS)
    second = Holder(url)
    await waits(eye)
    assert not second.sends.is_set()
    assert await has_sender(url)
    await first.end()
    await asyncio.wait_for(second.sends.wait(), HANGS)
    await second.end()
    assert not await has_sender(url)


async def test_on_postgresql_a_first_one_whose_session_has_ended_learns_it(url: str, eye: AsyncConnection):
    first = Holder(url)
    await asyncio.wait_for(first.sends.wait(), HANGS)
    second = Holder(url)
    await waits(eye)
    pid = (await eye.execute(text(LOCKS), {"granted": True})).scalar_one()
    await eye.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await asyncio.wait_for(second.sends.wait(), HANGS)
    await asyncio.wait_for(first.lost.wait(), HANGS)
    await second.end()
    await asyncio.wait_for(first.task, HANGS)


async def test_on_postgresql_it_waits_for_a_server_that_is_down(url: str, tmp_path: Path, caplog):
    """The socket's folder appears when the first attempt has failed."""
    caplog.set_level(logging.WARNING)
    address, _, folder = url.partition("?host=")
    there = tmp_path / "socket"
    holder = Holder(f"{address}?host={there}")
    async with asyncio.timeout(HANGS):
        while not caplog.records:  # noqa: ASYNC110 - the log rings no bell
            await asyncio.sleep(0.02)
    assert not holder.task.done()
    assert "No such file" in str(caplog.records[0].failure)
    there.symlink_to(folder)
    await asyncio.wait_for(holder.sends.wait(), HANGS)
    await holder.end()
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (("postgres@", "stranger@"), 'role "stranger" does not exist'),
        (("?", "?colour=blue&"), "colour"),
        (("?", "?ssl=perhaps&"), "sslmode"),
    ],
)
async def test_on_postgresql_it_does_not_wait_for_what_waiting_cannot_mend(url: str, change, cause):
    with pytest.raises(Unreachable, match=f"cannot be opened: .*{cause}"):
        async with asyncio.timeout(HANGS), only_sender(url.replace(*change)):
            pass


async def test_a_database_that_the_server_lacks_is_named_with_the_line_that_creates_it(url: str):
    absent = url.replace("@/", "@/no_")
    with pytest.raises(Unreachable, match="The server has no database “no_") as raised:
        async with asyncio.timeout(HANGS), only_sender(absent):
            pass
    assert raised.value.creates.startswith("createdb -h ")
    assert raised.value.creates.endswith(f" {make_url(absent).database}")

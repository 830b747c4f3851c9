"""The whole program, as its owner starts it, against Telegram on a loopback port."""

import asyncio
import os
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.service import SAMPLE, open_briefings
from tests.fakes.deadline import HANGS
from tests.fakes.preloaded_run import Run, preloaded_run, spawned_run
from tests.fakes.telegram_world import PERSON, TelegramWorld

pytestmark = pytest.mark.slow

OWNER = f"telegram:{PERSON}"


@pytest.fixture
async def world() -> AsyncIterator[TelegramWorld]:
    """Telegram, to which the program under test connects by itself."""
    world = TelegramWorld()
    world.server.now = datetime.now(UTC)  # noqa: TID251 - the program under test reads the real clock
    await world.server.start()
    yield world
    await world.server.stop()


@asynccontextmanager
async def readout(data: Path, world: TelegramWorld, *, preloaded: bool = True, **more: str) -> AsyncIterator[Run]:
    """`readout run` in a process of its own, killed at the end if it still lives."""
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - a child needs it
        "READOUT_DATA_DIR": str(data),
        "READOUT_ADMINS": OWNER,
        "READOUT_TICK_SECONDS": "0.2",
        "TELEGRAM_BOT_TOKEN": world.server.token,
        "TELEGRAM_API_URL": world.server.url,
        **more,
    }
    process = await (preloaded_run if preloaded else spawned_run)(environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def said(world: TelegramWorld, words: str, expected: str) -> None:
    """The owner says it in the private chat and waits for an answer with those words."""
    before = len(world.server.posts)
    now = datetime.now(UTC)  # noqa: TID251
    await world.message(text=words, date=int(now.timestamp()))
    await world.server.until(lambda: any(expected in post.text for post in world.server.posts[before:]))


async def test_the_owner_is_answered_and_a_signal_ends_it_cleanly(tmp_path, world):
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        await core.library.add(SAMPLE.name, SAMPLE.read_bytes(), datetime(2026, 2, 6, tzinfo=UTC))
    async with readout(tmp_path, world, preloaded=False) as process:
        await said(world, "/start", "Two Calls")
        await said(world, "/summary washington long", "[probably ")
        await said(world, "/sources", "Xinhua")
        await world.server.until(lambda: set(world.server.commands("chat 42")) >= {"summary", "import", "settings"})
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), HANGS)
        assert process.returncode == 0, log.decode()
        assert world.server.token not in log.decode()
        assert "Traceback" not in log.decode()


async def test_health_and_metrics_of_the_running_program(tmp_path, world):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with readout(tmp_path, world, READOUT_WEB_PORT=str(port)), aiohttp.ClientSession() as client:
        await said(world, "/start", "Readout")
        async with client.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert (answer.status, (await answer.json())["ready"]) == (200, True)
        async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
            told = await answer.text()
    assert "readout_serving 1.0" in told
    assert re.search(r'^readout_answer_seconds_count\{platform="telegram"\} [1-9]', told, re.MULTILINE)
    assert str(PERSON) not in re.sub(r" [0-9.e+-]+$", "", told, flags=re.MULTILINE)


async def test_a_code_asked_for_in_a_group_comes_to_the_private_chat(tmp_path, world):
    async with readout(tmp_path, world):
        now = datetime.now(UTC)  # noqa: TID251
        await world.message("group", text="/invite@ReadoutTestBot admin", date=int(now.timestamp()))
        await world.server.until(lambda: len(world.server.posts) >= 2)
    private, group = sorted(world.server.posts, key=lambda post: post.chat.type != "private")
    assert (private.chat.id, group.chat.type) == (PERSON, "supergroup")
    assert re.search(r"start=\d+-[a-z2-7]{26}", private.text + str(private.entities))
    assert "to you in a direct message" in group.text
    assert "start" not in group.text


async def test_a_reminder_arrives_by_itself_once_through_a_kill(tmp_path, world):
    now = datetime.now(UTC)  # noqa: TID251
    tomorrow = (now + timedelta(days=1)).date()
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        event = await core.agenda.create("Harbour vote", EventDate(tomorrow, tomorrow, "day"), OWNER, now)
        await core.subscriptions.remind(OWNER, event.id, [Lead(2, "d")], OWNER, now - timedelta(days=3))
    for _ in range(2):
        async with readout(tmp_path, world) as process:
            await world.server.until(lambda: any("Harbour vote" in post.text for post in world.server.posts))
            await said(world, "/start", "Readout")
            process.kill()
    assert sum("Harbour vote" in post.text and "tomorrow" in post.text for post in world.server.posts) == 1


async def test_a_second_sender_says_so_and_leaves(tmp_path, world):
    async with readout(tmp_path, world):
        await world.server.until(lambda: "getUpdates" in world.server.methods())
        async with readout(tmp_path, world) as second:
            _, words = await asyncio.wait_for(second.communicate(), HANGS)
            assert second.returncode == 1
            assert b"Another Readout already sends" in words


async def test_it_starts_while_telegram_is_down_and_connects_when_it_is_back(tmp_path, world):
    port = int(world.server.url.rpartition(":")[2])
    await world.server.stop()
    async with readout(tmp_path, world) as process:
        for _ in range(100):
            line = (await asyncio.wait_for(process.stderr.readline(), HANGS)).decode()
            if "cannot be reached" in line:
                break
        assert "cannot be reached" in line
        await world.server.start(port)
        await asyncio.wait_for(said(world, "/start", "Readout"), HANGS)


async def test_it_starts_while_the_database_is_down_and_a_signal_ends_the_waiting(tmp_path, world):
    down = "postgresql+asyncpg://ada:hunter2@127.0.0.1:9/readout"
    async with readout(tmp_path, world, DATABASE_URL=down) as process:
        line = (await asyncio.wait_for(process.stderr.readline(), HANGS)).decode()
        assert "trying again" in line
        assert "Connection refused" in line
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), HANGS)
        assert process.returncode == 0
        assert "Traceback" not in log.decode()
        assert "hunter2" not in line + log.decode()


async def test_what_is_put_into_the_library_folder_can_be_asked_for(tmp_path, world):
    papers = tmp_path / "papers"
    papers.mkdir()
    async with readout(tmp_path / "data", world, READOUT_LIBRARY_DIR=str(papers)):
        (papers / "ice.txt").write_text("Ice on the Northern Quay\nCosts\nBreaking the ice costs more than berths.\n")
        (papers / "noise.bin").write_bytes(bytes(range(256)) * 40)
        async with asyncio.timeout(HANGS):
            while not any(
                "wasn’t imported" in post.text or "wasn't imported" in post.text for post in world.server.posts
            ):
                await said(world, "/status", "Status")
        await said(world, "/list", "Ice on the Northern Quay")


async def test_a_database_that_is_taken_away_is_told_of_and_works_again_when_it_is_back(tmp_path, world):
    data = tmp_path / "data"
    async with readout(data, world) as process:
        await said(world, "/start", "Readout")
        data.rename(tmp_path / "away")
        data.mkdir()
        await said(world, "/list", "The database file is missing. Reconnect its disk or folder")
        assert list(data.iterdir()) == []  # no new, empty library
        data.rmdir()
        (tmp_path / "away").rename(data)
        await said(world, "/list", "library is empty")
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), HANGS)
    assert process.returncode == 0
    assert b"Traceback" not in log
    assert b"the database cannot be used" in log

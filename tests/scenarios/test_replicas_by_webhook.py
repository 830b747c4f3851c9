"""Two `readout run` on one PostgreSQL get Telegram's updates by webhook: all are answered in order, through a kill.

An answer that was sent just before the kill comes again, since nobody could note it; nothing else comes twice.
"""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.databases import fresh_database
from tests.fakes.preloaded_run import PreloadedRun, preloaded_run
from tests.fakes.telegram_world import PERSON, TelegramWorld

pytestmark = pytest.mark.slow

_PATIENCE = 60.0


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@asynccontextmanager
async def _readout(folder: Path, url: str, world: TelegramWorld, port: int) -> AsyncIterator[PreloadedRun]:
    process = await preloaded_run(
        {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a child needs it
            "READOUT_DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "READOUT_ACCESS": "open",
            "READOUT_LOG_LEVEL": "CRITICAL",
            "READOUT_WEB_PORT": str(port),
            "READOUT_WEB_URL": "https://readout.example.org",
            "READOUT_TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_BOT_TOKEN": world.server.token,
            "TELEGRAM_API_URL": world.server.url,
        }
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _handed_over(client: aiohttp.ClientSession, ports: Any, update: dict[str, Any], secret: str) -> None:
    """Sends an update to one process after the other until one confirms it, as a load balancer and Telegram do."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with asyncio.timeout(_PATIENCE):
        while True:
            address = f"http://127.0.0.1:{next(ports)}/telegram/webhook"
            try:
                async with client.post(address, json=update, headers=headers) as answer:
                    if answer.status == 200:
                        return
                    assert answer.status == 503
            except aiohttp.ClientError:
                pass  # nobody listens there yet, or any more
            await asyncio.sleep(0.1)


def _update(world: TelegramWorld, number: int) -> dict[str, Any]:
    person = {"id": PERSON, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    now = int(datetime.now(UTC).timestamp())  # noqa: TID251
    said = {"message_id": number, "date": now, "chat": world.server.chats[PERSON].json(), "from": person}
    return {"update_id": number, "message": said | {"text": f"/search order{number}"}}


def _answered(world: TelegramWorld) -> list[int]:
    return [int(found[1]) for post in world.server.posts if (found := re.search(r"order(\d+)", post.text))]


async def test_all_updates_are_answered_in_order_through_a_kill(postgresql: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(fresh_database(postgresql))
        world = TelegramWorld()
        await world.server.start()
        stack.push_async_callback(world.server.stop)
        ports = [_port(), _port()]
        first, _ = [await stack.enter_async_context(_readout(tmp_path, url, world, port)) for port in ports]
        client = await stack.enter_async_context(aiohttp.ClientSession())
        async with asyncio.timeout(_PATIENCE):
            await world.server.until(lambda: world.server.webhook)
        turns = cycle(ports)
        for number in range(1, 13):
            await _handed_over(client, turns, _update(world, number), world.server.secret)
            if number == 3:
                await _handed_over(client, turns, _update(world, 3), world.server.secret)
            if number == 6:
                first.kill()
        async with asyncio.timeout(_PATIENCE):
            await world.server.until(lambda: set(_answered(world)) == set(range(1, 13)))
        answered = _answered(world)
        assert answered == sorted(answered)
        assert len(answered) <= 13
        assert answered.count(3) == 1
        assert world.server.methods().count("getUpdates") == 0

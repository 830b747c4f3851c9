"""`readout run` while its database has no more room, and people go on typing: what is refused isn't stored."""

import asyncio
import re
import resource
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.deadline import HANGS
from tests.fakes.typists import ORDER, Service, Typists

pytestmark = pytest.mark.slow

_SHOWN = re.compile(rf"{ORDER.pattern}\s+e\d+ · ")  # the answer that shows an event
_SAVED = re.compile(rf"Done: \S+ .*{ORDER.pattern}")
_FULL = "Please tell the person who runs Readout."


def limit_files(service: Service, most: int) -> None:
    """Lets no file of the service grow beyond so many bytes, as a full disk does."""
    assert service.process
    _, hard = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (most, hard))


async def readiness(port: int) -> int:
    """The status of /readyz."""
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}/readyz") as answer:
        return answer.status


async def ready(port: int, status: int) -> None:
    """Waits until /readyz has this status."""
    async with asyncio.timeout(HANGS):
        while await readiness(port) != status:  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.2)


def answers(typists: Typists) -> list[str]:
    """All that was said on both platforms."""
    return [post.text for post in typists.telegram.server.posts] + [post.shown for post in typists.slack.slack.posts]


async def test_what_is_refused_while_the_disk_is_full_is_not_stored_and_it_recovers_by_itself(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    typists = Typists(3, 8)
    await typists.open()
    service = typists.service(tmp_path, READOUT_WEB_PORT=str(port))
    await service.start()
    await ready(port, 200)
    typing = asyncio.create_task(typists.type_all(0.4))
    await asyncio.sleep(0.6)
    limit_files(service, (tmp_path / "readout.db-wal").stat().st_size + 20_000)
    await ready(port, 503)
    await asyncio.sleep(0.8)
    limit_files(service, resource.RLIM_INFINITY)
    await typing
    await ready(port, 200)
    number = sum(len(orders) for orders in typists.typed.values())
    async with asyncio.timeout(HANGS):
        while len(said := answers(typists)) < number:  # noqa: ASYNC110 - two servers bring it about
            await asyncio.sleep(0.2)
    await service.end(signal.SIGTERM)
    await typists.close()
    with closing(sqlite3.connect(tmp_path / "readout.db")) as database:
        titles = [title for (title,) in database.execute("SELECT title FROM event")]
        left = database.execute("SELECT count(*) FROM intake WHERE done_at IS NULL").fetchone()
    told = sorted(order for words in said for pattern in (_SHOWN, _SAVED) for order in pattern.findall(words))
    assert told == sorted(order for title in titles for order in ORDER.findall(title))
    assert len(said) == number, "each line is answered once"
    assert any(_FULL in words for words in said)
    assert left == (0,)
    assert not any("Traceback" in each for each in service.errors)

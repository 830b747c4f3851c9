"""One of two `readout run` freezes while it sends, and wakes long after the other one took over what it had claimed."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from briefings.store import Store, connect
from tests.fakes.databases import fresh_database
from tests.fakes.deadline import HANGS
from tests.fakes.fleet import owe
from tests.fakes.http_replicas import Replicas, real_now, replicas
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.telegram_world import PERSON

pytestmark = pytest.mark.slow

_CHATS = 20
_FROZEN_SECONDS = 11.0  # longer than the server keeps the session of a process that says nothing
_AT_ONCE = 8  # sends of a process that are on their way to each platform
_LOST = "lost the connection by which other processes know that this one works"
_SHARING = text("SELECT count(*) FROM courier WHERE tokens > 0")
_STATES = text("SELECT dedup, state FROM delivery")
_OPEN = {"pending", "sending", "in_doubt"}


def _addresses(world: Replicas) -> list[str]:
    """Chats on both platforms."""
    for n in range(_CHATS):
        world.telegram.server.chat(5000 + n)
        world.slack.slack.channels[f"C50{n}"] = Channel(f"C50{n}", {BOT_USER})
    return [each for n in range(_CHATS) for each in (f"telegram:{5000 + n}", f"slack:C50{n}")]


def _arrived(world: Replicas, name: str) -> Counter[int]:
    """How often each notice of this name arrived, on both platforms."""
    shown = [post.text for post in world.telegram.server.posts] + [post.shown for post in world.slack.slack.posts]
    return Counter(int(n) for words in shown for n in re.findall(rf"{name} (\d+)", words))


async def _until(ready: Callable[[], object]) -> None:
    async with asyncio.timeout(3 * HANGS):
        while not ready():  # noqa: ASYNC110 - other processes ring no bell
            await asyncio.sleep(0.05)


async def _settled(store: Store) -> dict[str, str]:
    """The state of each delivery, once none is open."""
    async with asyncio.timeout(3 * HANGS):
        while True:
            found = {row[0]: row[1] for row in await store.read(lambda c: c.execute(_STATES).all())}
            if not set(found.values()) & _OPEN:
                return found
            await asyncio.sleep(0.2)


def _hold(world: Replicas, found: dict[str, str], name: str, number: int) -> None:
    """Every delivery arrived once, but for those whose arrival nobody knows in Telegram, which are listed as such."""
    times = _arrived(world, name)
    assert not [n for n, count in times.items() if count > 1]
    mine = {int(key.partition(":")[2]): state for key, state in found.items() if key.startswith(f"{name}:")}
    assert len(mine) == number
    unknown = [n for n, state in mine.items() if state == "unknown"]
    assert len(unknown) <= _AT_ONCE
    assert not [n for n in unknown if n % 2]  # those of Slack, which can be asked
    assert not [n for n, state in mine.items() if state not in ("sent", "unknown")]
    assert not [n for n, state in mine.items() if state == "sent" and not times[n]]


async def test_a_process_that_wakes_sends_nothing_again_and_starts_anew(postgresql: str, tmp_path: Path) -> None:
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as world:
        addresses, store = _addresses(world), await connect(url)
        frozen, other = await world.start(), await world.start()
        async with asyncio.timeout(3 * HANGS):
            while await store.read(lambda c: c.execute(_SHARING).scalar_one()) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await owe(url, addresses * 2, real_now() - timedelta(seconds=1), "before")
        await _until(lambda: len(_arrived(world, "before")) >= 20)
        frozen.run.send_signal(signal.SIGSTOP)
        world.running.remove(frozen)
        await world.telegram.say("search quay", sender=str(PERSON))
        await asyncio.sleep(_FROZEN_SECONDS)
        await world.says(other, "another process has ended, its deliveries are taken over")
        frozen.run.send_signal(signal.SIGCONT)
        await world.says(frozen, _LOST)
        await world.ready(frozen)
        _hold(world, await _settled(store), "before", len(addresses) * 2)
        await owe(url, addresses, real_now() - timedelta(seconds=1), "after")
        _hold(world, await _settled(store), "after", len(addresses))
        assert sum("quay" in post.text for post in world.telegram.server.posts) == 1
        await store.close()


async def test_a_planned_end_is_no_warning_to_the_other_processes(postgresql: str, tmp_path: Path) -> None:
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as world:
        leaving, other = await world.start(), await world.start()
        store = await connect(url)
        async with asyncio.timeout(3 * HANGS):
            while await store.read(lambda c: c.execute(_SHARING).scalar_one()) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await store.close()
        assert await world.end(leaving) == 0
        await world.says(other, "another process has ended as planned")
        assert not [line for line in other.log if "WARNING" in line and "process" in line]

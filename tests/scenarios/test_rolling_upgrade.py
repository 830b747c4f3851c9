"""Processes are replaced by those of another version, while people write and messages become due."""

import asyncio
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from briefings.store import SCHEMA, connect, only_sender, schema_version, side_by_side
from tests.fakes.databases import fresh_database
from tests.fakes.fleet import owe
from tests.fakes.http_replicas import Replicas, real_now, replicas
from tests.fakes.next_version import ADDS, BREAKS, made_in
from tests.fakes.slack_requests import Unacknowledged
from tests.fakes.slack_workspace import BOT_USER, Channel
from tests.fakes.slack_world import person
from tests.scenarios.test_upgrade import make

pytestmark = pytest.mark.slow

_WRITE = 2  # people in each platform who write
_GET = 2  # chats of each platform that get pushed messages
_PAUSE = 2.5  # seconds after which each writes again
_PATIENCE = 120.0  # seconds until all has arrived
_DUE = 4.0  # seconds after which each chat is owed a message


@dataclass
class Load:
    """What people write and what is due meanwhile; all is numbered."""

    all: Replicas
    written: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # by chat
    owed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _numbers: count = field(default_factory=lambda: count(1))
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # one request of Slack's at a time
    _ends: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        slack = self.all.slack.slack
        for n in range(_WRITE + _GET):
            self.all.telegram.server.chat(100 + n)
            slack.people[f"U10{n}"] = person(f"U10{n}", locale="en-US")
            slack.channels[f"DU10{n}"] = Channel(f"DU10{n}", {f"U10{n}", BOT_USER})

    @asynccontextmanager
    async def runs(self) -> AsyncIterator[None]:
        """The load during the block; then all is waited for."""
        chats = [(platform, n) for platform in ("telegram", "slack") for n in range(_WRITE)]
        tasks = [asyncio.create_task(self._write(*each)) for each in chats] + [asyncio.create_task(self._owe())]
        try:
            yield
        finally:
            self._ends.set()
            await asyncio.gather(*tasks)
        await self.arrived_all()

    async def arrived_all(self) -> None:
        """Waits until nothing lacks, or for so long that `faults` may say so."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while self._lacking():  # noqa: ASYNC110 - other processes send
                    await asyncio.sleep(0.05)

    async def _write(self, platform: str, n: int) -> None:
        """One person writes one message after the other, in Slack a command and a message by turns."""
        chat = f"telegram:{100 + n}" if platform == "telegram" else f"slack:DU10{n}"
        while not self._ends.is_set():
            number = next(self._numbers)
            self.all.tick()
            if platform == "telegram":
                await self.telegram(100 + n, number)
            elif len(self.written[chat]) % 3:
                await self._direct(n, number)
            elif not await self._slash(n, number):
                continue
            self.written[chat].append(number)
            await asyncio.sleep(_PAUSE)

    async def _direct(self, n: int, number: int) -> None:
        """A message, which Slack sends again later if nobody takes it."""
        slack = self.all.slack
        async with self._turn:
            try:
                return await slack.direct(f"search order{number}", user=f"U10{n}", channel=f"DU10{n}")
            except Unacknowledged:
                again = slack._last
        while True:
            await asyncio.sleep(0.2)
            with suppress(Unacknowledged):
                return await slack.server.deliver(*again)

    async def _slash(self, n: int, number: int) -> bool:
        """A command, which Slack sends once: False if nobody took it, which its sender is told."""
        async with self._turn:
            try:
                await self.all.slack.slash("/readout", f"search order{number}", channel=f"DU10{n}", user=f"U10{n}")
            except Unacknowledged:
                return False
        return True

    async def telegram(self, chat: int, number: int) -> None:
        """Somebody writes a command with that number."""
        server = self.all.telegram.server
        ada = {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        said = {"message_id": number, "date": int(real_now().timestamp()), "from": ada}
        await server.update(message=said | {"chat": server.chats[chat].json(), "text": f"/search order{number}"})

    async def _owe(self) -> None:
        while not self._ends.is_set():
            chats = [f"{kind}{_WRITE + n}" for kind in ("telegram:10", "slack:DU10") for n in range(_GET)]
            number = next(self._numbers)
            await owe(self.all.url, chats, real_now(), f"order{number}")
            for n, chat in enumerate(chats):
                self.owed[chat].append(number * 10 + n)
            await asyncio.sleep(_DUE)

    def arrived(self) -> dict[str, list[int]]:
        """The numbers in what each chat got, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for told in self.all.telegram.server.posts:
            found[f"telegram:{told.chat.id}"] += _numbers(told.text)
        for post in self.all.slack.slack.posts:
            found[f"slack:{post.channel}"] += _numbers(post.shown)
        return found

    def faults(self) -> list[str]:
        """What was lost, came twice or out of order."""
        came, found = self.arrived(), []
        for chat, numbers in (self.written | self.owed).items():
            times = Counter(came[chat])
            wrong = [number for number in numbers if times[number] != 1]
            found += [f"{chat}: {number} came {times[number]} times: {self._texts(chat, number)}" for number in wrong]
            if list(dict.fromkeys(came[chat])) != numbers:
                found.append(f"{chat}: out of order: {came[chat]}")
        return found

    def _texts(self, chat: str, number: int) -> list[str]:
        told = [(f"telegram:{post.chat.id}", post.text) for post in self.all.telegram.server.posts]
        told += [(f"slack:{post.channel}", post.shown) for post in self.all.slack.slack.posts]
        return [text for place, text in told if place == chat and number in _numbers(text)]

    def _lacking(self) -> bool:
        came = self.arrived()
        return any(set(numbers) - set(came[chat]) for chat, numbers in (self.written | self.owed).items())


def _numbers(text: str) -> list[int]:
    found = re.search(r"order(\d+)(?: (\d+))?", text)
    return [int("".join(each for each in found.groups() if each))] if found else []


async def _checked(program: Path, url: str) -> tuple[int | None, str]:
    """Status and words of `readout migrate --check` of a version."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "migrate", "--check"),
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},  # noqa: TID251 - a child needs it
        cwd=program,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def _schema(url: str) -> str | None:
    store = await connect(url)
    try:
        return await schema_version(store)
    finally:
        await store.close()


async def test_three_processes_are_replaced_one_by_one_and_the_earlier_version_comes_back(
    postgresql: str, tmp_path: Path
) -> None:
    later = made_in(tmp_path / "later", ADDS)
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        earlier = [await all_.start() for _ in range(3)]
        status, said = await _checked(later, url)
        assert (status, f"this version ({ADDS.schema}) adds to it" in said) == (0, True)
        load = Load(all_)
        async with load.runs():
            for each in earlier:
                await all_.start(later)
                assert await all_.end(each) == 0
            assert await _schema(url) == ADDS.schema
            assert (await side_by_side(url))[0]
            await all_.start()
            assert await all_.end(all_.running[0]) == 0
        assert load.faults() == []
        assert all_.refused == []


async def test_a_version_that_breaks_the_earlier_one_waits_for_its_end(postgresql: str, tmp_path: Path) -> None:
    later = made_in(tmp_path / "later", BREAKS)
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        earlier = await all_.start()
        status, said = await _checked(later, url)
        assert (status, "Processes of one version wait until those of the other have ended" in said) == (1, True)
        load = Load(all_)
        async with load.runs():
            new = await all_.start(later, waits=False)
            await all_.says(new, "standing by, another process has the database")
            assert await _schema(url) == SCHEMA
            assert await all_.end(earlier) == 0
            await all_.ready(new)
        assert await _schema(url) == BREAKS.schema
        assert load.faults() == []


async def test_processes_wait_for_the_end_of_a_version_that_knows_one_process_only(
    postgresql: str, tmp_path: Path
) -> None:
    """It has the database to itself by a lock; the new ones upgrade what it leaves, and serve."""
    async with fresh_database(postgresql, "template0") as url, replicas(url, tmp_path) as all_:
        store = await connect(url)
        await store.write(partial(make, "0003"))
        await store.close()
        async with only_sender(url):
            new = [await all_.start(waits=False) for _ in range(2)]
            for each in new:
                await all_.says(each, "standing by, another process has the database")
            load = Load(all_)
            writing = asyncio.create_task(load.telegram(100, 1))
            assert await _schema(url) == "0003"
        for each in new:
            await all_.ready(each)
        await writing
        load.written["telegram:100"] = [1]
        await load.arrived_all()
        assert await _schema(url) == SCHEMA
        assert load.faults() == []

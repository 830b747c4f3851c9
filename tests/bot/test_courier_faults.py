"""The courier while the database fails, words break and nothing is new: what else is due leaves all the same."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.cli import main
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.message import Message
from bot.run.wiring import now as real_now
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead, Subscription
from briefings.service import Briefings, open_briefings
from briefings.store import connect, only_sender
from briefings.store import subscriptions as rows
from tests.examples import scaled
from tests.fakes.databases import with_tables
from tests.fakes.deadline import HANGS

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
CHATS = [f"telegram:{number}" for number in range(1, 13)]


class Accepting:
    """A platform that accepts everything; its next sends may wait for a gate, or break in their rendering."""

    name = "telegram"

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def send(self, address: str, message: Message, key: str) -> str:
        assert message.plain()
        self.asked.set()
        await self.gate.wait()
        self.accepted.append(address)
        return str(len(self.accepted))

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        return None


class World:
    """Twelve chats with a reminder due, on an SQLite file that another process may hold."""

    def __init__(self, core: Briefings, file: Path) -> None:
        self.core, self.file, self.now, self.platform = core, file, NOW, Accepting()
        route = Route(self.platform, TokenBucket(100_000, lambda _: ChatLimit()))  # type: ignore[arg-type]
        self.courier = Courier(core, [route], lambda: self.now, longest_pause=0.05)
        self.scheduler = Scheduler(core, self.courier, lambda: self.now, timedelta(days=90))

    async def prepare(self) -> None:
        day = datetime(2026, 5, 1, tzinfo=UTC).date()
        event = await self.core.agenda.create("Harbour vote", EventDate(day, day, "day"), "x", NOW - timedelta(days=9))
        for chat in CHATS:
            await self.core.subscriptions.remind(chat, event.id, [Lead(7, "d")], chat, NOW - timedelta(days=9))
        await self.courier.start()
        await self.scheduler.tick()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.courier.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @contextmanager
    def held(self) -> Iterator[None]:
        """Another process writes for longer than anybody waits."""
        other = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    async def states(self) -> list[str]:
        return sorted({f"{d.state} {d.reason}".strip() for d in await self.core.outbox.latest(limit=100)})

    async def arrived(self, count: int) -> None:
        async with asyncio.timeout(HANGS):
            while len(self.platform.accepted) < count:  # noqa: ASYNC110 - a row tells nobody of its change
                await asyncio.sleep(0.01)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    file = tmp_path / "readout.db"
    async with open_briefings(with_tables(file), patience=0.01) as core:
        world = World(core, file)
        await world.prepare()
        yield world


async def test_a_database_that_fails_while_deliveries_are_claimed_costs_no_slot(world: World, caplog: Any) -> None:
    async with world.running():
        with world.held():
            async with asyncio.timeout(HANGS):
                while world.courier._lines["telegram"].failures < 10:
                    world.courier.wake()
                    await asyncio.sleep(0.01)
        await world.arrived(len(CHATS))
    assert sum("stumbled" in line for line in caplog.messages) == 1
    assert await world.states() == ["sent"]
    assert sorted(world.platform.accepted) == sorted(CHATS)


async def test_what_was_accepted_is_noted_as_sent_once_the_database_is_back(world: World, caplog: Any) -> None:
    world.platform.gate.clear()
    async with world.running():
        await asyncio.wait_for(world.platform.asked.wait(), HANGS)
        await asyncio.sleep(0.2)  # all eight are on their way
        with world.held():
            world.platform.gate.set()
            async with asyncio.timeout(HANGS):
                while not any("tried again" in line for line in caplog.messages):  # noqa: ASYNC110 - a log rings no bell
                    await asyncio.sleep(0.01)
        await world.arrived(len(CHATS))
        async with asyncio.timeout(HANGS):
            while await world.states() != ["sent"]:  # noqa: ASYNC110 - a row tells nobody of its change
                await asyncio.sleep(0.05)
    assert sorted(world.platform.accepted) == sorted(CHATS)


async def test_a_claim_that_was_committed_although_it_failed_is_handed_back_and_sent(world: World) -> None:
    """The connection is cut after the commit: whether it stands nobody knows, but that nothing has left is certain."""
    careful, times = world.core.outbox.claim, 0

    async def cut(*args: Any) -> bool:
        nonlocal times
        done = await careful(*args)
        times += 1
        if times == 1:
            raise OSError("the connection was cut")
        return done

    world.core.outbox.claim = cut  # type: ignore[method-assign, assignment]
    with pytest.raises(OSError, match="cut"):
        await world.courier.drain()
    await world.courier.drain()
    world.now += timedelta(seconds=10)
    await world.courier.drain()
    assert await world.states() == ["sent"]
    assert sorted(world.platform.accepted) == sorted(CHATS)


async def _unreadable(world: World, address: str, facts: str) -> None:
    store = await connect(f"sqlite:///{world.file}")

    def step(connection: Connection) -> None:
        connection.execute(text("INSERT INTO content (key, facts) VALUES (:facts, :facts)"), {"facts": facts})
        changed = text("UPDATE delivery SET content = (SELECT max(id) FROM content) WHERE address = :address")
        connection.execute(changed, {"address": address})

    await store.write(step)
    await store.close()


@pytest.mark.parametrize("facts", ['"words"', "nonsense"])
async def test_what_is_kept_and_cannot_be_read_stops_one_delivery_alone(world: World, caplog: Any, facts: str) -> None:
    await _unreadable(world, CHATS[2], facts)
    await world.courier.drain()
    assert sorted(world.platform.accepted) == sorted(set(CHATS) - {CHATS[2]})
    (broken,) = await world.core.outbox.latest(state="refused")
    assert (broken.address, broken.reason) == (CHATS[2], "its stored content can't be read")
    assert [record.message for record in caplog.records] == ["a row cannot be read and is set aside"]


@pytest.mark.parametrize("facts", ['{"kind": "gossip", "event": 1}', '{"kind": "reminder"}', "{}"])
async def test_words_that_cannot_be_made_stop_one_delivery_alone(world: World, caplog: Any, facts: str) -> None:
    await _unreadable(world, CHATS[2], facts)
    await world.courier.drain()
    assert sorted(world.platform.accepted) == sorted(set(CHATS) - {CHATS[2]})
    (broken,) = await world.core.outbox.latest(state="refused")
    assert (broken.address, broken.attempts) == (CHATS[2], 0)
    reference = broken.reason.removeprefix("its words could not be made (reference ").removesuffix(")")
    told = [record for record in caplog.records if getattr(record, "reference", "") == reference]
    assert len(told) == 1
    assert told[0].exc_info


async def test_a_view_that_breaks_is_refused_before_anything_is_claimed(world: World) -> None:
    await _unreadable(world, CHATS[0], '{"kind": "notice", "sender": 5, "reason": "no name"}')
    await world.courier.drain()
    assert len(world.platform.accepted) == len(CHATS) - 1
    assert [d.state for d in await world.core.outbox.latest(CHATS[0])] == ["refused"]


def _while_it_runs(home: Path, command: str) -> int:
    """The status of a command while a process has the database's lock."""

    async def asked() -> int:
        async with only_sender(f"sqlite:///{home}/readout.db"):
            return await asyncio.to_thread(main, [command])

    return asyncio.run(asked())


def test_health_and_doctor_name_a_chat_that_is_held_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    until = real_now() + timedelta(minutes=10)

    async def held() -> None:
        async with open_briefings(f"sqlite:///{home}/readout.db") as core:
            day, early = (real_now() + timedelta(days=7)).date(), real_now() - timedelta(days=20)
            event = await core.agenda.create("Vote", EventDate(day, day, "day"), "Ada", early)
            await core.subscriptions.remind("telegram:1", event.id, [Lead(8, "d")], "telegram:1", early)
            await core.outbox.take_over("telegram", real_now())
            await core.outbox.enqueue_due(["telegram"], real_now())
            await core.outbox.postpone("telegram:1", until)
            await core.outbox.ticked(real_now())

    asyncio.run(held())
    told = f"telegram:1 is held back until {until:%H:%M:%S} UTC: the platform had asked for a pause"
    assert _while_it_runs(home, "health") == 0
    assert told in capsys.readouterr().out
    _while_it_runs(home, "doctor")
    assert f"NOTE  telegram:1 is held back until {until:%Y-%m-%d %H:%M:%S} UTC" in capsys.readouterr().out


async def test_many_with_nothing_new_are_cancelled_and_the_next_one_leaves(tmp_path: Path) -> None:
    async with open_briefings(with_tables(tmp_path / "readout.db")) as core:
        begin = NOW - timedelta(days=1)
        days, due = frozenset(range(1, 8)), NOW.replace(hour=8, minute=0)

        def step(connection: Connection) -> None:
            for number in range(scaled(300, 1500)):
                chat = f"telegram:{number}"
                rows.add(connection, Subscription(0, chat, chat, days, time(8), "UTC", "", due, begin), chat, begin)

        await core.subscriptions._store.write(step)
        await core.outbox.take_over("telegram", NOW)
        await core.outbox.enqueue_due(["telegram"], NOW)
        assert await core.outbox.ready("telegram", NOW, 1) == []
        assert {d.state for d in await core.outbox.latest(limit=2000)} == {"cancelled"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("READOUT_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("beaten", "ticked", "status", "told"),
    [
        (2, 2, 1, "has not left"),
        (2, 300, 1, "last looked for"),
        (300, 2, 1, "sign of life"),
        (-31_000_000, 2, 1, "ahead: the clock was set back"),
        (2, -300, 1, "ahead: the clock was set back"),
    ],
)
def test_health_tells_what_stands_still(
    home: Path, capsys: pytest.CaptureFixture[str], beaten: int, ticked: int, status: int, told: str
) -> None:
    moment = real_now()

    async def stuck() -> None:
        async with open_briefings(f"sqlite:///{home}/readout.db") as core:
            chat, hours = "telegram:1", moment - timedelta(hours=2)
            day = (moment + timedelta(days=7)).date()
            event = await core.agenda.create("Vote", EventDate(day, day, "day"), "x", moment - timedelta(days=9))
            await core.subscriptions.remind(chat, event.id, [Lead(8, "d")], chat, moment - timedelta(days=9))
            await core.outbox.take_over("telegram", hours)
            await core.outbox.enqueue_due(["telegram"], moment)
            await core.outbox.ticked(moment - timedelta(seconds=ticked))
            await core.outbox.beat(["telegram"], moment - timedelta(seconds=beaten))

    asyncio.run(stuck())
    assert _while_it_runs(home, "health") == status
    assert told in capsys.readouterr().err


def test_health_tells_of_a_task_that_broke_and_for_ten_minutes_of_an_outage_that_is_over(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def alive(broke: int | None, until: int) -> None:
        async with open_briefings(f"sqlite:///{home}/readout.db") as core:
            moment = real_now()
            await core.outbox.take_over("telegram", moment)
            await core.outbox.ticked(moment)
            if broke is not None:
                await core.outbox.task_broke("slack", "7F3A", moment - timedelta(seconds=broke))
            end = moment - timedelta(seconds=until)
            await core.outbox.warn_of_outage([], end - timedelta(seconds=80), end, "It was full.")

    asyncio.run(alive(None, 300))
    assert _while_it_runs(home, "health") == 0
    assert "The database took no writes for 80 s, and has worked again for 30" in capsys.readouterr().out
    asyncio.run(alive(20, 700))
    assert _while_it_runs(home, "health") == 1
    assert re.match(r"The task slack broke 2\d s ago; the log has 7F3A\.", capsys.readouterr().err)
    asyncio.run(alive(90, 700))
    assert _while_it_runs(home, "health") == 0
    assert "writes" not in capsys.readouterr().out


def test_health_is_well_while_what_is_due_leaves(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def well() -> None:
        async with open_briefings(f"sqlite:///{home}/readout.db") as core:
            await core.outbox.take_over("telegram", real_now())
            await core.outbox.ticked(real_now())
            await core.outbox.hold("telegram", real_now() + timedelta(minutes=10))

    asyncio.run(well())
    assert _while_it_runs(home, "health") == 0
    out = capsys.readouterr().out
    assert out.startswith("OK: the courier's last sign of life was 0 s ago")
    assert re.search(r"Telegram asked for a pause until \d\d:\d\d:\d\d UTC", out)

"""A database that takes no writes for a while: admins are warned while it lasts and told after it, once each."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import DeliveryFailed
from bot.delivery.courier import Courier, Route
from bot.delivery.outage_alarm import OutageAlarm
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.delivery.write_probe import WriteProbe
from bot.message import Message
from briefings.errors import Broken
from briefings.service import Briefings, open_briefings
from tests.fakes.databases import with_tables
from tests.fakes.small_disk import leave_room
from tests.fakes.town import at

ADMIN, OTHER = "telegram:7", "telegram:8"
START = at("2026-03-01T12:00")

Outage = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process writes for longer than anybody waits."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def gone(file: Path) -> Iterator[None]:
    """The database's file is somewhere else."""
    file.rename(file.with_name("away"))
    yield
    file.with_name("away").rename(file)


class HostChecks:
    """A Readout that ticks every ten seconds of a clock that it moves itself."""

    name = "telegram"

    def __init__(self, core: Briefings, file: Path) -> None:
        self.core, self.file, self.now = core, file, START
        self.running = 0.0  # seconds, by the monotonic clock
        self.refusal: DeliveryFailed | None = None
        self.came: list[str] = []
        self.warned: list[str] = []
        route = Route(self, TokenBucket(100_000, lambda _: ChatLimit()))  # type: ignore[arg-type]
        self.courier = Courier(core, [route], lambda: self.now, monotonic=lambda: self.running)
        self.alarm = OutageAlarm(
            core, [ADMIN, "slack:U1"], ["telegram"], self.direct, "Europe/Oslo", lambda: self.running
        )
        self.scheduler = Scheduler(core, self.courier, lambda: self.now, timedelta(days=90), alarm=self.alarm)

    async def direct(self, person: str, message: Message) -> None:
        self.warned.append(f"{person} {message.plain()}")
        if self.refusal is not None:
            raise self.refusal

    async def send(self, address: str, message: Message, key: str) -> str:
        self.came.append(f"{address} {message.plain()}")
        return str(len(self.came))

    async def live(self, seconds: int) -> None:
        """Ticks for so long, and waits for the warnings that a tick begins."""
        for _ in range(0, seconds, 10):
            await self.scheduler.tick()
            await self.alarm.join()
            self.now += timedelta(seconds=10)
            self.running += 10

    async def recover(self) -> None:
        await self.live(30)
        await self.courier.drain()


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[HostChecks]:
    file = tmp_path / "readout.db"
    async with open_briefings(with_tables(file), patience=0.01) as core:
        machine = HostChecks(core, file)
        await machine.courier.start()
        invited = await core.people.invite("admin", timedelta(days=1), "Ada", START)
        await core.people.accept(invited.code, OTHER, OTHER, "Grace", START)
        await machine.live(20)
        yield machine


@pytest.mark.parametrize(
    ("outage", "reason"),
    [(locked, "another process has locked it. End that process"), (gone, "The database file is missing.")],
)
async def test_after_an_outage_of_more_than_a_minute_the_admins_are_told_once(
    machine: HostChecks, outage: Outage, reason: str
):
    with outage(machine.file):
        await machine.live(90)
    await machine.recover()
    assert sorted(each.split()[0] for each in machine.came) == [ADMIN, OTHER]
    for told in machine.came:
        assert "from Sunday 1 March 2026, 12:00 UTC to Sunday 1 March 2026, 12:01 UTC" in told
        assert reason in told
    assert machine.warned == []
    begin, end = START + timedelta(seconds=20), START + timedelta(seconds=110)
    assert await machine.core.outbox.last_outage() == (begin, end)


async def test_a_short_outage_is_noted_and_told_to_nobody(machine: HostChecks):
    with locked(machine.file):
        await machine.live(50)
    await machine.recover()
    assert (machine.came, machine.warned) == ([], [])
    assert await machine.core.outbox.last_outage() is not None


@pytest.mark.parametrize("outage", [locked, gone])
async def test_admins_are_warned_once_while_a_long_outage_lasts(machine: HostChecks, outage: Outage):
    with outage(machine.file):
        await machine.live(120)
        assert machine.warned == []
        await machine.live(900)
    assert sorted(each.split()[0] for each in machine.warned) == [ADMIN, OTHER]
    assert all("The database" in each for each in machine.warned)


async def test_a_disk_that_takes_only_small_writes_is_warned_of_though_nobody_writes_more(machine: HostChecks):
    await leave_room(machine.core, 2)
    await machine.live(150)
    assert machine.warned == []
    await machine.live(60)
    assert sorted(each.split()[0] for each in machine.warned) == [ADMIN, OTHER]
    assert all("The database's disk is full." in each for each in machine.warned)
    await leave_room(machine.core, 10_000)
    await machine.recover()
    assert sorted(each.split()[0] for each in machine.came) == [ADMIN, OTHER]


async def test_a_probe_that_fails_is_logged_once_in_ten_minutes_and_its_end_once(
    machine: HostChecks, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    probe = WriteProbe(machine.core, lambda: machine.running)
    await probe.write(machine.now)
    await leave_room(machine.core, 2)
    for _ in range(15 * 60):
        machine.running += 1
        with suppress(Broken):
            await probe.write(machine.now)
    assert probe.fails
    await leave_room(machine.core, 10_000)
    await probe.write(machine.now)
    assert not probe.fails
    told = [
        (each.levelname, each.getMessage(), each.seconds)
        for each in caplog.records
        if each.name == "bot.delivery.write_probe"
    ]
    assert told == [
        ("WARNING", "the database takes no writes", 0),
        ("WARNING", "the database takes no writes", 600),
        ("INFO", "the database took a write again", 840),
    ]


async def test_outages_that_follow_closely_are_warned_of_once(machine: HostChecks):
    for minutes, warned in ((5, 2), (5, 2), (40, 4)):
        with locked(machine.file):
            await machine.live(60 * minutes)
        await machine.recover()
        assert len(machine.warned) == warned


@pytest.mark.parametrize(("kind", "times"), [("retry", 9), ("doubt", 1), ("dead", 1)])
async def test_a_warning_is_repeated_only_where_it_certainly_did_not_arrive(machine: HostChecks, kind: str, times: int):
    machine.refusal = DeliveryFailed("No connection", kind)  # type: ignore[arg-type]
    with locked(machine.file):
        await machine.live(630)
        assert len(machine.warned) == 2 * times
        machine.refusal = None
        await machine.live(600)
    assert len(machine.warned) == 2 * (times + (kind == "retry"))


@pytest.mark.parametrize("hours", [-3, 3], ids=["back", "forward"])
async def test_a_clock_that_is_set_neither_raises_the_alarm_nor_silences_it(machine: HostChecks, hours: int):
    with locked(machine.file):
        await machine.live(30)
        machine.now += timedelta(hours=hours)
        await machine.live(20)
    await machine.recover()
    assert (machine.came, machine.warned) == ([], [])
    with locked(machine.file):
        await machine.live(30)
        machine.now -= timedelta(hours=hours)
        await machine.live(120)
    assert sorted(each.split()[0] for each in machine.warned) == [ADMIN, OTHER]
    end = machine.now
    await machine.recover()
    assert await machine.core.outbox.last_outage() == (end - timedelta(seconds=150), end)
    assert sorted(each.split()[0] for each in machine.came) == [ADMIN, OTHER]

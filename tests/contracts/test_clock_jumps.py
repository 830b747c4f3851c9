"""A clock that jumps: nothing is done by it until it has lasted; what it left behind is reckoned anew."""

from datetime import datetime, time, timedelta

import pytest

from bot.delivery.clock_check import ClockCheck
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.message import Message
from briefings.errors import BadInput
from briefings.model.delivery import Lead
from briefings.service import Briefings
from tests.examples import scaled
from tests.fakes.town import ALL_DAYS, SOMEONE, at, on

HERE, ADMIN = "telegram:1", "telegram:7"
YEAR, DAY = timedelta(days=365), timedelta(days=1)
NOTE = "Report {number} on the harbour\n\nSummary\nThe harbour was dredged again, report {number} says.\n"


class HostChecks:
    """A machine whose clock is off by `off` from the time that really is, and a Readout on it that may be restarted."""

    name = "telegram"

    def __init__(self, core: Briefings, real: datetime) -> None:
        self.core, self.real, self.off = core, real, timedelta()
        self.came: list[str] = []

    @property
    def now(self) -> datetime:
        return self.real + self.off

    async def send(self, address: str, message: Message, key: str) -> str:
        self.came.append(f"{address} {message.plain().splitlines()[0]}")
        return str(len(self.came))

    async def start(self) -> None:
        pacer = TokenBucket(100_000, lambda _: ChatLimit())
        watch = ClockCheck(
            await self.core.outbox.newest(), lambda: (self.real - at("2026-01-01T00:00")).total_seconds()
        )
        self.courier = Courier(self.core, [Route(self, pacer)], lambda: self.now)  # type: ignore[arg-type]
        await self.courier.start()
        keep = timedelta(days=90)
        self.scheduler = Scheduler(self.core, self.courier, lambda: self.now, keep, (), (ADMIN,), watch)

    async def live(self, span: timedelta, step: timedelta | None = None) -> list[str]:
        """Ticks for so long, each four seconds or so many times at most; what came meanwhile."""
        before, until = len(self.came), self.real + span
        step = step or max(timedelta(seconds=4), span / scaled(10, 60))
        while self.real < until:
            self.real += step
            await self.scheduler.tick()
            await self.courier.drain()
            await self.core.outbox.beat(["telegram"], self.now)
        return self.came[before:]

    async def agrees(self) -> None:
        """What /schedule tells is what the rows say."""
        (order,) = await self.core.subscriptions.of(HERE)
        found = await self.core.schedule.next_digest(HERE, self.now)
        assert found is not None
        assert found[1].at == order.due_at


@pytest.fixture
async def machine(core: Briefings) -> HostChecks:
    """A digest each day at 09:00, and a reminder a day before the third of March."""
    machine = HostChecks(core, at("2026-03-01T12:00"))
    await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(9), "UTC", "", SOMEONE, machine.now)
    event = await core.agenda.create("Regatta", on("2026-03-03"), SOMEONE, machine.now)
    await core.subscriptions.remind(HERE, event.id, [Lead(1, "d")], SOMEONE, machine.now)
    await core.library.add("report.txt", NOTE.format(number=1).encode(), machine.now + timedelta(hours=1))
    await machine.start()
    await machine.live(timedelta(seconds=20))
    return machine


@pytest.fixture
async def imported(core: Briefings) -> HostChecks:
    """What was ordered half an hour ago, in a database on which no service has run."""
    machine = HostChecks(core, at("2026-03-01T12:00"))
    await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(9), "UTC", "", SOMEONE, machine.now)
    event = await core.agenda.create("Regatta", on("2026-03-03"), SOMEONE, machine.now)
    await core.subscriptions.remind(HERE, event.id, [Lead(1, "d")], SOMEONE, machine.now)
    await core.library.add("report.txt", NOTE.format(number=1).encode(), machine.now + timedelta(minutes=9))
    machine.real += timedelta(minutes=30)
    return machine


@pytest.mark.parametrize("starts", [1, 3])
@pytest.mark.parametrize("restarts", [False, True])
async def test_a_first_start_with_a_wrong_clock_changes_nothing(imported: HostChecks, starts: int, restarts: bool):
    """However often it is started by that clock before it has lasted a minute."""
    imported.off = YEAR
    for _ in range(starts):
        await imported.start()
        assert await imported.live(timedelta(seconds=10)) == []
    assert await imported.core.outbox.latest() == []
    imported.off = timedelta()
    if restarts:
        await imported.start()
    await imported.live(timedelta(seconds=4))
    await imported.agrees()
    assert len(await _next_morning(imported)) == 2


async def test_what_a_first_start_with_a_wrong_clock_did_is_mended_by_the_next_one(imported: HostChecks):
    imported.off = YEAR
    await imported.start()
    await imported.live(timedelta(minutes=3))
    imported.off = timedelta()
    await imported.start()
    await imported.live(timedelta(seconds=70))
    await imported.agrees()
    assert any(each.startswith(f"{HERE} Regatta") for each in await _next_morning(imported))


async def _next_morning(machine: HostChecks) -> list[str]:
    came = await machine.live(at("2026-03-02T09:30") - machine.real)
    return [each for each in came if each.startswith(HERE)]


@pytest.mark.parametrize("off", [YEAR, -YEAR, timedelta(days=40)])
async def test_a_clock_that_is_off_for_eight_seconds_at_a_start_changes_nothing(machine: HostChecks, off: timedelta):
    machine.off = off
    await machine.start()
    assert await machine.live(timedelta(seconds=8)) == []
    assert await machine.core.outbox.latest() == []
    machine.off = timedelta()
    (told,) = await machine.live(timedelta(seconds=8))
    assert told == f"{ADMIN} The machine's clock jumped"
    await machine.agrees()
    assert len(await _next_morning(machine)) == 2


@pytest.mark.parametrize("off", [YEAR, -YEAR])
@pytest.mark.parametrize("ticked", [False, True])
async def test_nothing_is_ordered_by_a_clock_that_may_be_wrong(machine: HostChecks, off: timedelta, ticked: bool):
    orders, later = machine.core.subscriptions, timedelta(hours=2)
    machine.off = off
    if ticked:
        await machine.live(timedelta(seconds=8))
    for order in (
        lambda: orders.snooze(HERE, 1, machine.now + later, SOMEONE, machine.now),
        lambda: orders.remind(HERE, 1, [Lead(2, "h")], SOMEONE, machine.now),
        lambda: orders.subscribe(HERE, HERE, ALL_DAYS, time(10), "UTC", "", SOMEONE, machine.now),
    ):
        with pytest.raises(BadInput, match="clock"):
            await order()
    machine.off = timedelta()
    await machine.live(timedelta(seconds=8))
    await orders.snooze(HERE, 1, machine.now + later, SOMEONE, machine.now)
    came = await machine.live(2 * later)
    assert [each for each in came if each.startswith(f"{HERE} Regatta")]


async def test_a_clock_that_was_set_right_for_good_is_believed_after_a_minute(machine: HostChecks):
    machine.off = YEAR
    await machine.live(timedelta(minutes=2))
    await machine.core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(10), "UTC", "", SOMEONE, machine.now)
    assert len(await machine.core.subscriptions.of(HERE)) == 2


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_a_clock_that_was_off_for_long_left_behind_is_reckoned_anew(machine: HostChecks, restarts: bool):
    machine.off = YEAR
    await machine.live(timedelta(minutes=3))
    states = {d.kind: d.state for d in await machine.core.outbox.latest(HERE)}
    assert states == {"digest": "sent", "reminder": "expired"}
    await machine.core.library.add("more.txt", NOTE.format(number=2).encode(), at("2026-03-01T18:00"))
    machine.off = timedelta()
    if restarts:
        await machine.start()
    await machine.live(timedelta(minutes=2))
    await machine.agrees()
    assert len(await _next_morning(machine)) == 2
    came = {(d.kind, d.state) for d in await machine.core.outbox.latest(HERE) if d.due_at < machine.now}
    assert came >= {("digest", "sent"), ("reminder", "sent")}
    await machine.agrees()


async def test_a_clock_that_is_set_back_by_hours_repeats_nothing(machine: HostChecks):
    assert len(await _next_morning(machine)) == 2
    machine.off = -timedelta(hours=3)
    assert await machine.live(timedelta(hours=4)) == []
    await machine.agrees()


async def test_after_an_outage_of_days_what_is_due_comes_once_the_clock_has_lasted(machine: HostChecks):
    machine.real += 2 * DAY
    await machine.start()
    assert await machine.live(timedelta(seconds=40)) == []
    came = await machine.live(timedelta(seconds=60))
    assert sorted(each.partition(" ")[0] for each in came) == [HERE, HERE, ADMIN][: len(came)]
    assert f"{ADMIN} The machine's clock jumped" in came
    await machine.agrees()


def test_a_watch_believes_a_restart_within_a_day_at_once() -> None:
    now = at("2026-03-01T12:00")
    assert ClockCheck(now - timedelta(hours=20), lambda: 5.0).judge(now) == "right"
    assert ClockCheck(now + timedelta(hours=2), lambda: 5.0).judge(now) == "stepped"
    assert ClockCheck(None, lambda: 5.0).judge(now) == "right"

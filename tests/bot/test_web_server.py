"""Health and metrics as a real HTTP client on loopback reads them."""

import asyncio
import json
import logging
import socket
import sqlite3
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from typing import cast

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as families

from bot.chat import DeliveryFailed, NoIntake, Platform, Request
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import DatabaseIntake, PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.http_updates import PATHS, HttpReply, HttpUpdate
from bot.message import Message
from bot.web.health import ANSWER_SECONDS, health_routes
from bot.web.metrics import ErrorCount, Metrics, Scrape
from bot.web.server import Running, Service, serve_web
from bot.web.update_routes import receiver_routes
from briefings.errors import Broken, Unavailable
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.intake import Update
from briefings.service import SAMPLE, Briefings, open_briefings
from tests.fakes.busy_readers import no_reads
from tests.fakes.databases import with_tables
from tests.fakes.deadline import HANGS
from tests.fakes.small_disk import leave_room

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
SECRET_CHAT = "telegram:987654"
ALL_OK = {"database": "ok", "intake": "ok", "courier telegram": "ok", "platform telegram": "ok"}


class FakePlatform:
    """Accepts messages, fails as `failure` says, and hangs in `find` while `stuck` is set."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.failure: DeliveryFailed | None = None
        self.stuck = False

    async def send(self, address: str, message: Message, key: str) -> str:
        if self.failure:
            raise self.failure
        return "1"

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        if self.stuck:
            await asyncio.Event().wait()
        raise DeliveryFailed("there is no way to look", "refused")


class World:
    """A service with its web server, on one database file."""

    def __init__(self, core: Briefings, names: tuple[str, ...] = ("telegram",)) -> None:
        self.core, self.now = core, NOW
        self.platforms = {name: FakePlatform(name) for name in names}
        self.metrics, self.service = Metrics(), Service(self.look)
        self.scrape, self.database = Scrape(self.metrics), "ok"
        routes = [
            Route(cast(Platform, each), TokenBucket(20, lambda _: ChatLimit())) for each in self.platforms.values()
        ]
        self.courier = Courier(core, routes, self.clock, settled=self.metrics.delivered)
        self.scheduler = Scheduler(core, self.courier, self.clock, timedelta(days=90))
        self.conversation = Conversation(core, Roles(frozenset(), frozenset()), self.clock, {})
        self.patience = timedelta(seconds=60)
        self.port = 0
        self.client: aiohttp.ClientSession

    def clock(self) -> datetime:
        return self.now

    async def look(self) -> str:
        """How the database is while nothing runs."""
        return self.database

    async def start(self, leaving: AsyncExitStack, *, health_seconds: float = ANSWER_SECONDS) -> None:
        parts = (health_routes(health_seconds), self.scrape.routes())
        self.port = await leaving.enter_async_context(serve_web("127.0.0.1", 0, self.service, parts))
        self.client = await leaving.enter_async_context(aiohttp.ClientSession())
        await self.courier.start()
        await self.scheduler.tick()

    def serve(self) -> None:
        running = Running(self.core, self.conversation, self.courier, self.clock, self.patience)
        self.service.running = replace(running, intake_fails=self.metrics.intake_fails)

    async def get(self, path: str, accept: str = "") -> tuple[int, str, aiohttp.ClientResponse]:
        async with self.client.get(f"http://127.0.0.1:{self.port}{path}", headers={"Accept": accept}) as answer:
            return answer.status, await answer.text(), answer

    async def ready(self) -> tuple[int, dict[str, str]]:
        async with self.client.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
            told = await answer.json()
            assert told["ready"] == (answer.status == 200)
            return answer.status, told["checks"]

    async def value(self, name: str, **labels: str) -> float:
        _, text, _ = await self.get("/metrics")
        return next(s.value for f in families(text) for s in f.samples if s.name == name and s.labels == labels)

    async def counted(self, name: str, **labels: str) -> float:
        """A value after the database was asked anew, which is otherwise done every five seconds."""
        self.scrape._counted_until = 0.0
        return await self.value(name, **labels)

    async def remind(self, address: str = SECRET_CHAT) -> None:
        """Orders a reminder that is due now."""
        day = (self.now + timedelta(days=2)).date()
        event = await self.core.agenda.create("Harbour vote", EventDate(day, day, "day"), address, self.now)
        await self.core.subscriptions.remind(address, event.id, [Lead(2, "d")], address, self.now - timedelta(days=3))
        await self.scheduler.tick()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(with_tables(tmp_path / "readout.db")))
        world = World(core)
        await world.start(leaving)
        world.serve()
        yield world


async def test_a_database_with_room_for_small_rows_alone_is_not_ready_once_a_larger_one_failed(world: World):
    await leave_room(world.core, 2)
    assert await world.ready() == (200, ALL_OK)
    with pytest.raises(Broken, match="disk is full"):
        await world.core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)
    assert await world.ready() == (503, {"database": "fails"})
    assert await world.ready() == (503, {"database": "fails"})
    await leave_room(world.core, 10_000)
    assert (await world.ready())[0] == 200
    assert (await world.core.library.add(SAMPLE.name, SAMPLE.read_bytes(), NOW)).analysis.id == 1


class FullIntake(NoIntake):
    """Can store no update while it is full."""

    full = True

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        if self.full:
            raise Broken("The database's disk is full.")
        return await super().keep(updates)


async def test_a_process_that_leads_nothing_finds_out_too_that_the_database_has_no_room(world: World):
    scheduler = Scheduler(world.core, world.courier, world.clock, timedelta(days=90), leads=False)
    await scheduler.tick()
    assert await world.counted("readout_database_up") == 1
    await leave_room(world.core, 2)
    world.courier.probe._room_at = -inf  # long ago
    await scheduler.tick()
    assert await world.counted("readout_database_up") == 0
    assert await world.value("readout_platform_up", platform="telegram") == 1
    await leave_room(world.core, 10_000)
    await scheduler.tick()
    assert await world.counted("readout_database_up") == 1


async def test_a_process_that_cannot_store_updates_is_not_ready(world: World) -> None:
    full = FullIntake()
    intake = world.metrics.observed(full)
    with pytest.raises(Broken):
        await intake.keep([])
    status, checks = await world.ready()
    assert (status, checks["database"], checks["intake"]) == (503, "ok", "stores no updates")
    full.full = False
    await intake.keep([])
    assert (await world.ready())[0] == 200


async def test_a_process_that_stands_by_is_alive_and_not_ready(world: World) -> None:
    world.service.running = None
    status, text, answer = await world.get("/healthz")
    assert (status, text) == (200, '{"alive": true}')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert await world.ready() == (503, {"service": "standing by", "database": "ok"})
    assert await world.value("readout_serving") == 0
    assert await world.value("readout_database_up") == 1


async def test_a_process_that_waits_for_its_database_says_so_and_its_ages_grow(world: World) -> None:
    assert await world.counted("readout_database_up") == 1
    ticked, beaten = await world.value("readout_tick_age_seconds"), await _beat_age(world)
    world.service.running, world.database = None, "fails"
    world.now += timedelta(seconds=40)
    await asyncio.sleep(0.1)
    assert await world.ready() == (503, {"service": "standing by", "database": "fails"})
    assert await world.value("readout_database_up") == 0
    assert await world.value("readout_tick_age_seconds") == ticked + 40
    assert await _beat_age(world) >= beaten + 0.1
    _, text, _ = await world.get("/metrics")
    assert "readout_platform_up{" not in text  # nobody knows
    assert "readout_processes{" not in text


async def test_a_process_that_never_ran_shows_no_age_and_no_clock(world: World) -> None:
    world.service.running, world.database = None, "fails"
    _, text, _ = await world.get("/metrics")
    assert "readout_tick_age_seconds " not in text
    assert "readout_clock_difference_seconds " not in text
    world.serve()
    assert await world.counted("readout_tick_age_seconds") == 0
    assert await world.value("readout_clock_difference_seconds") == 0


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/nowhere", "/robots.txt"])
async def test_no_answer_names_the_software_and_its_version(world: World, path: str) -> None:
    _, _, answer = await world.get(path)
    assert "Server" not in answer.headers


async def _beat_age(world: World) -> float:
    return await world.value("readout_courier_beat_age_seconds", platform="telegram")


async def test_a_database_that_fails_is_seen_at_the_next_count_and_so_is_its_end(world: World, tmp_path: Path) -> None:
    assert await world.counted("readout_database_up") == 1
    (tmp_path / "readout.db").rename(tmp_path / "gone.db")
    assert await world.counted("readout_database_up") == 0
    (tmp_path / "gone.db").rename(tmp_path / "readout.db")
    assert await world.counted("readout_database_up") == 1


async def test_a_platform_out_of_reach_is_told_though_nothing_is_due(world: World) -> None:
    outage = (world.courier.refused, world.courier.reached, None, world.courier.unreached)
    events = PlatformEventLog(world.core, world.clock, *outage)
    assert await world.counted("readout_platform_up", platform="telegram") == 1
    await events.trouble("telegram", "Telegram cannot be reached")
    assert (await world.ready())[1]["platform telegram"] == "unreachable"
    assert await world.counted("readout_platform_up", platform="telegram") == 0
    await events.trouble("telegram", None)
    assert (await world.ready())[1]["platform telegram"] == "ok"
    assert await world.counted("readout_platform_up", platform="telegram") == 1
    await events.close(0)


async def test_a_process_that_receives_nothing_itself_knows_that_of_the_one_that_does(world: World) -> None:
    [row] = await world.core.outbox.couriers.serving()
    for connected in (False, True, None):
        await world.core.outbox.beat(("telegram",), world.now, row.epoch, connected=connected)
        assert await world.counted("readout_platform_up", platform="telegram") == (connected is not False)


async def test_a_heartbeat_tells_at_once_whether_the_connection_works(world: World) -> None:
    running = asyncio.create_task(world.courier.run())
    try:
        for works, note in ((False, world.courier.unreached), (True, world.courier.reached)):
            note("telegram")
            async with asyncio.timeout(HANGS):
                while (await world.core.outbox.couriers.serving())[0].connected is not works:  # noqa: ASYNC110 - a row
                    await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_settings_that_differ_between_processes_are_a_warning(world: World) -> None:
    outbox = world.core.outbox
    assert (await _warnings(world)) == []
    for place, zone in (("one:1", "a"), ("two:2", "b"), ("three:3", "a")):
        await outbox.take_over(
            "slack" if place == "two:2" else "telegram", NOW, place=place, settings=f'{{"Z": "{zone}"}}'
        )
        if place == "one:1":
            assert (await _warnings(world)) == []
    status, _ = await world.ready()
    assert (status, await _warnings(world)) == (200, ["Z isn't the same in three:3 and in two:2."])


async def _warnings(world: World) -> list[str]:
    async with world.client.get(f"http://127.0.0.1:{world.port}/readyz") as answer:
        return list((await answer.json())["warnings"])


async def test_a_service_in_which_all_is_well_is_ready(world: World) -> None:
    ok = {"database": "ok", "intake": "ok", "courier telegram": "ok", "platform telegram": "ok"}
    assert await world.ready() == (200, ok)


async def test_a_service_that_leaves_is_not_ready_but_answers_and_keeps_no_connection(world: World) -> None:
    world.serve()
    world.service.leaving = True
    status, told, answer = await world.get("/readyz")
    assert (status, json.loads(told)["checks"]) == (503, {"service": "stopping"})
    status, _, answer = await world.get("/healthz")
    assert (status, answer.headers["Connection"]) == (200, "close")
    await world.service.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await world.get("/healthz")


async def test_a_server_that_stops_ends_idle_connections_and_waits_for_requests() -> None:
    begun, go_on, service = asyncio.Event(), asyncio.Event(), Service()

    async def slow(_request: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="done")

    async with (
        serve_web("127.0.0.1", 0, service, [[web.get("/slow", slow)]]) as port,
        aiohttp.ClientSession() as client,
        asyncio.timeout(HANGS),
    ):
        idle, writer = await asyncio.open_connection("127.0.0.1", port)
        asking = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/slow"))
        await begun.wait()
        stopping = asyncio.ensure_future(service.stop())
        assert await idle.read() == b""
        writer.close()
        assert not stopping.done()
        go_on.set()
        assert await (await asking).text() == "done"
        await stopping


async def test_a_database_that_fails_is_told_by_both(world: World, tmp_path: Path) -> None:
    assert await world.value("readout_database_up") == 1
    (tmp_path / "readout.db").rename(tmp_path / "gone.db")
    assert await world.ready() == (503, {"database": "fails"})


async def test_the_courier_has_to_beat_itself_however_often_the_clock_ticks(world: World) -> None:
    """What hangs is a look for a doubtful message; the scheduler goes on writing what is due."""
    world.platforms["telegram"].failure = DeliveryFailed("the connection was cut", "doubt")
    world.platforms["telegram"].stuck = True
    world.patience = timedelta(seconds=0.3)
    world.serve()
    running = asyncio.create_task(world.courier.run())
    try:
        await world.remind()
        async with asyncio.timeout(HANGS):
            while not await world.core.outbox.latest(state="in_doubt"):  # noqa: ASYNC110 - a row tells nobody
                await asyncio.sleep(0.01)
            world.now += timedelta(minutes=5)  # now it is time to look for the message
            checks: dict[str, str] = {}
            while all(found == "ok" for found in checks.values()):
                await world.core.outbox.beat(("telegram",), world.now)  # another process's sign of life is none of ours
                await world.scheduler.tick()
                status, checks = await world.ready()
                await asyncio.sleep(0.05)
        assert status == 503
        assert checks["database"] == "ok"
        assert "The courier for Telegram ended no round" in checks["courier telegram"]
        assert await world.value("readout_courier_beat_age_seconds", platform="telegram") > 0.3
    finally:
        world.platforms["telegram"].stuck = False
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_courier_that_never_starts_is_told(tmp_path: Path) -> None:
    """It waits for something before its first round, while another process sends."""
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(with_tables(tmp_path / "readout.db")))
        world = World(core, ("telegram",))
        await world.start(leaving)
        hanging = Courier(core, list(world.courier.routes.values()), world.clock)
        world.patience = timedelta(seconds=0.2)
        world.service.running = Running(core, world.conversation, hanging, world.clock, world.patience)
        await asyncio.sleep(0.3)
        status, checks = await world.ready()
        assert (status, "ended no round" in checks["courier telegram"]) == (503, True)


async def test_each_process_that_sends_shows_its_heartbeat(world: World) -> None:
    first = await world.core.outbox.take_over("telegram", world.now, place="quay:1")
    await world.core.outbox.beat(("telegram",), world.now - timedelta(minutes=5), first)
    async with world.client.get(f"http://127.0.0.1:{world.port}/readyz") as answer:
        told = (await answer.json())["processes"]
    assert told == [{"place": "quay:1", "platform": "telegram", "beat_seconds": 300.0}]
    assert await world.value("readout_processes", platform="telegram", heartbeat="overdue") == 1
    await world.core.outbox.beat(("telegram",), world.now, first)
    assert await world.counted("readout_processes", platform="telegram", heartbeat="recent") == 1


async def test_one_platform_that_refuses_the_account_leaves_a_service_with_two_ready(tmp_path: Path) -> None:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(with_tables(tmp_path / "readout.db")))
        world = World(core, ("telegram", "slack"))
        await world.start(leaving)
        world.serve()
        await world.courier.refused("slack", "invalid_auth")
        status, checks = await world.ready()
        assert (status, checks["platform slack"], checks["platform telegram"]) == (200, "account refused", "ok")
        assert await world.value("readout_platform_up", platform="slack") == 0
        assert await world.value("readout_platform_up", platform="telegram") == 1
        await core.outbox.set_outage("telegram", "no route")
        status, checks = await world.ready()
        assert (status, checks["platform telegram"]) == (503, "unreachable")


async def test_a_service_whose_only_platform_refuses_the_account_goes_on_showing_pages(world: World) -> None:
    world.serve()
    await world.courier.refused("telegram", "Unauthorized")
    status, checks = await world.ready()
    assert (status, checks["platform telegram"]) == (200, "account refused")
    await world.remind()
    world.now += timedelta(minutes=5)
    await world.scheduler.tick()
    await world.core.outbox.beat(("telegram",), world.now)
    await world.core.outbox.set_trouble("telegram", "")  # it is tried again, which takes a while
    status, checks = await world.ready()
    assert (status, checks["courier telegram"]) == (200, "ok")


async def test_a_database_that_takes_writes_and_tells_nothing_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with AsyncExitStack() as leaving:
        core = await leaving.enter_async_context(open_briefings(with_tables(tmp_path / "readout.db")))
        world = World(core)
        await world.start(leaving, health_seconds=0.2)
        world.serve()
        async with asyncio.timeout(HANGS), no_reads(core):
            status, checks = await world.ready()
            assert (status, checks["courier telegram"], checks["platform telegram"]) == (200, "ok", "ok")
            writer = sqlite3.connect(tmp_path / "readout.db", isolation_level=None)
            writer.execute("BEGIN IMMEDIATE")
            assert await world.ready() == (503, {"database": "takes no writes"})
            writer.close()


async def test_deliveries_are_counted_by_state_and_platform_and_never_name_a_chat(world: World) -> None:
    await world.remind()
    assert await world.value("readout_deliveries", platform="telegram", state="pending") == 1
    assert await world.value("readout_deliveries_due", platform="telegram") == 1
    world.now += timedelta(seconds=40)
    await world.courier.drain()
    world.platforms["telegram"].failure = DeliveryFailed("cut", "doubt")
    await world.remind("telegram:55")
    await world.courier.drain()
    assert await world.counted("readout_deliveries", platform="telegram", state="sent") == 1
    assert await world.value("readout_deliveries", platform="telegram", state="in_doubt") == 1
    assert await world.value("readout_deliveries_settled_total", platform="telegram", state="sent") == 1
    assert await world.value("readout_deliveries_settled_total", platform="telegram", state="in_doubt") == 1
    late = await world.value("readout_delivery_lateness_seconds_sum", platform="telegram")
    assert late >= 40
    _, text, _ = await world.get("/metrics")
    assert "987654" not in text
    assert "Harbour" not in text


async def test_the_number_of_series_does_not_grow_with_chats_updates_and_errors(world: World) -> None:
    intake = world.metrics.observed(DatabaseIntake(world.core, world.clock))
    answer = world.metrics.timed(world.conversation.answer)
    errors, log = ErrorCount(world.metrics), logging.getLogger("bot.web.server")
    log.addHandler(errors)

    async def round_of(number: int) -> None:
        address = f"telegram:{1000 + number}"
        update = Update(f"telegram:{number}", "telegram", address, address, "{}", world.now)
        await intake.keep([update])
        await answer(Request(address, address, "help", world.now, private=True))
        await intake.finish(update.name)
        log.error("something broke", extra={"reference": f"{number:06X}"})

    try:
        await round_of(1)
        _, first, _ = await world.get("/metrics")
        for number in range(2, 30):
            await round_of(number)
        _, last, _ = await world.get("/metrics")
    finally:
        log.removeHandler(errors)
    assert [_series(line) for line in first.splitlines()] == [_series(line) for line in last.splitlines()]
    assert await world.value("readout_updates_open", platform="telegram") == 0
    assert await world.value("readout_update_seconds_count", platform="telegram") == 29
    assert await world.value("readout_answer_seconds_count", platform="telegram") == 29


def _series(line: str) -> str:
    return line if line.startswith("#") else line.rpartition(" ")[0]


async def test_an_update_that_waits_is_counted_as_open(world: World) -> None:
    intake = world.metrics.observed(DatabaseIntake(world.core, world.clock))
    await intake.keep([Update("telegram:9", "telegram", "telegram:1", "telegram:1", "{}", world.now)])
    assert await world.value("readout_updates_open", platform="telegram") == 1
    assert len(await intake.unfinished("telegram")) == 1  # counted once, whoever tells of it
    assert await world.value("readout_updates_open", platform="telegram") == 1


async def test_what_a_process_had_open_before_it_started_anew_is_not_open_in_it(world: World) -> None:
    update = Update("telegram:9", "telegram", "telegram:1", "telegram:1", "{}", world.now)
    for _ in range(2):
        intake = world.metrics.observed(DatabaseIntake(world.core, world.clock))
        await intake.keep([update])
        await intake.unfinished("telegram")
        assert await world.value("readout_updates_open", platform="telegram") == 1
    await intake.finish(update.name)
    assert await world.value("readout_updates_open", platform="telegram") == 0


async def test_what_is_counted_begins_with_0(world: World) -> None:
    assert await world.value("readout_deliveries_settled_total", platform="telegram", state="sent") == 0
    assert await world.value("readout_delivery_lateness_seconds_count", platform="telegram") == 0
    assert await world.value("readout_errors_total", part="bot.delivery.courier") == 0
    assert await world.value("readout_errors_total", part="library") == 0


async def test_a_message_that_is_tried_again_waits_since_it_was_due_and_is_not_settled(world: World) -> None:
    await world.remind()
    waited = await world.counted("readout_oldest_due_seconds", platform="telegram")
    world.platforms["telegram"].failure = DeliveryFailed("slow down", "retry", retry_after=20.0)
    for attempt in range(1, 4):
        await world.courier.drain()
        world.now += timedelta(seconds=10)
        assert await world.counted("readout_deliveries_due", platform="telegram") == 1
        assert await world.value("readout_oldest_due_seconds", platform="telegram") == waited + 10 * attempt
    _, text, _ = await world.get("/metrics")
    assert 'readout_deliveries_settled_total{platform="telegram",state="pending"}' not in text
    assert await world.value("readout_deliveries_settled_total", platform="telegram", state="sent") == 0


async def test_an_error_carries_its_reference_as_an_exemplar_and_not_as_a_label(world: World) -> None:
    errors, log = ErrorCount(world.metrics), logging.getLogger("bot.delivery.courier")
    for name in ("bot.delivery.courier", "somebody.elses"):
        logging.getLogger(name).addHandler(errors)
    try:
        log.error("a send broke", extra={"reference": "7F3A21"})
        log.warning("no error", extra={"reference": "000000"})
        logging.getLogger("somebody.elses").error("oh")
    finally:
        for name in ("bot.delivery.courier", "somebody.elses"):
            logging.getLogger(name).removeHandler(errors)
    _, text, answer = await world.get("/metrics", "application/openmetrics-text; version=1.0.0")
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    found = {
        sample.labels["part"]: (sample.value, sample.exemplar.labels if sample.exemplar else {})
        for family in openmetrics(text)
        for sample in family.samples
        if sample.name == "readout_errors_total" and sample.value
    }
    assert found == {"bot.delivery.courier": (1, {"reference": "7F3A21"}), "library": (1, {})}


async def test_what_the_rate_limit_leaves_and_the_pools_are_told(world: World) -> None:
    assert await world.value("readout_send_tokens_left", platform="telegram") == 20
    await world.remind()
    await world.courier.drain()
    assert await world.value("readout_send_tokens_left", platform="telegram") == 19
    world.courier.routes["telegram"].pacer.hold(30.0)
    assert await world.value("readout_send_tokens_left", platform="telegram") == 0
    assert 0 < await world.value("readout_send_paused_seconds", platform="telegram") <= 30
    assert await world.value("readout_database_connections", pool="reading", use="limit") == 4
    assert await world.value("readout_database_waiting", pool="writing") == 0


async def test_steps_that_wait_for_the_database_are_counted(core: Briefings) -> None:
    async def read() -> None:
        await core.outbox.newest()

    waiting = [asyncio.create_task(read()) for _ in range(20)]
    await asyncio.sleep(0)
    used = [pool for pool in core.pools() if pool.in_use]
    await asyncio.gather(*waiting)
    assert sum(pool.in_use + pool.waiting for pool in used) == 20
    assert all(pool.in_use <= pool.size for pool in used)
    assert not any(pool.in_use for pool in core.pools())


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            Unavailable, match=f"on port {port} of 127.0.0.1: Address already in use. Correct .*READOUT_WEB_PORT"
        ):
            async with serve_web("127.0.0.1", port, Service(), ()):
                pass


async def test_below_the_path_of_the_address_platforms_are_heard_and_nothing_tells_of_the_process(world: World) -> None:
    async def receive(update: HttpUpdate) -> HttpReply:
        return HttpReply(body=update.body.decode())

    world.serve()
    assert world.service.running
    world.service.running = replace(world.service.running, receivers=dict.fromkeys(PATHS, receive))
    parts = (health_routes(), receiver_routes())
    async with serve_web("127.0.0.1", 0, world.service, parts, url="https://readout.example.org/bot/") as port:
        for path in PATHS.values():
            for below in (path, f"/bot{path}"):
                async with world.client.post(f"http://127.0.0.1:{port}{below}", data=b"heard") as answer:
                    assert (answer.status, await answer.text()) == (200, "heard")
        for path, status in (("/healthz", 200), ("/bot/healthz", 404), ("/bot/readyz", 404), ("/bot", 404)):
            async with world.client.get(f"http://127.0.0.1:{port}{path}") as answer:
                assert answer.status == status, path


async def test_a_request_that_breaks_answers_with_a_reference(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.service.running = cast(Running, type("Broken", (), {"briefings": None})())
    status, text, _ = await world.get("/readyz")
    [record] = [each for each in caplog.records if each.message == "a request broke"]
    assert status == 500
    assert text == f"Something went wrong. Reference: {record.__dict__['reference']}\n"


async def test_a_platforms_request_whose_body_trickles_in_is_ended(world: World) -> None:
    receivers = [receiver_routes(body_seconds=0.2)]
    assert world.service.running
    world.service.running = replace(world.service.running, receivers=dict.fromkeys(PATHS, never))
    async with serve_web("127.0.0.1", 0, world.service, receivers) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST {PATHS['telegram']} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n".encode())
        answer = asyncio.create_task(reader.readline())
        async with asyncio.timeout(HANGS):
            while not answer.done():
                writer.write(b"{")
                await asyncio.sleep(0.05)
        assert answer.result() == b"HTTP/1.1 408 Request Timeout\r\n"
        writer.transport.abort()


async def never(_update: HttpUpdate) -> HttpReply:
    raise AssertionError("a request without its body was passed on")

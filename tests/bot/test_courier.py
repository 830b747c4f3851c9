"""The courier between the outbox and a platform that does what it is told."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, event

from bot.chat import DeliveryFailed, Platform
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import BucketToken, ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler, run_scheduler
from bot.message import LINK_SIGN, Message, texts
from bot.views.delivery.schedule import delivery_state
from bot.views.shared.names_and_dates import clock
from briefings.model.agenda import EventDate
from briefings.model.delivery import DeliveryState, HeldChat, Lead
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.service import Briefings, open_briefings
from tests.fakes.deadline import HANGS

NOW = datetime(2026, 4, 24, 9, tzinfo=UTC)
HERE = "telegram:1"


class FakePlatform:
    """Accepts messages, or fails as the next of `failures` says; a doubtful one may have arrived."""

    name = "telegram"

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, str]] = []
        self.failures: deque[tuple[DeliveryFailed, bool]] = deque()  # with whether it arrived all the same
        self.can_look = False
        self.looks: deque[DeliveryFailed] = deque()  # how the next looks for a message fail
        self.asked, self.gate, self.arrived = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def is_member(self, address: str) -> bool:
        return True

    async def send(self, address: str, message: Message, key: str) -> str:
        self.asked.set()
        await self.gate.wait()
        failure, arrived = self.failures.popleft() if self.failures else (None, True)
        if arrived:
            self.accepted.append((address, message.plain(), key))
            self.arrived.set()
        if failure:
            raise failure
        return str(len(self.accepted))

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        if self.looks:
            raise self.looks.popleft()
        if not self.can_look:
            raise DeliveryFailed("there is no way to look", "refused")
        return next((str(i) for i, sent in enumerate(self.accepted, 1) if sent[2] == key), None)


class World:
    """A core with one reminder due, a courier and its platform."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.now, self.platform = core, NOW, FakePlatform()
        route = Route(cast(Platform, self.platform), TokenBucket(100_000, lambda _: ChatLimit()))
        self.courier = Courier(core, [route], lambda: self.now)
        self.scheduler = Scheduler(core, self.courier, lambda: self.now, timedelta(days=90))

    async def deliver(self, after: timedelta = timedelta()) -> None:
        self.now += after
        await self.scheduler.tick()
        await self.courier.drain()

    async def both(self, state: DeliveryState) -> None:
        """Waits until two deliveries are in a state."""
        while len(await self.core.outbox.latest(state=state)) < 2:  # noqa: ASYNC110 - a row tells nobody of its change
            await asyncio.sleep(0.01)

    async def state(self) -> tuple[str, str]:
        (delivery,) = await self.core.outbox.latest(HERE)
        return delivery.state, delivery.reason


class Waking(TokenBucket):
    """A pacer that counts its tokens and in whose every wait the clock ticks."""

    def __init__(self, world: World) -> None:
        super().__init__(100_000, lambda _: ChatLimit())
        self._world, self.handed_out = world, 0

    async def token(self, address: str, *, interactive: bool) -> BucketToken:
        self.handed_out += 1
        self._world.courier.wake()
        return await super().token(address, interactive=interactive)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_briefings("sqlite:///:memory:") as core:
        day = datetime(2026, 5, 1, tzinfo=UTC).date()
        event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), HERE, NOW - timedelta(days=9))
        await core.subscriptions.remind(HERE, event.id, [Lead(7, "d")], HERE, NOW - timedelta(days=9))
        world = World(core)
        await world.courier.start()
        yield world


@pytest.mark.parametrize(
    ("chosen", "heard", "told"), [("zh", "ru", "提醒"), ("", "ru", "Вы просили"), ("", "", "You asked")]
)
async def test_a_push_is_said_in_the_chats_language(world: World, chosen: str, heard: str, told: str):
    await world.core.chats.set_language([HERE], chosen)
    await world.core.chats.note_language(await world.core.chats.chat(HERE), HERE, heard, private=True)
    await world.deliver()
    assert told in world.platform.accepted[0][1]


async def test_what_is_due_arrives_with_its_words_and_its_receipt_is_kept(world):
    await world.deliver()
    [(address, words, _)] = world.platform.accepted
    assert address == HERE
    assert "Harbour vote" in words
    assert "7 days" in words
    assert await world.state() == ("sent", "")
    await world.deliver(timedelta(minutes=1))
    assert len(world.platform.accepted) == 1


async def test_messages_that_were_held_back_have_the_head_of_what_they_name(world):
    core, before = world.core, NOW - timedelta(days=9)
    text = b"TLP:RED\n\n# Sale\n\n- Owners sell the ferry on 1 May 2026.\n- The mayor will be away on 1 May 2026.\n"
    await core.library.add("sale.md", text, before)
    await core.markings.clear(HERE, "RED", "Ada", before, "a test")
    for id_ in (-1, -2):
        await core.subscriptions.remind(HERE, id_, [Lead(7, "d")], HERE, before)
    await core.chats.set_quiet(HERE, QuietHours(time(8), time(11)), before)
    await world.deliver()
    assert world.platform.accepted == []
    await world.deliver(timedelta(hours=3))
    [(_, words, _)] = world.platform.accepted
    assert words.startswith("TLP:RED\n\nHeld back 3 messages")


async def test_a_tick_that_comes_while_a_token_is_awaited_costs_no_token(world):
    for number in range(2, 7):
        await world.core.subscriptions.remind(f"telegram:{number}", 1, [Lead(7, "d")], HERE, NOW - timedelta(days=9))
    pacer = Waking(world)
    world.courier = Courier(world.core, [Route(world.platform, pacer)], lambda: world.now)
    await world.courier.start()
    await world.deliver()
    assert len(world.platform.accepted) == 6
    assert pacer.handed_out == 6


async def test_slow_down_is_obeyed_and_then_it_arrives(world):
    world.platform.failures.append((DeliveryFailed("too many requests", "retry", retry_after=40), False))
    await world.deliver()
    await world.deliver(timedelta(seconds=39))
    assert await world.state() == ("pending", "too many requests")
    assert world.platform.accepted == []


async def test_slow_down_also_stops_what_waits_for_its_chats_turn(world):
    world.courier = Courier(
        world.core, [Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit(interval=1)))], lambda: world.now
    )
    await world.courier.start()
    await world.core.subscriptions.remind(f"{HERE}:5", 1, [Lead(7, "d")], HERE, NOW - timedelta(days=9))
    world.platform.failures.append((DeliveryFailed("too many requests", "retry", retry_after=40), False))
    world.platform.gate.clear()
    await world.scheduler.tick()
    sending = asyncio.create_task(world.courier.run())
    async with asyncio.timeout(HANGS):
        await world.both("sending")
        world.platform.gate.set()
        await world.both("pending")
    sending.cancel()
    await asyncio.wait({sending})
    assert world.platform.accepted == []
    reasons = {d.reason for d in await world.core.outbox.latest(HERE)}
    assert reasons == {"too many requests", "the platform had asked for a pause"}


async def test_a_doubt_where_one_can_look_ends_as_sent_once(world):
    world.platform.can_look = True
    world.platform.failures.append((DeliveryFailed("no answer came", "doubt"), True))
    await world.deliver()
    assert (await world.state())[0] == "in_doubt"
    await world.deliver(timedelta(minutes=3))
    assert (await world.state())[0] == "sent"
    assert len(world.platform.accepted) == 1


async def test_a_doubt_that_had_not_arrived_is_sent_again(world):
    world.platform.can_look = True
    world.platform.failures.append((DeliveryFailed("no answer came", "doubt"), False))
    await world.deliver()
    await world.deliver(timedelta(minutes=3))
    await world.deliver(timedelta(minutes=10))
    assert (await world.state())[0] == "sent"
    assert len(world.platform.accepted) == 1


async def test_a_doubt_where_nobody_can_look_is_never_sent_again(world):
    world.platform.failures.append((DeliveryFailed("no answer came", "doubt"), True))
    await world.deliver()
    await world.deliver(timedelta(minutes=3))
    assert await world.state() == ("unknown", "no answer came; there is no way to look")
    await world.deliver(timedelta(days=1))
    assert len(world.platform.accepted) == 1


async def test_stopping_ends_what_is_on_its_way(world):
    world.platform.gate.clear()
    await world.scheduler.tick()
    running = asyncio.create_task(world.courier.run())
    await asyncio.wait_for(world.platform.asked.wait(), HANGS)
    running.cancel()
    await asyncio.sleep(0.05)
    world.platform.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await world.state())[0] == "sent"


async def test_a_send_that_hangs_does_not_keep_the_program_from_ending_and_is_in_doubt(world):
    world.platform.gate.clear()
    await world.scheduler.tick()
    running = asyncio.create_task(world.courier.run())
    await asyncio.wait_for(world.platform.asked.wait(), HANGS)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=HANGS)
    assert done
    assert (await world.state())[0] == "sending"
    await world.courier.start()
    assert (await world.state())[0] == "in_doubt"


async def test_what_waits_for_its_chats_turn_when_it_is_stopped_waits_on_and_is_not_in_doubt(world):
    pacer = TokenBucket(100_000, lambda _: ChatLimit(interval=60))
    await pacer.chat_turn(HERE)
    courier = Courier(world.core, [Route(world.platform, pacer)], lambda: world.now)
    await world.scheduler.tick()
    await courier.start()
    running = asyncio.create_task(courier.run())
    while (await world.state())[0] != "sending":  # noqa: ASYNC110 - a row tells nobody of its change
        await asyncio.sleep(0.01)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=HANGS)
    assert done
    assert await world.state() == ("pending", "Readout was stopped before this was sent")
    assert world.platform.accepted == []
    courier = Courier(
        world.core, [Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit()))], lambda: world.now
    )
    await courier.start()
    await courier.drain()  # at the same instant: nothing was tried, so nothing has to wait
    assert len(world.platform.accepted) == 1


async def test_what_falls_due_after_it_was_stopped_can_still_be_drained(world):
    running = asyncio.create_task(world.courier.run())
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await world.deliver()
    assert len(world.platform.accepted) == 1


async def test_a_chat_that_asks_for_a_long_pause_holds_up_the_others_for_half_a_minute(world):
    async def sleep(seconds: float) -> None:
        world.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    there = "telegram:2"
    await world.core.subscriptions.remind(there, 1, [Lead(7, "d")], there, NOW - timedelta(days=9))
    pacer = TokenBucket(100_000, lambda _: ChatLimit(), clock=lambda: (world.now - NOW).total_seconds(), sleep=sleep)
    world.courier = Courier(world.core, [Route(world.platform, pacer)], lambda: world.now)
    world.scheduler = Scheduler(world.core, world.courier, lambda: world.now, timedelta(days=90))
    await world.courier.start()
    world.platform.failures.append((DeliveryFailed("Telegram asks to slow down", "retry", retry_after=600), False))
    await world.deliver()
    await world.deliver(timedelta(seconds=31))
    assert [address for address, _, _ in world.platform.accepted] == [there]
    await world.deliver(timedelta(seconds=500))
    assert await world.state() == ("pending", "Telegram asks to slow down")
    await world.deliver(timedelta(seconds=100))
    assert [address for address, _, _ in world.platform.accepted] == [there, HERE]


async def test_a_chat_that_is_held_back_is_told_of_with_the_time_until_when(world):
    assert await world.core.outbox.held_chats(world.now) == []
    world.platform.failures.append((DeliveryFailed("Telegram asks to slow down", "retry", retry_after=600), False))
    await world.deliver()
    until = world.now + timedelta(seconds=600)
    assert await world.core.outbox.held_chats(world.now) == [HeldChat(HERE, until, "Telegram asks to slow down")]
    [row] = await world.core.outbox.latest()
    assert delivery_state(row, "UTC").startswith(f"waiting until {clock(until, 'UTC')}: Telegram asks to slow down")
    assert await world.core.outbox.held_chats(until) == []


async def test_the_clock_ticks_at_once(world):
    async with run_scheduler(world.scheduler, 3600):
        await world.courier.drain()
    assert len(world.platform.accepted) == 1


class Slow(Scheduler):
    """Ticks that take a while, and counts them."""

    begun = ended = 0

    async def tick(self) -> None:
        self.begun += 1
        await super().tick()
        await asyncio.sleep(0.02)
        self.ended += 1


@pytest.mark.parametrize("after", [0.0, 0.005, 0.01, 0.015, 0.02])
async def test_the_clock_stops_after_its_last_tick_has_ended(world, caplog, after):
    slow = Slow(world.core, world.courier, lambda: world.now, timedelta(days=90))
    async with run_scheduler(slow, 0.01):
        while slow.begun < 2:  # noqa: ASYNC110 - the first one is not the scheduler's
            await asyncio.sleep(0.001)
        await asyncio.sleep(after)
    await asyncio.sleep(0.03)
    assert slow.begun == slow.ended
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


class OtherPlatform(FakePlatform):
    """A second one, over which admins are told."""

    name = "slack"


async def test_a_refused_account_waits_and_the_admins_are_told_elsewhere_once(world):
    other = OtherPlatform()
    pacer = TokenBucket(100_000, lambda _: ChatLimit())
    routes = [Route(world.platform, pacer), Route(cast(Platform, other), pacer)]
    courier = Courier(world.core, routes, lambda: world.now, ["slack:U1", "telegram:7"])
    await courier.start()
    world.platform.failures.append((DeliveryFailed("the token was revoked", "sender"), False))
    await world.core.outbox.enqueue_due(["telegram"], world.now)
    for _ in range(2):
        await courier.drain()
    [(address, words, _)] = other.accepted
    assert address == "slack:U1"
    assert "Telegram refuses" in words
    assert "the token was revoked. Messages due there" in words
    assert await world.state() == ("pending", "the token was revoked")
    assert await world.core.outbox.troubles() == {"telegram": "the token was revoked"}
    await courier.start()  # with a good token
    await courier.drain()
    assert len(world.platform.accepted) == 1
    assert await world.core.outbox.troubles() == {}


async def test_a_restart_with_a_bad_token_tells_the_log_again_and_the_admins_not(world, caplog):
    other, pacer = OtherPlatform(), TokenBucket(100_000, lambda _: ChatLimit())
    for day in range(3):
        routes = [Route(world.platform, pacer), Route(cast(Platform, other), pacer)]
        courier = Courier(world.core, routes, lambda: world.now, ["slack:U1"])
        await courier.start()
        world.platform.failures.append((DeliveryFailed("the token was revoked", "sender"), False))
        await world.core.outbox.enqueue_due(["telegram"], world.now)
        await courier.drain()
        await courier.refused("telegram", "the token was revoked")
        await courier.drain()
        assert len(other.accepted) == 1
        assert sum("refuses the account" in line for line in caplog.messages) == day + 1
        world.now += timedelta(days=1)


async def test_a_doubt_that_cannot_be_looked_into_now_stays_one_and_is_looked_into_later(world):
    world.platform.can_look = True
    world.platform.looks.append(DeliveryFailed("Slack cannot be reached", "retry"))
    world.platform.failures.append((DeliveryFailed("no answer came", "doubt"), True))
    await world.deliver()
    await world.deliver(timedelta(minutes=3))
    assert await world.state() == ("in_doubt", "no answer came")
    await world.deliver(timedelta(seconds=11))
    assert (await world.state())[0] == "sent"
    assert len(world.platform.accepted) == 1


async def test_an_account_that_was_refused_once_is_tried_again_by_itself(world):
    route = Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit()))
    courier = Courier(world.core, [route], lambda: world.now, patience=0.0)
    await courier.start()
    world.platform.failures.append((DeliveryFailed("unauthorized", "sender"), False))
    await world.core.outbox.enqueue_due(["telegram"], world.now)
    running = asyncio.create_task(courier.run())
    async with asyncio.timeout(HANGS):
        await world.platform.arrived.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await world.state() == ("sent", "")
    assert len(world.platform.accepted) == 1


class Seeing(FakePlatform):
    """Keeps whole messages."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    async def send(self, address: str, message: Message, key: str) -> str:
        self.messages.append(message)
        return await super().send(address, message, key)


@pytest.mark.parametrize("pages", ["https://readout.example", ""])
async def test_quoted_sentences_of_a_digest_lead_to_the_reading_room_where_there_is_one(world: World, pages: str):
    platform = Seeing()
    route = Route(cast(Platform, platform), TokenBucket(100_000, lambda _: ChatLimit()))
    world.courier = Courier(world.core, [route], lambda: world.now, pages=pages)
    world.scheduler = Scheduler(world.core, world.courier, lambda: world.now, timedelta(days=90))
    await world.courier.start()
    await world.core.subscriptions.subscribe(HERE, HERE, frozenset(range(1, 8)), time(8), None, "", HERE, world.now)
    text = b"# Ice\n\nThe harbour was closed by ice for forty days in this winter.\n"
    await world.core.library.add("ice.md", text, world.now)
    await world.deliver(timedelta(days=1))
    runs = [run for each in platform.messages for block in each.blocks for words in texts(block) for run in words]
    links = [run.link for run in runs if run.text == LINK_SIGN]
    assert len(links) == bool(pages)
    assert all(each.startswith(f"{pages}/") for each in links)


async def test_an_idle_round_asks_little_of_the_database(world: World):
    await world.deliver(timedelta(days=1))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await world.courier.drain()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    said = ("delivery.lease_until <= ?", "FROM sender", "delivery.not_before <= ?")
    assert [sum(each in statement for statement in asked) for each in said] == [1, 1, 1]
    assert len(asked) == len(said)

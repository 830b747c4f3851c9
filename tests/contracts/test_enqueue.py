"""What is foretold and what then falls due, on each database."""

import asyncio
from collections import Counter
from datetime import time

from sqlalchemy import Connection, insert, select

from briefings.model.delivery import Lead, chat_of
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.store import connect, create_schema
from briefings.store.sql import one_of
from briefings.store.tables import subscription
from tests.contracts.test_query_counts import counted
from tests.fakes.town import ALL_DAYS, HERE, NIGHT, SOMEONE, THERE, TOPIC, at, on

FEW = 7  # so that a few deliveries already take several transactions, side by side on a server


async def test_a_schedule_tells_what_then_comes(town):
    subscriptions = town.core.subscriptions
    await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
    await subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(6), None, "", SOMEONE, at("2026-03-01T12:00"))
    await subscriptions.subscribe(HERE, TOPIC, ALL_DAYS, time(12), None, "", SOMEONE, at("2026-03-01T12:00"))
    event = await town.event(on("2026-03-04"))
    await town.remind(event, Lead(1, "d"))
    await subscriptions.snooze(HERE, event.id, at("2026-03-02T18:00"), SOMEONE, at("2026-03-01T12:00"))
    ahead = await town.core.schedule.ahead(HERE, at("2026-03-01T12:00"), 4)
    assert [(f"{push.at:%d %H:%M}", push.kind) for push in ahead] == [
        ("02 07:00", "digest"),
        ("02 18:00", "reminder"),
        ("03 07:00", "digest"),
        ("03 09:00", "reminder"),
    ]
    period = at("2026-03-02T07:00"), at("2026-03-03T07:00")
    everywhere = await town.core.schedule.between(*period)
    assert [(push.address, f"{push.at:%d %H:%M}") for push in everywhere] == [
        (TOPIC, "02 12:00"),
        (HERE, "02 18:00"),
        (HERE, "03 07:00"),
    ]
    assert await town.core.schedule.between(*period, TOPIC) == everywhere[:1]
    assert await town.core.schedule.between(*period, chat_of(TOPIC)) == everywhere
    assert await town.core.schedule.between(*period, THERE) == []


async def test_of_many_missed_reminders_each_follower_gets_the_newest_alone(town):
    """Also where they are more than are written in one go."""
    event = await town.event(on("2026-05-20"))
    for number in range(60):
        await town.remind(event, Lead(9, "d"), Lead(8, "d"), address=f"telegram:{1000 + number}")
    await town.core.outbox.enqueue_due(["telegram"], at("2026-05-13T09:00"), group=FEW)
    rows = await town.core.outbox.latest(limit=1000)
    assert Counter((each.state, ":8d:" in each.key) for each in rows) == {
        ("pending", True): 60,
        ("expired", False): 60,
    }


async def test_many_digests_that_are_alike_are_all_written_under_their_own_keys(town):
    """Whether they are few of a kind or many, and held where their chat has quiet hours."""
    for number in range(50):
        address = f"telegram:{1000 + number}"
        words = "" if number < 40 else f"ice {number}"
        await town.core.subscriptions.subscribe(
            address, address, ALL_DAYS, time(8), None, words, SOMEONE, at("2026-03-01T12:00")
        )
    for address in ("telegram:1000", "telegram:1001"):
        await town.core.chats.set_quiet(address, QuietHours(time(7), time(9)), at("2026-03-01T12:00"))
    for _ in range(2):
        await town.core.outbox.enqueue_due(["telegram"], at("2026-03-03T08:00"))
    rows = await town.core.outbox.latest(limit=1000)
    assert len({each.key for each in rows}) == len({each.address for each in rows}) == 50
    assert {each.address for each in rows if each.held_until} == {"telegram:1000", "telegram:1001"}
    assert {(each.due_at, each.kind, each.state) for each in rows} == {(at("2026-03-03T08:00"), "digest", "pending")}
    ordered = {order.due_at for n in range(50) for order in await town.core.subscriptions.of(f"telegram:{1000 + n}")}
    assert ordered == {at("2026-03-04T08:00")}


async def test_digests_of_chats_in_several_zones_are_written_in_one_statement(town):
    """And their next due dates in another; where the zones lead to other instants, in one for each."""
    for number, zone in enumerate(("UTC", "Asia/Tokyo", "America/Lima")):
        address = f"telegram:{1000 + number}"
        await town.core.chats.set_zone(address, zone, at("2026-03-01T12:00"))
        await town.core.subscriptions.subscribe(
            address, address, ALL_DAYS, time(8), "UTC", "", SOMEONE, at("2026-03-01T12:00")
        )
    with counted() as sent:
        await town.core.outbox.enqueue_due(["telegram"], at("2026-03-03T08:00"))
    assert sum(each.startswith("INSERT INTO delivery") for each in sent) == 1
    assert sum(each.startswith("UPDATE subscription SET due_at") for each in sent) == 1
    rows = await town.core.outbox.latest(limit=10)
    assert len({each.key for each in rows}) == len({each.address for each in rows}) == 3


async def test_writing_that_is_stopped_halfway_goes_on_without_loss_or_repetition(town):
    """Where chats differ in zone and quiet hours, and some deliveries go to threads."""
    core, before, due = town.core, at("2026-03-01T12:00"), at("2026-03-03T08:00")
    addresses = [f"telegram:{1000 + number}" + (":5" if number % 3 == 0 else "") for number in range(90)]
    for number, address in enumerate(addresses):
        await core.subscriptions.subscribe(address, address, ALL_DAYS, time(8), "UTC", "", SOMEONE, before)
        if number % 4 == 0:
            await core.chats.set_zone(chat_of(address), "Asia/Shanghai", before)
            await core.chats.set_quiet(chat_of(address), QuietHours(time(15), time(17)), before)
    writing = asyncio.create_task(core.outbox.enqueue_due(["telegram"], due, group=FEW))
    while not 0 < len(await core.outbox.latest(limit=1000)) < len(addresses):  # noqa: ASYNC110 - the task brings it about
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert 0 < len(await core.outbox.latest(limit=1000)) < len(addresses)
    await core.outbox.enqueue_due(["telegram"], due, group=FEW)
    await core.outbox.enqueue_due(["telegram"], due, group=FEW)
    rows = await core.outbox.latest(limit=1000)
    assert sorted(each.address for each in rows) == sorted(addresses)
    assert {each.address for each in rows if each.held_until} == set(addresses[::4])
    assert {each.due_at for each in rows} == {due}


async def test_reminders_of_one_event_are_muted_or_written_chat_by_chat(town):
    event = await town.event(on("2026-05-20"))
    for number in range(20):
        await town.remind(event, Lead(1, "d"), address=f"telegram:{1000 + number}")
    await town.remind(event, Lead(1, "d"), address="telegram:1003:7")
    await town.core.subscriptions.mute("telegram:1003", event.id, at("2026-03-01T12:00"))
    await town.core.outbox.enqueue_due(["telegram"], at("2026-05-19T09:00"), group=FEW)
    rows = await town.core.outbox.latest(limit=1000)
    assert len(rows) == len({each.key for each in rows}) == 21
    cancelled = {each.address for each in rows if each.state == "cancelled"}
    assert cancelled == {"telegram:1003", "telegram:1003:7"}
    assert {each.state for each in rows if each.address not in cancelled} == {"pending"}


async def test_a_list_of_ids_is_looked_up_by_the_index():
    store = await connect("sqlite:///:memory:")
    await create_schema(store)
    query = select(subscription.c.address).where(one_of(subscription.c.id, [1, 2])).order_by(subscription.c.id)
    others = select(subscription.c.id).where(~one_of(subscription.c.id, [1, 2]))

    def step(connection: Connection) -> None:
        statement = query.compile(dialect=connection.dialect)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1, 2]",)).all()
        assert plan[0].detail == "SEARCH subscription USING INTEGER PRIMARY KEY (rowid=?)"
        connection.execute(insert(subscription), [_row(id_) for id_ in (1, 2, 3)])
        assert connection.execute(query).scalars().all() == ["telegram:1", "telegram:2"]
        assert connection.execute(others).scalars().all() == [3]

    await store.write(step)
    await store.close()


def _row(id_: int) -> dict[str, object]:
    due = at("2026-03-01T12:00")
    place = {"address": f"telegram:{id_}", "owner": f"telegram:{id_}", "platform": "telegram", "by": "x:1"}
    return {"id": id_, **place, "days": 127, "at": "08:00", "words": "", "due_at": due, "since": due, "created_at": due}


async def test_a_database_keeps_the_origin_of_its_events(town):
    assert await town.core.agenda.origin() == await town.core.agenda.origin()

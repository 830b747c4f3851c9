"""Several processes on one PostgreSQL share the intake: a chat is served by one at a time, and what a dead one leaves
is taken over.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from briefings.errors import Busy, Deposed
from briefings.intake import Earlier
from briefings.model.agenda import EventDate
from briefings.model.intake import Update
from briefings.service import Briefings, open_briefings
from briefings.store import Replica, connect, replica_of
from briefings.store import intake as rows
from tests.contracts.test_intake import failing_after_commit
from tests.contracts.test_query_counts import counted
from tests.contracts.test_replicas import killed
from tests.fakes.deadline import HANGS

pytestmark = pytest.mark.slow

CHAT, OTHER = "telegram:1", "telegram:2"


@asynccontextmanager
async def process(url: str, every: float = 0.5) -> AsyncIterator[tuple[Briefings, Replica]]:
    """A core of one of several processes, which takes over what others leave; it looks after so many seconds."""
    async with replica_of(url) as replica, open_briefings(url, replica=replica) as core:
        inheriting = asyncio.create_task(core.intake.inherit(every))
        yield core, replica
        inheriting.cancel()


@pytest.fixture
def update(now) -> Update:
    return Update("telegram:7", "telegram", CHAT, CHAT, '{"update_id": 7}', now)


async def passed_on(core: Briefings) -> list[str]:
    found = await asyncio.wait_for(core.intake.passed_on("telegram"), HANGS)
    for each in found:
        core.intake.take(each.name)
    return [each.name for each in found]


async def test_a_chat_is_served_by_one_process_at_a_time(url: str, update: Update, now):
    next_one, elsewhere = replace(update, name="telegram:8"), replace(update, name="telegram:9", address=OTHER)
    async with process(url) as (one, _), process(url) as (other, _):
        assert await one.intake.keep([update]) == {"telegram:7"}
        assert await other.intake.keep([next_one, elsewhere]) == {"telegram:9"}
        assert await passed_on(one) == ["telegram:8"]
        await one.intake.finish("telegram:7", now)
        await one.intake.finish("telegram:8", now)
        assert await other.intake.keep([replace(update, name="telegram:10")]) == {"telegram:10"}


async def test_what_comes_to_two_processes_is_new_once(url: str, update: Update, now):
    async with process(url) as (one, _), process(url) as (other, _):
        found = await asyncio.gather(one.intake.keep([update]), other.intake.keep([update]))
        assert sorted(map(len, found)) == [0, 1]
        await (one if found[0] else other).intake.finish(update.name, now)
        assert not await one.intake.keep([update])
        assert not await other.intake.keep([update])


async def test_what_a_failed_attempt_stored_is_new_to_the_process_that_made_it_and_to_no_other(
    url: str, update: Update, now
):
    async with process(url) as (one, _), process(url) as (other, _):
        failing_after_commit(one, 1)
        with pytest.raises(Busy):  # a server that went away is asked again
            await one.intake.keep([update])
        assert not await other.intake.keep([update])  # a load balancer gave it to that one meanwhile
        assert await one.intake.keep([update]) == {update.name}
        await one.intake.finish(update.name, now)
        failing_after_commit(one, 1)
        later = replace(update, name="telegram:8")
        with pytest.raises(Busy):
            await one.intake.keep([later])
        assert await passed_on(one) == [later.name]  # should nobody ask again
        assert not await one.intake.keep([later])


async def test_only_the_updates_of_the_platform_that_got_one_are_looked_for(url: str, update: Update, now):
    async with process(url) as (one, _), process(url) as (other, _):
        await one.intake.keep([update])
        waiting = asyncio.create_task(one.intake.passed_on("slack", look_after=None))
        await asyncio.sleep(0)
        with counted() as sent:
            await other.intake.keep([replace(update, name="telegram:8")])
            found = await asyncio.wait_for(one.intake.passed_on("telegram", look_after=None), HANGS)
        assert [each.name for each in found] == ["telegram:8"]
        assert len([each for each in sent if "WHERE intake.platform" in each]) == 1
        waiting.cancel()


async def test_later_updates_wait_for_those_that_are_passed_on(url: str, update: Update, now):
    async with process(url) as (one, _), process(url) as (other, _):
        await one.intake.keep([update])
        await other.intake.keep([replace(update, name="telegram:8")])
        assert not await one.intake.keep([replace(update, name="telegram:9")])  # 8 is on its way to this process
        assert await passed_on(one) == ["telegram:8", "telegram:9"]
        assert await one.intake.keep([replace(update, name="telegram:10")]) == {"telegram:10"}


async def test_what_a_dead_process_leaves_is_taken_over_in_order(url: str, update: Update, now):
    later = replace(update, name="telegram:8")
    async with AsyncExitStack() as stack:
        (one, dying), (other, _), (third, _) = [await stack.enter_async_context(process(url)) for _ in range(3)]
        await one.intake.keep([update])
        await other.intake.keep([later])
        await killed(url, dying)
        heirs = [asyncio.create_task(each.intake.passed_on("telegram")) for each in (other, third)]
        done, waiting = await asyncio.wait(heirs, return_when=asyncio.FIRST_COMPLETED, timeout=HANGS)
        found = done.pop().result()
        assert [(each.name, each.inherited) for each in found] == [("telegram:7", True), ("telegram:8", True)]
        assert not done  # nobody else
        for each in waiting:
            each.cancel()


async def test_a_process_that_was_taken_for_dead_changes_nothing_more(url: str, update: Update, now):
    day = EventDate(now.date(), now.date(), "day")
    async with process(url) as (one, frozen), process(url) as (other, _):
        await one.intake.keep([update])
        with one.intake.carrying_out(update.name):
            await one.agenda.create("Vote", day, CHAT, now)
        await killed(url, frozen)
        (left,) = await asyncio.wait_for(other.intake.passed_on("telegram"), HANGS)
        assert left.saved
        with one.intake.carrying_out(update.name), pytest.raises(Deposed, match="took over"):
            await one.agenda.create("Speech", day, CHAT, now)
        await one.intake.finish(update.name, now)
        assert [each.name for each in await other.intake.unfinished("telegram")] == [update.name]
        assert [each.event.title for each in await other.agenda.all(now)] == ["Vote"]


async def test_what_waited_before_there_were_several_processes_is_taken_over(url: str, update: Update, now):
    async with open_briefings(url) as alone:
        await alone.intake.keep([update])
    async with process(url) as (one, _):
        assert await passed_on(one) == [update.name]


async def test_what_ends_while_rows_are_read_is_not_handled_again(url: str, update: Update, now):
    """Many end while a process looks for what others left it."""
    async with process(url) as (one, _), process(url) as (other, _):
        again: list[str] = []

        async def look() -> None:
            while True:
                again.extend(await passed_on(one))

        looking = asyncio.create_task(look())
        for number in range(100, 160):
            each = replace(update, name=f"telegram:{number}", address=f"telegram:{number}")
            await one.intake.keep([each])
            await other.intake.keep([replace(each, name=f"telegram:{number}0")])  # which wakes the first one
            ended = asyncio.create_task(one.intake.finish(each.name, now))
            await ended
        looking.cancel()
        assert not [each for each in again if len(each) == len("telegram:100")]


_REFUSING = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$",
    "CREATE TRIGGER refusing BEFORE UPDATE ON intake EXECUTE FUNCTION refuse()",
)


@asynccontextmanager
async def refusing(url: str) -> AsyncIterator[None]:
    """The database refuses every change of the intake."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for each in _REFUSING:
            await connection.execute(text(each))
    yield
    async with engine.begin() as connection:
        await connection.execute(text("DROP FUNCTION refuse CASCADE"))
    await engine.dispose()


async def waiting(url: str) -> int:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        number = (await connection.execute(text("SELECT count(*) FROM intake WHERE done_at IS NULL"))).scalar_one()
    await engine.dispose()
    return int(number)


async def test_an_end_that_the_database_refuses_is_noted_later_and_nothing_is_handled_again(
    url: str, update: Update, now
):
    async with process(url) as (one, _), process(url):
        await one.intake.keep([update])
        looking = asyncio.create_task(passed_on(one))
        async with refusing(url):
            with pytest.raises(DBAPIError, match="refused"):
                await one.intake.finish(update.name, now)
        async with asyncio.timeout(HANGS):
            while await waiting(url):  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
        assert not looking.done()
        looking.cancel()


UNASKED = 10 * HANGS  # seconds: processes take over what they are told of alone


async def test_a_process_that_ends_hands_its_chats_over_at_once(url: str, update: Update):
    async with AsyncExitStack() as stack:
        other, _ = await stack.enter_async_context(process(url, UNASKED))
        async with process(url, UNASKED) as (one, _):
            await one.intake.keep([update])
            await other.intake.keep([replace(update, name="telegram:8")])
            await asyncio.sleep(0.2)  # in which the other one could take it over wrongly
        assert await passed_on(other) == [update.name, "telegram:8"]


async def test_a_leaving_process_still_receives_for_others(url: str, update: Update, now):
    """Its own chats stay its own until they are answered; others have their updates at once."""
    own, elsewhere = replace(update, name="telegram:8"), replace(update, name="telegram:9", address=OTHER)
    async with process(url, UNASKED) as (one, _), process(url, UNASKED) as (other, _):
        await one.intake.keep([update])
        one.intake.leave()
        assert await one.intake.keep([own, elsewhere]) == {"telegram:8"}
        assert await passed_on(other) == ["telegram:9"]
        for each in (update, own):
            await one.intake.finish(each.name, now)
        assert not await one.intake.keep([replace(update, name="telegram:10")])
        assert await passed_on(other) == ["telegram:10"]


async def test_a_process_knows_whether_there_are_others(url: str):
    async with process(url) as (_, one):
        assert not await one.has_others()
        async with process(url):
            assert await one.has_others()
        assert not await one.has_others()


async def test_an_answer_is_noted_however_often_the_database_fails_meanwhile(url: str, update: Update, now):
    """Until then no process takes the update for one that is still to be answered."""
    failures = [1, 2, 3]

    def fail(connection: Connection) -> None:
        if failures:
            failures.pop()
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async with process(url) as (one, _):
        await one.intake.keep([update])
        assert one.intake.with_end(update.name, fail)
        await one.intake.finish(update.name, now)
        assert not failures
        assert not await one.intake.unfinished("telegram")


async def test_what_was_stored_though_its_process_did_not_learn_it_is_handled_when_it_comes_again(
    url: str, update: Update
):
    async with asyncio.timeout(HANGS), replica_of(url) as replica, open_briefings(url, replica=replica) as one:
        store = await connect(url)
        await store.write(lambda connection: rows.keep(connection, [update], {CHAT: replica.name}))
        await store.close()
        assert not await one.intake.keep([update])
        await replica.notified.wait()
        assert await passed_on(one) == [update.name]


async def test_what_ended_before_the_database_was_opened_anew_is_not_left_to_anybody(url: str, update: Update, now):
    async with refusing(url), process(url) as (one, _):
        await one.intake.keep([update])
        with pytest.raises(DBAPIError, match="refused"):
            await one.intake.finish(update.name, now)
        one.intake.leave_to(earlier := Earlier())
    assert await waiting(url)
    async with process(url) as (again, _):
        await again.intake.resume(earlier, now)
        assert not await waiting(url)


async def test_others_that_lost_the_database_too_have_time_to_note_what_they_answered(url: str, update: Update, now):
    async with process(url) as (one, _):
        await one.intake.keep([update])
        one.intake.leave_to(earlier := Earlier())
    async with replica_of(url) as replica, open_briefings(url, replica=replica) as other:
        await other.intake.resume(Earlier({"another process"}), now)
        inheriting = asyncio.create_task(other.intake.inherit(0.05))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(other.intake.passed_on("telegram"), 1.0)
        async with replica_of(url) as anew, open_briefings(url, replica=anew) as again:
            await again.intake.resume(earlier, now)
            coming = asyncio.create_task(again.intake.inherit(0.05))
            assert await passed_on(again) == [update.name]
            coming.cancel()
        inheriting.cancel()

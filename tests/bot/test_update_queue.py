"""What waits for its turn: bounded for each chat and person, kept first, and left for the next start."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.chat import Request, everybody_known
from bot.message import Message, say
from bot.platforms.shared.update_queue import (
    AT_ONCE,
    EACH,
    EACH_OF_STAFF,
    LAST_SECONDS,
    STRANGERS,
    SkippedUpdates,
    Throttle,
    Unkept,
    UpdateQueue,
    interruption,
)
from bot.views.refusals import skipped
from briefings.errors import Busy
from briefings.model.intake import Update
from tests.fakes.deadline import HANGS
from tests.fakes.recorders import RecordedIntake

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def update(number: int, chat: str = "x:1", sender: str = "x:1") -> Update:
    return Update(f"x:u{number}", "x", chat, sender, "{}", NOW)


async def only_the_first(speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
    return {each for each in speakers if each[1] == "x:1"}


class Desk:
    """Puts updates into a backlog and notes what is done with them; nothing is done before `open`."""

    def __init__(self, *left: Update, strangers: bool = False, last: float = LAST_SECONDS) -> None:
        self.intake = RecordedIntake(*left)
        self.now = 0.0
        slow = Throttle(clock=lambda: self.now, sleep=self._sleep)
        known = only_the_first if strangers else everybody_known
        self.backlog = UpdateQueue(
            self.intake, most=5000, pauses=(0, 600), known=known, slow=slow, again=0.01, last=last
        )
        self.done: list[str] = []
        self.names: list[str] = []  # of skipped ones
        self.open = asyncio.Event()

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds

    async def take(self, each: Update, about: str = "") -> bool:
        if not self.backlog.admit(each, about):
            return False
        if each.name in await self.backlog.keep([each]):
            self.put(each)
        return True

    def put(self, each: Update) -> None:
        async def work() -> None:
            await self.open.wait()
            self.done.append(each.name)

        async def tell(of: SkippedUpdates) -> None:
            self.done.append(f"{each.name} and so {of.number}")
            self.names += of.names

        self.backlog.put(each, each.address, work, tell)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(HANGS):
            while len(self.done) < count:  # noqa: ASYNC110 - many tasks bring it about
                await asyncio.sleep(0)


async def test_twenty_wait_for_a_chat_and_one_answer_tells_how_many_were_skipped():
    desk = Desk()
    taken = [await desk.take(update(number)) for number in range(EACH + 30)]
    assert sum(taken) == EACH + 1
    assert len(desk.intake.kept) == EACH + 1
    desk.open.set()
    await desk.until(EACH + 1)
    assert desk.done == [f"x:u{number}" for number in range(EACH)] + [f"x:u{EACH} and so 30"]
    assert await desk.take(update(99))
    await desk.until(EACH + 2)
    assert desk.done[-1] == "x:u99"


async def test_how_many_were_skipped_is_told_also_after_a_restart():
    """As while a platform refuses the token: nothing is answered until it is replaced."""
    before = Desk()
    for number in range(EACH + 30):
        await before.take(update(number))
    await before.backlog.close(0)
    left = [before.intake.kept[f"x:u{number}"] for number in range(EACH + 1)]
    assert [each.skipped for each in left] == [0] * EACH + [30]
    after = Desk(*left)
    for each in await after.backlog.unfinished("x"):
        after.put(each)
    for number in (100, 101):  # and more come meanwhile
        await after.take(update(number))
    after.open.set()
    await after.until(EACH + 1)
    assert after.done[-1] == f"x:u{EACH} and so 32"


async def test_the_number_of_skipped_updates_survives_a_kill():
    desk = Desk()
    for number in range(EACH + 30):
        await desk.take(update(number))
    async with asyncio.timeout(HANGS):
        while desk.intake.kept[f"x:u{EACH}"].skipped != 30:  # noqa: ASYNC110 - a row tells nobody of its change
            await asyncio.sleep(0.01)


async def test_one_message_that_finds_a_full_chat_is_told_that_others_were_waiting():
    desk = Desk()
    for number in range(EACH):
        assert await desk.take(update(number, sender=f"x:{number + 100}"))
    assert await desk.take(update(50, sender="x:7"))
    desk.open.set()
    await desk.until(EACH + 1)
    assert desk.done[-1] == "x:u50 and so 1"
    told = skipped("list", 1, "/").plain()
    assert told == "Too many messages were waiting, so I skipped /list. Please send it again."
    told = skipped("", 3, "/").plain()
    assert told == "Too many messages were waiting, so I skipped 3. Please send them again."


async def test_what_was_skipped_is_named_to_its_sender_alone_and_ten_of_it():
    desk = Desk()
    for number in range(EACH):
        await desk.take(update(number))
    assert await desk.take(update(50), "0.txt")
    assert not await desk.take(update(51, sender="x:2"), "what somebody else typed")
    for number in range(1, 20):
        assert desk.backlog.skips("x:1", "x:1", f"{number}.txt")
    desk.open.set()
    await desk.until(EACH + 1)
    assert desk.done[-1] == "x:u50 and so 21"
    assert desk.names == [f"{number}.txt" for number in range(10)]
    told = skipped("", 21, "/", desk.names).plain()
    assert "I skipped 21. Please send them again." in told
    assert "9.txt" in told
    assert told.endswith("and 11 more")


async def test_what_a_process_skipped_of_a_chat_that_another_one_serves_is_told_there():
    desk = Desk()
    desk.open.set()
    await desk.intake.elsewhere.put([replace(update(1), skipped=7), update(2)])
    for each in await asyncio.wait_for(desk.backlog.passed_on("x"), HANGS):
        desk.put(each)
    await desk.until(2)
    assert desk.done == ["x:u1 and so 7", "x:u2"]


async def test_what_is_stored_tells_how_many_were_skipped_before_it_was():
    desk = Desk()
    admitted = [each for each in map(update, range(EACH + 30)) if desk.backlog.admit(each)]
    await desk.backlog.keep(admitted)
    assert [each.skipped for each in desk.intake.kept.values()] == [0] * EACH + [30]


async def test_twenty_wait_for_a_person_in_whatever_chats():
    desk = Desk()
    for number in range(EACH):
        assert await desk.take(update(number, chat=f"x:{number}"))
    assert await desk.take(update(50, chat="x:50"))  # tells of itself
    assert not await desk.take(update(51, chat="x:50"))
    assert await desk.take(update(52, chat="x:50", sender="x:other"))


async def test_many_more_wait_of_somebody_who_may_import_and_they_take_no_room_of_their_chat():
    async def staff() -> Collection[str]:
        return {"x:1"}

    desk = Desk()
    desk.backlog = UpdateQueue(desk.intake, most=5000, staff=staff, again=0.01)
    await desk.backlog.unfinished("x")
    taken = [await desk.take(update(number)) for number in range(EACH_OF_STAFF + 3)]
    assert sum(taken) == EACH_OF_STAFF + 1
    others = [await desk.take(update(1000 + number, sender="x:2")) for number in range(EACH)]
    assert all(others)
    desk.open.set()
    await desk.until(EACH_OF_STAFF + 1 + EACH)
    assert [each for each in desk.done if "so" in each] == [f"x:u{EACH_OF_STAFF} and so 3"]
    assert all([await desk.take(update(3000 + number)) for number in range(EACH_OF_STAFF)])  # the places are free


async def test_what_nobody_can_send_again_is_never_skipped():
    desk = Desk()
    for number in range(EACH + 5):
        await desk.take(update(number))
    assert desk.backlog.admit(update(90), limited=False)


async def test_a_flood_in_one_chat_takes_no_room_from_another():
    desk = Desk()
    for number in range(500):
        await desk.take(update(number))
    assert await desk.take(update(900, chat="x:2", sender="x:2"))
    desk.open.set()
    await desk.until(EACH + 2)
    assert "x:u900" in desk.done


async def test_what_comes_twice_is_done_once_and_leaves_its_place():
    desk = Desk()
    desk.open.set()
    for _ in range(3 * EACH):
        await desk.take(update(1))
        await asyncio.sleep(0)
    await desk.until(1)
    assert desk.done == ["x:u1"]
    assert await desk.take(update(2))


async def test_closing_leaves_what_has_not_ended_for_the_next_start():
    first = Desk()
    for number in range(3):
        await first.take(update(number))
    await asyncio.sleep(0)
    await first.backlog.close(0)
    assert await first.take(update(3))
    assert first.done == first.intake.finished == []
    second = Desk(*first.intake.kept.values())
    for each in await second.backlog.unfinished("x"):
        second.put(each)
    second.open.set()
    await second.until(4)
    assert second.done == second.intake.finished == [f"x:u{number}" for number in range(4)]


async def test_an_attempt_is_counted_when_it_begins_again_and_not_the_first_time():
    desk = Desk(update(1), update(2))
    for each in await desk.backlog.unfinished("x"):
        desk.put(each)
    await desk.take(update(3))
    await asyncio.sleep(0)
    await desk.backlog.close(0)
    assert [each.tries for each in desk.intake.kept.values()] == [1, 0, 0]


@pytest.mark.parametrize(("tries", "saved", "told"), [(0, False, "new"), (4, False, "hopeless"), (4, True, "saved")])
def test_what_the_conversation_is_told_of_it(tries: int, saved: bool, told: str):
    assert interruption(Update("x:1", "x", "x:1", "x:1", "{}", NOW, saved, tries)) == told


async def test_work_that_fails_is_finished_and_the_next_one_done(caplog):
    desk = Desk()

    async def broken() -> None:
        raise ValueError("no")

    each = update(1)
    assert desk.backlog.admit(each)
    await desk.backlog.keep([each])
    desk.backlog.put(each, each.address, broken)
    desk.open.set()
    await desk.take(update(2))
    await desk.until(1)
    assert desk.intake.finished[0] == "x:u1"
    assert "could not be dealt with" in caplog.text


async def test_answers_are_made_for_so_many_at_once():
    desk, making, most = Desk(), [], []

    async def answer(request: Request) -> Message:
        making.append(request)
        most.append(len(making))
        await asyncio.sleep(0)
        making.remove(request)
        return say("Here")

    limited = desk.backlog.limited(answer)
    await asyncio.gather(*(limited(Request("x:1", "x:1", "", NOW)) for _ in range(100)))
    assert max(most) == AT_ONCE


async def test_a_chat_that_gets_no_answer_and_still_sends_more_than_may_wait_is_dealt_with_seldom():
    desk, asked = Desk(), []

    async def silent(request: Request) -> None:
        asked.append(request.update)

    answer = desk.backlog.limited(silent)

    async def dealt(request: Request) -> None:
        await answer(request)

    updates = [each for each in map(update, range(2 * EACH)) if desk.backlog.admit(each)]
    await desk.backlog.keep(updates)
    for each in updates:
        request = Request(each.address, each.sender, "x", NOW, update=each.name)
        desk.backlog.put(each, each.address, partial(dealt, request))
    other = update(99, chat="x:2", sender="x:2")
    assert await desk.take(other)
    desk.open.set()
    await desk.until(1)
    assert asked == ["x:u0"]
    assert "x:u0" in desk.intake.finished
    await desk.backlog.close(0)


class ReadOnly(RecordedIntake):
    """Stores nothing."""

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        raise OSError("read-only")


async def test_what_is_neither_stored_nor_handled_at_the_end_stays_with_its_platform():
    desk = Desk()
    desk.backlog = UpdateQueue(ReadOnly(), most=5000, again=0.01)
    assert await desk.take(update(1))
    settled = asyncio.create_task(desk.backlog.settled(["x:u1"]))
    await asyncio.sleep(0.02)
    await desk.backlog.close(0)
    with pytest.raises(Unkept):
        await asyncio.wait_for(settled, HANGS)
    with pytest.raises(Unkept):  # also for who asks later
        await desk.backlog.settled(["x:u1"])


class Shut(RecordedIntake):
    """Is busy until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = True

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        if self.busy:
            raise Busy("The database is busy.")
        return await super().keep(updates)


async def test_what_a_busy_database_does_not_take_is_kept_once_it_does():
    desk = Desk()
    desk.intake = desk.backlog._intake = shut = Shut()
    taking = asyncio.create_task(desk.take(update(1)))
    await asyncio.sleep(0.05)
    assert not taking.done()
    assert not desk.backlog.is_kept(update(1))
    shut.busy = False
    await taking
    assert desk.backlog.is_kept(update(1))
    assert list(shut.kept) == ["x:u1"]


class Slow(RecordedIntake):
    """Keeps updates some time after it was asked to, as a transaction in a thread that waits for a lock."""

    def __init__(self) -> None:
        super().__init__()
        self.free = asyncio.Event()

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        return await asyncio.shield(asyncio.ensure_future(self._commit(updates)))

    async def _commit(self, updates: Sequence[Update]) -> Collection[str]:
        await self.free.wait()
        return await super().keep(updates)


async def test_an_update_that_is_kept_when_nobody_waits_for_it_any_longer_is_dealt_with():
    desk = Desk(last=0.01)
    desk.intake = desk.backlog._intake = slow = Slow()
    desk.open.set()
    taking = asyncio.create_task(desk.take(update(1)))
    await asyncio.sleep(0)
    desk.backlog.end_keeping()
    await taking  # nobody waits for the attempt to keep it any longer, and it goes on
    assert not desk.backlog.is_kept(update(1))
    await asyncio.sleep(0.02)
    slow.free.set()
    await desk.until(1)
    assert desk.done == ["x:u1"]
    await desk.take(update(1))  # handed over again
    assert desk.done == ["x:u1"]


class LoopAhead(asyncio.SelectorEventLoop):
    """A loop whose clock can be set ahead."""

    ahead = 0.0  # seconds

    def time(self) -> float:
        return super().time() + self.ahead


def test_keeping_is_tried_for_as_long_as_the_database_is_locked():
    loop = LoopAhead()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_kept_after_ten_minutes(loop))


async def _kept_after_ten_minutes(loop: LoopAhead) -> None:
    desk = Desk()
    desk.intake = desk.backlog._intake = shut = Shut()
    desk.open.set()
    taking = asyncio.create_task(desk.take(update(1)))
    for _ in range(10):
        loop.ahead += 60.0
        await asyncio.sleep(0.02)
    assert (taking.done(), desk.done) == (False, [])
    shut.busy = False
    await taking
    await desk.until(1)
    assert desk.done == ["x:u1"]


async def test_at_the_end_what_is_not_kept_is_told_of_and_stays_with_its_platform():
    desk = Desk(last=0.01)
    desk.backlog._intake = Shut()
    for number in (1, 2):  # the second one waits behind the first
        assert desk.backlog.admit(update(number))
        keeping = asyncio.create_task(desk.backlog.keep([update(number)]))
        await asyncio.sleep(0)
        desk.backlog.end_keeping()
        assert await keeping == {f"x:u{number}"}

        async def lost(number: int = number) -> None:
            desk.done.append(f"lost {number}")

        desk.backlog.put(update(number), "x:1", desk.open.wait, None, lost)  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await desk.backlog.close(0.01)
    assert sorted(desk.done) == ["lost 1", "lost 2"]
    for number in (1, 2):
        with pytest.raises(Unkept):
            await desk.backlog.settled([f"x:u{number}"])


class CommitsAndFails(RecordedIntake):
    """Stores updates and fails all the same, `times` times; what it stored is no longer new."""

    def __init__(self, times: int, failure: Exception) -> None:
        super().__init__()
        self.times, self.failure = times, failure

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        new = await super().keep(updates)
        if self.times:
            self.times -= 1
            raise self.failure
        return new


async def test_an_update_that_another_process_has_stored_is_not_marked_as_handled_by_this_one():
    desk = Desk()
    desk.intake = desk.backlog._intake = CommitsAndFails(1, OSError("cut"))
    desk.open.set()
    assert await desk.take(update(1))
    await asyncio.wait_for(desk.backlog.settled(["x:u1"]), HANGS)
    await desk.backlog.close(1)
    assert (desk.done, desk.intake.finished) == ([], [])


async def test_what_the_database_did_not_take_in_time_is_never_carried_out_unsaved():
    """Its platform gives it to another process, which would carry it out once more."""
    desk = Desk(last=0.01)
    desk.intake = desk.backlog._intake = shut = Shut()
    desk.open.set()
    taking = asyncio.create_task(desk.take(update(1)))
    await asyncio.sleep(0)
    desk.backlog.end_keeping()
    await taking
    with pytest.raises(Unkept):
        await asyncio.wait_for(desk.backlog.settled(["x:u1"]), HANGS)
    assert desk.done == []
    shut.busy = False
    await desk.take(update(1))  # delivered again
    await desk.until(1)
    assert desk.done == ["x:u1"]


async def test_a_thousand_strangers_hold_up_nobody_who_is_known_and_come_five_a_second():
    desk = Desk(strangers=True)
    updates = [update(number, chat=f"x:{number}", sender=f"x:{number}") for number in range(100, 300)]
    for each in (*updates, update(1)):
        assert desk.backlog.admit(each)
    await desk.backlog.keep([*updates, update(1)])
    for each in (*updates, update(1)):
        desk.put(each)
    desk.open.set()
    await desk.until(5)
    assert "x:u1" in desk.done
    await desk.until(201)
    assert desk.now == pytest.approx(199 / 5)


async def test_strangers_beyond_a_thousand_are_counted_logged_and_let_go_and_known_people_are_not(caplog):
    desk = Desk(strangers=True)
    updates = [update(n, chat=f"x:{n}", sender=f"x:{n}") for n in range(100, 100 + STRANGERS + 30)]
    for each in updates:
        assert desk.backlog.admit(each)
    assert len(await desk.backlog.keep(updates)) == STRANGERS
    assert await desk.backlog.keep([updates[0]]) == set()  # it is no longer new
    assert desk.intake.finished == [each.name for each in updates[STRANGERS:]]
    assert [r.since_start for r in caplog.records if r.message.startswith("Strangers")] == [1, 10]
    assert await desk.take(update(1))
    desk.open.set()
    await desk.until(1)
    assert desk.done == ["x:u1"]


async def test_where_it_cannot_be_found_out_who_is_known_everybody_is():
    async def broken(speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        raise OSError("no database")

    desk = Desk()
    desk.backlog = UpdateQueue(desk.intake, most=10, known=broken, slow=Throttle(per_second=0.001))
    desk.open.set()
    for number in range(5):
        assert await desk.take(update(number, chat=f"x:{number}", sender=f"x:{number}"))
    await desk.until(5)


async def test_what_other_processes_pass_on_is_done_in_its_chats_order_and_counts_as_taken():
    desk = Desk()
    desk.open.set()
    await desk.intake.elsewhere.put([update(1), update(2)])
    for each in await asyncio.wait_for(desk.backlog.passed_on("x"), HANGS):
        desk.put(each)
    assert desk.intake.taken == ["x:u1", "x:u2"]
    await desk.until(2)
    assert desk.done == ["x:u1", "x:u2"]


async def test_what_is_passed_on_over_the_limit_of_a_chat_is_let_go():
    """The first one over the limit tells of the others."""
    desk = Desk()
    await desk.intake.elsewhere.put([update(number) for number in range(EACH + 3)])
    found = await asyncio.wait_for(desk.backlog.passed_on("x"), HANGS)
    assert len(found) == EACH + 1
    for each in found:
        desk.put(each)
    assert len(desk.intake.taken) == EACH + 3


async def test_what_a_dead_process_left_counts_as_another_attempt():
    desk = Desk()
    desk.open.set()
    await desk.intake.elsewhere.put([replace(update(1), inherited=True), update(2)])
    for each in await asyncio.wait_for(desk.backlog.passed_on("x"), HANGS):
        desk.put(each)
    await desk.until(2)
    assert [desk.intake.kept[name].tries for name in ("x:u1", "x:u2")] == [1, 0]


async def test_an_answer_waits_until_no_other_process_can_have_taken_over():
    desk = Desk()
    desk.intake.certain.clear()

    async def answer(request: Request) -> Message | None:
        return say("It is ready.")

    request = Request("x:1", "x:1", "list", NOW, update="x:u1")
    answering = asyncio.ensure_future(desk.backlog.limited(answer)(request))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(answering), 0.05)
    desk.intake.certain.set()
    assert await asyncio.wait_for(answering, HANGS)

"""One digest is left out: by command and in plain words, shown in the schedule, and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from briefings.service import Briefings
from tests.scenarios.stage import Stage, says

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def stage(core: Briefings) -> Stage:
    return Stage(core, WEDNESDAY)


@pytest.mark.parametrize(
    "line",
    [
        "skip",
        "skip 1",
        "skip the next digest",
        "don't send me the next digest",
        "пропусти следующий дайджест",
        "跳过下次摘要",
    ],
)
async def test_the_next_digest_is_skipped_and_shown_so_and_comes_back(stage: Stage, core: Briefings, line: str):
    await stage.say("subscribe fri 09:00")
    message = await stage.message(line, command=False)
    assert message
    assert "Skipped: Friday 27 November 2026, 09:00 UTC." in message.plain()
    assert "comes again Friday 4 December 2026, 09:00 UTC" in message.plain()
    schedule = (await stage.say("schedule")).splitlines()
    assert next(each for each in schedule if "27 November" in each).endswith(", skipped")
    assert not next(each for each in schedule if "4 December" in each).endswith(", skipped")
    assert "4 December" in await stage.say("preview")
    await core.outbox.take_over("terminal", WEDNESDAY)
    await core.outbox.enqueue_due(["terminal"], WEDNESDAY + timedelta(days=3))
    assert await core.outbox.latest("terminal:local") == []
    undo = next(each for each in says(message) if each.startswith("/undo"))
    assert "skips nothing any more" in await stage.say(undo.removeprefix("/"))
    (order,) = await core.subscriptions.of("terminal:local")
    assert order.due_at == datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize("line", ["skip next week", "don't send the digest next week", "下周不要发送摘要"])
async def test_next_week_is_skipped_whole_and_what_comes_before_is_asked_about(stage: Stage, line: str):
    await stage.say("subscribe mon,tue 09:00")
    told = await stage.say(line, command=False)
    assert "Skipped: Monday 30 November 2026, 09:00 UTC and Tuesday 1 December 2026, 09:00 UTC." in told
    await stage.say("unsubscribe 1")
    await stage.say("subscribe daily 09:00")
    message = await stage.message(line, command=False)
    assert message
    assert "also comes before next week: Thursday 26 November 2026" in message.plain()
    assert "/skip 1 until 2026-12-07" in says(message) or "/skip 2 until 2026-12-07" in says(message)
    answer = await stage.say(says(message)[0].removeprefix("/"))
    assert "comes again Monday 7 December 2026, 09:00 UTC" in answer


async def test_a_skip_outlives_another_time_zone_and_a_second_one_goes_on(stage: Stage, core: Briefings):
    await stage.say("subscribe fri 09:00")
    await stage.say("skip")
    await stage.say("timezone Asia/Tokyo")
    (order,) = await core.subscriptions.of("terminal:local")
    assert order.due_at == datetime(2026, 12, 4, 0, tzinfo=UTC)
    assert "comes again Friday 11 December" in await stage.say("skip")


@pytest.mark.parametrize(
    ("orders", "line", "told"),
    [
        ((), "skip", "No digest is set up here."),
        (("subscribe fri 09:00",), "skip 7", "There is no subscription 7."),
        (("subscribe fri 09:00",), "skip sometimes", "Type /skip, /skip next week or /skip until 2026-12-07."),
        (
            ("subscribe fri 09:00", "subscribe mon 08:00 ice"),
            "skip",
            "Which digest? Add its number (1 and 2): /skip 1.",
        ),
        (("subscribe fri 09:00",), "skip until 2026-11-26", "Nothing to skip: subscription 1 comes next Friday 27"),
    ],
)
async def test_what_cannot_be_skipped_gets_one_clear_sentence(
    stage: Stage, orders: tuple[str, ...], line: str, told: str
):
    for each in orders:
        await stage.say(each)
    assert told in await stage.say(line)


async def test_an_undo_that_comes_too_late_lets_the_next_one_come(stage: Stage, core: Briefings):
    stage.now = datetime(2026, 11, 27, 8, 50, tzinfo=UTC)
    await stage.say("subscribe fri 09:00")
    await stage.say("skip")
    stage.now += timedelta(minutes=20)
    await stage.say("undo")
    (order,) = await core.subscriptions.of("terminal:local")
    assert order.due_at == datetime(2026, 12, 4, 9, tzinfo=UTC)

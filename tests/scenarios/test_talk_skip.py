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
    message = await stage.done(line)
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
    assert "no longer skips 27 November 2026" in await stage.say(undo.removeprefix("/"))
    (order,) = await core.subscriptions.of("terminal:local")
    assert order.due_at == datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize("line", ["skip next week", "don't send the digest next week", "下周不要发送摘要"])
async def test_next_week_is_skipped_whole_and_what_comes_before_is_sent(stage: Stage, core: Briefings, line: str):
    await stage.say("subscribe mon,tue 09:00")
    told = (await stage.done(line)).plain()
    assert "Skipped: Monday 30 November 2026 and Tuesday 1 December 2026 at 09:00 UTC." in told
    assert "comes again Monday 7 December 2026" in told
    await stage.say("unsubscribe 1")
    await stage.say("subscribe wed,thu 09:00")
    told = (await stage.done(line)).plain()
    assert "Skipped: Wednesday 2 December 2026 and Thursday 3 December 2026 at 09:00 UTC." in told
    assert "comes next Thursday 26 November 2026, 09:00 UTC" in told
    coming = [each.split(": digest")[0] for each in (await stage.say("schedule")).splitlines() if "skipped" in each]
    assert coming == ["- Wednesday 2 December 2026, 09:00 UTC", "- Thursday 3 December 2026, 09:00 UTC"]


@pytest.mark.parametrize(
    "line",
    [
        "skip 4 December",
        "skip 1 2026-12-04",
        "skip next Friday's digest",
        "don't send me the digest on 4 December",
        "пропусти дайджест 4 декабря",
        "跳过下周五的摘要",
        "12月4日不要发送摘要",
    ],
)
async def test_the_digest_of_a_day_is_skipped_and_no_other(stage: Stage, core: Briefings, line: str):
    await stage.say("subscribe daily 09:00")
    message = await stage.done(line)
    assert "Skipped: Friday 4 December 2026, 09:00 UTC." in message.plain()
    assert "comes next Thursday 26 November 2026, 09:00 UTC" in message.plain()
    ahead = await core.schedule.ahead("terminal:local", WEDNESDAY, 12)
    assert [push.at.day for push in ahead if push.skipped] == [4]


async def test_skipped_digests_are_sent_after_all_by_the_button_of_the_schedule(stage: Stage, core: Briefings):
    await stage.say("subscribe daily 09:00")
    await stage.say("skip")
    await stage.say("skip 2026-12-04")
    schedule = await stage.message("schedule")
    assert schedule
    assert "/skip 1 off" in says(schedule)
    told = await stage.message("skip 1 off")
    assert told
    assert "No longer skipped: Thursday 26 November 2026, 09:00 UTC and Friday 4 December" in told.plain()
    assert not any(push.skipped for push in await core.schedule.ahead("terminal:local", WEDNESDAY, 12))
    assert "skips 26 November 2026 and 4 December 2026 again" in await stage.say("undo")
    assert [push.at.day for push in await core.schedule.ahead("terminal:local", WEDNESDAY, 12) if push.skipped] == [
        *(26, 4),
    ]
    await stage.say("skip off")
    assert "Subscription 1 skips nothing. It comes next Thursday 26 November" in await stage.say("skip off")


async def test_another_time_of_day_keeps_what_is_skipped(stage: Stage, core: Briefings):
    await stage.say("subscribe fri 09:00")
    await stage.say("skip 2026-12-04")
    await stage.say("settings digest fri 17:00")
    (order,) = await core.subscriptions.of("terminal:local")
    assert (order.at.hour, [str(day) for day in order.skips]) == (17, ["2026-12-04"])


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
        (("subscribe fri 09:00",), "skip sometimes", "Type /skip, /skip 2026-12-04, /skip next week or /skip until"),
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

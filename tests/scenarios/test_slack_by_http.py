"""Two `readout run` on one PostgreSQL get Slack's requests by HTTP: events, commands and presses, through a kill."""

import re
from pathlib import Path

import pytest

from tests.fakes.databases import fresh_database
from tests.fakes.http_replicas import Replicas, real_now, replicas
from tests.fakes.slack_requests import body_of, signed
from tests.fakes.slack_workspace import BOT_USER
from tests.fakes.slack_world import DIRECT, seen

pytestmark = pytest.mark.slow


def _numbers(all_: Replicas) -> list[int]:
    """The numbers in what was answered, in order."""
    return [int(found[1]) for post in all_.slack.slack.posts if (found := re.search(r"order(\d+)", post.shown))]


async def test_all_is_answered_in_order_through_a_kill(postgresql: str, tmp_path: Path) -> None:
    """An answer that was sent just before the kill comes again, since nobody could note it."""
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        dying, _ = [await all_.start() for _ in range(2)]
        for number in range(1, 13):
            all_.tick()
            await all_.slack.direct(f"search order{number}")
            if number == 6:
                all_.kill(dying)
        await all_.slack.server.until(lambda: set(_numbers(all_)) == set(range(1, 13)))
        answered = _numbers(all_)
        assert answered == sorted(answered)
        assert len(answered) <= 13


async def test_an_event_that_slack_sends_again_to_another_process_is_answered_once(
    postgresql: str, tmp_path: Path
) -> None:
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        both = [await all_.start() for _ in range(2)]
        all_.tick()
        await all_.slack.direct("search order1")
        for attempt, process in enumerate([*both, *both], 1):
            retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
            again = signed(body_of(*all_.slack._last), real_now(), **retry)
            assert (await all_.send(process, "slack", again)).status == 200
        await all_.slack.direct("search order2")
        await all_.slack.server.until(lambda: 2 in _numbers(all_))
        assert _numbers(all_) == [1, 2]


async def test_a_process_with_another_bot_is_refused_or_serves_no_platform_as_it(
    postgresql: str, tmp_path: Path
) -> None:
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        await all_.start()
        stranger = await all_.start(waits=False, TELEGRAM_BOT_TOKEN="222:of-another-bot")
        assert await stranger.ended() == 2
        assert any("Another process serves Telegram" in line for line in stranger.log)
        all_.slack.slack.bot_user = "U0OTHER"
        second = await all_.start()
        await all_.says(second, "Another process serves Slack")
        all_.slack.slack.bot_user = BOT_USER
        all_.running.remove(second)
        all_.tick()
        await all_.slack.direct("search order1")
        await all_.slack.server.until(lambda: _numbers(all_) == [1])
        event = signed(body_of(*all_.slack._last), real_now())
        assert (await all_.send(second, "slack", event)).status == 503


async def test_commands_and_presses_reach_any_process_by_the_same_path(postgresql: str, tmp_path: Path) -> None:
    """Each takes its turn: a command to one process, a press to the other, a command again."""
    async with fresh_database(postgresql) as url, replicas(url, tmp_path) as all_:
        for _ in range(2):
            await all_.start()
        all_.tick()
        await all_.slack.slash("/readout", "subscribe daily 08:00", channel=DIRECT)
        ordered = seen(await all_.slack.post())
        assert "08:00" in ordered.text
        await all_.slack.press(ordered, "Stop it")
        assert "Subscription 1" in (await all_.slack.post()).shown
        await all_.slack.slash("/readout", "subscriptions", channel=DIRECT)
        assert (await all_.slack.post()).shown.startswith("No subscrip")

"""Slack's assistant panel: lines to begin with, a status while an answer is made, a title, answers in their thread."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.chat import Offers, Prompt, Prompts, Request
from bot.message import Button, Buttons, Heading, Message, say
from bot.platforms.slack.errors import SlackPauses
from tests.fakes.listener import Listener
from tests.fakes.slack_assistant import Thread
from tests.fakes.slack_rules import Refused
from tests.fakes.slack_world import DIRECT, PERSON, QUICK, SlackWorld, seen

pytest_plugins = ["tests.fakes.slack_fixtures"]

LINES = tuple(Prompt(f"Summarise {number}", f"summary a{number}") for number in range(1, 7))
AT_ONCE = replace(QUICK, status=0.0)
NEVER = replace(QUICK, status=3600.0)


@pytest.fixture
async def shut() -> SlackWorld:
    """A world that is not open yet."""
    return SlackWorld()


async def opened(
    world: SlackWorld, answer: Callable[[Request], Awaitable[Message | None]], pauses: SlackPauses = AT_ONCE
) -> str:
    """The thread of a panel that a person has opened."""
    await world.open(pauses=pauses)
    await world.serve(answer)
    return await world.open_panel()


def thread(world: SlackWorld, stamp: str) -> Thread:
    return world.slack.panel.threads[DIRECT, stamp]


async def test_an_opened_panel_offers_four_lines_at_most(shut: SlackWorld, listener: Listener):
    asked: list[Request] = []

    async def prompts(request: Request) -> Prompts:
        asked.append(request)
        return Prompts("Begin with", LINES)

    shut.offers = Offers(prompts=prompts)
    stamp = await opened(shut, listener)
    await shut.server.until(lambda: thread(shut, stamp).prompts)
    await shut.stop()
    assert thread(shut, stamp).heading == "Begin with"
    assert thread(shut, stamp).prompts == [{"title": each.title, "message": each.says} for each in LINES[:4]]
    (request,) = asked
    assert (request.address, request.sender, request.private) == (f"slack:{DIRECT}", f"slack:{PERSON}", True)
    assert (request.language, request.locale_zone) == ("it-IT", "Europe/Rome")


async def test_who_is_not_answered_is_offered_nothing(shut: SlackWorld, listener: Listener):
    async def prompts(request: Request) -> None:
        assert request.sender == f"slack:{PERSON}"

    shut.offers = Offers(prompts=prompts)
    stamp = await opened(shut, listener)
    await shut.direct("help", thread_ts=stamp)
    await shut.post()
    await shut.stop()
    assert shut.server.count("assistant.threads.setSuggestedPrompts") == 0


async def test_answers_stay_in_the_thread_and_what_is_asked_belongs_to_the_channel(
    shut: SlackWorld, listener: Listener
):
    listener.reply = lambda request: say(f"You said {request.line}", Buttons(((Button("More", "/summary a1 long"),),)))
    stamp = await opened(shut, listener)
    await shut.direct("what is new?", thread_ts=stamp)
    post = await shut.post()
    await shut.press(seen(post), "More")
    pressed = await shut.post()
    requests = [await listener.heard(), await listener.heard()]
    await shut.stop()
    assert [(each.channel, each.thread, each.only) for each in (post, pressed)] == [(DIRECT, stamp, "")] * 2
    assert [(each.line, each.address) for each in requests] == [
        ("what is new?", f"slack:{DIRECT}"),
        ("summary a1 long", f"slack:{DIRECT}"),
    ]


async def test_the_status_follows_the_work_and_ends_with_the_answer(shut: SlackWorld):
    panel = shut.slack.panel

    async def answer(request: Request) -> Message:
        assert request.progress
        await shut.server.until(lambda: len(panel.statuses) == 1)

        def shows(number: int) -> bool:
            return len(panel.statuses) == number

        for number, words in enumerate(["Fetching", "Reading"], 2):
            await request.progress(words)
            await shut.server.until(partial(shows, number))
        return say("Done")

    stamp = await opened(shut, answer)
    await shut.direct("import", thread_ts=stamp)
    await shut.post()
    await shut.server.until(lambda: len(panel.statuses) == 4)
    await shut.stop()
    assert panel.statuses == ["is looking it up…", "Fetching", "Reading", ""]
    assert thread(shut, stamp).status == ""


async def test_the_status_speaks_the_persons_language(shut: SlackWorld):
    shut.slack.people[PERSON]["locale"] = "ru-RU"

    async def answer(_: Request) -> None:
        await shut.server.until(lambda: shut.slack.panel.statuses)

    stamp = await opened(shut, answer)
    await shut.direct("summary", thread_ts=stamp)
    await shut.server.until(lambda: len(shut.slack.panel.statuses) == 2)  # no answer comes, so it is taken away
    await shut.stop()
    assert shut.slack.panel.statuses == ["ищет ответ…", ""]


async def test_what_is_answered_at_once_shows_no_status(shut: SlackWorld, listener: Listener):
    stamp = await opened(shut, listener, NEVER)
    await shut.direct("summary", thread_ts=stamp)
    await shut.post()
    await shut.stop()
    assert shut.slack.panel.statuses == []


@pytest.mark.parametrize(
    ("message", "title"),
    [
        (say("Just words"), "what is new?"),
        (say(Heading("Ferries in winter"), "They go"), "Ferries in winter"),
        (say(Heading("x" * 150)), "x" * 100),
    ],
)
async def test_the_first_answer_names_the_thread(shut: SlackWorld, listener: Listener, message: Message, title: str):
    listener.reply = lambda _: message
    stamp = await opened(shut, listener)
    for words in ("what is new?", "and before?"):
        await shut.direct(words, thread_ts=stamp)
        await shut.post()
    await shut.server.until(lambda: thread(shut, stamp).title)
    await shut.stop()
    assert thread(shut, stamp).title == title
    assert shut.server.count("assistant.threads.setTitle") == 1


async def test_an_answer_comes_though_slack_takes_nothing_of_the_panel(shut: SlackWorld):
    async def prompts(_: Request) -> Prompts:
        return Prompts("Begin with", LINES)

    async def answer(_: Request) -> Message:
        await shut.server.until(lambda: shut.server.count("assistant.threads.setStatus"))
        return say("All the same")

    shut.offers = Offers(prompts=prompts)
    for method in ("setSuggestedPrompts", "setStatus", "setTitle"):
        shut.server.fail(f"assistant.threads.{method}", *[Refused("internal_error")] * 3)
    stamp = await opened(shut, answer)
    await shut.direct("summary", thread_ts=stamp)
    assert (await shut.post()).shown == "All the same"
    await shut.direct("again", thread_ts=stamp)
    assert (await shut.post()).shown == "All the same"
    await shut.server.until(lambda: shut.server.count("assistant.threads.setTitle"))
    await shut.stop()
    assert thread(shut, stamp) == Thread()


async def test_another_channel_beside_the_panel_changes_nothing(shut: SlackWorld, listener: Listener):
    stamp = await opened(shut, listener)
    beside = {"user_id": PERSON, "channel_id": DIRECT, "thread_ts": stamp, "context": {"channel_id": "C7"}}
    await shut.event(
        {"type": "assistant_thread_context_changed", "assistant_thread": beside, "event_ts": "1795600000.1"}
    )
    await shut.direct("after it", thread_ts=stamp)
    assert (await listener.heard()).line == "after it"
    await shut.stop()

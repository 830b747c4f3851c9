"""Slack's own windows: the home tab, and modals with answers and forms."""

import asyncio
import json
from typing import Any

import pytest

from bot.message import Bullets, Button, Buttons, Choice, Field, File, Form, Heading, Message, form_line, say, text
from bot.platforms.slack.modals import home_tab, loading_modal, modal
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import buttons, shown
from tests.fakes.slack_views import check_view
from tests.fakes.slack_world import DIRECT, GROUP, PERSON, SlackWorld, person, seen

pytest_plugins = ["tests.fakes.slack_fixtures"]

WEEK = (Choice("Monday", "mon"), Choice("Tuesday", "tue"))
FORM = Form(
    "A digest of everything that is new",
    (
        Field("days", "Days", "choices", WEEK, ("mon",)),
        Field("at", "Time", "time", initial=("08:00",), hint="In Rome"),
        Field("day", "Day", "date", initial=("2026-02-05",)),
        Field("which", "Which", "choice", WEEK),
        Field("words", "About", "words", required=False),
        Field("files", "Files", "files", (Choice(".md", "md"),)),
    ),
    "/subscribe {days} {at} [about {words}]",
    "Set up",
)
PAGE = say(
    Heading("Ahead"),
    Buttons(((Button("Sources", "/sources a1"), Button("Set up", "/settings digest", form="/form subscribe")),)),
)


def answering(request):
    if request.line == "home":
        return PAGE
    if request.line.startswith("form"):
        return Message(say("Type it").blocks, form=FORM)
    return say(f"You said {request.line}", Buttons(((Button("More", "/summary a1 long"),),)))


def told(words: str):
    return lambda view: words in shown(view["blocks"])


@pytest.fixture
def listener() -> Listener:
    listening = Listener()
    listening.reply = answering
    return listening


async def home(world: SlackWorld) -> dict:
    await world.open_home()
    await world.server.until(lambda: PERSON in world.slack.views.homes)
    return world.slack.views.homes[PERSON]


async def test_the_home_tab_shows_the_page_in_the_persons_zone(world: SlackWorld, listener: Listener):
    view = await home(world)
    assert "Ahead" in shown(view["blocks"])
    request = await listener.heard()
    assert (request.line, request.address, request.private) == ("home", f"slack:{DIRECT}", True)
    assert (request.locale_zone, request.language, request.update) == ("Europe/Rome", "it-IT", "")


async def test_another_tab_is_not_answered(world: SlackWorld, listener: Listener):
    await world.event(
        {"type": "app_home_opened", "user": PERSON, "channel": DIRECT, "tab": "messages", "event_ts": "1.0"}
    )
    await world.direct("after it")
    assert (await listener.heard()).line == "after it"


async def test_a_button_on_the_home_tab_is_answered_in_a_modal_that_changes_in_place(world: SlackWorld):
    view = await home(world)
    await world.press_in_view(view, "Sources")
    answer = await world.modal(told("You said sources a1"))
    await world.press_in_view(answer, "More")
    await world.modal(told("You said summary a1 long"))
    assert len(world.slack.views.stack) == 1
    await world.server.until(lambda: world.server.count("views.publish") == 3)  # the home tab follows
    assert world.unheard() == 0


async def test_a_form_becomes_a_line_and_stays_beneath_its_answer(world: SlackWorld, listener: Listener):
    await world.press_in_view(await home(world), "Set up")
    form = await world.modal(lambda view: view["title"]["text"].startswith("A digest"))
    file = world.upload("a.md", b"# Ice")
    values: dict[str, dict[str, Any]] = {
        "days": {"type": "checkboxes", "selected_options": [{"value": "mon"}, {"value": "tue"}]},
        "at": {"type": "timepicker", "selected_time": "07:30"},
        "words": {"type": "plain_text_input", "value": "ice\nand <snow>"},
        "files": {"type": "file_input", "files": [file]},
    }
    await world.submit(form, values)
    answer = await world.modal(told("You said"))
    line = "subscribe mon,tue 07:30 about ice and <snow>"
    assert f"You said {line}" in shown(answer["blocks"])
    assert len(world.slack.views.stack) == 2
    assert answer["clear_on_close"]
    requests = [await listener.heard() for _ in range(3)]
    sent = next(request for request in requests if request.line == line)
    assert (sent.command, sent.address) == (True, f"slack:{DIRECT}")
    assert [await each.fetch() for each in sent.attachments] == [b"# Ice"]


async def test_what_failed_leads_back_to_the_form(world: SlackWorld, listener: Listener):
    await world.press_in_view(await home(world), "Set up")
    form = await world.modal(lambda view: view["title"]["text"].startswith("A digest"))
    listener.reply = lambda _: Message(say("No such day").blocks, failed=True)
    await world.submit(form, {"at": {"type": "timepicker", "selected_time": None}})
    answer = await world.modal(told("No such day"))
    assert not answer["clear_on_close"]


async def test_a_button_in_a_message_opens_a_form(world: SlackWorld, listener: Listener):
    listener.reply = lambda request: PAGE if request.line == "hello" else answering(request)
    await world.mention("hello")
    await world.press(seen(await world.post()), "Set up")
    await world.modal(lambda view: view["title"]["text"].startswith("A digest"))
    requests = [await listener.heard() for _ in range(2)]
    assert (requests[1].address, requests[1].private) == (f"slack:{GROUP}", False)


async def test_a_modal_is_opened_before_anything_else_is_done(silent: SlackWorld):
    go = asyncio.Event()

    async def slowly(request):
        if request.line != "home":
            await go.wait()
        return answering(request)

    await silent.serve(slowly)
    view = await home(silent)
    for number in range(40):
        silent.slack.channels[f"C{100 + number}"] = silent.slack.channels[GROUP]
        silent.slack.people[f"U{100 + number}"] = person(f"U{100 + number}")
        await silent.slash("/readout", "wait", channel=f"C{100 + number}", user=f"U{100 + number}")
    await silent.press_in_view(view, "Sources")
    await silent.modal(told(""))
    silent.slack.views.expire()
    go.set()
    await silent.modal(told("You said sources a1"))


async def test_where_no_modal_opens_the_answer_is_a_message(world: SlackWorld):
    view = await home(world)
    world.server.fail("views.open", None)
    world.slack.views.trigger = lambda: "trigger-of-another"  # type: ignore[method-assign]
    await world.press_in_view(view, "Sources")
    post = await world.post()
    assert "You said sources a1" in post.shown
    assert post.channel == DIRECT


async def test_a_file_for_a_modal_goes_to_the_direct_channel(world: SlackWorld, listener: Listener):
    view = await home(world)
    listener.reply = lambda _: say("Here", File("plan.ics", b"BEGIN", "text/calendar", "The plan"))
    await world.press_in_view(view, "Sources")
    await world.modal(told("direct messages"))
    post = await world.post()
    assert (post.channel, post.file) == (DIRECT, ("plan.ics", b"BEGIN"))


@pytest.mark.parametrize("count", [1, 40, 3000])
def test_every_message_fits_into_a_view(count: int):
    point = text("的" * 300)
    message = say(
        Heading("H" * 500), Bullets((point,) * count), *(f"{n}" for n in range(count)), Buttons(((Button("B", "/b"),),))
    )
    check_view(home_tab(message, f"slack:{DIRECT}"), "home")
    check_view(modal(message, f"slack:{DIRECT}"), "modal")


def test_forms_and_empty_messages_fit_too():
    view = modal(Message((), form=FORM), f"slack:{DIRECT}")
    check_view(view, "modal")
    assert json.loads(view["private_metadata"])["says"] == FORM.says
    check_view(home_tab(Message(()), "slack:D1"), "home")
    check_view(loading_modal("x"), "modal")
    assert not buttons(view["blocks"])


def test_a_form_leaves_out_what_was_not_filled_in():
    assert form_line("/import [published {day}]", {"day": ""}) == "/import"
    assert form_line("/import [published {day}]", {"day": "2026-02-05"}) == "/import published 2026-02-05"
    assert form_line("/event new {day} {at} {title}", {"day": "2026-02-05", "title": "A [b] {c}"}) == (
        "/event new 2026-02-05 A [b] {c}"
    )

"""An answer that the platform loses is sent again within the time for it, and never ends in silence."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.message import Button, Buttons, File, Message, Paragraph, Picture, say, text
from bot.platforms.shared.follow_ups import LOST
from bot.platforms.shared.retry import Retry
from tests.contracts.loopback_platforms import WORLDS, make_world
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import Refused as SlackRefused
from tests.fakes.slack_rules import limited
from tests.fakes.slack_world import SlackWorld
from tests.fakes.telegram_rules import UNAUTHORIZED
from tests.fakes.telegram_rules import Refused as TelegramRefused
from tests.fakes.telegram_world import TelegramWorld

ENDED = say("Your digest has ended")
FAULTS = ("bad gateway", "cut", "lose", "flood")
UNSURE = "may not have reached you"
Outcomes = list[Any]


def outcomes(world: TelegramWorld | SlackWorld, fault: str) -> Outcomes:
    """What the next calls meet: one fault, or six floods in a row."""
    if fault in ("cut", "lose"):
        return [fault]
    if isinstance(world, SlackWorld):
        return [limited(0)] * 6 if fault == "flood" else [SlackRefused("", 502)]
    flood = TelegramRefused(429, "Too Many Requests", retry_after=0)
    return [flood] * 6 if fault == "flood" else [TelegramRefused(502, "Bad Gateway")]


def fail(world: TelegramWorld | SlackWorld, method: str, made: Outcomes) -> None:
    for outcome in made:
        world.server.fail(method, outcome)


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, listener: Listener):
    made = make_world(request.param)
    await made.start(listener)
    yield made
    await made.stop()


@pytest.fixture
async def telegram(listener: Listener):
    made = TelegramWorld()
    await made.start(listener)
    yield made
    await made.stop()


@pytest.fixture
async def slack(listener: Listener):
    made = SlackWorld()
    await made.start(listener)
    yield made
    await made.stop()


@pytest.fixture
def listener() -> Listener:
    return Listener()


async def said(world: TelegramWorld | SlackWorld, line: str = "list") -> None:
    """In the private chat, where answers are messages."""
    await (world.direct(line) if isinstance(world, SlackWorld) else world.say(line))


POST = {TelegramWorld: "sendMessage", SlackWorld: "chat.postMessage"}


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_answer_comes_after_one_fault(world, fault: str):
    fail(world, POST[type(world)], outcomes(world, fault))
    await said(world)
    assert (await world.heard()).text == "You said list"


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_tells_of_a_change_comes_once(world, listener: Listener, fault: str):
    listener.reply = lambda request: replace(ENDED, once=True) if request.line == "unsubscribe 1" else say("next")
    fail(world, POST[type(world)], outcomes(world, fault))
    await said(world, "unsubscribe 1")
    await said(world, "next")
    heard = [(await world.heard()).text]
    while "next" not in heard or not any(ENDED.plain() == each or UNSURE in each for each in heard):
        heard.append((await world.heard()).text)
    assert heard.count(ENDED.plain()) <= 1
    if isinstance(world, SlackWorld) or fault in ("flood", "lose"):
        assert heard.count(ENDED.plain()) == 1


async def test_slack_is_asked_before_a_change_is_told_again(slack: SlackWorld, listener: Listener):
    listener.reply = lambda _: replace(ENDED, once=True)
    slack.server.fail("chat.postMessage", "lose")
    slack.server.fail("conversations.replies", SlackRefused("", 502), limited(0))
    await slack.direct("unsubscribe 1")
    await slack.server.until(lambda: slack.server.count("conversations.replies") == 3)
    await slack.direct("unsubscribe 1")
    await slack.server.until(lambda: slack.server.count("chat.postMessage") == 2)
    assert [post.shown for post in slack.slack.posts] == [ENDED.plain()] * 2


async def test_where_slack_does_not_say_the_person_hears_that_it_is_open(slack: SlackWorld, listener: Listener):
    listener.reply = lambda _: replace(ENDED, once=True)
    slack.server.fail("chat.postMessage", SlackRefused("", 502))
    slack.server.fail("conversations.replies", SlackRefused("missing_scope"))
    await slack.direct("unsubscribe 1")
    assert UNSURE in (await slack.heard()).text
    assert "/readout status" in slack.slack.posts[-1].shown


@pytest.mark.parametrize("fault", ["bad gateway", "cut"])
async def test_a_change_told_in_doubt_is_owned_up_to_in_telegram(telegram: TelegramWorld, listener, fault: str):
    listener.reply = lambda _: replace(ENDED, once=True)
    fail(telegram, "sendMessage", outcomes(telegram, fault))
    await telegram.say("unsubscribe 1")
    assert UNSURE in (await telegram.heard()).text


async def test_when_time_is_over_it_is_logged_and_one_sentence_follows(world, caplog):
    caplog.set_level(logging.INFO)
    made = outcomes(world, "bad gateway") * 40
    fail(world, POST[type(world)], made)
    await said(world, "list")
    assert (await world.heard()).text == LOST
    assert "An answer did not arrive" in caplog.messages
    await said(world, "again")
    assert (await world.heard()).text == "You said again"


async def test_of_several_lost_answers_one_sentence_tells(listener: Listener):
    world = TelegramWorld()
    world.retry = Retry(seconds=0.05, first=0.01, longest=0.02)
    await world.start(listener)
    world.server.fail("sendMessage", TelegramRefused(502, "Bad Gateway"), 20)
    for number in range(3):
        await world.say(f"list {number}")
    heard = [(await world.heard()).text]
    await world.say("again")
    while heard[-1] != "You said again":
        heard.append((await world.heard()).text)
    assert heard.count(LOST) == 1
    await world.stop()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
CALENDAR = Message((File("e1.ics", b"BEGIN:VCALENDAR", "text/calendar", "e1"),))
TIMELINE = Message((Paragraph(text("Timeline")), Picture("timeline.png", PNG, "a timeline")))
TELEGRAM_KINDS: dict[str, tuple[Message, Callable[[TelegramWorld], bool]]] = {
    "sendDocument": (CALENDAR, lambda world: world.server.posts[-1].method == "sendDocument"),
    "sendPhoto": (TIMELINE, lambda world: world.server.posts[-1].method == "sendPhoto"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", TELEGRAM_KINDS)
async def test_files_and_pictures_come_after_a_fault_in_telegram(telegram: TelegramWorld, listener, method, fault):
    message, right = TELEGRAM_KINDS[method]
    listener.reply = lambda _: message
    fail(telegram, method, outcomes(telegram, fault))
    await telegram.say("calendar")
    await telegram.heard()
    assert right(telegram)


PRESSABLE = Message((Paragraph(text("Pick one")), Buttons(((Button("Next", "/page 2"),),))))


def turns(request) -> Message:
    return replace(say("page 2"), replaces=True, once=True) if request.pressed else PRESSABLE


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_edit_comes_after_a_fault_in_telegram(telegram: TelegramWorld, listener, fault):
    listener.reply = turns
    await telegram.say("pages")
    first = await telegram.heard()
    fail(telegram, "editMessageText", outcomes(telegram, fault))
    await telegram.press(first, "Next")
    post = await telegram.post()
    assert (post.method, post.text) == ("editMessageText", "page 2")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_toast_comes_after_a_fault(telegram: TelegramWorld, listener, fault):
    listener.reply = turns
    await telegram.say("pages")
    made = outcomes(telegram, fault)
    fail(telegram, "answerCallbackQuery", made)
    await telegram.press(await telegram.heard(), "Next")
    await telegram.server.until(
        lambda: telegram.server.acknowledged and telegram.server.methods().count("answerCallbackQuery") == len(made) + 1
    )


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_replaced_message_comes_after_a_fault_in_slack(slack: SlackWorld, listener, fault):
    listener.reply = turns
    await slack.direct("pages")
    first = await slack.heard()
    fail(slack, "hook", outcomes(slack, fault))
    await slack.press(first, "Next")
    post = await slack.post()
    assert (post.replaces, post.shown) == (first.id, "page 2")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_whisper_by_a_response_address_comes_after_a_fault(slack: SlackWorld, fault):
    made = outcomes(slack, fault)[:3]  # five uses of an address, and no more
    fail(slack, "hook", made)
    await slack.say("list", chat="group")
    assert (await slack.heard()).text == "You said list"


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_whisper_in_a_thread_comes_after_a_fault(slack: SlackWorld, listener, fault):
    listener.reply = lambda request: say("whispered") if request.pressed else replace(PRESSABLE, stays=True)
    await slack.say("list", chat="thread")
    first = await slack.heard()
    fail(slack, "hook", outcomes(slack, fault)[:3])
    fail(slack, "chat.postEphemeral", outcomes(slack, fault))
    await slack.press(first, "Next")
    assert (await slack.heard()).text == "whispered"


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_file_comes_after_a_fault_in_slack(slack: SlackWorld, listener, fault):
    listener.reply = lambda _: CALENDAR
    fail(slack, "files.getUploadURLExternal", outcomes(slack, fault))
    fail(slack, "files.completeUploadExternal", outcomes(slack, fault))
    await slack.direct("calendar")
    await slack.post()


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_home_tab_comes_after_a_fault(slack: SlackWorld, fault):
    fail(slack, "views.publish", outcomes(slack, fault))
    await slack.open_home()
    await slack.server.until(lambda: slack.slack.views.homes)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_modal_is_filled_after_faults(slack: SlackWorld, listener, fault):
    opening = Message((Paragraph(text("Pick")), Buttons(((Button("Open", "/page 2", form="/page 2"),),))))
    listener.reply = lambda request: say("page 2") if request.pressed else opening
    await slack.direct("pages")
    first = await slack.heard()
    fail(slack, "views.open", *[outcomes(slack, fault)[:1]])
    fail(slack, "views.update", outcomes(slack, fault))
    await slack.press(first, "Open")
    if fault in ("lose", "flood"):
        await slack.modal(lambda view: "page 2" in str(view))
    else:  # the modal never opened
        assert (await slack.heard()).text == "page 2"


async def test_serving_ends_in_the_middle_of_trying(listener: Listener):
    world = TelegramWorld()
    world.retry = Retry(seconds=100 * HANGS)
    await world.start(listener)
    world.server.fail("sendMessage", TelegramRefused(502, "Bad Gateway"), 1000)
    await world.say("list")
    await world.server.until(lambda: "sendMessage" in world.server.methods())
    async with asyncio.timeout(HANGS):
        await world.stop()


async def test_an_answer_waits_while_the_token_is_refused_and_those_after_it_keep_their_order(
    world, listener: Listener
):
    direct = "chat.postMessage" if isinstance(world, SlackWorld) else "sendMessage"
    refused = SlackRefused("token_revoked") if isinstance(world, SlackWorld) else UNAUTHORIZED
    fail(world, direct, [refused] * 30)  # longer than any other failure is tried for
    await world.say("one", command=False)
    await world.say("two", command=False)
    assert [(await world.heard()).text for _ in range(2)] == ["You said one", "You said two"]
    assert world.unheard() == 0

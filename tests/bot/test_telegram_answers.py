"""How answers and pressed buttons come back in Telegram."""

import json
from dataclasses import replace

import pytest

from bot.message import Button, Buttons, File, Message, Paragraph, say, text
from tests.fakes.listener import Listener
from tests.fakes.telegram_rules import TOO_OLD, Refused, bad, check_keyboard
from tests.fakes.telegram_world import GROUP, NEW_GROUP, PERSON, TOPIC, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

PRESSABLE = (Paragraph(text("Pick one")), Buttons(((Button("Next", "/page 2"),),)))
LONG = say("w" * 9000)


@pytest.fixture
def listener(listener: Listener) -> Listener:
    listener.reply = lambda request: (
        Message((Paragraph(text(request.line)),), replaces=True) if request.pressed else Message(PRESSABLE)
    )
    return listener


async def test_an_answer_can_take_the_place_of_its_button(world: TelegramWorld):
    await world.say("pages")
    first = await world.heard()
    await world.press(first, "Next")
    second = await world.post()
    assert (second.method, str(second.id), second.text, second.keyboard) == (
        "editMessageText",
        first.id,
        "page 2",
        [],
    )
    await world.server.until(lambda: len(world.server.acknowledged) == 1)


async def test_an_answer_that_changes_nothing_is_fine(world: TelegramWorld, listener: Listener, caplog):
    listener.reply = lambda request: say("end") if request.line == "end" else Message(PRESSABLE, replaces=True)
    await world.say("pages")
    await world.press(await world.heard(), "Next")
    await world.say("end")
    assert (await world.heard()).text == "end"
    assert not caplog.records


@pytest.mark.parametrize("refusal", ["message can't be edited", "message to edit not found"])
async def test_what_cannot_be_edited_is_sent(world: TelegramWorld, refusal: str):
    await world.say("pages")
    world.server.fail("editMessageText", bad(refusal))
    await world.press(await world.heard(), "Next")
    assert (await world.post()).method == "sendMessage"


async def test_a_message_out_of_reach_is_not_edited(world: TelegramWorld):
    await world.say("pages")
    await world.press(await world.heard(), "Next", reachable=False)
    assert (await world.post()).method == "sendMessage"


async def test_an_answer_in_parts_is_sent(world: TelegramWorld, listener: Listener):
    await world.say("pages")
    seen = await world.heard()
    listener.reply = lambda _: Message(LONG.blocks, replaces=True)
    await world.press(seen, "Next")
    assert [(await world.post()).method for _ in range(3)] == ["sendMessage"] * 3


async def test_a_press_too_old_to_be_acknowledged_is_answered(world: TelegramWorld):
    await world.say("pages")
    world.server.fail("answerCallbackQuery", TOO_OLD)
    await world.press(await world.heard(), "Next")
    assert (await world.heard()).text == "page 2"


UNCHANGED = replace(say("The whole panel again"), toast="Nothing changed.", unchanged=True)


async def test_a_press_that_did_nothing_new_is_answered_by_a_toast(world: TelegramWorld, listener: Listener):
    await world.say("pages")
    seen = await world.heard()
    listener.reply = lambda _: UNCHANGED
    await world.press(seen, "Next")
    assert await world.toast() == "Nothing changed."
    listener.reply = lambda _: replace(say("It is gone."), toast="It is gone.", failed=True)
    await world.press(seen, "Next")
    assert await world.toast() == "It is gone."
    told = [params for method, params in world.server.calls if method == "answerCallbackQuery"]
    assert [params.get("show_alert") for params in told] == [None, "true"]
    assert world.unheard() == 0


async def test_a_toast_that_comes_too_late_is_sent_as_a_message(world: TelegramWorld, listener: Listener):
    await world.say("pages")
    seen = await world.heard()
    listener.reply = lambda _: UNCHANGED
    world.server.fail("answerCallbackQuery", TOO_OLD)
    await world.press(seen, "Next")
    assert (await world.heard()).text == "The whole panel again"
    assert world.server.toasts == []


async def test_a_slow_answer_is_acknowledged_without_words_meanwhile(world: TelegramWorld, listener: Listener):
    await world.say("pages")
    seen = await world.heard()

    async def acknowledged() -> None:
        await world.server.until(lambda: world.server.acknowledged)

    listener.reply, listener.waits = lambda _: UNCHANGED, acknowledged
    await world.press(seen, "Next")
    assert (await world.heard()).text == "The whole panel again"
    assert (len(world.server.acknowledged), world.server.toasts) == (1, [])


async def test_a_press_under_a_lost_message_is_acknowledged(world: TelegramWorld):
    person = {"id": PERSON, "is_bot": False, "first_name": "Ada"}
    await world.server.update(callback_query={"id": "q", "from": person, "chat_instance": "1", "data": "/x"})
    await world.server.until(lambda: world.server.acknowledged)


async def test_each_part_takes_an_interactive_token(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: LONG
    await world.say("long")
    for _ in range(3):
        await world.heard()
    assert world.pace.tokens == [(world.address(), True)] * 3


async def test_a_flood_holds_everything(world: TelegramWorld):
    world.refuse("retry")
    await world.say("one")
    assert await world.heard()
    assert world.pace.holds == [3.0]


async def test_an_answer_follows_a_group_that_moved(world: TelegramWorld):
    world.server.chats[GROUP].refusal = bad("group chat was upgraded", migrate_to_chat_id=NEW_GROUP)
    await world.say("one", chat="group")
    assert (await world.heard()).address == f"telegram:{NEW_GROUP}"
    assert world.platform_events.moved == [(f"telegram:{GROUP}", f"telegram:{NEW_GROUP}")]


async def test_a_closed_chat_is_told(world: TelegramWorld):
    world.refuse("dead")
    await world.say("one")
    await world.platform_events.happened()
    assert world.platform_events.closed == [(world.address(), "The person has blocked the bot")]


async def test_a_refused_answer_is_not_met_with_silence(world: TelegramWorld):
    world.refuse("refused")
    await world.say("one")
    assert "rejected it" in (await world.heard()).text


async def test_a_file_is_handed_over(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: say("Here it is", File("ports.csv", b"port;ice", "text/csv", "All ports"))
    await world.say("export", chat="thread")
    post = await world.post()
    assert (post.file, post.text, post.thread) == (("ports.csv", b"port;ice"), "Here it is\n\nAll ports", TOPIC)


async def test_a_topic_that_closes_meanwhile_is_told_and_not_the_group(world: TelegramWorld, listener: Listener):
    def closes(request):
        world.server.chats[GROUP].topics[TOPIC] = False
        return say("late")

    listener.reply = closes
    await world.say("pages", chat="thread")
    await world.platform_events.noted_of(world.platform_events.closed)
    assert world.platform_events.closed == [(world.address("thread"), "The topic is closed")]
    assert world.unheard() == 0


async def test_what_comes_later_stays_in_the_topic_with_its_files(world: TelegramWorld, listener: Listener):
    async def later() -> Message:
        return say("afterwards", File("a.csv", b"1", "text/csv", "rows"))

    listener.reply = lambda _: replace(say("w" * 5000), later=later)
    await world.say("pages", chat="thread")
    posts = [await world.post() for _ in range(3)]
    assert [post.thread for post in posts] == [TOPIC] * 3
    assert posts[-1].method == "sendDocument"


async def test_no_preview_is_shown_of_links(world: TelegramWorld):
    await world.say("one")
    assert (await world.post()).params["link_preview_options"] == '{"is_disabled": true}'


@pytest.mark.parametrize(
    ("link", "inside", "key", "words"),
    [
        ("https://readout.example.org/r/x/a1", True, {"web_app": {"url": "https://readout.example.org/r/x/a1"}}, ""),
        ("https://readout.example.org/r/x/a1", False, {"url": "https://readout.example.org/r/x/a1"}, ""),
        ("http://127.0.0.1:8080/r/x/a1", False, {"url": "http://127.0.0.1:8080/r/x/a1"}, ""),
        ("http://localhost:8080/r/x/a1", False, None, "\n\nOpen the page: http://localhost:8080/r/x/a1"),
    ],
)
async def test_a_button_that_leads_to_a_page_arrives(
    world: TelegramWorld, listener: Listener, link, inside, key, words
):
    shown = Buttons(((Button("Open the page", link=link, inside=inside),),))
    listener.reply = lambda _request: Message((Paragraph(text("A page")), shown))
    await world.say("open")
    post = await world.post()
    assert post.text == f"A page{words}"
    assert [{name: button[name] for name in button.keys() - {"text"}} for row in post.keyboard for button in row] == (
        [key] if key else []
    )


def test_telegram_takes_a_web_app_in_private_chats_by_https_alone():
    button = {"text": "Open", "web_app": {"url": "https://readout.example.org/r/x/a1"}}
    keyboard = json.dumps({"inline_keyboard": [[button]]})
    assert check_keyboard(keyboard, "private") == [[button]]
    for given, kind in ((keyboard, "supergroup"), (keyboard.replace("https", "http"), "private")):
        with pytest.raises(Refused):
            check_keyboard(given, kind)

"""How the bot serves Telegram: it starts in any weather, keeps order, tells of trouble and ends cleanly."""

import asyncio
from contextlib import suppress

import pytest

from bot.chat import MenuEntry, Request
from bot.message import Button, Buttons, Message, say
from bot.platforms.shared.update_queue import KeyedQueues
from tests.fakes.listener import Listener
from tests.fakes.telegram_rules import CONFLICT, Refused, bad
from tests.fakes.telegram_server import TOKEN
from tests.fakes.telegram_world import TOPIC, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]


async def test_the_menu_is_registered(silent: TelegramWorld, listener: Listener):
    menu = [
        MenuEntry("import", "Takes in a file", "", "editor"),
        MenuEntry("summary", "s" * 300, "ANALYSIS", "reader"),
        MenuEntry("what-if", "Has a name that Telegram does not know", "", "reader"),
        MenuEntry("help", "", "", "reader"),
    ]
    await silent.serve(listener, menu)
    await silent.server.until(silent.server.commands)
    assert silent.server.commands() == ["summary", "help"]
    assert len(silent.server.menus["default", ""][0]["description"]) == 256


async def test_a_webhook_gives_way(silent: TelegramWorld, listener: Listener):
    silent.server.webhook = "https://example.org/hook"
    await silent.serve(listener)
    silent.server.webhook = "https://example.org/another"
    await silent.say("one")
    await silent.server.until(lambda: not silent.server.webhook)
    await silent.say("two")
    assert [(await listener.heard()).line for _ in range(2)] == ["one", "two"]


async def test_it_starts_while_telegram_is_down(silent: TelegramWorld, listener: Listener):
    port = int(silent.server.url.rsplit(":", 1)[1])
    await silent.server.stop()
    silent.begin(listener)
    await silent.platform_events.happened()
    await silent.server.start(port)
    await silent.platform_events.happened()
    (_, down), (_, up) = silent.platform_events.troubles
    assert "cannot be reached" in str(down)
    assert up is None


async def test_a_wrong_token_is_told_once_and_tried_again(silent: TelegramWorld, listener: Listener):
    silent.server.token = "4242:another"
    silent.begin(listener)
    await silent.platform_events.happened()
    assert "token" in str(silent.platform_events.troubles[0][1])
    (fault,) = await silent.platform.check()
    assert fault.what.startswith("Telegram refuses the bot's token at http://127.0.0.1:")
    silent.server.token = TOKEN
    await silent.platform_events.happened()
    assert [reason is None for _, reason in silent.platform_events.troubles] == [False, True]


async def test_a_second_poller_is_told(world: TelegramWorld, listener: Listener):
    world.server.fail("getUpdates", CONFLICT, 2)
    await world.say("one")
    await world.platform_events.happened()
    assert "Somebody else" in str(world.platform_events.troubles[0][1])
    assert "Somebody else" in (await world.platform.check())[0].what
    await world.say("two")
    assert [(await listener.heard()).line for _ in range(2)] == ["one", "two"]
    assert [reason is None for _, reason in world.platform_events.troubles] == [False, True]


@pytest.mark.parametrize("outcome", [Refused(502, "Bad Gateway"), "cut", "page", Refused(429, "", retry_after=0)])
async def test_one_hiccup_is_no_trouble(world: TelegramWorld, listener: Listener, outcome):
    world.server.fail("getUpdates", outcome)
    await world.say("one")
    await world.say("two")
    assert [(await listener.heard()).line for _ in range(2)] == ["one", "two"]
    assert world.platform_events.troubles == []


async def test_a_refused_menu_does_not_stop_it(silent: TelegramWorld, listener: Listener):
    silent.server.fail("setMyCommands", bad("BOT_COMMAND_INVALID"))
    await silent.serve(listener, [MenuEntry("help", "Helps", "", "reader")])
    await silent.say("help")
    assert (await listener.heard()).line == "help"
    await silent.server.until(lambda: silent.server.commands("all_group_chats"))


async def test_what_was_answered_is_confirmed_at_the_end(listener: Listener):
    world = TelegramWorld()
    await world.start(listener)
    await world.say("one")
    await world.heard()
    await world.stop()
    assert not world.server.waiting()


async def test_an_update_of_an_unknown_form_is_passed_over(world: TelegramWorld, listener: Listener):
    await world.server.update(message={"message_id": "?"})
    await world.say("help")
    assert (await listener.heard()).line == "help"


async def test_a_mistake_in_an_answer_does_not_stop_the_chat(world: TelegramWorld, listener: Listener):
    def reply(request: Request) -> Message:
        return say("fine") if request.line == "good" else say(Buttons(((Button("x", "/" + "y" * 99),),)))

    listener.reply = reply
    await world.say("bad")
    assert "rejected it" in (await world.heard()).text
    await world.say("good")
    assert (await world.heard()).text == "fine"


async def test_one_chat_does_not_wait_for_another(silent: TelegramWorld):
    go = asyncio.Event()

    async def answer(request: Request) -> Message:
        if request.line == "first":
            await go.wait()
        return say(request.line)

    await silent.serve(answer)
    await silent.say("first")
    await silent.say("second")
    await silent.say("elsewhere", chat="group")
    assert (await silent.heard()).text == "elsewhere"
    go.set()
    assert [(await silent.heard()).text for _ in range(2)] == ["first", "second"]


async def test_typing_is_shown_while_an_answer_takes_long(silent: TelegramWorld):
    async def answer(request: Request) -> Message:
        await silent.server.until(lambda: "sendChatAction" in silent.server.methods())
        return say("It took a while")

    await silent.serve(answer)
    await silent.say("think", chat="thread")
    assert (await silent.heard()).text == "It took a while"
    shown = dict(silent.server.calls)["sendChatAction"]
    assert (shown["action"], shown["message_thread_id"]) == ("typing", str(TOPIC))


async def test_what_does_not_end_in_time_is_cancelled():
    lanes = KeyedQueues()
    ended = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    lanes.put("1", forever)
    lanes.put("1", forever)
    await asyncio.sleep(0)
    await lanes.close(0)
    assert ended == ["cancelled"]


async def test_cancelling_before_telegram_answers_is_clean(silent: TelegramWorld, listener: Listener):
    await silent.server.stop()
    serving = asyncio.create_task(silent.platform.serve(listener, (), silent.platform_events))
    await silent.platform_events.happened()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    assert serving.cancelled()


async def test_a_webhook_is_a_fault(silent: TelegramWorld):
    silent.server.webhook = "https://example.org/hook/secret"
    (fault,) = await silent.platform.check()
    assert "example.org" in fault.what
    assert "secret" not in fault.what


async def test_a_clock_that_is_off_is_a_fault(silent: TelegramWorld):
    silent.server.now = silent.server.now.replace(hour=8)
    (fault,) = await silent.platform.check()
    assert fault.what == "This computer's clock is 1 hour ahead of Telegram's"


async def test_telegram_out_of_reach_is_a_fault(silent: TelegramWorld):
    await silent.server.stop()
    (fault,) = await silent.platform.check()
    assert silent.server.url in fault.what
    assert TOKEN not in fault.what

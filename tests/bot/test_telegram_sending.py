"""What pushed messages do in Telegram, and what the bot makes of each refusal."""

import asyncio
import logging

import pytest

from bot.chat import DeliveryFailed
from bot.message import Buttons, File, Message, say
from bot.platforms.telegram.adapter import TelegramPlatform
from tests.fakes.listener import Listener
from tests.fakes.telegram_rules import UNAUTHORIZED, Refused, bad
from tests.fakes.telegram_server import NOW, TOKEN
from tests.fakes.telegram_world import GROUP, NEW_GROUP, PERSON, TOPIC, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

LONG = say("w" * 9000)


async def failure(world: TelegramWorld, address: str = f"telegram:{PERSON}", message: Message = say("Hello")):  # noqa: B008
    with pytest.raises(DeliveryFailed) as failed:
        await world.platform.send(address, message, "key")
    return failed.value


async def test_the_receipt_names_each_part(silent: TelegramWorld):
    receipt = await silent.platform.send(silent.address("thread"), LONG, "key")
    posts = [await silent.post() for _ in range(3)]
    assert receipt == ",".join(str(post.id) for post in posts)
    assert {post.thread for post in posts} == {TOPIC}
    assert silent.pace.tokens == [(silent.address("thread"), False)] * 2


async def test_a_later_part_waits_for_a_flood_to_end(silent: TelegramWorld):
    silent.server.fail("sendMessage", Refused(429, "", retry_after=0), 1)
    assert (await failure(silent)).kind == "retry"
    silent.script("sendMessage", None, Refused(429, "Too Many Requests", retry_after=2))
    receipt = await silent.platform.send(silent.address(), LONG, "key")
    assert len(receipt.split(",")) == 3
    assert silent.pace.holds == [0.0, 2.0]


@pytest.mark.parametrize("outcome", [bad("message is too long"), "cut", Refused(403, "Forbidden: bot was blocked")])
async def test_a_message_half_delivered_is_in_doubt(silent: TelegramWorld, outcome):
    silent.script("sendMessage", None, outcome)
    failed = await failure(silent, message=LONG)
    assert failed.kind == "doubt"
    assert failed.reason.startswith("1 of 3 parts arrived")


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (bad("chat not found"), "dead"),
        (bad("message thread not found"), "dead"),
        (bad("TOPIC_CLOSED"), "dead"),
        (bad("TOPIC_DELETED"), "dead"),
        (bad("not enough rights to send text messages to the chat"), "dead"),
        (bad("have no rights to send a message"), "dead"),
        (bad("need administrator rights in the channel chat"), "dead"),
        (bad("CHAT_WRITE_FORBIDDEN"), "dead"),
        (bad("group chat was deactivated"), "dead"),
        (bad("PEER_ID_INVALID"), "dead"),
        (Refused(403, "Forbidden: user is deactivated"), "dead"),
        (Refused(403, "Forbidden: bot was kicked from the supergroup chat"), "dead"),
        (bad("not enough rights to send documents to the chat"), "refused"),
        (bad("message is too long"), "refused"),
        (bad("can't parse entities"), "refused"),
        (bad("BUTTON_DATA_INVALID"), "refused"),
        (bad("user not allowed to see this"), "refused"),
        (Refused(413, "Request Entity Too Large"), "refused"),
        (UNAUTHORIZED, "sender"),
        (Refused(404, "Not Found"), "sender"),
        (Refused(404, "Not Found: method not found"), "refused"),
        (Refused(429, "Too Many Requests: retry after 7", retry_after=7), "retry"),
        (Refused(500, "Internal Server Error"), "doubt"),
        (Refused(502, "Bad Gateway"), "doubt"),
        ("cut", "doubt"),
        ("lose", "doubt"),
        ("page", "doubt"),
    ],
)
async def test_each_refusal_has_its_kind(silent: TelegramWorld, outcome, kind: str):
    silent.server.fail("sendMessage", outcome)
    failed = await failure(silent)
    assert failed.kind == kind
    assert failed.retry_after == (7.0 if kind == "retry" else None)
    assert TOKEN not in f"{failed} {failed.__cause__!r} {failed.__cause__ and failed.__cause__.__cause__!r}"


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Refused(403, "Forbidden: bot was blocked by the user"), "The person has blocked the bot"),
        (Refused(403, "Forbidden: bot was kicked from the group chat"), "The bot was removed from the chat"),
        (Refused(403, "Forbidden: bot is not a member of the channel chat"), "The bot was removed from the chat"),
        (Refused(403, "Forbidden: user is deactivated"), "The person's account was deleted"),
        (Refused(403, "Forbidden: bot can't initiate conversation with a user"), "has not written to the bot yet"),
        (Refused(403, "Forbidden: something new"), "Telegram does not let the bot write to the chat"),
        (bad("chat not found"), "The chat does not exist, or the bot is not in it"),
        (bad("group chat was deactivated"), "The group was deleted"),
        (bad("group chat was upgraded to a supergroup chat"), "The group was deleted"),
        (bad("message thread not found"), "The topic was deleted"),
        (bad("TOPIC_CLOSED"), "The topic is closed"),
        (bad("CHAT_WRITE_FORBIDDEN"), "The bot may not write in the chat"),
        (bad("not enough rights to send documents to the chat"), "The bot may not send such a message in the chat"),
        (bad("message is too long"), "The message is too long or too large for Telegram"),
        (Refused(413, "Request Entity Too Large"), "The message is too long or too large for Telegram"),
        (bad("can't parse entities: byte offset 7"), "Telegram doesn't accept this message"),
        (UNAUTHORIZED, "Telegram refuses the bot's token"),
        (Refused(429, "Too Many Requests: retry after 7", retry_after=7), "Telegram asks to slow down"),
        (Refused(502, "Bad Gateway"), "Telegram answered with status 502; telegram:42 may have got the message or not"),
        ("cut", "The connection broke before Telegram had answered; telegram:42 may have got the message or not"),
    ],
)
async def test_the_reason_is_told_in_plain_words(silent: TelegramWorld, outcome, told: str):
    silent.server.fail("sendMessage", outcome)
    reason = (await failure(silent)).reason
    assert told in reason
    assert "Forbidden" not in reason


async def test_a_group_that_moved_names_its_new_address(silent: TelegramWorld):
    silent.refuse("moved")
    failed = await failure(silent, silent.address("group"))
    assert (failed.kind, failed.moved_to) == ("dead", f"telegram:{NEW_GROUP}")


async def test_a_message_that_never_left_can_be_sent_again(silent: TelegramWorld):
    await silent.server.stop()
    failed = await failure(silent)
    assert (failed.kind, failed.retry_after) == ("retry", None)


@pytest.mark.parametrize(
    ("address", "kind"),
    [("telegram:x", "dead"), ("telegram:42:7", "dead"), ("slack:C1", "dead"), ("telegram:77", "dead")],
)
async def test_an_address_that_leads_nowhere_is_dead(silent: TelegramWorld, address: str, kind: str):
    assert (await failure(silent, address)).kind == kind


async def test_a_closed_topic_is_dead(silent: TelegramWorld):
    silent.server.chats[GROUP].topics[TOPIC] = False
    assert (await failure(silent, silent.address("thread"))).kind == "dead"


async def test_a_deleted_topic_is_dead_and_the_group_is_not(silent: TelegramWorld):
    del silent.server.chats[GROUP].topics[TOPIC]
    failed = await failure(silent, silent.address("thread"))
    assert (failed.kind, failed.reason, failed.moved_to) == ("dead", "The topic was deleted", None)
    assert await silent.platform.send(silent.address("group"), say("Hello"), "key")


async def test_all_of_a_push_stays_in_its_topic(silent: TelegramWorld):
    message = say("w" * 5000, File("a.csv", b"1", "text/csv", "rows"))
    await silent.platform.send(silent.address("thread"), message, "key")
    posts = [await silent.post() for _ in range(2)]
    assert [(post.method, post.thread) for post in posts] == [("sendMessage", TOPIC), ("sendDocument", TOPIC)]


async def test_the_general_topic_is_never_named(silent: TelegramWorld):
    assert await silent.platform.send(f"telegram:{GROUP}:1", say("Hello"), "key")
    assert (await silent.post()).thread is None


async def test_nothing_to_show_is_refused(silent: TelegramWorld):
    assert (await failure(silent, message=say(" \n"))).kind == "refused"


async def test_nothing_can_be_looked_up(silent: TelegramWorld):
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.find(silent.address(), "key", silent.server.now)
    assert failed.value.kind == "refused"


async def test_a_message_on_its_way_is_finished_before_closing(silent: TelegramWorld):
    go = asyncio.Event()
    silent.server.fail("sendMessage", go)
    sending = asyncio.create_task(silent.platform.send(silent.address(), say("Hello"), "key"))
    await silent.server.until(lambda: "sendMessage" in silent.server.methods())
    closing = asyncio.create_task(silent.platform.close())
    await asyncio.sleep(0)
    go.set()
    assert await sending
    await closing
    assert (await failure(silent)).kind == "retry"


async def test_the_token_is_not_told_when_the_address_is_wrong(silent: TelegramWorld):
    platform = TelegramPlatform(TOKEN, "ftp://example.org", silent.pace, lambda: NOW)
    with pytest.raises(DeliveryFailed) as failed:
        await platform.send(silent.address(), say("Hello"), "key")
    await platform.close()
    assert failed.value.kind == "retry"
    assert TOKEN not in failed.value.reason


async def test_the_token_is_in_no_log_line(silent: TelegramWorld, listener: Listener, caplog):
    caplog.set_level(logging.INFO)
    silent.server.fail("getMe", "page")
    silent.server.fail("deleteWebhook", "cut", 2)
    await silent.serve(listener)
    for outcome in ("page", "cut", UNAUTHORIZED, Refused(404, "Not Found")):
        silent.server.fail("sendMessage", outcome)
        await silent.say("one")
        await listener.heard()
    await silent.say("end")
    await silent.heard()
    assert caplog.records
    assert TOKEN not in caplog.text


async def test_a_message_that_cannot_be_rendered_is_refused_and_nothing_left(silent: TelegramWorld):
    failed = await failure(silent, silent.address(), Message((Buttons(((None,),)),)))  # type: ignore[arg-type]
    assert failed.kind == "refused"
    assert failed.reason.startswith("its words could not be made (reference ")
    assert silent.unheard() == 0

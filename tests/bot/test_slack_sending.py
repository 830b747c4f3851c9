"""What pushed messages do in Slack, what the bot makes of each refusal, and how it finds out what arrived."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.chat import DeliveryFailed
from bot.message import Button, Buttons, Message, say
from tests.fakes.slack_methods import BOT_TOKEN
from tests.fakes.slack_rules import Refused, limited
from tests.fakes.slack_server import NOW
from tests.fakes.slack_world import DIRECT, GROUP, PERSON, ROOT, SlackWorld

pytest_plugins = ["tests.fakes.slack_fixtures"]

PLACE = f"slack:{GROUP}"
LONG = say("w" * 25_000)
BEFORE = NOW - timedelta(days=300)


async def failure(world: SlackWorld, address: str = PLACE, message: Message = say("Hello")):  # noqa: B008
    with pytest.raises(DeliveryFailed) as failed:
        await world.platform.send(address, message, "key")
    return failed.value


async def test_the_receipt_names_each_part(silent: SlackWorld):
    receipt = await silent.platform.send(silent.address("thread"), LONG, "key")
    posts = [await silent.post() for _ in range(3)]
    assert receipt == f"{GROUP}/{','.join(post.ts for post in posts)}"
    assert {post.thread for post in posts} == {ROOT}
    assert [post.metadata["event_payload"] for post in posts if post.metadata] == [
        {"key": "key", "part": number, "parts": 3} for number in (1, 2, 3)
    ]
    assert silent.pace.tokens == [(silent.address("thread"), False)] * 2
    assert await silent.platform.find(silent.address("thread"), "key", BEFORE) == receipt


async def test_nothing_in_a_text_is_linked_called_or_unfolded(silent: SlackWorld):
    await silent.platform.send(PLACE, say("https://example.org @channel"), "key")
    _, told = silent.server.calls[-1]
    assert {name: told[name] for name in ("parse", "link_names", "mrkdwn", "unfurl_links", "unfurl_media")} == {
        "parse": "none", "link_names": False, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip


async def test_a_message_to_a_person_opens_the_direct_channel(silent: SlackWorld):
    receipt = await silent.platform.send(f"slack:{PERSON}", say("Hello"), "key")
    assert receipt.startswith(f"{DIRECT}/")
    assert await silent.platform.find(f"slack:{PERSON}", "key", BEFORE) == receipt


async def test_a_later_part_waits_until_slack_takes_it(silent: SlackWorld):
    silent.server.fail("chat.postMessage", None, limited(2), limited(1))
    receipt = await silent.platform.send(PLACE, LONG, "key")
    assert len(receipt.split(",")) == 3
    assert silent.pace.holds == [2.0, 1.0]


@pytest.mark.parametrize("outcome", [Refused("invalid_blocks"), "cut", "lose", Refused("is_archived")])
async def test_a_message_half_delivered_is_in_doubt(silent: SlackWorld, outcome):
    silent.server.fail("chat.postMessage", None, outcome)
    failed = await failure(silent, message=LONG)
    assert failed.kind == "doubt"
    assert failed.reason.startswith("1 of 3 parts arrived")
    with pytest.raises(DeliveryFailed) as looked:
        await silent.platform.find(PLACE, "key", BEFORE)
    assert looked.value.kind == "doubt"


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        *((Refused(code), "dead") for code in (
            "channel_not_found", "is_archived", "not_in_channel", "user_disabled", "cannot_reply_to_message",
            "restricted_action_read_only_channel", "messages_tab_disabled",
        )),
        *((Refused(code), "sender") for code in (
            "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope",
            "not_allowed_token_type", "team_access_not_granted",
        )),
        *((Refused(code), "refused") for code in (
            "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "no_text", "something_new",
        )),
        *((Refused(code), "retry") for code in ("rate_limited", "message_limit_exceeded")),
        *((Refused(code), "doubt") for code in ("internal_error", "fatal_error", "service_unavailable")),
        *((Refused("", status), "doubt") for status in (500, 502, 503, 504)),
        (Refused("", 403), "doubt"),
        ("page", "doubt"),
        ("cut", "doubt"),
        ("lose", "doubt"),
    ],
)  # fmt: skip
async def test_each_refusal_has_its_meaning(silent: SlackWorld, outcome, kind: str):
    silent.server.fail("chat.postMessage", outcome)
    failed = await failure(silent)
    assert failed.kind == kind
    assert failed.reason
    assert (failed.retry_after is not None) == (kind == "retry")
    assert silent.server.count("chat.postMessage") == 1


async def test_a_slack_that_is_down_certainly_took_nothing():
    world = SlackWorld()
    await world.open(listening=False)
    assert (await failure(world)).kind == "retry"
    await world.stop()


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("0", 0.0), ("soon", 30.0), (None, 30.0)])
async def test_the_pace_holds_as_long_as_slack_asks(silent: SlackWorld, header, seconds: float):
    silent.server.fail("chat.postMessage", Refused("ratelimited", 429, **({"Retry_After": header} if header else {})))
    assert (await failure(silent)).retry_after == seconds
    assert silent.pace.holds == [seconds]


@pytest.mark.parametrize("address", ["slack:", "slack:C1:x", "telegram:42", "slack:C1:1.2:3", "slack:#news"])
async def test_what_is_no_address_is_dead(silent: SlackWorld, address: str):
    assert (await failure(silent, address)).kind == "dead"


async def test_a_message_without_anything_to_show_is_refused(silent: SlackWorld):
    assert (await failure(silent, message=say(" ", Buttons(())))).kind == "refused"


async def test_a_lost_answer_is_found_and_what_never_arrived_is_not(silent: SlackWorld):
    silent.server.fail("chat.postMessage", "lose", "cut")
    assert (await failure(silent)).kind == "doubt"
    found = await silent.platform.find(PLACE, "key", BEFORE)
    assert found == f"{GROUP}/{silent.slack.posts[0].ts}"
    with pytest.raises(DeliveryFailed):
        await silent.platform.send(PLACE, say("Hello"), "other")
    assert await silent.platform.find(PLACE, "other", BEFORE) is None
    assert await silent.platform.find(PLACE, "key", NOW + timedelta(days=3)) is None


async def test_a_message_is_found_below_hundreds_of_others(silent: SlackWorld):
    receipt = await silent.platform.send(PLACE, say("Hello"), "key")
    for number in range(450):
        await silent.platform.send(PLACE, say("Hello"), f"other {number}")
    assert await silent.platform.find(PLACE, "key", BEFORE) == receipt


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (limited(3), "retry"),
        (Refused("not_in_channel"), "dead"),
        *((broken, "retry") for broken in (Refused("", 500), Refused("fatal_error"))),  # one can look again
    ],
)
async def test_looking_can_fail(silent: SlackWorld, outcome, kind: str):
    silent.server.fail("conversations.history", outcome)
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.find(PLACE, "key", BEFORE)
    assert failed.value.kind == kind


async def test_no_token_gets_into_a_log_or_a_failure(silent: SlackWorld, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    for outcome in (Refused("invalid_auth"), "cut", "page", limited(1)):
        silent.server.fail("chat.postMessage", outcome)
        failed = await failure(silent)
        assert BOT_TOKEN not in f"{failed!r} {failed.reason} {failed.__cause__!r}"
    await silent.platform.send(PLACE, say("Hello", Buttons(((Button("More", "/more"),),))), "key")
    assert BOT_TOKEN not in caplog.text


async def test_closing_lets_a_message_on_its_way_arrive(silent: SlackWorld):
    sending = asyncio.create_task(silent.platform.send(PLACE, say("Hello"), "key"))
    await asyncio.sleep(0)
    await silent.platform.close()
    assert (await sending).startswith(f"{GROUP}/")


async def test_a_message_that_cannot_be_rendered_is_refused_and_nothing_left(silent: SlackWorld):
    failed = await failure(silent, silent.address(), Message((Buttons(((None,),)),)))  # type: ignore[arg-type]
    assert failed.kind == "refused"
    assert failed.reason.startswith("its words could not be made (reference ")
    assert silent.unheard() == 0

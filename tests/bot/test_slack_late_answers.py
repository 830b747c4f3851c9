"""A response address takes five messages within half an hour; what comes later or is more finds another way."""

from datetime import timedelta

import pytest

from bot.chat import Request
from bot.message import Button, Buttons, Message, say
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import Refused
from tests.fakes.slack_workspace import Post
from tests.fakes.slack_world import DIRECT, GROUP, OUTSIDE, PERSON, SlackWorld, seen

pytest_plugins = ["tests.fakes.slack_fixtures"]

HALF_AN_HOUR = timedelta(minutes=30, seconds=1)
SHARE = Buttons(((Button("Share here", "/share 1"),),))
USED, EXPIRED = Refused("used_url", 404), Refused("expired_url", 404)


async def slow(world: SlackWorld, listener: Listener, channel: str) -> None:
    """A command whose answer takes longer than its address lasts."""

    def answer(_: Request) -> Message:
        world.now += HALF_AN_HOUR
        return say("At last")

    listener.reply = answer
    await world.slash("/summary", channel=channel)


async def test_an_answer_that_took_too_long_is_whispered(world: SlackWorld, listener: Listener):
    await slow(world, listener, GROUP)
    post = await world.post()
    assert (post.shown, post.channel, post.only) == ("At last", GROUP, PERSON)
    assert world.server.count("chat.postEphemeral") == 1


async def test_where_the_bot_is_not_it_comes_as_a_direct_message(world: SlackWorld, listener: Listener):
    await slow(world, listener, OUTSIDE)
    posts = [await world.post() for _ in range(2)]
    assert [(post.channel, post.only) for post in posts] == [(DIRECT, "")] * 2
    assert [post.shown for post in posts] == ["Slack no longer shows this where you asked. Here it is:", "At last"]


@pytest.mark.parametrize("outcome", [USED, EXPIRED])
@pytest.mark.parametrize("channel", [GROUP, OUTSIDE])
async def test_what_no_longer_fits_goes_on_where_it_stopped(
    world: SlackWorld, listener: Listener, outcome: Refused, channel: str
):
    listener.reply = lambda _: say(*(f"{number}. {'word ' * 1800}" for number in range(4)))
    world.server.fail("hook", None, None, outcome)
    await world.slash("/summary", channel=channel)
    posts = [await world.post() for _ in range(4 if channel == GROUP else 5)]
    told = [post.shown[:2] for post in posts if not post.shown.startswith("Slack")]
    assert told == ["0.", "1.", "2.", "3."]


async def test_where_the_response_url_cannot_be_reached_an_answer_comes_by_the_api(world: SlackWorld):
    world.slack.origin = "http://127.0.0.1:1"
    await world.slash("/summary", channel=GROUP)
    post = await world.post()
    assert (post.shown, post.channel, post.only) == ("You said summary", GROUP, PERSON)
    await world.slash("/summary", channel=OUTSIDE)
    posts = [await world.post() for _ in range(2)]
    assert [post.channel for post in posts] == [DIRECT, DIRECT]


async def pressed(world: SlackWorld, listener: Listener, channel: str) -> Post:
    """An answer that somebody sees alone, whose button shows it to all."""
    listener.reply = lambda request: Message(say("An answer", SHARE).blocks, public=request.pressed)
    await world.slash("/summary", channel=channel)
    return await world.post()


async def test_a_shared_answer_stays_shared_where_its_original_cannot_be_taken_away(
    world: SlackWorld, listener: Listener
):
    alone = await pressed(world, listener, GROUP)
    world.server.fail("hook", EXPIRED)
    await world.press(seen(alone), "Share here")
    post = await world.post()
    assert (post.shown, post.only) == ("An answer", "")
    await world.slash("/summary")
    assert (await world.post()).only == PERSON  # nothing was said in between


async def test_who_can_no_longer_share_is_told_how(world: SlackWorld, listener: Listener):
    alone = await pressed(world, listener, OUTSIDE)
    world.server.fail("hook", EXPIRED)
    await world.press(seen(alone), "Share here")
    post = await world.post()
    assert (post.channel, post.shown) == (
        DIRECT,
        "Slack no longer lets Readout show that in the channel. Ask again there, or /invite Readout.",
    )


async def test_a_long_answer_shared_where_the_bot_is_not_says_that_it_goes_on(world: SlackWorld, listener: Listener):
    pages = [f"{number}. {'word ' * 1800}" for number in range(6)]
    listener.reply = lambda request: Message(
        say(*(pages if request.pressed else ("An answer", SHARE))).blocks, public=request.pressed
    )
    await world.slash("/summary", channel=OUTSIDE)
    alone = await world.post()
    await world.press(seen(alone), "Share here")
    posts = [await world.post() for _ in range(4)]
    assert [post.shown[:2] for post in posts[:3]] == ["0.", "1.", "2."]
    assert posts[3].shown.startswith("There is more")


async def test_the_loopback_takes_five_messages_and_refuses_the_sixth(world: SlackWorld):
    hook = world.slack.hook(GROUP, PERSON).rsplit("/", 1)[1]
    for number in range(5):
        world.slack.respond(hook, {"text": f"{number}"})
    with pytest.raises(Refused, match="used_url"):
        world.slack.respond(hook, {"text": "one more"})
    late = world.slack.hook(GROUP, PERSON).rsplit("/", 1)[1]
    world.now += HALF_AN_HOUR
    with pytest.raises(Refused, match="expired_url"):
        world.slack.respond(late, {"text": "too late"})

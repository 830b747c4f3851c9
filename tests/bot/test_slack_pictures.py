"""Pictures in Slack: a block of the one message, and words in their place where they cannot be shown."""

import pytest

from bot.chat import DeliveryFailed
from bot.message import Button, Buttons, Heading, Picture, say
from bot.platforms.slack.sending.render import render
from bot.platforms.slack.sending.send import as_words
from tests.fakes.listener import Listener
from tests.fakes.slack_rules import Refused, limited
from tests.fakes.slack_server import NOW
from tests.fakes.slack_workspace import Post
from tests.fakes.slack_world import GROUP, SlackWorld

pytest_plugins = ["tests.fakes.slack_fixtures"]

PNG = b"\x89PNG\r\n\x1a\n and so on"
PICTURE = Picture("timeline-a1.png", PNG, "Two events: a fair in May, a vote in June.")
SHORT = say(Heading("Ports"), PICTURE, "Ice is melting.", Buttons(((Button("In words", "/timeline a1"),),)))
PLACE = f"slack:{GROUP}"


def images(post: Post) -> list[dict]:
    return [block for block in post.blocks if block["type"] == "image"]


def test_what_notifications_read_tells_the_picture():
    (part,) = render(SHORT)
    assert PICTURE.alt in part.text


def test_an_image_without_words_has_its_name():
    (part,) = render(say(Picture("a.png", PNG, "  ")))
    assert part.blocks[0]["alt_text"] == "a.png"
    assert as_words(part).blocks[0]["type"] == "rich_text"


def test_a_long_alternative_is_cut():
    (part,) = render(say(Picture("a.png", PNG, "w" * 3000)))
    assert len(part.blocks[0]["alt_text"]) == 2000


async def test_a_push_with_a_picture_is_one_message_that_can_be_found(silent: SlackWorld):
    receipt = await silent.platform.send(PLACE, SHORT, "key")
    post = await silent.post()
    (image,) = images(post)
    assert image["alt_text"] == PICTURE.alt
    assert silent.slack.pictures[image["slack_file"]["id"]] == PNG
    assert receipt == f"{GROUP}/{post.ts}"
    assert await silent.platform.find(PLACE, "key", NOW.replace(year=2020)) == receipt
    assert len(silent.slack.posts) == 1


@pytest.mark.parametrize("where", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("outcome", [Refused("missing_scope"), Refused("internal_error"), limited(3), "cut", "lose"])
async def test_where_no_picture_can_be_uploaded_its_words_go(silent: SlackWorld, where: str, outcome):
    silent.server.fail(where, outcome)
    receipt = await silent.platform.send(PLACE, SHORT, "key")
    post = await silent.post()
    assert not images(post)
    assert post.shown == f"Ports\n{PICTURE.alt}\nIce is melting."
    assert receipt == f"{GROUP}/{post.ts}"


async def test_a_file_that_slack_does_not_know_yet_is_tried_again(silent: SlackWorld):
    silent.server.fail("chat.postMessage", Refused("invalid_blocks"))
    await silent.platform.send(PLACE, SHORT, "key")
    assert images(await silent.post())


async def test_a_message_refused_with_its_picture_goes_in_words(silent: SlackWorld):
    silent.server.fail("chat.postMessage", Refused("invalid_blocks"), Refused("invalid_blocks"))
    await silent.platform.send(PLACE, SHORT, "key")
    assert PICTURE.alt in (await silent.post()).shown


@pytest.mark.parametrize(
    ("outcome", "kind"), [("lose", "doubt"), (limited(2), "retry"), (Refused("is_archived"), "dead")]
)
async def test_else_the_failure_stands(silent: SlackWorld, outcome, kind: str):
    silent.server.fail("chat.postMessage", outcome)
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.send(PLACE, SHORT, "key")
    assert failed.value.kind == kind
    assert silent.server.count("chat.postMessage") == 1


async def test_whoever_asks_alone_sees_it_alone(world: SlackWorld, listener: Listener):
    listener.reply = lambda _: SHORT
    await world.slash("/timeline", "a1 picture")
    post = await world.post()
    assert images(post)
    assert post.only
    await world.mention("timeline a1 picture", thread_ts="1795599000.000001")
    assert images(await world.post())

"""Pictures in Telegram: with all words beneath or before them, and words alone where none is taken."""

import pytest

from bot.chat import DeliveryFailed
from bot.message import Button, Buttons, File, Heading, Message, Picture, say
from bot.platforms.telegram.sending.render import render
from tests.fakes.listener import Listener
from tests.fakes.telegram_parts import accepted
from tests.fakes.telegram_rules import BLOCKED, Refused, bad
from tests.fakes.telegram_world import TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

PNG = b"\x89PNG\r\n\x1a\n and so on"
PICTURE = Picture("timeline-a1.png", PNG, "Two events: a fair in May, a vote in June.")
BUTTONS = Buttons(((Button("In words", "/timeline a1"),),))
SHORT = say(Heading("Ports"), PICTURE, "Ice is melting.", BUTTONS)
LONG = say(Heading("Ports"), PICTURE, "Ice is melting. " * 100, BUTTONS)


def test_telegram_shows_all_words_beneath_where_they_fit():
    (part,) = render(SHORT)
    assert (part.picture, part.text) == (PICTURE, "Ports\n\nIce is melting.")
    assert part.keyboard
    assert part.words
    assert accepted(part.words) == f"Ports\n\n{PICTURE.alt}\n\nIce is melting."


def test_telegram_shows_the_picture_under_its_heading_before_longer_words():
    first, second = render(LONG)
    assert (first.picture, first.text, first.keyboard) == (PICTURE, "Ports", None)
    assert second.picture is None
    assert second.text.startswith("Ice is melting.")
    assert second.keyboard


def test_telegram_gets_one_picture_a_message():
    parts = render(say(PICTURE, PICTURE, "Ice"))
    assert [part.picture for part in parts] == [PICTURE, PICTURE, None]


def test_an_endless_alternative_is_cut_where_it_has_to_be_told():
    (part,) = render(say(Picture("a.png", PNG, "@ada " * 2000), "Ice"))
    assert part.words
    assert accepted(part.words).startswith("@ada @ada")


def test_a_picture_and_a_file_go_apart():
    parts = render(say("Ice", PICTURE, File("a.csv", b"1", "text/csv", "All ports")))
    assert [(bool(part.picture), bool(part.file)) for part in parts] == [(True, False), (False, True)]


async def test_a_picture_is_posted_with_its_caption(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: SHORT
    await world.say("timeline a1 picture")
    post = await world.post()
    assert (post.method, post.file, post.text) == ("sendPhoto", (PICTURE.name, PNG), "Ports\n\nIce is melting.")
    assert post.keyboard[0][0]["text"] == "In words"


async def test_longer_words_follow_the_picture(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: LONG
    await world.say("timeline a1 picture")
    assert [(await world.post()).method for _ in range(2)] == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize("outcome", [bad("PHOTO_INVALID_DIMENSIONS"), bad("not enough rights to send photos")])
async def test_where_no_picture_is_taken_its_words_go(world: TelegramWorld, listener: Listener, outcome: Refused):
    listener.reply = lambda _: SHORT
    world.server.fail("sendPhoto", outcome)
    await world.say("timeline a1 picture")
    post = await world.post()
    assert (post.method, post.text) == ("sendMessage", f"Ports\n\n{PICTURE.alt}\n\nIce is melting.")
    assert post.keyboard[0][0]["text"] == "In words"


async def test_a_picture_waits_when_telegram_asks_to(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: SHORT
    world.server.fail("sendPhoto", Refused(429, "Too Many Requests", retry_after=0))
    await world.say("timeline a1 picture")
    assert (await world.post()).method == "sendPhoto"


async def test_a_pressed_button_brings_a_picture_beside_its_message(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: say("Pick", Buttons(((Button("Picture", "/timeline a1 picture"),),)))
    await world.say("timeline a1")
    seen = await world.heard()
    listener.reply = lambda _: Message(SHORT.blocks, replaces=True)
    await world.press(seen, "Picture")
    assert (await world.post()).method == "sendPhoto"


async def test_what_a_button_under_a_picture_brings_stands_beside_it(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: SHORT
    await world.say("timeline a1 picture")
    seen = await world.heard()
    listener.reply = lambda _: Message(say("Words").blocks, replaces=True)
    await world.press(seen, "In words")
    assert (await world.post()).method == "sendMessage"


async def test_a_push_with_a_picture_is_one_message(silent: TelegramWorld):
    receipt = await silent.platform.send(silent.address(), SHORT, "key")
    post = await silent.post()
    assert (post.method, str(post.id)) == ("sendPhoto", receipt)


async def test_a_push_whose_words_do_not_fit_beneath_goes_without_the_picture(silent: TelegramWorld):
    receipt = await silent.platform.send(silent.address(), LONG, "key")
    post = await silent.post()
    assert (post.method, str(post.id)) == ("sendMessage", receipt)
    assert "sendPhoto" not in silent.server.methods()


async def test_a_push_whose_picture_is_refused_goes_in_words(silent: TelegramWorld):
    silent.server.fail("sendPhoto", bad("IMAGE_PROCESS_FAILED"))
    receipt = await silent.platform.send(silent.address(), SHORT, "key")
    post = await silent.post()
    assert (post.method, str(post.id)) == ("sendMessage", receipt)


@pytest.mark.parametrize(("outcome", "kind"), [("lose", "doubt"), (BLOCKED, "dead"), (Refused(500, "no"), "doubt")])
async def test_a_push_that_may_have_arrived_is_not_sent_again_in_words(silent: TelegramWorld, outcome, kind: str):
    silent.server.fail("sendPhoto", outcome)
    with pytest.raises(DeliveryFailed) as failed:
        await silent.platform.send(silent.address(), SHORT, "key")
    assert failed.value.kind == kind
    assert "sendMessage" not in silent.server.methods()

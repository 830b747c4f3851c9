"""Links into the bot: what they carry there, and the button that passes them on."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.message import Button, Buttons, File, Heading, Message, Note, say, text
from bot.platforms.telegram.address import decode_start_payload, link_to
from bot.platforms.telegram.sending.render import render, with_share
from tests.fakes.listener import Listener
from tests.fakes.telegram_parts import accepted
from tests.fakes.telegram_world import PERSON, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

TITLE = "Ferries & “harbours”: 港口 #1"


def passed_on(url: str) -> tuple[str, str]:
    """The link and the words that a share button hands over."""
    assert url.startswith("https://t.me/share/url?")
    query = parse_qs(urlsplit(url).query)
    return query["url"][0], query["text"][0]


@pytest.mark.parametrize(
    ("about", "payload"), [("a12", "a12"), ("a12 3", "a12_3"), ("e5", "e5"), ("a999999999999999 9999",) * 2]
)
def test_a_link_carries_what_telegram_allows_and_comes_back(about: str, payload: str):
    carried = parse_qs(urlsplit(link_to("ReadoutBot", about)).query)["start"][0]
    assert carried == payload.replace(" ", "_")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", carried)
    assert decode_start_payload(carried) == about


@pytest.mark.parametrize("code", ["", "Zm9v_YmFy", "a1_2_3", "a_1", "a1_", "e5_1", "xa1", "a1 2"])
def test_another_payload_is_left_as_it_is(code: str):
    assert decode_start_payload(code) == code


def test_the_last_part_passes_it_on():
    message = say(Heading(TITLE), "w" * 5000, Buttons(((Button("Next", "/next"),),)), about="a12 3")
    first, last = with_share(render(message), message, "ReadoutBot")
    assert first.keyboard is None
    assert last.keyboard
    assert [[key.text for key in row] for row in last.keyboard.inline_keyboard] == [["Next"], ["Share"]]
    accepted(last)
    share = last.keyboard.inline_keyboard[1][0].url
    assert share
    assert passed_on(share) == ("https://t.me/ReadoutBot?start=a12_3", TITLE)


@pytest.mark.parametrize(
    "message",
    [
        say("about nothing"),
        say("a file", File("a.csv", b"1", "text/csv", "rows"), about="a1"),
        say("full", Buttons((tuple(Button(str(n), f"/n {n}") for n in range(100)),)), about="a1"),
    ],
)
def test_what_cannot_be_passed_on_has_no_such_button(message: Message):
    assert with_share(render(message), message, "ReadoutBot") == render(message)
    named = say(Note(text("it")), about="a1")
    assert with_share(render(named), named, "") == render(named)


@pytest.mark.parametrize(("words", "line"), [("a12_3", "start a12 3"), ("E5", "start E5"), ("Zm9v_YmFy",) * 2])
async def test_a_link_that_is_followed_says_its_words(world, listener: Listener, words: str, line: str):
    await world.message(text=f"/start {words}")
    request = await listener.heard()
    assert (request.line, request.command) == (line if "start" in line else f"start {line}", True)


async def test_what_messages_show_is_reported_by_their_numbers(world: TelegramWorld, listener: Listener):
    listener.reply = lambda request: say("w" * 5000 if request.line == "long" else "short", about="a1 2")
    await world.say("long", chat="thread")
    posts = [await world.post(), await world.post()]
    await world.platform.send(f"telegram:{PERSON}", say("it sails", about="e1"), "key")
    push = await world.post()
    await world.platform_events.noted(2)
    assert world.platform_events.messages == [
        (world.address("thread"), tuple(str(post.id) for post in posts), "a1 2"),
        (f"telegram:{PERSON}", (str(push.id),), "e1"),
    ]


async def test_a_message_that_took_anothers_place_shows_what_it_says(world: TelegramWorld, listener: Listener):
    turn = Buttons(((Button("Next", "/next"),),))
    listener.reply = lambda request: replace(say("page", turn, about="a2" if request.pressed else "a1"), replaces=True)
    await world.say("read")
    seen = await world.heard()
    await world.press(seen, "Next")
    await world.post()
    await world.platform_events.noted(2)
    assert world.platform_events.messages == [
        (world.address(), (seen.id,), "a1"),
        (world.address(), (seen.id,), "a2"),
    ]


async def test_a_reply_names_the_message_of_the_bot_alone(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: say("fine")
    await world.say("summary")
    await listener.heard()
    ours = (await world.post()).json()
    theirs = ours | {"from": {"id": 9, "is_bot": False, "first_name": "Bo"}}
    for replied, expected in ((ours, str(ours["message_id"])), (theirs, "")):
        await world.message(text="taiwan", reply_to_message=replied)
        assert (await listener.heard()).replied == expected


async def test_an_invitations_code_comes_in_by_a_link_for_a_person_and_one_for_a_group(
    world: TelegramWorld, listener: Listener
):
    await world.say("summary")
    await listener.heard()
    code = "12-" + "ab2z" * 6 + "qr"
    alone, group = world.platform.invitation_links(code)
    assert group == f"https://t.me/ReadoutTestBot?startgroup={code}"
    [carried] = parse_qs(urlsplit(alone).query)["start"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", carried)
    await world.message(text=f"/start {carried}")
    assert (await listener.heard()).line == f"start {code}"


async def test_answers_and_pushes_can_be_passed_on(world: TelegramWorld, listener: Listener):
    listener.reply = lambda _: say(Heading("Ferries"), about="a1")
    await world.say("summary")
    answer = await world.post()
    await world.platform.send(f"telegram:{PERSON}", say(Heading("Ferries sail"), about="e2"), "key")
    push = await world.post()
    assert [passed_on(post.keyboard[-1][0]["url"])[0] for post in (answer, push)] == [
        "https://t.me/ReadoutTestBot?start=a1",
        "https://t.me/ReadoutTestBot?start=e2",
    ]


def test_what_is_marked_above_the_default_is_not_shared():
    message = replace(say(Heading("Dossier on Ormond"), about="a-1"), marking="RED")
    assert with_share(render(message), message, "ReadoutBot") == render(message)

"""What holds on every platform: what people say arrives, and what is answered or sent arrives whole, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.chat import DeliveryFailed, MenuEntry, Offers, Request
from bot.message import Bullets, Button, Buttons, Fields, Heading, Message, Note, Paragraph, Quote, say, text
from tests.contracts.loopback_platforms import WORLDS, Chat, Refusal, World, make_world
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener

HOSTILE = "<b>not bold</b> *not bold* _x_ `y` &amp; & <!channel> <@U1> [a](b) \\ ~z~ \u200fשלום\u200f 👩‍👩‍👧 {0} %s"
TURN = Buttons(((Button("Next", "/read a1 page 2"),),))
MENU = (MenuEntry("summary", "Sums up an analysis", "ANALYSIS", "reader"),)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, listener: Listener) -> AsyncIterator[World]:
    made = make_world(request.param)
    try:
        await made.start(listener, MENU)
        yield made
    finally:
        await made.stop()


async def test_a_command_becomes_a_request(world: World, listener: Listener):
    await world.say("summary a1 short")
    request = await listener.heard()
    assert (request.line, request.command, request.private, request.pressed) == ("summary a1 short", True, True, False)
    assert request.address == world.address("private")
    assert request.sender.startswith(f"{world.platform.name}:")
    assert request.sender_name
    assert request.sent_at.tzinfo
    assert request.update


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_an_address_is_known_as_one_and_other_words_are_not(world: World, chat: Chat):
    assert world.platform.address_of(world.address(chat)) == world.address(chat)
    for typed in ("", "fax:1", world.platform.name, f"{world.platform.name}:", f"{world.address(chat)} ", "x:y:z"):
        assert world.platform.address_of(typed) is None


async def test_people_are_told_apart(world: World, listener: Listener):
    for sender in ("42", "43", "42"):
        await world.say("help", chat="group", sender=sender)
    first, second, third = [(await listener.heard()).sender for _ in range(3)]
    assert first == third != second


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_the_answer_lands_where_the_question_was(world: World, listener: Listener, chat: Chat):
    await world.say("summary a1", chat=chat)
    request = await listener.heard()
    seen = await world.heard()
    assert seen.text == "You said summary a1"
    assert seen.address == request.address == world.address(chat)
    assert bool(seen.thread) == (chat == "thread")
    assert request.private == (chat == "private")


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_what_comes_later_follows_to_the_same_place_and_holds_up_nothing(
    world: World, listener: Listener, chat: Chat
):
    ready = asyncio.Event()

    async def later() -> Message:
        await ready.wait()
        return say("The rest")

    first_of_two = Message(say("The first").blocks, later=later)
    listener.reply = lambda request: say("Meanwhile") if "help" in request.line else first_of_two
    await world.say("summary a1", chat=chat)
    first = await world.heard()
    await world.say("help", chat=chat)
    meanwhile = await world.heard()
    ready.set()
    rest = await world.heard()
    assert [each.text for each in (first, meanwhile, rest)] == ["The first", "Meanwhile", "The rest"]
    assert (rest.address, rest.thread) == (first.address, first.thread)


@pytest.mark.parametrize("chat", ["private", "group"])
async def test_plain_words_are_no_command(world: World, listener: Listener, chat: Chat):
    await world.say("what is coming in April?", chat=chat, command=False)
    request = await listener.heard()
    assert (request.line, request.command) == ("what is coming in April?", False)


@pytest.mark.parametrize(
    ("name", "data"), [("report.txt", b"Ice on the river."), ("report.docx", bytes(range(256)) * 40)]
)
async def test_a_file_can_be_fetched(world: World, listener: Listener, name: str, data: bytes):
    await world.say("import", file=(name, data))
    (attachment,) = (await listener.heard()).attachments
    assert (attachment.name, attachment.size) == (name, len(data))
    assert await attachment.fetch() == data


async def test_an_update_that_comes_twice_is_asked_once(world: World, listener: Listener):
    await world.say("summary a1")
    first = await listener.heard()
    await world.repeat()
    await world.say("summary a2")
    second = await listener.heard()
    assert (first.line, second.line) == ("summary a1", "summary a2")
    assert first.update != second.update


@pytest.mark.parametrize("name", WORLDS)
async def test_of_a_flood_twenty_wait_and_the_next_one_tells_how_many_were_skipped(name: str):
    world, go, heard = make_world(name), asyncio.Event(), []
    names: list[str] = []

    async def slowly(request: Request) -> Message:
        names.extend(request.skipped_names)
        if request.line == "status":  # it came after the flood
            go.set()
        await go.wait()
        heard.append((request.line, request.skipped))
        return say(f"You said {request.line}")

    await world.start(slowly)
    for number in range(50):
        await world.say(f"read a1 {number}")
    await world.say("status", chat="group", sender="43")
    for _ in range(22):
        await world.heard()
    assert ("status", 0) in heard
    heard.remove(("status", 0))
    assert heard == [(f"read a1 {number}", 0) for number in range(20)] + [("read a1 20", 30)]
    assert [each.removeprefix("/readout ").removeprefix("/") for each in names] == [
        f"read a1 {number}" for number in range(20, 30)
    ]
    await world.stop()


@pytest.mark.parametrize("name", WORLDS)
async def test_of_somebody_who_may_import_sixty_wait_and_all_are_answered(name: str):
    world, go, heard = make_world(name), asyncio.Event(), []

    async def slowly(request: Request) -> Message:
        if request.line == "status":
            go.set()
        await go.wait()
        heard.append((request.line, request.skipped))
        return say(f"You said {request.line}")

    async def staff() -> dict[str, str]:
        return {"telegram:42": "editor", "slack:U42": "editor"}

    world.offers = Offers(staff=staff)
    await world.start(slowly)
    for number in range(60):
        await world.say("import", file=(f"{number}.txt", b"Ice on the river."))
    await world.say("status", chat="group", sender="43")
    for _ in range(61):
        await world.heard()
    assert sorted(heard) == [("import", 0)] * 60 + [("status", 0)]
    await world.stop()


async def test_no_answer_is_no_message(world: World, listener: Listener):
    listener.reply = lambda request: None if request.line == "hush" else say("Here")
    await world.say("hush")
    await world.say("speak")
    assert (await world.heard()).text == "Here"
    assert world.unheard() == 0


async def test_a_button_says_its_line(world: World, listener: Listener):
    listener.reply = lambda _: Message(
        (
            Paragraph(text("Pick one")),
            Buttons(((Button("More", "/summary a1 long"), Button("Sources", "/sources a1")),)),
        )
    )
    await world.say("summary a1", chat="thread")
    await listener.heard()
    seen = await world.heard()
    assert seen.buttons == ("More", "Sources")
    await world.press(seen, "Sources")
    request = await listener.heard()
    assert (request.line, request.command, request.pressed) == ("sources a1", True, True)
    assert request.address == world.address("thread")
    assert (await world.heard()).thread == seen.thread


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_the_answer_to_a_button_takes_its_messages_place_where_it_says_so(
    world: World, listener: Listener, chat: Chat
):
    listener.reply = lambda request: Message((Paragraph(text(request.line)), TURN), replaces=request.pressed)
    await world.say("start", chat=chat)
    first = await world.heard()
    await world.press(first, "Next")
    second = await world.heard()
    assert (second.id, second.text, second.buttons) == (first.id, "read a1 page 2", ("Next",))
    assert world.unheard() == 0


@pytest.mark.parametrize("chat", ["private", "group", "thread"])
async def test_a_message_that_stays_is_answered_beside_it(world: World, listener: Listener, chat: Chat):
    listener.reply = lambda request: Message((Paragraph(text(request.line)),), replaces=request.pressed)
    await world.platform.send(world.address(chat), Message((Paragraph(text("A reminder")), TURN), stays=True), "key")
    pushed = await world.heard()
    await world.press(pushed, "Next")
    request, beside = await listener.heard(), await world.heard()
    assert (request.line, request.pressed, request.address) == ("read a1 page 2", True, world.address(chat))
    assert (beside.text, beside.id == pushed.id) == ("read a1 page 2", False)


async def test_every_kind_of_block_arrives(world: World, listener: Listener):
    listener.reply = lambda _: say(
        Heading("A title"),
        "A paragraph",
        Bullets((text("first point"), text("second point"))),
        Fields((("Published", text("May 2026")),)),
        Quote(text("Somebody said it")),
        Note(text("Small print")),
    )
    await world.say("show")
    seen = (await world.heard()).text
    told = ["A title", "A paragraph", "first point", "second point", "Published", "May 2026", "said it", "Small print"]
    places = [seen.index(words) for words in told]
    assert places == sorted(places)


async def test_a_long_message_arrives_whole_and_in_order(world: World, listener: Listener):
    points = [f"Point {number}: {'the river froze early that year. ' * 6}" for number in range(100)]
    listener.reply = lambda _: say(Heading("Everything"), Bullets(tuple(text(point) for point in points)))
    await world.say("everything", chat="thread")
    whole = ""
    while points[-1].strip() not in whole:
        seen = await world.heard()
        assert seen.address == world.address("thread")
        whole += seen.text + "\n"
    places = [whole.index(point.strip()) for point in points]
    assert places == sorted(places)


async def test_hostile_text_arrives_as_written(world: World, listener: Listener):
    listener.reply = lambda _: say(HOSTILE, Bullets((text(HOSTILE),)))
    await world.say("show")
    assert (await world.heard()).text.count(HOSTILE) == 2


async def test_a_pushed_message_has_a_receipt(world: World):
    first = await world.platform.send(world.address("thread"), say("The vote is tomorrow"), "delivery-1")
    second = await world.platform.send(world.address("thread"), say("The vote is today"), "delivery-2")
    assert first
    assert first != second
    assert [(await world.heard()).text for _ in range(2)] == ["The vote is tomorrow", "The vote is today"]


@pytest.mark.parametrize("kind", ["retry", "dead", "refused", "sender", "doubt", "moved"])
async def test_a_refused_message_tells_why(world: World, kind: Refusal):
    if kind not in world.refusals:
        return
    world.refuse(kind)
    with pytest.raises(DeliveryFailed) as failed:
        await world.platform.send(world.address("group"), say("The vote is tomorrow"), "delivery-1")
    failure = failed.value
    assert failure.kind == ("dead" if kind == "moved" else kind)
    assert failure.reason
    assert (failure.retry_after is not None) == (kind == "retry")
    assert bool(failure.moved_to) == (kind == "moved")


async def test_a_refused_message_can_be_sent_again(world: World):
    world.refuse("retry")
    with suppress(DeliveryFailed):
        await world.platform.send(world.address(), say("The vote is tomorrow"), "delivery-1")
    assert world.unheard() == 0
    assert await world.platform.send(world.address(), say("The vote is tomorrow"), "delivery-1")


async def test_an_answer_waits_when_the_platform_asks_to(world: World):
    world.refuse("retry", 2)
    await world.say("summary a1")
    assert (await world.heard()).text == "You said summary a1"


async def test_a_chat_is_answered_in_order(world: World):
    for number in range(8):
        await world.say(f"say {number}")
    assert [(await world.heard()).text for _ in range(8)] == [f"You said say {number}" for number in range(8)]


async def test_a_healthy_platform_has_no_fault(world: World):
    assert await world.platform.check() == []


@pytest.mark.parametrize("name", WORLDS)
async def test_an_answer_begun_is_finished_when_serving_ends(name: str):
    world, begun, go = make_world(name), asyncio.Event(), asyncio.Event()

    async def slowly(request: Request) -> Message:
        begun.set()
        await go.wait()
        return say("Done in time")

    await world.start(slowly)
    await world.say("summary a1")
    await asyncio.wait_for(begun.wait(), HANGS)
    ending = asyncio.create_task(world.stop())
    await asyncio.sleep(0)
    go.set()
    await ending
    assert (await world.heard()).text == "Done in time"

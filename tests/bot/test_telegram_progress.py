"""What people in Telegram see while an answer is made."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.chat import Request
from bot.message import Button, Buttons, File, Message, say
from bot.platforms.telegram.sending.progress import ProgressDelays
from tests.fakes.telegram_rules import bad
from tests.fakes.telegram_world import TOPIC, TelegramWorld

Told = Callable[[str], Awaitable[None]]


@pytest.fixture
async def world() -> TelegramWorld:
    """A world in which words about the work are shown as soon as they are told."""
    world = TelegramWorld()
    world.patience = ProgressDelays(words=0.0, words_again=0.0)
    await world.open()
    return world


async def work(world: TelegramWorld, tell: Told, *words: str) -> None:
    """Tells each thing that is done, and waits until it is shown."""

    def more_than(number: int) -> bool:
        return len(world.server.posts) > number

    for number, said in enumerate(words, len(world.server.posts)):
        await tell(said)
        await world.server.until(partial(more_than, number))


async def shown(world: TelegramWorld, answer: Callable[[Request], Awaitable[Message | None]]) -> list[tuple[str, str]]:
    """Every message and edit after a line was said in a topic, until all is done."""
    begun = asyncio.Event()

    async def begin(request: Request) -> Message | None:
        begun.set()
        return await answer(request)

    await world.serve(begin)
    await world.say("import", chat="thread")
    await begun.wait()
    await world.stop()
    return [(post.method, post.text) for post in world.server.posts]


async def test_words_change_in_place_and_the_answer_takes_it(world: TelegramWorld):
    async def answer(request: Request) -> Message:
        assert request.progress
        await work(world, request.progress, "Fetching…", "Reading…")
        return say("Read.", Buttons(((Button("Summary", "/summary"),),)))

    assert await shown(world, answer) == [
        ("sendMessage", "Fetching…"),
        ("editMessageText", "Reading…"),
        ("editMessageText", "Read."),
    ]
    posts = world.server.posts
    assert {(post.id, post.thread) for post in posts} == {(posts[0].id, TOPIC)}
    assert posts[-1].keyboard[0][0]["text"] == "Summary"
    assert world.server.deleted == []


@pytest.mark.parametrize(
    ("message", "methods"),
    [
        (say("w" * 5000), ["sendMessage", "sendMessage"]),
        (say(File("a.csv", b"1", "text/csv", "rows")), ["sendDocument"]),
        (None, []),
    ],
)
async def test_words_give_way_to_an_answer_that_cannot_take_their_place(
    world: TelegramWorld, message: Message | None, methods: list[str]
):
    async def answer(request: Request) -> Message | None:
        assert request.progress
        await work(world, request.progress, "Reading…")
        return message

    told = await shown(world, answer)
    assert [method for method, _ in told[1:]] == methods
    assert world.server.deleted == [world.server.posts[0].id]


async def test_what_is_done_at_once_shows_no_words(world: TelegramWorld):
    world.platform._patience = ProgressDelays()

    async def answer(request: Request) -> Message:
        assert request.progress
        await request.progress("Reading…")
        return say("Read.")

    assert await shown(world, answer) == [("sendMessage", "Read.")]


async def test_words_that_telegram_refuses_do_not_cost_the_answer(world: TelegramWorld):
    world.server.fail("sendMessage", bad("message is too long"))

    async def answer(request: Request) -> Message:
        assert request.progress
        await request.progress("Reading…")
        await world.server.until(lambda: "sendMessage" in world.server.methods())
        await asyncio.sleep(0)
        await request.progress("Still reading…")
        return say("Read.")

    assert await shown(world, answer) == [("sendMessage", "Read.")]


async def test_words_that_cannot_be_changed_stay_until_the_answer(world: TelegramWorld):
    async def answer(request: Request) -> Message:
        assert request.progress
        await work(world, request.progress, "Reading…")
        world.server.fail("editMessageText", bad("message can't be edited"))
        return say("Read.")

    assert await shown(world, answer) == [("sendMessage", "Reading…"), ("sendMessage", "Read.")]
    assert world.server.deleted == [world.server.posts[0].id]


async def test_a_file_is_announced_while_it_is_uploaded(world: TelegramWorld):
    async def answer(request: Request) -> Message:
        return say(File("a.csv", b"1", "text/csv", "rows"))

    await shown(world, answer)
    calls = [name for name, _ in world.server.calls if name in ("sendChatAction", "sendDocument")]
    action = dict(world.server.calls)["sendChatAction"]
    assert calls == ["sendChatAction", "sendDocument"]
    assert (action["action"], action["message_thread_id"]) == ("upload_document", str(TOPIC))


async def test_of_those_who_wait_in_one_chat_one_alone_shows_that_it_is_being_done():
    world, go = TelegramWorld(), asyncio.Event()
    world.patience = ProgressDelays(action=0.01, action_again=600.0)
    await world.open()

    async def answer(request: Request) -> Message:
        await go.wait()
        return say(f"You said {request.line}")

    await world.serve(answer)
    for number in range(10):
        await world.say(f"read a1 {number}")
    await world.say("status", chat="thread")
    await world.server.until(lambda: world.server.methods().count("sendChatAction") == 2)
    await asyncio.sleep(0.05)
    assert world.server.methods().count("sendChatAction") == 2
    go.set()
    for _ in range(11):
        await world.heard()
    await world.stop()

"""Inline mode: what is found from any chat, and how it is shown there."""

import asyncio

import pytest

from bot.chat import Card, Cards, Offers, Request, SearchQuery
from bot.message import Heading, Message, Paragraph, say, text
from tests.fakes.listener import Listener
from tests.fakes.telegram_rules import TOO_OLD
from tests.fakes.telegram_world import TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

MESSAGE = say(Heading("Ferries @all"), "They sail.")


class Shelf:
    """Keeps what is looked up, and finds so many cards."""

    def __init__(self, size: int, message: Message = MESSAGE) -> None:
        self.asked: list[SearchQuery] = []
        self.size, self.message = size, message

    async def __call__(self, lookup: SearchQuery) -> Cards:
        self.asked.append(lookup)
        numbers = range(lookup.offset + 1, self.size + 1)[:12]
        cards = tuple(Card(f"a1 {n}", f"Card {n}", "d" * 400, self.message) for n in numbers)
        return Cards(cards, more=lookup.offset + 12 < self.size, hint="Open it", opens="Open there", admitted=True)


async def test_cards_are_sent_as_they_stand_and_open_the_bot(silent: TelegramWorld, listener: Listener):
    shelf = Shelf(2)
    await silent.serve(listener, offers=Offers(shelf))
    found = await silent.look_up("ferries")
    (asked,) = shelf.asked
    assert (asked.address, asked.sender, asked.words, asked.language, asked.offset) == (
        "telegram:42",
        "telegram:42",
        "ferries",
        "en",
        0,
    )
    assert [(card["id"], card["title"], card["text"]) for card in found["cards"]] == [
        ("a1 1", "Card 1", "Ferries @all\n\nThey sail."),
        ("a1 2", "Card 2", "Ferries @all\n\nThey sail."),
    ]
    first = found["cards"][0]
    assert first["keyboard"] == [[{"text": "Open there", "url": "https://t.me/ReadoutTestBot?start=a1_1"}]]
    assert first["pinged"] == []
    assert len(first["description"]) < 200
    assert (found["next"], found["personal"]) == ("", True)
    assert found["cache_time"] > 0
    assert found["button"] == {"text": "Open it", "start_parameter": "hello"}


async def test_pages_follow_each_other(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener, offers=Offers(Shelf(30)))
    seen: list[str] = []
    offset = ""
    for length in (12, 12, 6):
        found = await silent.look_up("", offset)
        assert len(found["cards"]) == length
        seen += [card["id"] for card in found["cards"]]
        offset = found["next"]
    assert offset == ""
    assert len(set(seen)) == 30


@pytest.mark.parametrize("offset", ["x", "-3", "²"])
async def test_an_offset_that_is_not_ours_is_the_first_page(silent: TelegramWorld, listener: Listener, offset: str):
    shelf = Shelf(1)
    await silent.serve(listener, offers=Offers(shelf))
    await silent.look_up("a", offset)
    assert shelf.asked[0].offset == 0


async def test_who_is_not_let_in_gets_a_way_to_ask(silent: TelegramWorld, listener: Listener):
    async def nothing(lookup: SearchQuery) -> Cards:
        return Cards(hint="Ask to be let in")

    await silent.serve(listener, offers=Offers(nothing))
    found = await silent.look_up("secrets")
    assert (found["cards"], found["cache_time"]) == ([], 0)
    assert found["button"]["text"] == "Ask to be let in"
    await silent.message(text=f"/start {found['button']['start_parameter']}")
    assert (await listener.heard()).line == "start"


@pytest.mark.parametrize("message", [say(*[Paragraph(text("w" * 1000))] * 9), say("\u200b"), Message(())])
async def test_a_card_holds_what_one_message_holds(silent: TelegramWorld, listener: Listener, message: Message):
    await silent.serve(listener, offers=Offers(Shelf(1, message)))
    found = await silent.look_up("long")
    assert [len(card["text"]) for card in found["cards"]] == ([4006] if len(message.blocks) > 1 else [])


async def test_without_anything_to_look_up_nothing_is_found(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener)
    assert (await silent.look_up("a"))["cards"] == []


async def test_a_lookup_waits_for_no_answer_and_one_too_late_stops_nothing(silent: TelegramWorld):
    go = asyncio.Event()

    async def slowly(request: Request) -> Message:
        await go.wait()
        return say("done")

    await silent.serve(slowly, offers=Offers(Shelf(1)))
    await silent.say("import")
    silent.server.fail("answerInlineQuery", TOO_OLD)
    late = asyncio.create_task(silent.look_up("ferr"))
    await silent.server.until(lambda: "answerInlineQuery" in silent.server.methods())
    assert len((await silent.look_up("ferries"))["cards"]) == 1
    await late
    go.set()
    assert (await silent.heard()).text == "done"


async def test_a_card_that_was_sent_is_noted_of_who_sent_it(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener, offers=Offers(Shelf(2)))
    await silent.look_up("ferries")
    await silent.choose("a1 2", "ferries")
    await silent.choose("a9 9", "ferries")  # which is there no more
    await silent.choose("a1 1", "ferries")
    while len(silent.platform_events.answers) < 2:
        await silent.platform_events.happened()
    assert [(each.address, each.message, each.messages) for each in silent.platform_events.answers] == [
        ("telegram:42", MESSAGE, ()),
        ("telegram:42", MESSAGE, ()),
    ]

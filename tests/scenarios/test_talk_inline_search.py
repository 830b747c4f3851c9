"""What is looked up from any chat: who may, and what is found for which words."""

from datetime import timedelta

import pytest

from bot.chat import Cards, SearchQuery
from bot.commands import Conversation
from bot.commands.offers.inline_search import InlineSearch
from bot.message import Buttons, File
from bot.platforms.telegram.inline import results_of
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import ADMIN, READER, Stage, attachment

GRAIN = b"Costs of grain\nPrices\nGrain is dear, and ferries carry it over the strait in spring.\n"


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    await stage.import_ferries()
    stage.now += timedelta(minutes=1)
    await stage.say("import", files=(attachment("grain.txt", GRAIN),))
    return stage


async def look_up(stage: Stage, words: str = "", *, sender: str = ADMIN, offset: int = 0, language: str = "") -> Cards:
    conversation = Conversation(stage.briefings, stage.roles, lambda: stage.now)
    looking = InlineSearch(stage.briefings, conversation.access.admits, lambda: stage.now)
    return await looking.look_up(SearchQuery(sender, sender, words, language, offset))


def ids(found: Cards) -> list[str]:
    return [card.about for card in found.cards]


async def test_without_words_the_newest_and_the_next_are_shown(stage: Stage):
    found = await look_up(stage)
    assert ids(found)[:2] == ["a2", "a1"]
    assert "e1" in ids(found)
    assert (found.admitted, found.more, found.opens) == (True, False, "Open in Readout")


@pytest.mark.parametrize(("words", "expected"), [("a1", ["a1"]), ("A1 2", ["a1 2"]), ("e1", ["e1"])])
async def test_an_id_finds_what_it_names(stage: Stage, words: str, expected: list[str]):
    assert ids(await look_up(stage, words)) == expected


@pytest.mark.parametrize("words", ["a9", "a1 99", "a1 0", "e9", "zeppelins"])
async def test_what_is_not_there_is_not_found(stage: Stage, words: str):
    found = await look_up(stage, words)
    assert (found.cards, found.more, found.hint) == ((), False, "Nothing found. Open Readout")


async def test_words_find_titles_first_then_headings_then_what_is_said(stage: Stage):
    assert ids(await look_up(stage, "grain"))[0] == "a2"
    assert "a2 1" in ids(await look_up(stage, "prices"))
    said = await look_up(stage, "dear")
    assert ids(said) == ["a2 1"]
    assert said.cards[0].description == "Grain is dear, and ferries carry it over the strait in spring."


async def test_words_find_events_by_their_titles(stage: Stage):
    title = (await stage.briefings.agenda.find("e1")).title
    found = await look_up(stage, title.upper())
    event = next(card for card in found.cards if card.about == "e1")
    assert event.title == title
    assert "2026" in event.description


async def test_each_thing_is_found_once(stage: Stage):
    found = ids(await look_up(stage, "ferries"))
    assert len(found) == len(set(found))


async def test_pages_join_without_a_gap(stage: Stage):
    for number in range(20):
        stage.now += timedelta(minutes=1)
        text = f"Report {number} on dredging\nState\nDredging goes on in harbour {number}.\n".encode()
        await stage.say("import", files=(attachment(f"report{number}.txt", text),))
    first, second = await look_up(stage, "dredging"), await look_up(stage, "dredging", offset=12)
    assert first.more
    assert len(first.cards) == 12
    assert not set(ids(first)) & set(ids(second))


async def test_a_card_holds_no_button_and_is_taken_by_telegram(stage: Stage):
    for words in ("", "ferries", "e1", "a1 2"):
        found = await look_up(stage, words)
        assert not [b for card in found.cards for b in card.message.blocks if isinstance(b, Buttons | File)]
        assert [result.id for result in results_of(found, "Bot")] == ids(found)


async def test_an_outsider_finds_nothing_until_let_in(stage: Stage):
    found = await look_up(stage, "ferries", sender=READER)
    assert (found.cards, found.admitted, found.hint) == ((), False, "Ask to be let in")
    await stage.briefings.chats.open(READER, ADMIN, stage.now)
    assert (await look_up(stage, "ferries", sender=READER)).cards


async def test_cards_are_in_the_language_of_who_looks(stage: Stage):
    assert (await look_up(stage, "a1", language="ru")).opens == "Открыть в Readout"
    assert (await look_up(stage, sender=READER, language="zh-hans")).hint == "申请使用权限"

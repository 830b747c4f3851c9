"""A summary in connected prose: the plain one comes at once, the prose after it, kept, within a budget."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.message import Message
from briefings.answers import TokenAccount
from briefings.model.marking import SYSTEM, Label, Marking, viewing
from briefings.service import open_briefings
from briefings.summarising import ModelServer
from tests.fakes.model_server import KEY, MODEL, Way, composed
from tests.fakes.model_server import ModelServer as Loopback
from tests.scenarios.stage import READER, Stage, says

pytest_plugins = ["tests.fakes.model_fixtures"]

ASKED = "summary a1 short fluent"


@pytest.fixture
async def fluent(model: Loopback, now: datetime) -> AsyncIterator[Stage]:
    """The sample in a library with a model, of which each chat may have 10,000 tokens a day."""
    server = ModelServer(model.url, MODEL, KEY, 20)
    async with open_briefings("sqlite:///:memory:", model=server, model_tokens=10_000) as briefings:
        stage = Stage(briefings, now)
        await stage.import_ferries()
        yield stage


async def later(message: Message | None) -> str:
    assert message
    assert message.later
    return (await message.later()).plain()


async def test_without_a_model_the_plain_summary_says_so(stage: Stage) -> None:
    await stage.import_ferries()
    message = await stage.message(ASKED)
    assert message
    assert message.later is None
    assert "No language model is set up" in message.plain()
    assert "short summary" in message.plain()


async def test_the_plain_summary_comes_at_once_and_the_prose_after_it(fluent: Stage, model: Loopback) -> None:
    message = await fluent.message(ASKED)
    assert message
    assert model.asked == []
    assert "A version in connected prose will follow" in message.plain()
    told = await later(message)
    assert "short summary in prose" in told
    assert "They are verbatim" in told
    assert "Sources and checks" in told


async def test_prose_is_offered_by_a_button_where_it_can_be_had(fluent: Stage, stage: Stage) -> None:
    await stage.import_ferries()
    assert "/summary a1 short fluent" in says(await fluent.message("summary a1 short"))
    assert "/summary a1 short fluent" not in says(await stage.message("summary a1 short"))


@pytest.mark.parametrize("line", ["summary a1 fluent short", "summary a1 SHORT Fluent"])
async def test_what_was_written_is_kept_and_comes_at_once(fluent: Stage, model: Loopback, line: str) -> None:
    told = await later(await fluent.message(ASKED))
    message = await fluent.message(line)
    assert message
    assert (message.later, message.plain()) == (None, told)
    assert len(model.asked) == 1


async def test_two_who_ask_at_once_cost_one_question(fluent: Stage, model: Loopback) -> None:
    first, second = await fluent.message(ASKED), await fluent.message(ASKED)
    assert len({*await asyncio.gather(later(first), later(second))}) == 1
    assert len(model.asked) == 1


async def test_a_new_revision_is_written_about_anew(fluent: Stage, model: Loopback, now: datetime) -> None:
    await later(await fluent.message(ASKED))
    library = fluent.briefings.library
    text = (await library.get(1)).draft.text.replace("harbours", "havens").replace("ferries", "boats")
    await library.add("ferries.txt", text.encode(), now)
    assert "short summary in prose" in await later(await fluent.message(ASKED))
    assert len(model.asked) == 2


async def test_words_of_a_models_own_reach_nobody(fluent: Stage, model: Loopback) -> None:
    model.tells = lambda data: composed("Atlantis bought it.", *data["excerpts"])
    told = await later(await fluent.message("summary a1 long fluent"))
    assert "Atlantis" not in told
    assert "They are verbatim" in told


NATIONS = b"""# Pumps

## Slovakia

Exports of pumps fell by nine per cent. Farmers buy from Turkey. A plant in Nitra closed. Norvik bought its machines.
Lindvik hired a fifth of the fitters. Kestrel Timber rents the yard.

## Hungary

Exports of pumps rose by four per cent.
"""


async def test_prose_names_each_section_and_tells_whole_paragraphs(
    fluent: Stage, model: Loopback, now: datetime
) -> None:
    await fluent.briefings.library.add("pumps.md", NATIONS, now)
    model.tells = lambda data: composed(*(id_ for id_, words in data["excerpts"].items() if "Exports" in words))
    told = await later(await fluent.message("summary a2 long fluent"))
    assert "Slovakia: Exports of pumps fell by nine per cent. Farmers buy from Turkey." in told
    assert "Kestrel Timber rents the yard. [1, 2, 3, 4, 5, 6]" in told
    assert "\nHungary: Exports of pumps rose by four per cent. [7]" in told


@pytest.mark.parametrize(("way", "reason"), [("page", "couldn't be read"), (403, "refuses the key")])
async def test_when_the_model_fails_the_plain_summary_stands(
    fluent: Stage, model: Loopback, way: Way, reason: str
) -> None:
    model.ways.append(way)
    told = await later(await fluent.message(ASKED))
    assert reason in told
    assert "The text above is verbatim." in told
    assert "in prose" in await later(await fluent.message(ASKED))


async def test_a_chat_that_has_spent_its_budget_waits_for_the_next_day(fluent: Stage, model: Loopback) -> None:
    model.ways.extend(["page", "page"])
    lines = [f"summary a1 {length} fluent" for length in ("short", "medium", "long")]
    told = [await later(await fluent.message(line)) for line in lines]
    assert "couldn't be read" in told[0]
    assert "has used its language model budget" in told[-1]
    asked = len(model.asked)
    assert "has used its language model budget" in await later(await fluent.message(lines[-1]))
    assert len(model.asked) == asked
    fluent.now += timedelta(days=1)
    assert "in prose" in await later(await fluent.message(lines[-1]))


async def test_a_server_that_counts_without_measure_takes_what_was_reserved(fluent: Stage, model: Loopback) -> None:
    model.ways.append("greedy")
    assert "in prose" in await later(await fluent.message(ASKED))
    assert "in prose" in await later(await fluent.message("summary a1 medium fluent"))


async def test_each_chat_has_a_budget_of_its_own(fluent: Stage, model: Loopback) -> None:
    model.ways.extend(["page"] * 2)
    for length in ("short", "medium"):
        await later(await fluent.message(f"summary a1 {length} fluent"))
    assert "has used its language model budget" in await later(await fluent.message("summary a1 long fluent"))
    analysis = await fluent.briefings.library.get(1)
    other = TokenAccount(READER, "UTC", fluent.now)
    assert (await fluent.briefings.prose_writer.summary(analysis, "long", None, other)).prose.kept


QUESTION = "what do the harbours share?"
HARBOURS = b"""# Two harbours

The two harbours share one timetable for all ferries. Since May the harbours share a pilot boat. The harbours share the
costs of dredging by halves.
"""


async def test_a_question_gets_passages_at_once_and_prose_out_of_them_after(
    fluent: Stage, model: Loopback, now: datetime
) -> None:
    await fluent.briefings.library.add("two.md", HARBOURS, now)
    message = await fluent.message(f"ask {QUESTION}")
    assert message
    assert "best match first" in message.plain()
    told = await later(message)
    assert model.material["question"] == QUESTION
    assert "Sources and checks" in told
    assert "(a2, Two harbours)" in told or "(a2, opening)" in told
    again = await fluent.message(f"ask {QUESTION}")
    assert again
    assert (again.later, again.plain(), len(model.asked)) == (None, told, 1)


async def test_where_nothing_answers_no_model_is_asked(fluent: Stage, model: Loopback) -> None:
    message = await fluent.message("ask who invented the submarine telescope?")
    assert message
    assert (message.later, model.asked) == (None, [])


async def test_an_answer_is_written_out_of_the_sentences_found(fluent: Stage, model: Loopback) -> None:
    found = await fluent.briefings.library.search("harbour summit")
    asker = TokenAccount(READER, "UTC", fluent.now)
    told = await fluent.briefings.prose_writer.answer("When is the harbour summit?", found.hits, asker)
    assert model.material["question"] == "When is the harbour summit?"
    assert [told.quotes[n].text for one in told.prose.sentences for n in one.rests_on]
    again = await fluent.briefings.prose_writer.answer("When is the harbour summit?", found.hits, asker)
    assert (again, len(model.asked)) == (told, 1)


@pytest.mark.parametrize("section", [None, 0])
@pytest.mark.parametrize("ceiling", ["AMBER+STRICT", None])
async def test_nothing_above_the_ceiling_reaches_the_model(
    model: Loopback, now: datetime, section: int | None, ceiling: Marking | None
):
    server = ModelServer(model.url, MODEL, KEY, 20, ceiling=ceiling)
    async with open_briefings("sqlite:///:memory:", model=server, model_tokens=10_000) as briefings:
        stage = Stage(briefings, now)
        await stage.import_ferries()
        with viewing(SYSTEM):
            await briefings.markings.mark(1, section, Label("RED"), "Ida", now)
        await briefings.markings.clear(READER, "RED", "Ida", now, "she edits it")
        for line in (ASKED, "ask how many ferries run"):
            message = await stage.message(line)
            assert message
            assert message.later is None or "TLP:AMBER" in await later(message)
        assert model.asked == []


async def test_up_to_the_ceiling_the_model_is_asked(model: Loopback, now: datetime):
    server = ModelServer(model.url, MODEL, KEY, 20, ceiling="RED")
    async with open_briefings("sqlite:///:memory:", model=server, model_tokens=10_000) as briefings:
        stage = Stage(briefings, now)
        await stage.import_ferries()
        with viewing(SYSTEM):
            await briefings.markings.mark(1, None, Label("RED"), "Ida", now)
        await briefings.markings.clear(READER, "RED", "Ida", now, "she edits it")
        await later(await stage.message(ASKED))
        assert model.asked


async def test_prose_that_took_until_its_text_was_hidden_is_not_shown(
    fluent: Stage, model: Loopback, now: datetime
) -> None:
    message = await fluent.message(ASKED)
    with viewing(SYSTEM):
        await fluent.briefings.markings.mark(1, None, Label("RED"), "Ada", now)
    assert "ferries" not in await later(message)

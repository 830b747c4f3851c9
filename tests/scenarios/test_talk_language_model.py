"""Words of which no kind is sure, where the owner has set a language model: it names a command, and changes nothing."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from briefings.service import open_briefings
from briefings.summarising import ModelServer
from tests.fakes.model_server import KEY, MODEL
from tests.fakes.model_server import ModelServer as Loopback
from tests.scenarios.stage import EDITOR, READER, Stage, says

pytest_plugins = ["tests.fakes.model_fixtures"]

SAID = "berths and whatnot for us lot, on the double"


@pytest.fixture
async def helped(model: Loopback, now: datetime) -> AsyncIterator[Stage]:
    """The sample in a library with a model, of which each chat may have 10,000 tokens a day."""
    server = ModelServer(model.url, MODEL, KEY, 20)
    async with open_briefings("sqlite:///:memory:", model=server, model_tokens=10_000) as briefings:
        stage = Stage(briefings, now)
        await stage.import_ferries()
        yield stage


def tell(model: Loopback, line: object) -> None:
    model.tells = lambda _: json.dumps({"line": line})


async def test_the_model_names_the_command_for_words_of_which_no_kind_is_sure(helped: Stage, model: Loopback):
    tell(model, "/summary a1 short")
    told = await helped.say(SAID, command=False)
    assert "You can also type /summary a1 short" in told
    assert model.material["said"] == SAID
    assert "events [all]: Shows upcoming events; all includes past ones" in model.material["commands"]
    assert "Strait Board" not in json.dumps(model.asked)


async def test_what_is_surely_understood_never_leaves_the_machine(helped: Stage, model: Loopback):
    for line in ("what is coming up?", "summarise section 2", "who gains from the pact?", "summary a1", "thanks"):
        assert await helped.say(line, command=False)
    assert model.asked == []


@pytest.mark.parametrize("line", ["unsubscribe 1", "event e1 cancelled", "remind e1 off", "start"])
async def test_a_change_is_confirmed_first(helped: Stage, model: Loopback, line: str):
    tell(model, line)
    message = await helped.message(SAID, command=False)
    assert message
    assert "Go ahead?" in message.plain()
    assert says(message) == [f"/{line}"]


@pytest.mark.parametrize("line", ["", "frobnicate a1", "status of everything", 7, "more 0000", "remove a1", "x" * 400])
async def test_what_is_no_command_line_for_the_sender_is_not_run(helped: Stage, model: Loopback, line: object):
    await helped.say("start", sender=EDITOR, address="telegram:-5")
    tell(model, line)
    told = await helped.say(SAID, sender=READER, address="telegram:-5", command=False)
    assert f"/search {SAID}" in told


@pytest.mark.parametrize("way", ["cut", "page", "empty", 401, 500])
async def test_a_model_that_fails_leaves_the_search(helped: Stage, model: Loopback, way: object):
    tell(model, "events")
    model.ways.extend([way, way, way])  # type: ignore[list-item]
    assert f"/search {SAID}" in await helped.say(SAID, command=False)


async def test_a_place_that_the_model_makes_up_is_not_shown(helped: Stage, model: Loopback):
    tell(model, "summary a99")
    assert f"/search {SAID}" in await helped.say(SAID, command=False)


async def test_a_chats_budget_bounds_what_is_asked(helped: Stage, model: Loopback):
    tell(model, "events")
    for _ in range(60):
        await helped.say(SAID, command=False)
    assert 0 < len(model.asked) < 60

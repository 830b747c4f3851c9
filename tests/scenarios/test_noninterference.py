"""Who isn't cleared gets the same, byte for byte, from two libraries that differ in what is hidden from them."""

import pytest

from bot.commands.conversation import commands
from tests.examples import slow_but
from tests.fakes.interference.comparison import compared, compared_pair
from tests.fakes.interference.composed import composed
from tests.fakes.interference.libraries import DIFFERENCES
from tests.fakes.interference.script import commands_drawn
from tests.fakes.interference.world import PLACES

QUICK = ("section",)  # a part of an analysis; pairs composed at random hide whole ones too
ACTS = 290  # of each script; nine scripts make 2,610 acts
SEED = 1  # `python -m benchmarks.noninterference` plays others


@pytest.mark.parametrize("name", slow_but(QUICK, DIFFERENCES))
async def test_what_is_hidden_changes_nothing_that_others_get(name: str):
    found = await compared(name, SEED, ACTS)
    assert [str(each) for each in found.leaks] == []
    assert found.broken == []
    assert found.acts == ACTS


@pytest.mark.parametrize("seed", slow_but([1], range(1, 21)))
async def test_what_is_hidden_changes_nothing_in_libraries_composed_at_random(seed: int):
    found = await compared_pair(composed(seed), seed, 100)
    assert [str(each) for each in found.leaks] == []
    assert found.broken == []


@pytest.mark.parametrize("name", slow_but(QUICK[:1], [each for each in DIFFERENCES if each != "audience"]))
async def test_a_chat_that_is_cleared_gets_something_else(name: str):
    found = await compared(name, SEED, ACTS, cleared=[each.address for each in PLACES.values()])
    assert found.leaks


def test_lines_of_every_command_are_drawn():
    assert commands_drawn() == {each.name for each in commands()}

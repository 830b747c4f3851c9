"""Sentences with slips of typing are taken for what was meant, and a change among them is asked first."""

from pathlib import Path

import pytest

from bot.commands.phrases import understand
from tests.scenarios.stage import Stage

FILES = Path(__file__).parents[2] / "benchmarks" / "plain_words"
TARGET = 0.75  # of the slips


def rows(name: str) -> list[tuple[str, str]]:
    lines = (FILES / name).read_text(encoding="utf-8").splitlines()
    return [(said, meant) for said, meant in (line.split("\t") for line in lines if not line.startswith("#"))]


@pytest.mark.parametrize("name", ["slips_tuned.tsv", "slips_unseen.tsv"])
def test_what_most_slips_stand_for_is_run_or_offered(name: str):
    slips = [(said, meant) for said, meant in rows(name) if meant != "="]
    near = [understand(meant).kind in [each.kind for each in understand(said).guesses[:3]] for said, meant in slips]
    assert sum(near) >= TARGET * len(slips)


async def test_the_command_is_run_or_offered(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("show me the soruces of a1", command=False)
    assert "/sources a1" in told


@pytest.mark.parametrize(
    "said",
    ["remidn me a week before the harbour summit", "напмони за неделю до harbour summit"],
)
async def test_a_change_with_a_slip_is_asked_first(stage: Stage, said: str):
    await stage.import_ferries()
    core = stage.briefings.subscriptions
    assert "Go ahead?" in await stage.say(said, command=False)
    assert not await core.follows("terminal:local")
    assert not await core.muted("terminal:local")
    await stage.say("yes", command=False)
    assert await core.follows("terminal:local") or await core.muted("terminal:local")

"""Slips of typing in the words of a request are corrected, and words that only look like slips never."""

from pathlib import Path

import pytest

from bot.commands.natural_language.typing_slips import in_other_layout, slips_of, without_slips
from tests.scenarios.stage import Stage

FILES = Path(__file__).parents[2] / "benchmarks" / "plain_words"
TARGET = 0.8  # of the slips


def rows(name: str) -> list[tuple[str, str]]:
    lines = (FILES / name).read_text(encoding="utf-8").splitlines()
    return [(said, meant) for said, meant in (line.split("\t") for line in lines if not line.startswith("#"))]


@pytest.mark.parametrize("name", ["slips_tuned.tsv", "slips_unseen.tsv"])
def test_most_slips_are_corrected_and_none_wrongly(name: str):
    slips = [(said, meant) for said, meant in rows(name) if meant != "="]
    read = [(meant, without_slips(said) or said, said) for said, meant in slips]
    assert [each for meant, each, said in read if each.lower() not in (meant.lower(), said.lower())] == []
    assert sum(meant.lower() == each.lower() for meant, each, _ in read) >= TARGET * len(slips)


@pytest.mark.parametrize(
    "said", [said for name in ("slips_tuned.tsv", "slips_unseen.tsv") for said, m in rows(name) if m == "="]
)
def test_a_word_that_looks_like_a_slip_stays(said: str):
    assert without_slips(said) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ыгььфкн ф1", "summary a1"), ("yfgjvyb pf ltym", "напомни за день"), ("cats and dogs", ""), ("погода", "")],
)
def test_a_line_in_the_other_layout_is_read(typed: str, meant: str):
    assert in_other_layout(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("reminde me a day before the forum", "remind me a day before the forum"),
        ("источникии a2", "источники a2"),
        ("show eventss", "show events"),
        ("reminders", ""),
        ("show анализы", ""),
        ("refer to the analyst", ""),
    ],
)
def test_a_last_letter_too_many_is_a_slip(typed: str, meant: str):
    assert without_slips(typed) == meant


def test_only_changed_words_are_told():
    assert slips_of("show the soruces, please", "show the sources, please") == [("soruces", "sources")]


async def test_an_answer_tells_what_a_slip_was_read_as(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("show me the soruces of a1", command=False)
    assert "I read “soruces” as “sources”." in told
    assert "Harbour law for small towns" in told


@pytest.mark.parametrize(
    "said",
    ["remidn me a week before the harbour summit", "напмони за неделю до harbour summit", "mtue the harbour summit"],
)
async def test_a_change_with_a_slip_is_asked_first(stage: Stage, said: str):
    await stage.import_ferries()
    core = stage.briefings.subscriptions
    assert "Go ahead?" in await stage.say(said, command=False)
    assert not await core.follows("terminal:local")
    assert not await core.muted("terminal:local")
    await stage.say("yes", command=False)
    assert await core.follows("terminal:local") or await core.muted("terminal:local")


async def test_several_wishes_with_a_slip_change_nothing_unasked(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("summarise a1 and remidn me a week before the harbour summit", command=False)
    assert "1. summarise a1" in told
    assert "Go ahead?" in told
    assert not await stage.briefings.subscriptions.follows("terminal:local")


async def test_a_command_in_the_other_layout_is_offered(stage: Stage):
    await stage.import_ferries()
    assert "Did you mean /summary?" in await stage.say("/ыгььфкн ф1")

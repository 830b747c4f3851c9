"""What the Tab key proposes while a line is typed."""

import pytest

from bot.commands import commands
from bot.commands.offers.completion import proposals
from tests.scenarios.stage import Stage


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sum", ["summary"]),
        ("/sum", ["summary"]),
        ("summary ", ["a1", "1", "2", "3", "4", "5", "brief", "short", "medium", "long", "fluent"]),
        ("summary mon", ["3"]),
        ("summary a", ["a1"]),
        ("summary harb", ["a1"]),
        ("summary a1 ", ["1", "2", "3", "4", "5", "brief", "short", "medium", "long", "fluent"]),
        ("summary a1 mon", ["3"]),
        ("summary a1 s", ["short"]),
        ("summary a9 ", ["brief", "short", "medium", "long", "fluent"]),
        ("remind ", ["e1"]),
        ("remind summ", ["e1"]),
        ("help remi", ["remind"]),
        ("events ", ["all"]),
        ("nonsense x", []),
        ("when is the summ", ["e1"]),
        ("summarise the mon", ["3"]),
        ("when is the ", []),
        ("remind me a week before ", ["e1"]),
    ],
)
async def test_proposals(stage: Stage, line: str, words: list[str]):
    await stage.import_ferries()
    assert [word for word, _ in await proposals(stage.briefings, commands(), line, stage.now)] == words


async def test_an_empty_line_may_become_any_command(stage: Stage):
    proposed = await proposals(stage.briefings, commands(), "", stage.now)
    assert ("start", "Opens this chat and resumes paused messages") in proposed


async def test_sections_are_those_of_the_analysis_at_hand(stage: Stage):
    await stage.import_ferries()
    other = await stage.briefings.library.add("other.txt", b"Quays of Ost\nThe Tide\nThe tide is high.\n", stage.now)
    at_hand = await proposals(stage.briefings, commands(), "summary mon", stage.now, 1)
    assert at_hand == [("3", "Money and Ice")]
    newest = await proposals(stage.briefings, commands(), "summary mon", stage.now)
    assert newest == []
    assert other.analysis.id == 2

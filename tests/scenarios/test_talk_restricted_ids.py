"""Restricted analyses, events, statements, disagreements and corrections are named by negative numbers everywhere."""

import pytest

from bot.json_answers.statement_marks import _quotations
from bot.platforms.telegram.address import PAYLOAD
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, says

SECRET = b"""TLP:RED

# Ferry sale

## Price

The sale is expected to close on 8 February 2026, and the owner will sign on 2 May 2026.

## Ships

The northern fleet of Vessmar has 12 ships.
"""
OTHER = SECRET.replace(b"# Ferry sale", b"# Ferry count").replace(b"12 ships", b"19 ships")


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    await stage.briefings.library.add("sale.md", SECRET, stage.now)
    await stage.briefings.library.add("count.md", OTHER, stage.now)
    return stage


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("info a-1", "Ferry sale"),
        ("summary a-1", "Ferry sale"),
        ("read a-1 1", "Ferry sale"),
        ("outlook s-1", "sale is expected to close"),
        ("outlook s-1 happened", "sale is expected to close"),
        ("event e-1", "e-1"),
        ("remind e-1 7d", "e-1"),
    ],
)
async def test_a_negative_number_is_understood_where_a_number_is(stage: Stage, line: str, words: str):
    assert words in await stage.say(line)


async def test_buttons_name_them_by_lines_that_are_answered(stage: Stage):
    lines = [
        line
        for asked in ("list", "info a-1", "summary a-1", "outlook", "events")
        for line in says(await stage.message(asked))
    ]
    named = [line for line in dict.fromkeys(lines) if "-1" in line and not line.startswith("/remove")]
    assert named
    for line in named:
        answer = await stage.say(line.removeprefix("/"), pressed=True)
        assert answer, line
        assert "no analysis" not in answer
        assert "isn't" not in answer.splitlines()[0], line


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("compare d-1", "Ferry sale"),
        ("compare d-9", "d-9"),
        ("changes c-1", "There is no correction -1"),
        ("outlook s-9", "s-9"),
    ],
)
async def test_other_negative_numbers_are_understood_too(stage: Stage, line: str, words: str):
    assert words in await stage.say(line)


async def test_plain_words_name_them_too(stage: Stage):
    assert "Ferry sale" in await stage.say("summarise a-1", command=False)
    assert "Ferry sale" in await stage.say("what does a-1 say?", command=False)


@pytest.mark.parametrize("word", ["a-1", "a-1_2", "e-3"])
def test_a_link_of_telegram_may_name_them(word: str):
    assert PAYLOAD.fullmatch(word)


def test_a_quotation_of_a_restricted_analysis_is_found_in_json():
    shape = {"analysis": "a-2", "revision": 1, "text": "It closes.", "start": 3, "end": 9}
    ((_, span),) = _quotations(shape, 0, 0, listed=False)
    assert (span.analysis, span.revision) == (-2, 1)

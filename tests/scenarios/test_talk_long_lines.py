"""Lines of many words or characters: what is looked up, what is refused, and how much of them an answer quotes."""

import pytest

from tests.contracts.test_query_counts import counted
from tests.scenarios.stage import Stage


@pytest.mark.parametrize("command", ["sections", "quotes", "summary a1", "calendar", "ask", "search"])
async def test_the_number_of_queries_does_not_rise_with_the_words_of_a_line(stage: Stage, command: str) -> None:
    await stage.import_ferries()
    numbers = []
    for words in (100, 200):
        with counted() as sent:
            assert await stage.say(f"{command} {'lorem ' * words}")
        numbers.append(len(sent))
    assert numbers[1] <= numbers[0]


async def test_a_line_of_too_many_characters_is_refused(stage: Stage) -> None:
    told = "A line may have at most 12,000 characters. Put a longer text in a file and import that."
    assert await stage.say("a" * 12_001) == told
    assert "12,000" not in await stage.say("a" * 12_000)


@pytest.mark.parametrize(
    "command",
    ["", "list", "sections", "search", "where", "help", "events", "timezone", "published a1", "nonsense", "remind e1"],
)
@pytest.mark.parametrize("tail", ["wörd" * 975, "lorem ipsum " * 325], ids=["word", "words"])
async def test_an_answer_quotes_little_of_a_long_line(stage: Stage, command: str, tail: str) -> None:
    await stage.import_ferries()
    told = await stage.say(f"{command} {tail}".strip())
    assert len(told) < 1_200
    if len(told) > 400:
        assert "…" in told

"""A line of many words is not looked up word by word without end."""

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

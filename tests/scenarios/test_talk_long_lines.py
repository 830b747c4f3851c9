"""Lines of many words: none of them is looked up word by word without end."""

import time

import pytest

from tests.scenarios.stage import Stage

WORDS = "lorem ipsum " * 300


@pytest.mark.parametrize("command", ["sections", "quotes", "summary a1", "calendar", "ask", "search"])
async def test_many_words_take_little_processor_time(library: Stage, command: str) -> None:
    began = time.process_time()
    assert await library.say(f"{command} {WORDS}")
    assert time.process_time() - began < 3

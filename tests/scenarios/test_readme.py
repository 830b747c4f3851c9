"""What the README shows of a conversation is what a fresh library answers."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.service import SAMPLE
from tests.scenarios.stage import Stage

_README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
_SHOWN = re.findall(r"^> (.+)\n([^>]*)", _README.split("```")[1], re.MULTILINE)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _lines(shown: str) -> list[str]:
    """What the README shows, one for each line of an answer; those that are wrapped go on indented."""
    return [_flat(line) for line in re.split(r"\n(?! )", shown) if line.strip()]


@pytest.mark.parametrize(("typed", "shown"), _SHOWN, ids=[typed for typed, _ in _SHOWN])
async def test_the_readme_shows_what_is_answered(stage: Stage, typed: str, shown: str):
    await stage.briefings.library.add(SAMPLE.name, SAMPLE.read_bytes(), stage.now)
    stage.now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    answer, place = _flat(await stage.say(typed)), 0
    for line in _lines(shown):
        assert line in answer[place:], line
        place = answer.index(line, place) + len(line)


def test_the_readme_shows_some():
    assert len(_SHOWN) == 3

"""What README and the analysts' page show of a conversation is what a library with the samples answers."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import demo
from briefings.service import open_briefings
from tests.scenarios.stage import Stage

_DOCS = Path(__file__).parents[2] / "docs"
_BLOCKS = re.findall(r"^```\n(.*?)^```", (_DOCS / "analysts.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _shows(line: str, told: str) -> bool:
    """Whether a line is the one told; "…" at its end stands for its rest."""
    return told.startswith(line[:-1]) and told != line[:-1].rstrip() if line.endswith("…") else told == line


def _talk(block: str) -> list[tuple[str, list[str]]]:
    """Each line typed with what is shown of its answer; what is wrapped goes on indented, a quotation begins with >."""
    talk: list[tuple[str, list[str]]] = []
    for line in re.split(r"\n(?! )", block):
        if re.match(r"> [a-z]", line):
            talk.append((line.removeprefix("> "), []))
        elif line.strip():
            talk[-1][1].append(_flat(line))
    return talk


@pytest.mark.parametrize("block", _BLOCKS, ids=[block.partition("\n")[0] for block in _BLOCKS])
async def test_the_analysts_page_shows_what_is_answered(block: str):
    now = datetime(2026, 3, 9, 12, tzinfo=UTC)
    async with open_briefings("sqlite:///:memory:") as core:
        assert await core.library.add_samples(now)
        for typed, shown in _talk(block):
            answer = [_flat(line) for line in (await Stage(core, now).say(typed, command=False)).splitlines()]
            assert shown
            for line in shown:
                place = next((at for at, told in enumerate(answer) if _shows(line, told)), None)
                assert place is not None, line
                del answer[: place + 1]


def test_the_analysts_page_shows_some():
    assert len(_BLOCKS) == 6


@pytest.mark.parametrize(("name", "drawn"), [("briefing.svg", demo.picture), ("outcomes.svg", demo.outcomes)])
def test_the_pictures_in_the_readme_are_what_the_terminal_shows(name: str, drawn: Callable[[], str]):
    assert (demo.FOLDER / name).read_text(encoding="utf-8") == drawn()


def test_the_picture_of_outcomes_has_a_mark_a_disagreement_and_a_struck_sentence_with_the_new_one():
    shown = (demo.FOLDER / "outcomes.svg").read_text(encoding="utf-8")
    assert "[due 21 Mar; outcome not in" in shown
    assert "different day for the same event" in shown
    assert 'text-decoration="line-through" xml:space="preserve">&gt; Before: The pact joins eleven ships' in shown
    assert "twelve ships" in shown

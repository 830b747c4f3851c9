"""A chat that isn't cleared gets the same answers from a library with a restricted analysis as from one without."""

import random
from datetime import UTC, datetime

import pytest

from bot.chat import Request
from bot.commands import Conversation, Roles
from briefings.service import open_briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
CHAT = "telegram:5"
OPEN = b"""# Ferry timetable

## Crossings

The ferry ran 12 times a day in February 2026 (Holm, 2026). The council will vote on the fares on 14 April 2026.

## Fares

A ticket costs 9 crowns. The harbour office expects 900 passengers by 20 May 2026.

## References

Holm, A. (2026). Crossings counted. https://example.org/crossings
"""
SECRET = b"""TLP:RED

# Ferry sale

The ferry ran 15 times a day in February 2026. The owner, Ada Vik, will sell the ferry on 2 May 2026.
The council will vote on the fares on 21 April 2026. The owner expects 3 million crowns by 1 June 2026.
"""
NOTE = b"# Pier\n\nThe pier was painted in January 2026. The mayor will open the pier on 9 May 2026.\n"
COMMANDS = (
    *("list", "summary", "sources", "search", "ask", "brief", "events", "event", "outlook", "disagree", "quotes"),
    *("timeline", "actors", "audit", "changes", "log", "sections", "read", "compare", "home", "corrections", "undo"),
)
WORDS = (
    *("a1", "a2", "a3", "a-1", "e1", "e2", "e3", "e-1", "s1", "s-1", "d1", "d-1", "c1", "ferry", "sale", "ferry sale"),
    *("owner", "Ada Vik", "fares", "vote", "million crowns", "pier", "all", "short", "1", "2", "who sells the ferry?"),
)


def lines(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)  # noqa: S311 - lines that can be drawn again
    plain = ("what is coming up?", "what does the library say about the sale of the ferry?", "when is the vote?")
    said = [" ".join([draw.choice(COMMANDS), *draw.sample(WORDS, draw.randint(0, 2))]) for _ in range(count)]
    return [draw.choice(plain) if draw.random() < 0.1 else each for each in said]


async def answers(files: tuple[bytes, ...], said: list[str], *, cleared: bool = False) -> list[str]:
    async with open_briefings("sqlite:///:memory:") as core:
        for number, data in enumerate(files):
            await core.library.add(f"file{files[number][:12].hex()}.md", data, NOW)
        if cleared:
            await core.markings.clear(CHAT, "RED", "Ada", NOW)
        roles = Roles(frozenset({CHAT}), frozenset(), open_access=True)
        conversation = Conversation(core, roles, lambda: NOW)
        return [
            repr(await conversation.answer(Request(CHAT, CHAT, line, NOW, private=True))).partition(" later=")[0]
            for line in said
        ]


@pytest.mark.parametrize("seed", range(4))
async def test_a_restricted_analysis_changes_no_answer(seed):
    said = lines(seed, 60)
    with_it, without = await answers((OPEN, SECRET, NOTE), said), await answers((OPEN, NOTE), said)
    differing = [(line, a, b) for line, a, b in zip(said, with_it, without, strict=True) if a != b]
    assert differing == []


async def test_a_chat_that_is_cleared_gets_others():
    said = ["list", "summary a-1", "ask who sells the ferry?", "events", "outlook all"]
    with_it = await answers((OPEN, SECRET, NOTE), said, cleared=True)
    without = await answers((OPEN, NOTE), said, cleared=True)
    assert [line for line, a, b in zip(said, with_it, without, strict=True) if a == b] == []
    assert "sell the ferry" in with_it[1]

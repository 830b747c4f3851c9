"""One answer on every platform: the same facts, marks and buttons, for every command, over texts that nobody wrote."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random

import pytest

from bot.chat import Request
from bot.commands import Conversation, Roles
from bot.commands.conversation import commands, menu
from bot.message import Buttons, Message
from briefings.service import open_briefings
from tests.contracts.loopback_platforms import WORLDS, SeenMessage, World, make_world
from tests.examples import slow_but
from tests.fakes.messages import lost
from tests.fakes.telegram_server import NOW
from tests.scenarios.stage import SERVED

_PLACES = ("Harbour", "Ферри", "渡轮", "Çeşme", "O’Hara", "North & South", "<Pier>", "*Dock*")
_SAID = (
    "The {} council will vote in April 2027 on {} ferries ({}, 2026).",
    "“We will not wait,” {} said, and {} boats left ({}, 2026).",
    "Tolls at {} rose by {} % in March 2026.",
    "A summit on {} is set for 5 May 2027 with {} guests ({}, 2025).",
)
_WORDS = (
    "frobnicate",
    "summary a99",
    "summary",
    "read a1 1",
    "search council",
    "events all",
    "event e1 2027-06",
    "undo",
)
_LAST = ("forget",)
_PLACE = re.compile(r"(?:Ada (?:L|U42) \()?(?:telegram:42|slack:D?U?42)\)?|Ada (?:L|U42)")
_CODE = re.compile(r"\bwhsec_[\w+/=]{20,}|\breadout_[\w-]{20,}|\b\d+-[a-z2-7]{26}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def paper(random: Random) -> bytes:
    """An analysis of some sections with citations, quotations and dates."""
    lines = [f"Ferries of {random.choice(_PLACES)} {random.randint(1, 99)}", ""]
    for number in range(random.randint(2, 4)):
        lines += [f"Part {number} of {random.choice(_PLACES)}", ""]
        said = random.choices(_SAID, k=random.randint(2, 6))
        lines += [" ".join(each.format(random.choice(_PLACES), random.randint(2, 90), "Ada") for each in said), ""]
    return "\n".join(
        [*lines, "References", "", "Ada, L. (2026). On ferries.", "", "Ada, L. (2026). On tolls."]
    ).encode()


@asynccontextmanager
async def told(name: str, seed: int) -> AsyncIterator[tuple[World, list[Message]]]:
    """A platform with the real core behind it, and the answers as they left the core."""
    answers: list[Message] = []
    # The zone of the people in Slack's fake, so that all count in the same.
    async with open_briefings("sqlite:///:memory:", zone="Europe/Rome") as core:
        random = Random(seed)  # noqa: S311 - not for secrets
        for number in range(2):
            await core.library.add(f"{number}.txt", paper(random), NOW)
        roles = Roles(frozenset({"telegram:42", "slack:U42"}))
        conversation = Conversation(core, roles, lambda: NOW, {name: SERVED[name]})

        async def answer(request: Request) -> Message | None:
            message = await conversation.answer(request)
            answers.extend([message] if message else [])
            return message

        world = make_world(name)
        try:
            await world.start(answer, menu())
            yield world, answers
        finally:
            await world.stop()


async def conversation_on(name: str, seed: int) -> list[tuple[str, str, list[str]]]:
    """Each line with the words and the buttons of its answer, all of which people see."""
    answers = []
    async with told(name, seed) as (world, given):
        for line in lines():
            before, parts = len(given), list[SeenMessage]()
            await world.say(line)
            while len(given) <= before or not (parts and seen_whole(given[before], parts)):
                try:
                    parts.append(await world.heard())
                except TimeoutError:
                    pytest.fail(f"{name} shows of {line!r} only {[part.text for part in parts]}")
            answers.append((line, _anywhere(given[before]), sorted(_labels(given[before]))))
    return answers


def seen_whole(made: Message, parts: list[SeenMessage]) -> bool:
    """Whether people see all that was answered, and can press what is to be pressed."""
    buttons = {label for part in parts for label in part.buttons}
    return not lost(made, "\n".join(part.text for part in parts)) and _labels(made) <= buttons


def _anywhere(made: Message) -> str:
    """The words, buttons aside, without what must differ: who is asked where, and what is made up anew each time."""
    words = replace(made, blocks=tuple(each for each in made.blocks if not isinstance(each, Buttons))).plain()
    alike = _PLACE.sub("here", re.sub("\n=+\n", "\n", words.replace("/readout ", "/")))
    return _CODE.sub("CODE", alike.replace("Telegram", "Slack"))


def _labels(made: Message) -> set[str]:
    return {key.label for block in made.blocks if isinstance(block, Buttons) for row in block.rows for key in row}


def lines() -> list[str]:
    """Every command as its examples type it, and some lines that go wrong; what erases comes last.

    The zone is set first: a platform that knows people's own asks for none.
    """
    examples = [each for known in commands() if known.name not in _LAST for each in known.examples or (known.name,)]
    return ["timezone Europe/Rome", *examples, *_WORDS, *_LAST]


@pytest.mark.parametrize("seed", slow_but([0], range(2)))
async def test_every_answer_is_the_same_everywhere(seed):
    first, *others = [await conversation_on(name, seed) for name in WORLDS]
    for other in others:
        for here, there in zip(first, other, strict=True):
            assert here == there

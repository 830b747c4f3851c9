"""The conversation in `docs/pictures/outcomes.svg`: a mark, a disagreement and a correction, with the clock set.

Two short notes are imported, a reader asks, and an editor corrects a sentence. The real core answers and delivers.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from bot.chat import Platform, Request
from bot.commands import Conversation, Roles
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.message import Message, Quote
from bot.platforms.console import screen
from briefings.service import Briefings, open_briefings

STRAIT = """Strait note

The harbour pact is set to expire on March 21, 2026. The pact joins eleven ships and four quays. \
The harbour summit in Oslo takes place on 15 April 2026.
"""
SUMMIT = """Summit note

The harbour summit in Oslo takes place on 22 April 2026. The board has not named a successor to the pact.
"""
LINES = ("/summary strait", "/compare Oslo")
EDITOR, READER = "telegram:1", "telegram:2"
_NOW = datetime(2026, 3, 22, 9, tzinfo=UTC)
_KEPT = timedelta(days=90)
_VERDICT = "/changes 1 correction The pact was counted again."


class _Reader:
    """The platform of both chats; it keeps what it is sent."""

    name = "telegram"

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []

    async def send(self, address: str, message: Message, _key: str) -> str:
        self.sent.append((address, message))
        return str(len(self.sent))

    async def mark(self, _address: str, _messages: Sequence[str], _marked: Message) -> None:
        """Accepts an earlier message with struck sentences."""


class _Chats:
    """An editor's and a reader's chat over one core."""

    def __init__(self, core: Briefings) -> None:
        self._core, self._now, self.platform = core, _NOW, _Reader()
        self._talk = Conversation(core, Roles(frozenset({EDITOR}), open_access=True), lambda: self._now)
        self._log = PlatformEventLog(core, lambda: self._now, _nobody)
        route = Route(cast(Platform, self.platform), TokenBucket(1_000, lambda _: ChatLimit()))
        self._courier = Courier(core, [route], lambda: self._now)
        self._scheduler = Scheduler(core, self._courier, lambda: self._now, _KEPT)

    async def say(self, line: str, who: str = READER) -> Message:
        """The answer, kept as shown in the chat of its sender."""
        command = line.startswith("/")
        answer = await self._talk.answer(Request(who, who, line, self._now, command=command, private=True))
        assert answer
        await self._log.answered(who, answer, ["1"])
        return answer

    async def deliver(self) -> None:
        """Sends what is due two minutes later."""
        self._now += timedelta(minutes=2)
        await self._courier.start()
        await self._scheduler.tick()
        await self._courier.drain()


async def _nobody(_platform: str, _reason: str) -> None:
    """Nobody is told that an account was refused."""


async def talk() -> list[tuple[str, Message]]:
    """Each line that the reader types, with its answer; the correction that arrives follows "" instead of a line."""
    async with open_briefings("sqlite:///:memory:") as core:
        chats = _Chats(core)
        for name, text, day in (("strait.txt", STRAIT, 6), ("summit.txt", SUMMIT, 8)):
            await core.library.add(name, text.encode(), _NOW, published=date(2026, 3, day))
        found = [(line, await chats.say(line)) for line in LINES]
        await core.library.add("strait.txt", STRAIT.replace("eleven", "twelve").encode(), _NOW)
        await chats.deliver()
        await chats.say(_VERDICT, EDITOR)
        await chats.deliver()
        return found + [("", message) for address, message in chats.platform.sent if address == READER]


def lines_of(message: Message, columns: int) -> Iterator[tuple[str, bool]]:
    """The lines of a message as the terminal shows it, and whether each is struck."""
    quotes = [run for block in message.blocks if isinstance(block, Quote) for run in block.text]
    struck = " ".join(run.text for run in quotes if run.struck)
    for line in screen.plain(message, columns).rstrip().split("\n"):
        words = line.removeprefix("> ").removeprefix("Before: ").strip()
        yield line, bool(words) and words in struck

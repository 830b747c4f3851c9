"""Plays conversations as they were written down: what a person says and presses, what comes back, when time passes.

A recording is lines of "who: words". "me" says a line as a command, "aloud" says it in plain words; "press" presses
the button of that name in what was heard last, "hand in" imports a sample, and "elsewhere" somebody else does. At
"clock" it becomes that minute in UTC, and what is due by then is sent. Each "bot" line has to be found in what people
see after the last of these; where none follows "clock", nothing may come.
"""

import asyncio
import io
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import Answer, MenuEntry
from bot.commands import Conversation, Roles
from bot.commands.conversation import menu
from bot.delivery.courier import Courier, Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.platforms.console.adapter import ConsolePlatform
from briefings.service import Briefings, open_briefings
from tests.contracts.loopback_platforms import WORLDS, SeenMessage, World, make_world
from tests.fakes.deadline import HANGS
from tests.fakes.recorders import RecordedEvents
from tests.fakes.telegram_server import NOW

PLATFORMS = (*WORLDS, "terminal")
ME = {"telegram": "telegram:42", "slack": "slack:U42", "terminal": "terminal:owner"}
_SAMPLES = Path(__file__).parents[1] / "samples" / "talk"
_ACTS = ("me", "aloud", "press", "hand in", "elsewhere", "clock")


class Screen(io.StringIO):
    """What a terminal shows, message by message."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: asyncio.Queue[str] = asyncio.Queue()

    def write(self, words: str) -> int:
        self.messages.put_nowait(words)
        return len(words)


class TerminalWorld:
    """The owner at a terminal whose lines come through a pipe, with the pages and buttons of a keyboard's."""

    def __init__(self) -> None:
        self.now = NOW
        self.platform_events = RecordedEvents()
        self._screen = Screen()
        reading, writing = os.pipe()
        self._stdin, self._keys = os.fdopen(reading), os.fdopen(writing, "w")
        self.platform = ConsolePlatform(self._stdin, self._screen, lambda: self.now, interactive=False, whole=False)

    async def open(self) -> None:
        """A terminal is open already."""

    async def serve(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        self._serving = asyncio.create_task(self.platform.serve(answer, menu, self.platform_events))

    async def stop(self) -> None:
        await self.say("exit")
        await asyncio.wait_for(self._serving, HANGS)
        self._keys.close()
        self._stdin.close()

    async def say(self, line: str, *, command: bool = True, file: tuple[str, bytes] | None = None) -> None:
        words = f"{line} {_SAMPLES / file[0]}" if file else line
        self._keys.write(f"/{words}\n" if command else f"{words}\n")
        self._keys.flush()

    async def press(self, seen: SeenMessage, label: str) -> None:
        await self.say(_keys(seen.text)[label], command=False)

    async def heard(self) -> SeenMessage:
        words = await asyncio.wait_for(self._screen.messages.get(), HANGS)
        return SeenMessage("terminal:local", words, tuple(_keys(words)))

    def unheard(self) -> int:
        return self._screen.messages.qsize()


def _keys(words: str) -> dict[str, str]:
    """What is typed for each button: its number in an answer, its line in a push."""
    rows = "\n".join(line for line in words.splitlines() if line.startswith("["))
    pushed = re.findall(r"^\[([^\]]*\D)\] (/.*)$", rows, re.MULTILINE)
    return dict(pushed) or {label: number for number, label in re.findall(r"\[(\d+)\] ([^\[\n]*[^\[\s])", rows)}


@dataclass
class Player:
    """One person's conversation with the whole program behind it, on a clock that the recording moves."""

    world: World | TerminalWorld
    core: Briefings
    scheduler: Scheduler
    courier: Courier
    _seen: list[SeenMessage] = field(default_factory=list)  # since the last act
    _before: list[SeenMessage] = field(default_factory=list)  # between that and the one before it

    async def play(self, recording: str, **words: str) -> None:
        """Plays all lines; `words` stand in them in braces."""
        acts = [line.strip() for line in recording.format(**words).strip().splitlines() if line.strip()]
        for number, line in enumerate(acts):
            who, _, said = line.partition(": ")
            if who in _ACTS:
                await self._forget()
                await self._act(who, said)
                silent = number + 1 == len(acts) or not acts[number + 1].startswith("bot: ")
                assert who != "clock" or not silent or not self.world.unheard(), f"{line} brought {await self._all()}"
            else:
                assert who == "bot", line
                await self._hears(said, line)

    async def _act(self, who: str, said: str) -> None:
        if who in ("me", "aloud"):
            await self.world.say(said, command=who == "me")
        elif who == "press":
            await self._press(said)
        elif who == "hand in":
            await self.world.say("import", file=(said, (_SAMPLES / said).read_bytes()))
        elif who == "elsewhere":
            await self.core.library.add(said, (_SAMPLES / said).read_bytes(), self.world.now)
        else:
            await self.becomes(datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=UTC))

    async def _press(self, label: str) -> None:
        while not (pressed := [seen for seen in (*self._before, *self._seen) if label in seen.buttons]):
            await self._next(f"press: {label}")
        await self.world.press(pressed[-1], label)

    async def becomes(self, now: datetime) -> None:
        """Sets the time, and sends what is due by then."""
        assert now > self.world.now, "time goes forward"
        self.world.now = now
        await self.scheduler.tick()
        await self.courier.drain()

    async def _hears(self, words: str, line: str) -> None:
        while not any(words in seen.text for seen in self._seen):
            await self._next(line)

    async def _next(self, line: str) -> None:
        try:
            self._seen.append(await self.world.heard())
        except TimeoutError:
            pytest.fail(f"{line!r} did not come, only {[(seen.text, seen.buttons) for seen in self._seen]}")

    async def _forget(self) -> None:
        """What was said before the next act answers no later line; its buttons can be pressed still."""
        await self._all()
        self._before, self._seen = self._seen, []

    async def _all(self) -> list[str]:
        while self.world.unheard():
            self._seen.append(await self.world.heard())
        return [seen.text for seen in self._seen]


@asynccontextmanager
async def playing(platform: str, roles: Roles) -> AsyncIterator[Player]:
    """The program on an empty library in London, on a platform of which nobody has said anything yet."""
    world = TerminalWorld() if platform == "terminal" else make_world(platform)
    async with open_briefings("sqlite:///:memory:", zone="Europe/London") as core:

        def clock() -> datetime:
            return world.now

        def invitation_links(code: str) -> tuple[str, ...]:
            return world.platform.invitation_links(code)

        async def is_member(address: str) -> bool:
            return await world.platform.is_member(address)

        served = {platform: lambda typed: world.platform.address_of(typed)}
        conversation = Conversation(core, roles, clock, served, invitation_links=invitation_links, is_member=is_member)
        await world.open()
        courier = Courier(
            core, [Route(world.platform, TokenBucket(100_000, lambda _: ChatLimit()))], clock, roles.admins
        )
        world.platform_events = PlatformEventLog(core, clock, courier.refused)  # type: ignore[misc, assignment]
        await courier.start()
        try:
            await world.serve(conversation.answer, menu())
            editors = sorted(roles.editors or roles.admins)
            yield Player(world, core, Scheduler(core, courier, clock, timedelta(days=30), editors), courier)
        finally:
            await world.stop()

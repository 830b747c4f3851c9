"""A rate limit that lets everything leave, and records of what a platform reports and keeps."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.message import Message
from briefings.model.intake import Update
from tests.fakes.deadline import HANGS


class NoRateLimit:
    """Lets everything leave at once and notes the tokens that were taken and the holds."""

    def __init__(self) -> None:
        self.tokens: list[tuple[str, bool]] = []
        self.holds: list[float] = []
        self.landings = 0

    async def token(self, address: str, *, interactive: bool) -> "NoRateLimit":
        self.tokens.append((address, interactive))
        return self

    def release(self) -> None:
        self.landings += 1

    def accepted(self, address: str) -> None:
        pass

    def hold(self, seconds: float, address: str = "") -> None:
        self.holds.append(seconds)


@dataclass(frozen=True, slots=True)
class NotedAnswer:
    """An answer as a platform reports it."""

    address: str
    message: Message
    messages: tuple[str, ...]
    update: str
    replaces: bool
    doubt: bool


class RecordedEvents:
    """Notes what a platform reports; `happened` waits for the next report."""

    def __init__(self) -> None:
        self.moved: list[tuple[str, str]] = []
        self.closed: list[tuple[str, str]] = []
        self.messages: list[tuple[str, tuple[str, ...], str]] = []
        self.opened: list[tuple[str, str]] = []
        self.troubles: list[tuple[str, str | None]] = []
        self.answers: list[NotedAnswer] = []
        self._news = asyncio.Event()

    async def chat_moved(self, old: str, new: str) -> None:
        self.moved.append((old, new))
        self._news.set()

    async def chat_closed(self, address: str, reason: str) -> None:
        self.closed.append((address, reason))
        self._news.set()

    async def chat_opened(self, address: str, reason: str) -> None:
        self.opened.append((address, reason))
        self._news.set()

    async def shown(self, address: str, messages: Sequence[str], about: str) -> None:
        self.messages.append((address, tuple(messages), about))
        self._news.set()

    async def answered(
        self,
        address: str,
        message: Message,
        messages: Sequence[str] = (),
        update: str = "",
        *,
        replaces: bool = False,
        doubt: bool = False,
    ) -> None:
        self.answers.append(NotedAnswer(address, message, tuple(messages), update, replaces, doubt))
        self._news.set()
        if message.about and messages and not doubt:
            await self.shown(address, messages, message.about)

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        self.troubles.append((platform, reason))
        self._news.set()

    async def noted(self, messages: int) -> None:
        """Waits until so many notes were made of what messages show."""
        while len(self.messages) < messages:
            await self.happened()

    async def noted_of(self, notes: list[tuple[str, str]]) -> None:
        """Waits until something stands there."""
        while not notes:
            await self.happened()

    async def happened(self) -> None:
        await asyncio.wait_for(self._news.wait(), HANGS)
        self._news.clear()


class RecordedIntake:
    """Keeps updates in memory, those of `left` from a process before this one."""

    def __init__(self, *left: Update) -> None:
        self.kept = {each.name: each for each in left}
        self.finished: list[str] = []
        self.elsewhere: asyncio.Queue[Sequence[Update]] = asyncio.Queue()  # what other processes pass on
        self.taken: list[str] = []
        self.certain = asyncio.Event()  # that no other process took over
        self.certain.set()

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        new = [each for each in updates if each.name not in self.kept]
        self.kept |= {each.name: each for each in new}
        return {each.name for each in new}

    async def unfinished(self, platform: str) -> Sequence[Update]:
        return [each for each in self.kept.values() if each.platform == platform and each.name not in self.finished]

    async def passed_on(self, platform: str) -> Sequence[Update]:
        found = await self.elsewhere.get()
        self.kept |= {each.name: each for each in found}
        return found

    def take(self, name: str) -> None:
        self.taken.append(name)

    async def sure(self) -> None:
        await self.certain.wait()

    async def note_skipped(self, numbers: Mapping[str, int]) -> None:
        self.kept |= {name: replace(self.kept[name], skipped=number) for name, number in numbers.items()}

    async def begin_again(self, name: str) -> None:
        self.kept[name] = replace(self.kept[name], tries=self.kept[name].tries + 1)

    async def finish(self, name: str) -> None:
        self.finished.append(name)


class SlowIntake(RecordedIntake):
    """Stores nothing before `storing` is set."""

    def __init__(self, *left: Update) -> None:
        super().__init__(*left)
        self.storing = asyncio.Event()

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        await self.storing.wait()
        return await super().keep(updates)

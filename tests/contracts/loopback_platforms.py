"""A world is a platform with a loopback server that plays the other end: people talk in it, and read the answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Literal, Protocol

from bot.chat import Answer, MenuEntry, Offers, Platform

Chat = Literal["private", "group", "thread"]  # a thread is a part of the group
Refusal = Literal["retry", "dead", "refused", "sender", "doubt", "moved"]


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as a person sees it; an edited one is seen again."""

    address: str
    text: str  # without markup
    buttons: tuple[str, ...] = ()  # their labels
    thread: str = ""
    id: str = ""  # the platform's own, to press its buttons


class Notebook(Protocol):
    """Happenings that were written down, in order."""

    moved: list[tuple[str, str]]
    closed: list[tuple[str, str]]
    troubles: list[tuple[str, str | None]]


class World(Protocol):
    """One platform and everybody on it."""

    refusals: frozenset[Refusal]  # those that its server can play
    now: datetime  # by everybody's clock
    offers: Offers

    @property
    def platform(self) -> Platform: ...

    @property
    def platform_events(self) -> Notebook: ...

    async def start(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        """Opens the server, starts serving and returns when a line said would be heard."""

    async def open(self) -> None:
        """Opens the server, and makes the platform, which does not serve yet."""

    async def serve(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        """Starts serving, and returns when a line said would be heard."""

    async def stop(self) -> None:
        """Cancels serving, closes the platform, then the server; fails when serving did not end as cancelled."""

    def address(self, chat: Chat = "private") -> str:
        """The address of a chat, for sending to it."""

    async def say(
        self,
        line: str,
        *,
        chat: Chat = "private",
        sender: str = "42",
        command: bool = True,
        file: tuple[str, bytes] | None = None,
    ) -> None:
        """A person says a line: as a command ("summary a1", without a mark), or in plain words to the bot."""

    async def repeat(self) -> None:
        """The platform delivers the last update once more."""

    async def press(self, seen: SeenMessage, label: str, *, sender: str = "42") -> None:
        """A person presses the button with this label."""

    async def heard(self) -> SeenMessage:
        """The next message that people see, waiting for it if need be."""

    async def toast(self) -> str:
        """The next words that only the person who pressed a button sees."""

    def unheard(self) -> int:
        """How many messages are there that nobody has looked at."""

    def refuse(self, kind: Refusal, times: int = 1) -> None:
        """The platform treats the next attempts to send a message in this way."""


# A platform's world: module and class, imported when its turn comes.
WORLDS = {
    "telegram": "tests.fakes.telegram_world:TelegramWorld",
    "slack": "tests.fakes.slack_world:SlackWorld",
}


def make_world(name: str) -> World:
    module, made = WORLDS[name].split(":")
    build: Callable[[], World] = getattr(import_module(module), made)
    return build()

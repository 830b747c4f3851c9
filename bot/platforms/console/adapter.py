"""The terminal as a platform: one chat with one person, the owner."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from bot.chat import (
    ALONE,
    LONGEST_LINE,
    NO_INTAKE,
    NO_OFFERS,
    TOO_LONG,
    Answer,
    DeliveryFailed,
    Intake,
    Leadership,
    MenuEntry,
    Offers,
    PlatformEvents,
    Request,
)
from bot.diagnostics import UNKNOWN, CheckContext, Problem
from bot.languages import _, language_set, translate
from bot.message import Button, Message
from bot.platforms.console import screen
from bot.platforms.console.files import Contents, no_contents, read, with_files
from bot.platforms.console.pipe import Pipe
from bot.platforms.console.running_command import RunningCommand
from bot.platforms.console.saved_files import save_files
from bot.platforms.shared.follow_ups import FollowUps
from bot.platforms.shared.update_json import well_formed

if TYPE_CHECKING:
    from bot.platforms.console.keyboard import Candidates

ADDRESS, SENDER = "terminal:local", "terminal:owner"
_ADDRESSED = re.compile(r"(/?\w+)(@\w+)(?!\S)")  # a command for one bot among several
COMMAND_MARKS = ("/", "!")
_LEAVING = frozenset({"exit", "quit"})


def address_of(typed: str) -> str | None:
    """The terminal's address if that was typed, or None."""
    return ADDRESS if typed == ADDRESS else None


class Terminal(Protocol):
    """Reads lines and shows answers: a keyboard or a pipe."""

    async def line(self) -> str | None:
        """The next line, or None at the end."""

    def show(self, message: Message) -> None:
        """Prints a message."""

    def tell(self, words: str) -> None:
        """Prints a line."""


class ConsolePlatform:
    """Serves the person at `stdin` and `stdout` until the input ends or they leave.

    `interactive`: both are a terminal. `welcome` is printed first, `history` is the file of typed lines, `candidates`
    completes the last word. Pictures and files go to the folder `kept`. `links`: the terminal supports hyperlinks.
    `whole`: answers come without pages and buttons, as they do by default where lines come from a pipe. Lines are at
    most `columns` wide, or as wide as the terminal. `contents` lists the files of a folder that is imported.
    """

    name = "terminal"

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        clock: Callable[[], datetime],
        *,
        interactive: bool,
        whole: bool | None = None,
        welcome: str = "",
        history: Path | None = None,
        candidates: "Candidates | None" = None,
        kept: Path | None = None,
        links: bool = False,
        columns: int | None = None,
        contents: Contents = no_contents,
    ) -> None:
        self._clock, self._contents = clock, contents
        self._welcome = welcome
        self._commands: frozenset[str] = frozenset()
        self._choices: dict[str, Button] = {}  # those of the last answer, by number
        self._language = "en"  # of the last answer
        self._kept = kept
        self._whole = not interactive if whole is None else whole
        self._terminal = (
            _keyboard(history, candidates, links=links, columns=columns)
            if interactive
            else Pipe(stdin, stdout, columns)
        )

        self._work = RunningCommand(self._terminal.tell)

    async def serve(
        self,
        answer: Answer,
        menu: Sequence[MenuEntry],
        platform_events: PlatformEvents,
        offers: Offers = NO_OFFERS,  # noqa: ARG002
        intake: Intake = NO_INTAKE,  # noqa: ARG002
        leadership: Leadership = ALONE,  # noqa: ARG002
    ) -> None:
        """Answers line by line until the input ends or the person leaves."""
        self._commands = frozenset(each.name for each in menu)
        if self._welcome:
            self._terminal.tell(f"{self._welcome}\n")
        follow_ups = FollowUps()
        try:
            await self._talk(answer, follow_ups, platform_events)
            await follow_ups.finish()
        finally:
            await follow_ups.close()

    async def _talk(self, answer: Answer, follow_ups: FollowUps, platform_events: PlatformEvents) -> None:
        while (line := await self._terminal.line()) is not None:
            if self._whole and len(line.strip()) > LONGEST_LINE:  # a pipe keeps no more of it
                self._tell(lambda: translate(TOO_LONG))
                continue
            typed = well_formed(line).strip()
            if typed.lstrip("/").lower() in _LEAVING:
                await follow_ups.close()
                return
            if addressed := _ADDRESSED.match(typed):
                self._tell(partial(_nobody_else, addressed[1], addressed[2]))
                continue
            if typed.isdecimal() and typed not in self._choices:
                self._tell(partial(_no_button, typed))
                continue
            message = await self._answered(answer, typed) if typed else None
            if message is not None and message.toast:
                self._terminal.tell(f"{message.toast}\n")
            elif message is not None:
                await self._show(platform_events, message)
                follow_ups.follow(message, partial(self._show, platform_events))

    def _tell(self, sentence: Callable[[], str]) -> None:
        """Prints a sentence in the language of the last answer."""
        with language_set(self._language):
            self._terminal.tell(f"{sentence()}\n")

    async def _answered(self, answer: Answer, typed: str) -> Message | None:
        """The answer to a line or a button, None if there is none or a person at the keyboard stopped it."""
        request = replace(self._request(self._chosen(typed)), pressed=typed in self._choices)
        if self._whole:
            return await answer(request)
        with language_set(self._language):
            return await self._work.run(answer(replace(request, progress=self._work.progress)))

    def _chosen(self, typed: str) -> str:
        """The typed line, or the line of the button with that number."""
        return self._choices[typed].says if typed in self._choices else typed

    async def _show(self, platform_events: PlatformEvents, message: Message) -> None:
        self._choices, self._language = screen.choices(message), message.language or self._language
        await self._write(message)
        await platform_events.answered(ADDRESS, message)

    async def _write(self, message: Message) -> None:
        with language_set(message.language or self._language):  # in which the paths of files are told
            self._terminal.show(await asyncio.to_thread(save_files, message, self._kept))

    def _request(self, typed: str) -> Request:
        line, attachments = with_files(typed, self._contents, self._commands)
        line, now = line.lstrip("/"), self._clock()
        command = typed.startswith(COMMAND_MARKS) and bool(line)
        return Request(
            *(ADDRESS, SENDER, line, now),
            command=command,
            private=True,
            attachments=attachments,
            sender_name="owner",
            refetch=read,
            whole=self._whole,
        )

    async def send(self, address: str, message: Message, key: str) -> str:  # noqa: ARG002
        """Prints a pushed message; the receipt is its key."""
        await self._write(message)
        return key

    async def find(self, address: str, key: str, since: datetime) -> str | None:  # noqa: ARG002
        """Raises DeliveryFailed, because terminal output can't be looked up."""
        raise DeliveryFailed("A terminal offers no way to look.", "refused")

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:  # noqa: ARG002
        """Raises DeliveryFailed, because printed lines stay as they are."""
        raise DeliveryFailed("A terminal offers no way to edit.", "refused")

    def address_of(self, typed: str) -> str | None:
        """The terminal's only address."""
        return address_of(typed)

    def invitation_links(self, code: str) -> tuple[str, ...]:  # noqa: ARG002
        """None: a terminal has no links."""
        return ()

    async def is_member(self, address: str) -> bool:  # noqa: ARG002
        """Whether the terminal has the address: always."""
        return True

    async def account(self) -> str:
        """None: "" for the terminal."""
        return ""

    async def check(self, known: CheckContext = UNKNOWN) -> list[Problem]:  # noqa: ARG002
        """Returns no problems."""
        return []

    async def close(self) -> None:
        """Does nothing."""


def _keyboard(history: Path | None, candidates: "Candidates | None", *, links: bool, columns: int | None) -> Terminal:
    from bot.platforms.console.keyboard import Keyboard  # 90 ms, unused where input is piped in

    return Keyboard(history, candidates, links=links, columns=columns)


def _nobody_else(line: str, name: str) -> str:
    return _("Nobody else reads along here: type {line} without {name}.", line=line, name=name)


def _no_button(number: str) -> str:
    return _("There is no button {number}. Type search {number} to look for it in the analyses.", number=number)

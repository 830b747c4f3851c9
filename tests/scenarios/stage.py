"""A conversation over the real core on an empty database, at an hour that the test sets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.chat import Attachment, DeliveryFailed, Request, WebPages
from bot.commands import Conversation, Roles
from bot.commands.permissions import InvitationLinks, no_invitation_links
from bot.message import Buttons, Message
from bot.paging import PAGE_UNITS
from bot.platforms.slack import address as slack
from bot.platforms.telegram import address as telegram
from briefings.model.delivery import chat_of
from briefings.service import Briefings
from tests.fakes.kept_libraries import filled_once

FERRIES = Path(__file__).parents[1] / "samples" / "talk" / "ferries.txt"
SERVED = {"telegram": telegram.address_of, "slack": slack.address_of}
ADMIN, EDITOR, READER = "telegram:1", "telegram:2", "telegram:3"
ROLES = Roles(frozenset({ADMIN, "slack:U1"}), frozenset({EDITOR}))


def attachment(name: str, data: bytes) -> Attachment:
    async def fetch() -> bytes:
        return data

    return Attachment(name, len(data), fetch)


@dataclass
class Stage:
    """Who says what where; a line is said by the terminal's owner unless the test says otherwise."""

    briefings: Briefings
    now: datetime
    roles: Roles = ROLES
    invitation_links: InvitationLinks = no_invitation_links
    directs: list[tuple[str, str]] = field(default_factory=list)  # direct messages: to whom, and their words
    web: WebPages = field(default_factory=WebPages)
    unreachable: set[str] = field(default_factory=set)  # who has never written to the bot
    absent: set[str] = field(default_factory=set)  # the channels that the bot isn't in
    page_units: int = PAGE_UNITS

    async def message(
        self,
        line: str,
        *,
        sender: str = "terminal:owner",
        address: str = "",
        command: bool = True,
        files: tuple[Attachment, ...] = (),
        update: str = "",
        replied: str = "",
        progress: Callable[[str], Awaitable[None]] | None = None,
        age: timedelta = timedelta(0),
        private: bool | None = None,
        hidden: bool = False,
        public: bool | None = None,
        forwarded: bool = False,
        overheard: bool = False,
        unnamed: bool = False,
        outsider: bool = False,
        verbatim: bool = False,
        pressed: bool = False,
        administers: Callable[[], Awaitable[bool]] | None = None,
        language: str = "",
        shown: str = "",
    ) -> Message | None:
        """The answer as a message."""
        place = address or ("terminal:local" if sender.startswith("terminal") else sender)
        alone = chat_of(place) in (sender, "terminal:local") if private is None else private
        said = Request(
            place,
            sender,
            line,
            self.now - age,
            update=update,
            command=command,
            private=alone,
            hidden=hidden,
            public=not (alone or hidden) if public is None else public,
            forwarded=forwarded,
            overheard=overheard,
            unnamed=unnamed,
            outsider=outsider,
            attachments=files,
            verbatim=verbatim,
            pressed=pressed,
            replied=replied,
            progress=progress,
            administers=administers,
            language=language,
            shown=shown,
        )
        return await self.conversation.answer(said)

    @property
    def conversation(self) -> Conversation:
        ways: dict[str, Any] = {
            "invitation_links": self.invitation_links,
            "direct": self._direct,
            "is_member": self._is_member,
            "page_units": self.page_units,
            "web": self.web,
        }
        return Conversation(self.briefings, self.roles, lambda: self.now, SERVED, **ways)

    async def _direct(self, person: str, message: Message) -> None:
        if person in self.unreachable:
            raise DeliveryFailed("the bot cannot begin a conversation", "dead")
        self.directs.append((person, message.plain()))

    async def _is_member(self, address: str) -> bool:
        return address not in self.absent

    async def done(self, words: str, **how: object) -> Message:
        """The answer to plain words, or to the yes that follows them where they propose a change."""
        message = await self.message(words, command=False, **how)  # type: ignore[arg-type]
        if message and message.proposes:
            message = await self.message("yes", command=False, **how)  # type: ignore[arg-type]
        assert message
        return message

    async def agreed(self, words: str) -> str:
        """The answer to the yes that follows plain words which propose a change."""
        assert "Go ahead?" in await self.say(words, command=False), words
        return await self.say("yes", command=False)

    async def say(self, line: str, **how: object) -> str:
        """The answer as plain text, "" where there is none."""
        message = await self.message(line, **how)  # type: ignore[arg-type]
        return message.plain() if message else ""

    @filled_once
    async def import_ferries(self) -> str:
        """The sample is handed in and its events kept; it becomes a1 and its summit e1."""
        told = await self.say("import", files=(attachment("ferries.txt", FERRIES.read_bytes()),))
        await self.briefings.agenda.keep_all(1, "", self.now)
        return told


def says(message: Message | None) -> list[str]:
    """What the buttons of an answer say."""
    assert message
    return [b.says for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]

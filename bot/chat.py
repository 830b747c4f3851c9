"""Requests, answers and the other types that pass between a platform and the conversation.

A platform's adapter turns updates into a `Request`, passes it to its `Answer` function and sends the message it gets.

An address is a string `platform:chat[:thread]`. Only that platform's adapter builds and parses it.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.diagnostics import UNKNOWN, Circumstances, Fault
from bot.inline_search import LookUp
from bot.message import Message
from briefings.errors import new_reference, words_broke
from briefings.model.intake import Update

_log = logging.getLogger(__name__)

# What is known of an update: "" nothing, "new" that it is no repetition, "saved" that the change which it asks for was
# saved before a restart, "hopeless" that the bot has stopped more than once while it worked on it, "lost" that the bot
# stops now, and neither did it nor could keep it.
Standing = Literal["", "new", "saved", "hopeless", "lost"]
FailureKind = Literal["retry", "refused", "dead", "sender", "doubt"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a request; `fetch` downloads it and raises DeliveryFailed when the platform does not.

    `key` is the platform's name for it, by which `Request.refetch` gets it later; "" where there is none.
    """

    name: str
    size: int  # bytes; 0 where the platform does not say
    fetch: Callable[[], Awaitable[bytes]]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One line said by one person in one place.

    `line` is what was said without a leading mark of the platform: "summary a1 short"; it may be plain words.
    `public` says that others in the chat could read it; `forwarded` that somebody else wrote it, so that it is never
    carried out. What is `overheard` was not said to the bot, or by an edit: only the codes that it exposes count.
    `command` is true when it was said as a command (a slash, a button), false for plain talk to the bot.
    `update` names the platform's update, so that one delivered twice is answered once; "" never repeats. `standing`
    tells what its platform knows of it; `skipped` how many lines, from this one on, were too many to be read.
    """

    address: str
    sender: str  # platform:user
    line: str
    sent_at: datetime  # aware
    update: str = ""
    command: bool = True
    private: bool = False  # a conversation between the sender and the bot alone
    hidden: bool = False  # others are there, but the sender alone will see the answer
    public: bool = False
    forwarded: bool = False
    overheard: bool = False
    whole: bool = False  # nothing can be pressed after the answer, so it comes in one piece and without buttons
    attachments: tuple[Attachment, ...] = ()
    implied: bool = False  # it follows from what the sender did; an outsider hears nothing of it
    replied: str = ""  # the bot's message that this answers, by the platform's name for it
    sender_name: str = ""
    language: str = ""  # the client's language, an IETF tag
    verbatim: bool = False  # what follows the command is somebody's text, and never meant as a wish
    pressed: bool = False  # a button was pressed; the answer may replace the message that carried it
    locale_zone: str = ""  # IANA zone where the platform knows the sender's
    progress: Callable[[str], Awaitable[None]] | None = None  # tells the sender what is being done just now
    refetch: Callable[[str], Awaitable[bytes]] | None = None  # a file by its key; raises DeliveryFailed
    standing: Standing = ""
    skipped: int = 0
    administers: Callable[[], Awaitable[bool]] | None = None  # asks the platform whether the sender runs this chat

    @property
    def who(self) -> str:
        """Who says this, in words that others of the team understand."""
        return f"{self.sender_name} ({self.sender})" if self.sender_name else self.sender

    @property
    def holders(self) -> tuple[str, ...]:
        """For whom a personal choice holds: for this chat, and alone with the bot also for the person elsewhere."""
        return (self.address, self.sender) if self.private else (self.address,)


Served = Mapping[str, Callable[[str], str | None]]  # `Platform.address_of` of those to which messages can be sent
Answer = Callable[[Request], Awaitable[Message | None]]
Known = Callable[[Collection[tuple[str, str]]], Awaitable[Collection[tuple[str, str]]]]  # see `Offers.known`
Direct = Callable[[str, Message], Awaitable[None]]  # a direct message to "platform:user"; raises DeliveryFailed


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command as a platform's menu shows it; in a group a `running` one is for those who run it."""

    name: str
    help: str
    arguments: str
    role: str  # reader, editor or admin
    running: bool = False


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the bot says of itself to those who meet it: before they talk to it, and in a line."""

    description: str  # at most 512 characters
    short: str  # at most 120


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line that somebody may begin with: what it is called, and what is said when it is chosen."""

    title: str  # at most 75 characters
    says: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """Lines to begin with, at most four, and what stands above them."""

    title: str
    lines: tuple[Prompt, ...]


async def everybody_known(speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
    """All of them."""
    return speakers


@dataclass(frozen=True, slots=True)
class Offers:
    """What a platform may offer beside answers, where it can.

    `menus` are the menu in other languages, by their tags; `introductions` have "" for everybody else's.
    `staff` tells who has a role above the readers', by sender or by a chat's address. `prompts` gives lines to begin
    with to whom a request names and where; None to somebody who would not be answered. `known` gives back those
    speakers, each a chat's address and a sender, who are let in.
    """

    look_up: LookUp | None = None
    menus: Mapping[str, Sequence[MenuEntry]] = field(default_factory=dict)
    introductions: Mapping[str, Introduction] = field(default_factory=dict)
    staff: Callable[[], Awaitable[Mapping[str, str]]] | None = None
    prompts: Callable[[Request], Awaitable[Prompts | None]] | None = None
    known: Known = everybody_known


NO_OFFERS = Offers()


class DeliveryFailed(Exception):
    """A message did not arrive, or nobody knows.

    retry    proof that it was not accepted; again after `retry_after` seconds; `unreachable`: there was no connection
    refused  this message will never be accepted here
    dead     the chat is gone or closed to us; `moved_to` holds the address that replaces it, where there is one
    sender   the bot's own account is refused: token wrong or revoked
    doubt    it may have arrived
    """

    def __init__(
        self,
        reason: str,
        kind: FailureKind,
        *,
        retry_after: float | None = None,
        moved_to: str | None = None,
        unreachable: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.unreachable = unreachable


async def no_direct(person: str, message: Message) -> None:  # noqa: ARG001
    """Nobody can be written to."""
    raise DeliveryFailed("Nobody can be written to here", "refused")


@contextmanager
def rendering() -> Iterator[None]:
    """Around what brings a message into a platform's form: what breaks there refuses the message, and the log has it.

    Raises DeliveryFailed of kind "refused": nothing has left yet.
    """
    try:
        yield
    except DeliveryFailed:
        raise
    except Exception as error:
        reference = new_reference()
        _log.exception("a message could not be rendered", extra={"reference": reference})
        raise DeliveryFailed(words_broke(reference), "refused") from error


class Token(Protocol):
    """Leave to send one message."""

    def landed(self) -> None:
        """The platform has answered, or nobody waits for its answer any more."""
        ...


class Pace(Protocol):
    """Hands out the sender's tokens; an adapter takes one before each message or part that leaves."""

    async def token(self, address: str, *, interactive: bool) -> Token:
        """Waits until a message to this address may leave."""
        ...

    def hold(self, seconds: float) -> None:
        """Binds every lane after the platform said "too many requests"."""
        ...


class Happenings(Protocol):
    """What a platform reports about chats, beside requests."""

    async def chat_moved(self, old: str, new: str) -> None:
        """A chat has a new address; all that is kept about it follows."""
        ...

    async def chat_closed(self, address: str, reason: str) -> None:
        """The bot was removed or blocked there; `reason` is for people."""
        ...

    async def chat_opened(self, address: str, reason: str) -> None:
        """What closed a chat or a thread, told as `reason` then, is over."""
        ...

    async def shown(self, address: str, messages: Sequence[str], about: str) -> None:
        """Messages of ours arrived that are about something; `messages` are the platform's names. Never raises."""
        ...

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        """The platform cannot be reached (reason), refuses the bot's account (`refused`), or works again (None)."""
        ...


class Intake(Protocol):
    """Keeps what a platform hands over until it is dealt with."""

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """Keeps updates through any crash; the names of those that are new. Raises where it cannot."""
        ...

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """A platform's updates that were not dealt with to the end, oldest first."""
        ...

    async def begin_again(self, name: str) -> None:
        """Counts that one of those is taken up. Never raises."""
        ...

    async def finish(self, name: str) -> None:
        """Notes that an update was dealt with. Never raises."""
        ...


class NoIntake:
    """Keeps nothing: to it every update is new."""

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """All of them."""
        return {each.name for each in updates}

    async def unfinished(self, platform: str) -> Sequence[Update]:  # noqa: ARG002
        """None."""
        return ()

    async def begin_again(self, name: str) -> None:
        """Does nothing."""

    async def finish(self, name: str) -> None:
        """Does nothing."""


NO_INTAKE = NoIntake()


class Trouble(Protocol):
    """`Happenings.trouble` of one platform."""

    async def __call__(self, reason: str | None, *, refused: bool = False) -> None:
        """See there."""
        ...


class Platform(Protocol):
    """A place where people talk to Readout."""

    @property
    def name(self) -> str:
        """The first part of this platform's addresses."""
        ...

    async def serve(
        self,
        answer: Answer,
        menu: Sequence[MenuEntry],
        happenings: Happenings,
        offers: Offers = NO_OFFERS,
        intake: Intake = NO_INTAKE,
    ) -> None:
        """Receives requests and sends the answers, until cancelled; keeps trying while the platform is down.

        What the intake holds unfinished is dealt with first.
        """
        ...

    async def send(self, address: str, message: Message, key: str) -> str:
        """Delivers a pushed message and returns the platform's receipt; raises DeliveryFailed.

        `key` names the delivery; a platform that can carry it with the message does.
        """
        ...

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        """The receipt of a message sent earlier with this key, None when it never arrived.

        Raises DeliveryFailed with kind "refused" where the platform offers no way to look.
        """
        ...

    def address_of(self, typed: str) -> str | None:
        """A typed address as this platform writes it itself, None for one that it cannot have."""
        ...

    def doors(self, code: str) -> tuple[str, ...]:
        """Links that bring a code to the bot, in a private chat and in a group; none where there are no such links."""
        ...

    async def check(self, known: Circumstances = UNKNOWN) -> list[Fault]:
        """Everything wrong between this bot and the platform, found by asking it."""
        ...

    async def close(self) -> None:
        """Lets go of connections; a message on its way is finished first."""
        ...

"""Requests, answers and the other types that pass between a platform and the conversation.

A platform's adapter turns updates into a `Request`, passes it to its `Answer` function and sends the message it gets.

An address is a string `platform:chat[:thread]`. Only that platform's adapter builds and parses it.
"""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.diagnostics import UNKNOWN, CheckContext, Problem
from bot.message import Message
from briefings.errors import content_failure, new_reference
from briefings.model.intake import Update
from briefings.text import displayed
from briefings.translatable import Phrase, phrase

_log = logging.getLogger(__name__)

# What is known of an update: "" nothing, "new" that it is no repetition, "saved" that the change which it asks for was
# saved before a restart, "hopeless" that the bot has stopped more than once while it worked on it, "lost" that the bot
# stops now, and neither did it nor could keep it.
Interruption = Literal["", "new", "saved", "hopeless", "lost"]
Media = Literal["", "voice", "photo", "sticker", "video"]
Hears = Literal["", "addressed", "all"]
FailureKind = Literal["retry", "refused", "dead", "sender", "doubt"]
LONGEST_LINE = 12_000  # characters of what one person says at once
TOO_LONG = phrase(
    "A line may have at most {most:,} characters. Put a longer text in a file and import that.", most=LONGEST_LINE
)
Served = Mapping[str, Callable[[str], str | None]]  # `Platform.address_of` of those to which messages can be sent
Known = Callable[[Collection[tuple[str, str]]], Awaitable[Collection[tuple[str, str]]]]  # see `Offers.known`
Direct = Callable[[str, Message], Awaitable[None]]  # a direct message to "platform:user"; raises DeliveryFailed
IsMember = Callable[[str], Awaitable[bool]]  # see `Platform.is_member`


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a request; `fetch` downloads it or raises DeliveryFailed.

    `key` is the platform's id of the file, by which `Request.refetch` can get it later; "" if there is none. `refused`
    is the reason why it can't be had or read at all, where the platform tells it with the message.
    """

    name: str
    size: int  # bytes; 0 where the platform does not say
    fetch: Callable[[], Awaitable[bytes]]
    key: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One line said by one person in one place.

    `line` is what was said without a leading mark of the platform: "summary a1 short"; it may be plain words.
    `public` says that others in the chat could read it, and `shown` holds every text that they could read: quotations,
    polls, link targets, Slack's blocks; `forwarded` that somebody else wrote it, so that it is never
    carried out. What is `overheard` was not said to the bot: only the codes that it exposes count. `message` is the
    platform's id of the sender's message, and `edited` says that its sender changed it; `media` came without words.
    `command` is true when it was said as a command (a slash, a button), false for plain talk to the bot; `unmarked` if
    it is one only because of its first word.
    `update` names the platform's update, so that one delivered twice is answered once; "" never repeats. `interruption`
    tells what its platform knows of it; `skipped` how many lines, from this one on, were too many to be read, and
    `skipped_names` some of them.
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
    shown: str = ""
    forwarded: bool = False
    overheard: bool = False
    outsider: bool = False  # the sender belongs to another organisation, with which the chat is shared
    unnamed: bool = False  # a command in a group that names no bot, so it may be meant for another one
    unmarked: bool = False
    message: str = ""
    edited: bool = False
    media: Media = ""
    whole: bool = False  # nothing can be pressed after the answer, so it comes in one piece and without buttons
    attachments: tuple[Attachment, ...] = ()
    page: bool = False  # the answer is a page that stands until it is opened again, so it is never left out
    implied: bool = False  # it follows from what the sender did; an outsider hears nothing of it
    replied: str = ""  # the bot's message that this answers, by the platform's name for it
    sender_name: str = ""
    language: str = ""  # the client's language, an IETF tag
    verbatim: bool = False  # what follows the command is somebody's text, and never meant as a wish
    pressed: bool = False  # a button was pressed; the answer may replace the message that carried it
    locale_zone: str = ""  # IANA zone where the platform knows the sender's
    progress: Callable[[str], Awaitable[None]] | None = None  # tells the sender what is being done just now
    refetch: Callable[[str], Awaitable[bytes]] | None = None  # a file by its key; raises DeliveryFailed
    interruption: Interruption = ""
    skipped: int = 0
    skipped_names: tuple[str, ...] = ()
    administers: Callable[[], Awaitable[bool]] | None = None  # asks the platform whether the sender runs this chat
    shared: Callable[[], Awaitable[bool]] | None = None  # asks whether another organisation is in this chat, too
    hears: Hears = ""  # which messages of a group the platform gives to the bot, where that can be set

    @property
    def who(self) -> str:
        """The sender as the team knows them."""
        return f"{self.sender_name} ({self.sender})" if self.sender_name else self.sender

    @property
    def holders(self) -> tuple[str, ...]:
        """The addresses to which a personal choice applies: this chat, and in a direct message also the person
        elsewhere.
        """
        return (self.address, self.sender) if self.private else (self.address,)


Answer = Callable[[Request], Awaitable[Message | None]]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command; a `usual` one stands in a platform's menu, which people choose from with one finger.

    `arguments` are those of its first form; `more` says that there are others.
    """

    name: str
    help: str
    arguments: str
    role: str  # reader, editor or admin
    usual: bool = True
    more: bool = False


@dataclass(frozen=True, slots=True)
class Introduction:
    """The bot's self-description: for people who haven't used it yet, and as one line."""

    description: str  # at most 512 characters
    short: str  # at most 120


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """An inline search from any chat; `offset` counts cards already shown."""

    address: str  # where the sender talks to the bot alone
    sender: str
    words: str
    language: str = ""  # the client's language, an IETF tag
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A result: `about` is its id; the message is sent as it is, without buttons."""

    about: str
    title: str
    description: str
    message: Message

    def __post_init__(self) -> None:
        for name in ("title", "description"):
            object.__setattr__(self, name, displayed(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Cards:
    """The results; if not `admitted`, the sender may not search.

    `hint` labels a button that leads to the bot, `opens` one below the sent card.
    """

    cards: tuple[Card, ...] = ()
    more: bool = False
    hint: str = ""
    opens: str = ""
    admitted: bool = False


LookUp = Callable[[SearchQuery], Awaitable[Cards]]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggested first line: its label, and the line it sends."""

    title: str  # at most 75 characters
    says: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """Up to four suggested first lines, and the text above them."""

    title: str
    lines: tuple[Prompt, ...]


async def everybody_known(speakers: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
    """All given (chat, sender) pairs: the stand-in for a platform where nobody needs access."""
    return speakers


@dataclass(frozen=True, slots=True)
class Offers:
    """What a platform may offer beside answers.

    `menus` are menus in other languages by tag; `introductions` has "" as the default. `staff` returns who has a role
    above reader, by sender or chat address, and `languages` the tags of the chats that chose one. `prompts` suggests
    lines for a sender and place; None for somebody who wouldn't be answered. `known` returns the speakers, as (chat,
    sender), who have access.
    """

    look_up: LookUp | None = None
    menus: Mapping[str, Sequence[MenuEntry]] = field(default_factory=dict)
    introductions: Mapping[str, Introduction] = field(default_factory=dict)
    staff: Callable[[], Awaitable[Mapping[str, str]]] | None = None
    languages: Callable[[], Awaitable[Mapping[str, str]]] | None = None
    prompts: Callable[[Request], Awaitable[Prompts | None]] | None = None
    known: Known = everybody_known


NO_OFFERS = Offers()


async def no_web_address() -> str:
    """No address, because there is no web server."""
    return ""


@dataclass(frozen=True, slots=True)
class WebPages:
    """The pages of the reading room: `address` returns the http(s) address of the web server, "" if there is none.

    `offered`: answers get a button that opens their page. `lasting` is the address for calendars and feeds if the other
    one ends with this chat; "" if it doesn't.
    """

    address: Callable[[], Awaitable[str]] = no_web_address
    offered: bool = False
    lasting: str = ""


class DeliveryFailed(Exception):
    """A message didn't arrive, or it is unknown whether it did.

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
        /,
        *,
        retry_after: float | None = None,
        moved_to: str | None = None,
        unreachable: bool = False,
        **parts: object,
    ) -> None:
        """`parts` fill the placeholders of the reason, as in BriefingError."""
        self.reason = reason if isinstance(reason, Phrase) else phrase(reason, **parts)
        super().__init__(self.reason)
        self.kind = kind
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.unreachable = unreachable


class TokenRefused(DeliveryFailed):
    """The platform refuses the bot's token, so that nothing gets through until it is replaced."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "sender")


async def always_member(address: str) -> bool:  # noqa: ARG001
    """True: the bot is in every chat in which it is spoken to."""
    return True


async def no_direct(person: str, message: Message) -> None:  # noqa: ARG001
    """Sends nothing: there are no direct messages."""
    raise DeliveryFailed("Nobody can be written to here", "refused")


@contextmanager
def rendering() -> Iterator[None]:
    """Context manager around rendering: an error inside refuses the message and is logged.

    Raises DeliveryFailed of kind "refused". Nothing has been sent at that point.
    """
    try:
        yield
    except DeliveryFailed:
        raise
    except Exception as error:
        reference = new_reference()
        _log.exception("a message could not be rendered", extra={"reference": reference})
        raise DeliveryFailed(content_failure(reference), "refused") from error


class SendToken(Protocol):
    """Permission to send one message."""

    def release(self) -> None:
        """Reports that the platform has answered, or that the answer is no longer awaited."""


class RateLimit(Protocol):
    """A sender's rate limit: an adapter takes a token before each message or part it sends."""

    async def token(self, address: str, *, interactive: bool) -> SendToken:
        """Waits until a message to this address may be sent."""

    def hold(self, seconds: float, address: str = "") -> None:
        """Pauses sending after a "too many requests" response; a long pause may bind only the chat of the address."""

    def accepted(self, address: str) -> None:
        """Reports that the platform accepted a message to this address."""


class PlatformEvents(Protocol):
    """Events that a platform reports about chats and about itself."""

    async def chat_moved(self, old: str, new: str) -> None:
        """A chat has a new address; its data moves with it."""

    async def chat_closed(self, address: str, reason: str) -> None:
        """The bot was removed or blocked there; `reason` is shown to people."""

    async def chat_opened(self, address: str, reason: str) -> None:
        """A chat or thread closed for `reason` is open again."""

    async def shown(self, address: str, messages: Sequence[str], about: str) -> None:
        """Messages about something have arrived; `messages` are the platform's ids. Never raises."""

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
        """An answer has arrived, or may have if in `doubt`. Never raises.

        `address` is where it was shown, or the person if nobody else sees it; `messages` are the platform's ids of its
        parts. `replaces`: it stands where other messages of the bot stood. What is noted of it is written together with
        the end of its update, if that isn't handled yet.
        """

    async def trouble(self, platform: str, reason: str | None, *, refused: bool = False) -> None:
        """The platform is unreachable (reason), refuses the account (`refused`), or works again (None)."""


class Intake(Protocol):
    """Stores platform updates until they are handled."""

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """Stores updates durably and returns the ids of new ones to handle at once. Raises if it can't."""

    async def unfinished(self, platform: str) -> Sequence[Update]:
        """A platform's unhandled updates, oldest first."""

    async def passed_on(self, platform: str) -> Sequence[Update]:
        """Waits for updates that other processes received or left for this one; returns them, oldest first.

        An empty list means that there may be some a second later.
        """

    def take(self, name: str) -> None:
        """Notes that an update that was passed on has its place in the queue."""

    async def sure(self) -> None:
        """Returns if no other process can have taken over from this one; an answer is sent only after that."""

    async def begin_again(self, name: str) -> None:
        """Counts another attempt at an update. Never raises."""

    async def note_skipped(self, numbers: Mapping[str, int]) -> None:
        """Notes of how many skipped updates each of these tells. Never raises."""

    async def finish(self, name: str) -> None:
        """Marks an update as handled. Never raises."""


class NoIntake:
    """Stores nothing and treats every update as new."""

    async def keep(self, updates: Sequence[Update]) -> Collection[str]:
        """Returns all ids."""
        return {each.name for each in updates}

    async def unfinished(self, platform: str) -> Sequence[Update]:  # noqa: ARG002
        """Returns an empty list."""
        return ()

    async def passed_on(self, platform: str) -> Sequence[Update]:  # noqa: ARG002
        """Returns an empty list."""
        return ()

    def take(self, name: str) -> None:
        """Does nothing."""

    async def sure(self) -> None:
        """Returns at once."""

    async def begin_again(self, name: str) -> None:
        """Does nothing."""

    async def note_skipped(self, numbers: Mapping[str, int]) -> None:
        """Does nothing."""

    async def finish(self, name: str) -> None:
        """Does nothing."""


NO_INTAKE = NoIntake()


class ReportOutage(Protocol):
    """The type of `PlatformEvents.trouble` for one platform."""

    async def __call__(self, reason: str | None, *, refused: bool = False) -> None:
        """Reports an outage or its end."""


class Leadership(Protocol):
    """Tasks that one of several processes does at a time."""

    def leader(self, task: str) -> AbstractAsyncContextManager[int]:
        """Waits until this process leads the task, which it does during the block."""

    async def claim(self, platform: str, account: str) -> None:
        """Serves a platform as a bot account. Raises OtherAccount if another process serves it as another one."""


class _Alone:
    """The leadership of a process that is the only one."""

    @asynccontextmanager
    async def leader(self, task: str) -> AsyncGenerator[int]:  # noqa: ARG002
        yield 0

    async def claim(self, platform: str, account: str) -> None:
        pass


ALONE = _Alone()


class Platform(Protocol):
    """A chat platform as the courier and wiring use it: it serves updates and sends messages to its addresses."""

    @property
    def name(self) -> str:
        """The prefix of this platform's addresses."""

    async def serve(
        self,
        answer: Answer,
        menu: Sequence[MenuEntry],
        platform_events: PlatformEvents,
        offers: Offers = NO_OFFERS,
        intake: Intake = NO_INTAKE,
        leadership: Leadership = ALONE,
    ) -> None:
        """Receives requests and sends answers until cancelled; keeps trying while the platform is down.

        Unfinished updates of the intake are handled first.
        """

    async def send(self, address: str, message: Message, key: str) -> str:
        """Delivers a pushed message and returns the platform's receipt. Raises DeliveryFailed.

        `key` identifies the delivery; platforms that can carry it with the message do so.
        """

    async def find(self, address: str, key: str, since: datetime) -> str | None:
        """The receipt of an earlier message with this key, or None if it never arrived.

        Raises DeliveryFailed of kind "refused" if the platform can't look.
        """

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:
        """Puts a message in the place of an earlier one of the bot, whose parts have these ids.

        Raises DeliveryFailed if the platform has no editing, or the message doesn't fit in as many parts.
        """

    def address_of(self, typed: str) -> str | None:
        """A typed address in this platform's own form, or None if it can't be one."""

    def invitation_links(self, code: str) -> tuple[str, ...]:
        """Links that carry an invitation code to the bot, in a direct message and in a group; empty if there are
        none.
        """

    async def is_member(self, address: str) -> bool:
        """Whether the bot is in a chat, so that it can post there; True also where the platform doesn't say."""

    async def account(self) -> str:
        """The id of the bot account, which stays when its token changes; "" where none is known.

        Raises DeliveryFailed if the platform has to be asked and can't be.
        """

    async def check(self, known: CheckContext = UNKNOWN) -> list[Problem]:
        """Problems between this bot and the platform, found by asking the platform."""

    async def close(self) -> None:
        """Finishes sends in progress and closes connections."""

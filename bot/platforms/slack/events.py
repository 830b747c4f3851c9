"""What Slack reports, as parsed: messages, opened views, changes of channels and of the app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat import Request
from bot.platforms.slack.address import SlackAddress

UNDER = ">"  # in the name of a block of buttons, between an address and the thread in which answers are shared


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A person opened the Home tab; `place` is their direct channel."""

    user: str
    place: SlackAddress
    at: datetime


@dataclass(frozen=True, slots=True)
class ModalRequest:
    """A request whose answer goes to a modal: the one in `names`, or a new one opened by `trigger`."""

    request: Request
    place: SlackAddress
    user: str
    trigger: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThreadStarted:
    """A person opened the assistant panel, which started a thread."""

    user: str
    place: SlackAddress
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A request, and where its answer goes.

    `hook` takes up to five messages within 30 minutes. Only the sender sees a `hidden` answer; one for everyone goes to
    `open_place`. `replaceable`: the answer may replace the message with the pressed button, which is ephemeral if
    `ephemeral`.
    """

    request: Request
    place: SlackAddress
    user: str
    hook: str = ""
    hidden: bool = False
    replaceable: bool = False
    ephemeral: bool = False
    open_place: SlackAddress | None = None  # where it differs from `place`
    carrier: SlackAddress | None = None  # where the message with the pressed button stands
    carrier_stamp: str = ""  # its time stamp; "" for an ephemeral one

    @property
    def home(self) -> str:
        """The payload for the answer's buttons: the request's address and the thread for sharing."""
        thread = self.open_place.thread if self.hidden and self.open_place else ""
        return f"{self.request.address}{UNDER}{thread}" if thread else self.request.address


@dataclass(frozen=True, slots=True)
class ChannelMoved:
    """A channel has a new id."""

    old: SlackAddress
    new: SlackAddress


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """The bot was removed from a channel."""

    place: SlackAddress
    reason: str


@dataclass(frozen=True, slots=True)
class AppRemoved:
    """The app was removed from the workspace, or its token was revoked."""


Event = MessageReceived | HomeOpened | ThreadStarted | ModalRequest | ChannelMoved | ChannelClosed | AppRemoved


def lane_of(event: Event) -> str:
    """The channel whose order an event keeps; "" for app-wide events."""
    match event:
        case (
            MessageReceived(place=place)
            | HomeOpened(place=place)
            | ThreadStarted(place=place)
            | ModalRequest(place=place)
        ):
            return place.channel
        case ChannelClosed(place=place) | ChannelMoved(old=place):
            return place.channel
        case AppRemoved():
            return ""

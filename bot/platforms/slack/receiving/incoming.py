"""Parses Slack events into requests, and into changes of channels and of the app."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.chat import Request
from bot.platforms.shared.update_json import all_text
from bot.platforms.slack.address import NAME, SlackAddress
from bot.platforms.slack.assistant import ThreadStarted, read_thread
from bot.platforms.slack.manifest import MAIN_COMMAND
from bot.platforms.slack.receiving.attachments import Fetch, attachments
from bot.platforms.slack.receiving.unescape import plain, without_mention
from bot.platforms.slack.views.read import HomeOpened, ModalRequest, read_home
from briefings.accounts import any_code_in
from briefings.translatable import phrase

Json = dict[str, Any]

COMMAND_MARKS = ("/", "!")  # Slack itself takes lines with a slash, so people type "!"
SAID = frozenset({None, "file_share", "thread_broadcast"})  # other subtypes are edits, joins, other bots ...
UNDER = ">"  # in the name of a block of buttons, between an address and the thread in which answers are shared
LEFT = frozenset({"channel_left", "group_left"})
CLOSED = {
    "channel_archive": phrase("The channel was archived"),
    "group_archive": phrase("The channel was archived"),
    "channel_deleted": phrase("The channel was deleted"),
    "group_deleted": phrase("The channel was deleted"),
}


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The bot's own account and the names of its commands."""

    user: str
    bot: str
    commands: frozenset[str]


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


OPENED: dict[str, Callable[[Json], Event | None]] = {
    "app_home_opened": read_home,
    "assistant_thread_started": read_thread,
}


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


def read_command(body: Json, me: BotIdentity, now: datetime) -> MessageReceived:
    """Parses a slash command; its answer goes to the response URL and is ephemeral."""
    name = body["command"].removeprefix("/").lower()
    words = plain(body.get("text", ""))
    line = f"{name} {words}".strip() if name in me.commands else words
    place = SlackAddress(body["channel_id"])
    request = Request(
        address=place.address,
        sender=f"{NAME}:{body['user_id']}",
        line=normalise_text(line, me.commands) or "help",
        sent_at=now,
        update=f"{NAME}:{body['trigger_id']}",
        private=body["channel_id"].startswith("D"),
        sender_name=body.get("user_name", ""),
        hidden=True,
    )
    return MessageReceived(request, place, body["user_id"], hook=body["response_url"], hidden=True)


def read_event(body: Json, me: BotIdentity, fetch: Fetch) -> Event | None:
    """Parses an event; None if it is irrelevant."""
    event = body["event"]
    match event["type"]:
        case kind if kind in OPENED:
            return OPENED[kind](body)
        case "app_mention" if not _is_direct(event):  # a direct message comes as "message" too
            return _said(body, me, fetch, private=False)
        case "message" if event.get("channel_type") == "im":
            return _said(body, me, fetch, private=True)
        case "channel_id_changed":
            return ChannelMoved(SlackAddress(event["old_channel_id"]), SlackAddress(event["new_channel_id"]))
        case "member_left_channel" if event["user"] == me.user:
            return ChannelClosed(SlackAddress(event["channel"]), phrase("Readout was removed from the channel"))
        case kind if kind in LEFT:
            return ChannelClosed(SlackAddress(event["channel"]), phrase("Readout was removed from the channel"))
        case kind if kind in CLOSED:
            return ChannelClosed(SlackAddress(event["channel"]), CLOSED[kind])
        case "app_uninstalled":
            return AppRemoved()
        case "tokens_revoked" if event.get("tokens", {}).get("bot"):
            return AppRemoved()
    return None


def _said(body: Json, me: BotIdentity, fetch: Fetch, *, private: bool) -> MessageReceived | None:
    event = body["event"]
    user = event.get("user")
    if not user or user in {me.user, "USLACKBOT"} or event.get("bot_id"):
        return None
    if event.get("subtype") not in SAID or ("edited" in event and not exposes(event)):
        return None
    thread = event.get("thread_ts", "")
    # What a person settles or orders alone with the bot is not one thread's, of which the panel begins ever new ones.
    home = SlackAddress(event["channel"], thread if thread != event["ts"] and not private else "")
    own, passed_on = without_mention(event.get("text", ""), me.user), _passed_on(event)
    forwarded = bool(passed_on) and not own.strip()
    files = [*event.get("files", ()), *(file for each in passed_on for file in each.get("files", ()) if forwarded)]
    words = "\n".join(each.get("text", "") for each in passed_on) if forwarded else own
    line, command = _spoken(words, me.commands)
    request = Request(
        address=home.address,
        sender=f"{NAME}:{user}",
        line=line,
        sent_at=instant(event["ts"]),
        update=f"{NAME}:{body['event_id']}",
        command=command,
        private=private,
        hidden=not private,
        public=not private,
        shown="" if private else all_text(event),
        forwarded=forwarded,
        overheard="edited" in event,
        attachments=attachments(files, fetch),
    )
    around = SlackAddress(event["channel"], thread or event["ts"])
    return MessageReceived(request, around if private else home, user, hidden=not private, open_place=around)


def exposes(event: Json) -> bool:
    """Whether a message shows a code to a whole channel."""
    return not _is_direct(event) and any_code_in(all_text(event))


def _passed_on(event: Json) -> list[Json]:
    """The messages that this one shares: Slack puts them beside its own words."""
    return [each for each in event.get("attachments", ()) if each.get("is_share") or each.get("is_msg_unfurl")]


def _spoken(marked: str, commands: Collection[str]) -> tuple[str, bool]:
    """A line, and whether its first word is a command."""
    words = plain(marked)
    line = normalise_text(words[1:] if words.startswith(COMMAND_MARKS) else words, commands)
    return (line, True) if _first(line) in commands else (words, False)


def normalise_text(line: str, commands: Collection[str]) -> str:
    """The line without the main command, and with the command name in its declared case."""
    first, rest = [*line.split(maxsplit=1), "", ""][:2]
    if first.lower() == MAIN_COMMAND:
        return normalise_text(rest, commands)
    return f"{first.lower()} {rest}".strip() if first.lower() in commands else line


def _first(line: str) -> str:
    return line.split(maxsplit=1)[0] if line else ""


def _is_direct(event: Json) -> bool:
    return bool(event.get("channel_type") == "im" or event["channel"].startswith("D"))


def instant(stamp: str) -> datetime:
    """The instant of a Slack time stamp."""
    return datetime.fromtimestamp(float(stamp), UTC)

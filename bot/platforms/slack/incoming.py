"""Reads what Slack sends: requests, and what happens to channels and to the app."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.chat import Attachment, DeliveryFailed, Request
from bot.platforms.slack.manifest import MAIN_COMMAND
from bot.platforms.slack.markup import plain, without_mention
from bot.platforms.slack.places import NAME, Place
from bot.platforms.slack.render import STAYS
from briefings.phrases import kept

Json = dict[str, Any]
Fetch = Callable[[str, int, str], Awaitable[bytes]]  # address, size in bytes, media type

COMMAND_MARKS = ("/", "!")  # Slack itself takes lines with a slash, so people type "!"
SAID = frozenset({None, "file_share", "thread_broadcast"})  # other subtypes are edits, joins, other bots ...
UNDER = ">"  # in the name of a block of buttons, between an address and the thread in which answers are shared
LEFT = frozenset({"channel_left", "group_left"})
CLOSED = {
    "channel_archive": kept("The channel was archived"),
    "group_archive": kept("The channel was archived"),
    "channel_deleted": kept("The channel was deleted"),
    "group_deleted": kept("The channel was deleted"),
}


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account, and the names of its commands."""

    user: str
    bot: str
    commands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A request, and where and how its answer goes.

    `hook` takes up to five messages within 30 minutes. A `hidden` answer only the sender sees; one for everybody goes
    to `open_place`. `replaceable` is true where the answer may take the place of the message with the pressed button,
    which is `whispered` where only the sender sees it.
    """

    request: Request
    place: Place
    user: str
    hook: str = ""
    hidden: bool = False
    replaceable: bool = False
    whispered: bool = False
    open_place: Place | None = None  # where it differs from `place`

    @property
    def home(self) -> str:
        """What the buttons of the answer carry: the address of the request, and the thread for what is shared."""
        thread = self.open_place.thread if self.hidden and self.open_place else ""
        return f"{self.request.address}{UNDER}{thread}" if thread else self.request.address


@dataclass(frozen=True, slots=True)
class Moved:
    """A channel has another id."""

    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Closed:
    """The bot is out of a channel."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Expelled:
    """The app is out of the workspace, or its token no longer works."""


Event = Said | Moved | Closed | Expelled


def lane_of(event: Event) -> str:
    """The channel whose order an event keeps, "" for those of the whole app."""
    match event:
        case Said(place=place) | Closed(place=place) | Moved(old=place):
            return place.channel
        case Expelled():
            return ""


def read_command(body: Json, me: Me, now: datetime) -> Said:
    """A slash command; its answer goes to the response address, for other people need not see it."""
    name = body["command"].removeprefix("/").lower()
    words = plain(body.get("text", ""))
    line = f"{name} {words}".strip() if name in me.commands else words
    place = Place(body["channel_id"])
    request = Request(
        address=place.address,
        sender=f"{NAME}:{body['user_id']}",
        line=_normal(line, me.commands) or "help",
        sent_at=now,
        update=f"{NAME}:{body['trigger_id']}",
        private=body["channel_id"].startswith("D"),
        sender_name=body.get("user_name", ""),
        hidden=True,
    )
    return Said(request, place, body["user_id"], hook=body["response_url"], hidden=True)


def read_press(body: Json, me: Me) -> Said | None:
    """A pressed button, None where it is not one of ours."""
    action = body["actions"][0]
    channel = body.get("channel", {}).get("id") or body.get("container", {}).get("channel_id")
    if not channel or not action.get("value"):
        return None
    carrier = body.get("container", {}) | body.get("message", {})
    stamp, thread = carrier.get("ts") or carrier.get("message_ts", ""), carrier.get("thread_ts", "")
    user, whispered = body["user"]["id"], bool(carrier.get("is_ephemeral"))
    address, under = _home(action, user, Place(channel, thread if thread != stamp else ""))
    request = Request(
        address=address,
        sender=f"{NAME}:{user}",
        line=_normal(action["value"].removeprefix("/"), me.commands),
        sent_at=_instant(action["action_ts"]),
        update=f"{NAME}:{body.get('trigger_id') or action['action_ts']}",
        private=channel.startswith("D"),
        hidden=whispered,
        sender_name=body["user"].get("name") or body["user"].get("username", ""),
        pressed=True,
    )
    hook = body.get("response_url", "")
    around = Place(channel, thread or under or ("" if whispered else stamp))
    stays = action.get("block_id", "").partition("@")[0].endswith(STAYS)
    return Said(
        request,
        Place(channel, thread) if whispered else around,
        user,
        hook,
        hidden=whispered,
        replaceable=bool(hook) and not stays,
        whispered=whispered,
        open_place=around,
    )


def read_event(body: Json, me: Me, fetch: Fetch) -> Event | None:
    """What an event means, None for those that mean nothing to us."""
    event = body["event"]
    match event["type"]:
        case "app_mention" if not _is_direct(event):  # a direct message comes as "message" too
            return _said(body, me, fetch, private=False)
        case "message" if event.get("channel_type") == "im":
            return _said(body, me, fetch, private=True)
        case "channel_id_changed":
            return Moved(Place(event["old_channel_id"]), Place(event["new_channel_id"]))
        case "member_left_channel" if event["user"] == me.user:
            return Closed(Place(event["channel"]), kept("Readout was removed from the channel"))
        case kind if kind in LEFT:
            return Closed(Place(event["channel"]), kept("Readout was removed from the channel"))
        case kind if kind in CLOSED:
            return Closed(Place(event["channel"]), CLOSED[kind])
        case "app_uninstalled":
            return Expelled()
        case "tokens_revoked" if event.get("tokens", {}).get("bot"):
            return Expelled()
    return None


def _said(body: Json, me: Me, fetch: Fetch, *, private: bool) -> Said | None:
    event = body["event"]
    user = event.get("user")
    if not user or user in {me.user, "USLACKBOT"} or event.get("bot_id"):
        return None
    if event.get("subtype") not in SAID or "edited" in event:
        return None
    thread = event.get("thread_ts", "")
    home = Place(event["channel"], thread if thread != event["ts"] else "")
    files = _attachments(event.get("files", ()), fetch)
    line, command = _spoken(without_mention(event.get("text", ""), me.user), me.commands)
    request = Request(
        address=home.address,
        sender=f"{NAME}:{user}",
        line=line,
        sent_at=_instant(event["ts"]),
        update=f"{NAME}:{body['event_id']}",
        command=command,
        private=private,
        hidden=not private,
        attachments=files,
    )
    around = Place(event["channel"], thread or event["ts"])
    return Said(request, around if private else home, user, hidden=not private, open_place=around)


def _spoken(marked: str, commands: Collection[str]) -> tuple[str, bool]:
    """A line, and whether its first word is a command's name."""
    words = plain(marked)
    line = _normal(words[1:] if words.startswith(COMMAND_MARKS) else words, commands)
    return (line, True) if _first(line) in commands else (words, False)


def _normal(line: str, commands: Collection[str]) -> str:
    """The line without the main command before it, a command's name in small letters as it is declared."""
    first, rest = [*line.split(maxsplit=1), "", ""][:2]
    if first.lower() == MAIN_COMMAND:
        return _normal(rest, commands)
    return f"{first.lower()} {rest}".strip() if first.lower() in commands else line


def _first(line: str) -> str:
    return line.split(maxsplit=1)[0] if line else ""


def _home(action: Json, user: str, place: Place) -> tuple[str, str]:
    """The address for which a button was shown and the thread for what is shared; its block's name carries both."""
    home, _, under = action.get("block_id", "").partition("@")[2].partition(UNDER)
    return (home, under) if home.split(":")[1:2] in ([place.channel], [user]) else (place.address, "")


def _is_direct(event: Json) -> bool:
    return bool(event.get("channel_type") == "im" or event["channel"].startswith("D"))


def _attachments(files: Collection[Json], fetch: Fetch) -> tuple[Attachment, ...]:
    return tuple(_attachment(file, fetch) for file in files if file.get("mode") != "tombstone")


def _attachment(file: Json, fetch: Fetch) -> Attachment:
    name, size = file.get("name") or file.get("title") or "file", file.get("size", 0)
    url = file.get("url_private_download") or file.get("url_private")
    if not url:
        return Attachment(name, size, _withheld, file.get("id", ""))
    return Attachment(name, size, partial(fetch, url, size, file.get("mimetype", "")), file.get("id", ""))


async def _withheld() -> bytes:
    raise DeliveryFailed("Slack does not hand out this file", "refused")


def _instant(stamp: str) -> datetime:
    return datetime.fromtimestamp(float(stamp), UTC)

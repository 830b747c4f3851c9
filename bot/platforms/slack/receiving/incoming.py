"""Parses what people do in Slack: messages, commands, button presses, forms, opened views; and changes of channels."""

import json
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.chat import Attachment, DeliveryFailed, Media, Request
from bot.message import form_line
from bot.platforms.shared.update_json import all_text
from bot.platforms.slack.address import NAME, SlackAddress, place_of
from bot.platforms.slack.events import (
    UNDER,
    AppRemoved,
    ChannelClosed,
    ChannelMoved,
    Event,
    HomeOpened,
    MessageReceived,
    ModalRequest,
    ThreadStarted,
)
from bot.platforms.slack.manifest import MAIN_COMMAND, WHERE
from bot.platforms.slack.sending.render import OPENS, STAYS
from briefings.accounts import any_code_in
from briefings.text import lazy_re
from briefings.translatable import phrase

Json = dict[str, Any]
Fetch = Callable[[str, int, str], Awaitable[bytes]]  # address, size in bytes, media type

COMMAND_MARKS = ("/", "!")  # Slack itself takes lines with a slash, so people type "!"
SAID = frozenset({None, "file_share", "thread_broadcast"})  # other subtypes are edits, joins, other bots ...
CHANGED = "message_changed"  # the subtype of a message that its sender has edited
LEFT = frozenset({"channel_left", "group_left"})
CLOSED = {
    "channel_archive": phrase("The channel was archived"),
    "group_archive": phrase("The channel was archived"),
    "channel_deleted": phrase("The channel was deleted"),
    "group_deleted": phrase("The channel was deleted"),
}
_MEDIA: Mapping[str, Media] = {"image": "photo", "audio": "voice", "video": "video"}
LONGEST = 1000  # characters of a message that are looked for
MARKED = lazy_re(r"<(@|#|!|https?://|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")
TARGET = lazy_re(r"(?:(?<=\bto )<#|(?<=\bfor )<[#@])([A-Z0-9]+)(?:\|[^<>]*)?>", re.IGNORECASE)  # as an address
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last, or "&amp;lt;" would become "<"


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The bot's own account and workspace, and the names of its commands."""

    user: str
    bot: str
    commands: frozenset[str]
    team: str = ""


def is_outsider(body: Json, me: BotIdentity) -> bool:
    """Whether a request comes from somebody of another organisation, in a channel that is shared with it."""
    event, user = body.get("event"), body.get("user")
    if isinstance(event, dict):
        team = (event.get("user_team") or event.get("team")) if body.get("is_ext_shared_channel") else ""
    elif "command" in body:
        team = "" if body.get("enterprise_id") else body.get("team_id")
    else:
        team = user.get("team_id") if isinstance(user, dict) and not body.get("enterprise") else ""
    return bool(team and me.team) and team != me.team


def read_command(body: Json, me: BotIdentity, now: datetime) -> MessageReceived:
    """Parses a slash command; its answer goes to the response URL and is ephemeral."""
    name = body["command"].removeprefix("/").lower()
    words = unescape(body.get("text", ""))
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
        case "app_home_opened":
            return read_home(body)
        case "assistant_thread_started":
            return read_thread(body)
        case "app_mention" if not _is_direct(event):  # a direct message comes as "message" too
            return _said(body, me, fetch, private=False)
        case "message" if event.get("channel_type") == "im" and event.get("subtype") == CHANGED:
            changed = _changed(body)
            return _said(changed, me, fetch, private=True) if changed else None
        case "message" if event.get("channel_type") == "im":
            return _said(body, me, fetch, private=True)
        case "member_joined_channel" if event["user"] == me.user:
            return _added(body)
    return _change(event, me)


def _change(event: Json, me: BotIdentity) -> Event | None:
    """A change of a channel or of the app; None for any other event."""
    match event["type"]:
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
    if event.get("subtype") not in SAID or ("edited" in event and private and not event.get("changed")):
        return None
    thread = event.get("thread_ts", "")
    # What a person settles or orders alone with the bot is not one thread's, of which the panel begins ever new ones.
    home = SlackAddress(event["channel"], thread if thread != event["ts"] and not private else "")
    own, passed_on = without_mention(event.get("text", ""), me.user), _passed_on(event)
    forwarded = bool(passed_on) and not own.strip()
    files = [*event.get("files", ()), *(file for each in passed_on for file in each.get("files", ()) if forwarded)]
    words = "\n".join(each.get("text", "") for each in passed_on) if forwarded else own
    line, command = _spoken(words, me.commands)
    media = "" if line else _media(files)
    overheard = "edited" in event and exposes(event)
    request = Request(
        address=home.address,
        sender=f"{NAME}:{user}",
        line=line,
        sent_at=instant(event["edited"]["ts"] if "edited" in event else event["ts"]),
        update=f"{NAME}:{body['event_id']}",
        message=event["ts"],
        edited="edited" in event and not overheard,
        media=media,
        command=command,
        unmarked=command and not words.strip().startswith(COMMAND_MARKS),
        private=private,
        hidden=not private,
        public=not private,
        shown="" if private else all_text(event),
        forwarded=forwarded,
        overheard=overheard,
        attachments=() if media else attachments(files, fetch),
    )
    around = SlackAddress(event["channel"], thread or event["ts"])
    return MessageReceived(request, around if private else home, user, hidden=not private, open_place=around)


def _changed(body: Json) -> Json | None:
    """The event of a direct message whose sender has changed its words; None for an unfurled link or our own."""
    event, message = body["event"], body["event"]["message"]
    if not message.get("edited") or message.get("text") == event.get("previous_message", {}).get("text"):
        return None
    where = {"channel": event["channel"], "channel_type": "im", "changed": True}
    return body | {"event": message | where}


def _added(body: Json) -> MessageReceived | None:
    """Adding the bot to a channel counts as `start` by the person who did it; None if Slack doesn't name them."""
    event, place = body["event"], SlackAddress(body["event"]["channel"])
    if not event.get("inviter"):
        return None
    request = Request(
        address=place.address,
        sender=f"{NAME}:{event['inviter']}",
        line="start",
        sent_at=instant(event["event_ts"]),
        implied=True,
        update=f"{NAME}:{body['event_id']}",
    )
    return MessageReceived(request, place, event["inviter"])


def _media(files: Collection[Json]) -> Media:
    """What all files of a message without words show or play; "" for documents."""
    kinds = {_MEDIA.get(str(file.get("mimetype", "")).partition("/")[0], "") for file in files}
    return kinds.pop() if len(kinds) == 1 else ""


def exposes(event: Json) -> bool:
    """Whether a message shows a code to a whole channel."""
    return not _is_direct(event) and any_code_in(all_text(event))


def _passed_on(event: Json) -> list[Json]:
    """The messages that this one shares: Slack puts them beside its own words."""
    return [each for each in event.get("attachments", ()) if each.get("is_share") or each.get("is_msg_unfurl")]


def _spoken(marked: str, commands: Collection[str]) -> tuple[str, bool]:
    """A line, and whether its first word is a command."""
    words = unescape(marked)
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


def read_thread(body: Json) -> ThreadStarted:
    """Parses the started thread."""
    thread = body["event"]["assistant_thread"]
    at = datetime.fromtimestamp(float(body["event"]["event_ts"]), UTC)
    user, channel, stamp = map(_named, (thread["user_id"], thread["channel_id"], thread["thread_ts"]))
    return ThreadStarted(user, SlackAddress(channel, stamp), at)


def _named(value: object) -> str:
    """An id or a time stamp. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not an id")
    return value


def read_press(body: Json, me: BotIdentity) -> MessageReceived | ModalRequest | None:
    """Parses a button press; None if the button isn't ours."""
    action = body["actions"][0]
    line, at = normalise_text(action.get("value", "").removeprefix("/"), me.commands), instant(action["action_ts"])
    mark, _, home = action.get("block_id", "").partition("@")
    if body.get("view"):
        return read_view_press(body, line, home, at) if line and home else None
    carrier = _carrier(body)
    if not carrier or not line:
        return None
    address, under = _home(home, body["user"]["id"], carrier)
    if action.get("action_id", "").startswith(OPENS):
        return read_view_press(body, line, address, at)
    stays, private = mark.endswith(STAYS), carrier.place.channel.startswith("D")
    hidden = carrier.ephemeral or (stays and not private)  # what stays is for all, what is asked about it for one
    request = Request(
        address=address,
        sender=f"{NAME}:{body['user']['id']}",
        line=line,
        sent_at=at,
        update=f"{NAME}:{body.get('trigger_id') or action['action_ts']}",
        private=private,
        hidden=hidden,
        sender_name=body["user"].get("name") or body["user"].get("username", ""),
        pressed=True,
    )
    hook, where = body.get("response_url", ""), carrier.place
    around = SlackAddress(where.channel, where.thread or under or carrier.beneath)
    replaceable = bool(hook) and not stays
    place = where if hidden else around
    pressed = where, carrier.beneath
    return MessageReceived(
        request, place, body["user"]["id"], hook, hidden, replaceable, carrier.ephemeral, around, *pressed
    )


def read_shortcut(body: Json, at: datetime) -> MessageReceived | None:
    """Parses the "Where is this from?" shortcut; None if there is no place for an answer."""
    channel, message = body.get("channel", {}).get("id"), body.get("message", {})
    if body.get("callback_id") != WHERE or not channel or not body.get("response_url"):
        return None
    stamp, thread = message.get("ts", ""), message.get("thread_ts", "")
    place, user = SlackAddress(channel, thread if thread != stamp else ""), body["user"]["id"]
    request = Request(
        address=place.address,
        sender=f"{NAME}:{user}",
        line=f"{WHERE} {' '.join(unescape(message.get('text', '')).split())[:LONGEST]}".strip(),
        sent_at=at,
        update=f"{NAME}:{body.get('trigger_id') or body.get('action_ts') or stamp}",
        hidden=True,
        verbatim=True,
        sender_name=body["user"].get("name") or body["user"].get("username", ""),
    )
    return MessageReceived(
        request, place, user, body["response_url"], hidden=True, open_place=SlackAddress(channel, thread or stamp)
    )


@dataclass(frozen=True, slots=True)
class PressedMessage:
    """The message with the pressed button: its place, and the thread that can be started below it ("" for none)."""

    place: SlackAddress
    beneath: str
    ephemeral: bool


def _carrier(body: Json) -> PressedMessage | None:
    channel = body.get("channel", {}).get("id") or body.get("container", {}).get("channel_id")
    if not channel:
        return None
    fields = body.get("container", {}) | body.get("message", {})
    stamp, thread = fields.get("ts") or fields.get("message_ts", ""), fields.get("thread_ts", "")
    ephemeral = bool(fields.get("is_ephemeral"))
    return PressedMessage(SlackAddress(channel, thread), "" if ephemeral else stamp, ephemeral)


def _home(home: str, user: str, carrier: PressedMessage) -> tuple[str, str]:
    """The address and sharing thread from the name of the button's block."""
    address, _, under = home.partition(UNDER)
    if address.split(":")[1:2] in ([carrier.place.channel], [user]):
        return address, under
    begun = carrier.place.thread == carrier.beneath  # by the message itself
    return (SlackAddress(carrier.place.channel) if begun else carrier.place).address, ""


def read_home(body: Json) -> HomeOpened | None:
    """Parses an opened Home tab; None for another tab."""
    event = body["event"]
    if event.get("tab") != "home" or not event.get("channel"):
        return None
    at = datetime.fromtimestamp(float(event["event_ts"]), UTC)
    return HomeOpened(_named(event["user"]), SlackAddress(_named(event["channel"])), at)


def read_view_press(body: Json, line: str, home: str, at: datetime) -> ModalRequest:
    """Parses a button in a view, or one in a message that opens a view; `home` is its address."""
    view = body.get("view") or {}
    names = {"view_id": view["id"]} if view.get("type") == "modal" else {}
    return _viewed(body, line, home, at, trigger=body.get("trigger_id", ""), names=names)


def read_submission(body: Json, fetch: Fetch, at: datetime) -> ModalRequest | None:
    """Parses a submitted form as a command line; None if it isn't ours."""
    try:
        kept = json.loads(body["view"].get("private_metadata") or "")
    except ValueError:
        return None
    values = {
        name: _value(state) for block in body["view"]["state"]["values"].values() for name, state in block.items()
    }
    line = form_line(kept["says"].removeprefix("/"), values)
    files = [
        file
        for block in body["view"]["state"]["values"].values()
        for state in block.values()
        for file in state.get("files") or ()
    ]
    names = {"external_id": external_of(body)}
    return _viewed(body, line, kept["home"], at, names=names, files=attachments(files, fetch))


def external_of(body: Json) -> str:
    """The external id of the modal that answers a form, which the acknowledgement creates."""
    return f"answer.{body['view']['id']}.{body['view'].get('hash', '')}.{body.get('trigger_id', '')}"[:255]


def _viewed(
    body: Json,
    line: str,
    home: str,
    at: datetime,
    *,
    trigger: str = "",
    names: Mapping[str, str],
    files: Iterable[Any] = (),
) -> ModalRequest:
    user, place = body["user"]["id"], place_of(home)
    request = Request(
        address=home,
        sender=f"{NAME}:{user}",
        line=line,
        sent_at=at,
        update=f"{NAME}:{body.get('trigger_id') or at.timestamp()}",
        private=not place.channel.startswith(("C", "G")),
        attachments=tuple(files),
        sender_name=body["user"].get("name") or body["user"].get("username", ""),
        pressed=True,
    )
    return ModalRequest(request, place, user, trigger, names)


def _value(state: Json) -> str:
    """A submitted value as words of a command line."""
    if state.get("selected_options") is not None:
        return ",".join(option["value"] for option in state["selected_options"])
    option = state.get("selected_option") or {}
    value = option.get("value") or state.get("selected_date") or state.get("selected_time") or state.get("value")
    return str(value or "")


def attachments(files: Iterable[Json], fetch: Fetch) -> tuple[Attachment, ...]:
    """The request's attachments; those that Slack doesn't hand out say why."""
    return tuple(_attachment(file, fetch) for file in files)


def _attachment(file: Json, fetch: Fetch) -> Attachment:
    name, size = file.get("name") or file.get("title") or "file", file.get("size", 0)
    url = file.get("url_private_download") or file.get("url_private")
    get = partial(fetch, url, size, file.get("mimetype", "")) if url else _withheld
    return Attachment(name, size, get, file.get("id", ""), _refused(file))


def _refused(file: Json) -> str:
    """Why Slack doesn't hand out a file, as far as its message tells; one of another workspace is asked for later."""
    mode = file.get("mode")
    if mode in _WITHHELD:
        return _WITHHELD[mode]
    if file.get("is_external"):
        return _WITHHELD["external"]
    return phrase("The file is empty.") if file.get("size") == 0 else ""


_WITHHELD = {
    "tombstone": phrase("The file was deleted in Slack."),
    "hidden_by_limit": phrase("Slack hides the file, because the workspace is over the limit of its plan."),
    "external": phrase("Slack doesn't keep the file itself. Send it as an upload."),
}


async def _withheld() -> bytes:
    raise DeliveryFailed("Slack refuses to give out this file", "refused")


def unescape(marked: str) -> str:
    """Converts mentions to "@name", channels to "#name", links to their typed form, and entities to characters.

    A channel after "to" becomes its address, as do a channel and a person after "for".
    """
    words = MARKED.sub(_typed, TARGET.sub(rf"{NAME}:\1", marked))
    for entity, character in ENTITIES:
        words = words.replace(entity, character)
    return words.strip()


def without_mention(marked: str, user: str) -> str:
    """The text without user mentions and the comma or colon after them."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>[\s:,]*", "", marked)


def _typed(found: re.Match[str]) -> str:
    kind, rest, label = found[1], found[2], found[3]
    match kind:
        case "@" | "#":
            return kind + (label or rest)
        case "!":
            return label or "@" + rest.partition("^")[0]
        case "mailto:" | "tel:":
            return label or rest
        case _:
            return label or kind + rest

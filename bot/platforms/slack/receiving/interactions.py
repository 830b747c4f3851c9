"""Parses button presses: which button, where, and where its answer goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat import Request
from bot.platforms.slack.address import NAME, SlackAddress
from bot.platforms.slack.manifest import WHERE
from bot.platforms.slack.receiving.incoming import UNDER, BotIdentity, MessageReceived, instant, normalise_text
from bot.platforms.slack.receiving.unescape import plain
from bot.platforms.slack.sending.render import OPENS, STAYS
from bot.platforms.slack.views.read import ModalRequest, read_view_press

Json = dict[str, Any]

LONGEST = 1000  # characters of a message that are looked for


def read_press(body: Json, me: BotIdentity) -> MessageReceived | ModalRequest | None:
    """Parses a button press; None if the button isn't ours."""
    action = body["actions"][0]
    said, at = normalise_text(action.get("value", "").removeprefix("/"), me.commands), instant(action["action_ts"])
    mark, _, home = action.get("block_id", "").partition("@")
    if body.get("view"):
        return read_view_press(body, said, home, at) if said and home else None
    carrier = _carrier(body)
    if not carrier or not said:
        return None
    address, under = _home(home, body["user"]["id"], carrier)
    if action.get("action_id", "").startswith(OPENS):
        return read_view_press(body, said, address, at)
    stays, private = mark.endswith(STAYS), carrier.place.channel.startswith("D")
    hidden = carrier.ephemeral or (stays and not private)  # what stays is for all, what is asked about it for one
    request = Request(
        address=address,
        sender=f"{NAME}:{body['user']['id']}",
        line=said,
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
    return MessageReceived(request, place, body["user"]["id"], hook, hidden, replaceable, carrier.ephemeral, around)


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
        line=f"{WHERE} {' '.join(plain(message.get('text', '')).split())[:LONGEST]}".strip(),
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
    told = body.get("container", {}) | body.get("message", {})
    stamp, thread = told.get("ts") or told.get("message_ts", ""), told.get("thread_ts", "")
    ephemeral = bool(told.get("is_ephemeral"))
    return PressedMessage(SlackAddress(channel, thread), "" if ephemeral else stamp, ephemeral)


def _home(home: str, user: str, carrier: PressedMessage) -> tuple[str, str]:
    """The address and sharing thread from the name of the button's block."""
    address, _, under = home.partition(UNDER)
    if address.split(":")[1:2] in ([carrier.place.channel], [user]):
        return address, under
    begun = carrier.place.thread == carrier.beneath  # by the message itself
    return (SlackAddress(carrier.place.channel) if begun else carrier.place).address, ""

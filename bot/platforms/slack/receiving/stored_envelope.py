"""The part of an envelope that is stored, so that its request can be read again after a restart. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.platforms.shared.update_json import first_words
from bot.platforms.slack.address import NAME, SlackAddress
from bot.platforms.slack.receiving.incoming import CHANGED, SAID, BotIdentity
from briefings.model.intake import Update

Json = dict[str, Any]

MISSED_BY_NOBODY = frozenset({"app_home_opened", "assistant_thread_started"})
SPOKEN = ("message", "app_mention")
SECRETS = frozenset({"token", "authorizations"})


def update_of(kind: str, payload: Json, me: BotIdentity, now: datetime) -> Update | None:
    """The update to store for an envelope; None if it needn't survive a restart."""
    if kind == "events_api":
        return _event(kind, payload, me, now)
    if kind not in ("slash_commands", "interactive"):
        return None
    user = payload.get("user_id") or payload.get("user", {}).get("id", "")
    actions = payload.get("actions") or [{}]
    name = payload.get("trigger_id") or actions[0].get("action_ts") or payload.get("action_ts")
    return _update(name, kind, payload, _channel(payload), user, now) if name and user else None


def is_said(kind: str, payload: Json) -> bool:
    """Whether a person said, pressed or sent it, and can do so again; otherwise it tells of a channel or the app."""
    return kind != "events_api" or payload.get("event", {}).get("type") in SPOKEN


def about(payload: Json) -> str:
    """The files, or the first words, of what a person said, typed or pressed."""
    try:
        event, actions = payload.get("event", {}), payload.get("actions") or [{}]
        files = ", ".join(each["name"] for each in event.get("files") or ())
        typed = f"{payload['command']} {payload.get('text', '')}" if "command" in payload else ""
        return first_words(files or event.get("text") or typed or actions[0].get("value") or "")
    except (LookupError, TypeError, AttributeError):
        return ""  # of another form; the number is told all the same


def comes_again(update: Update) -> bool:
    """Whether Slack hands an update over again where it gets no receipt for it."""
    return update.payload.startswith('{"kind": "events_api"')


def envelope_of(update: Update) -> tuple[str, Json]:
    """The type and payload of a stored update's envelope."""
    kept = json.loads(update.payload)
    return kept["kind"], kept["payload"]


def _event(kind: str, payload: Json, me: BotIdentity, now: datetime) -> Update | None:
    event = payload.get("event", {})
    user = _message_in(event).get("user", "")
    if event.get("type") in MISSED_BY_NOBODY or not payload.get("event_id"):
        return None
    if event.get("type") in SPOKEN and not _is_said(event, me):
        return None
    channel = event.get("channel", "")
    channel = channel.get("id", "") if isinstance(channel, Mapping) else channel
    return _update(_name(payload), kind, payload, channel, user if isinstance(user, str) else "", now)


def _name(payload: Json) -> str:
    """The identity of a message: Slack may send it under two event ids and types."""
    event = payload["event"]
    kind, channel, stamp = (event.get(each) for each in ("type", "channel", "ts"))
    is_message = kind in ("message", "app_mention") and isinstance(channel, str) and isinstance(stamp, str)
    edited = f":{event['edited']['ts']}" if "edited" in event else ""
    return f"{kind}:{channel}:{stamp}{edited}" if is_message else payload["event_id"]


def _message_in(event: Json) -> Json:
    """The message of an event: where one was changed, it lies inside."""
    inner = event.get("message")
    return inner if event.get("subtype") == CHANGED and isinstance(inner, dict) else event


def _is_said(event: Json, me: BotIdentity) -> bool:
    """Whether a person sent it to the bot, or corrected what they had sent."""
    message, mentioned = _message_in(event), event["type"] == "app_mention"
    if message.get("bot_id") or message.get("user", "") in ("", me.user, "USLACKBOT"):
        return False
    if message is not event:
        return event.get("channel_type") == "im" and "edited" in message
    to_us = mentioned or event.get("channel_type") == "im"
    return to_us and event.get("subtype") in SAID and ("edited" not in event or mentioned)


def _channel(payload: Json) -> str:
    channel = payload.get("channel_id") or payload.get("channel", {}).get("id")
    return str(channel or payload.get("container", {}).get("channel_id") or "")


def _update(name: str, kind: str, payload: Json, channel: str, user: str, now: datetime) -> Update:
    shown = {key: value for key, value in payload.items() if key not in SECRETS}
    return Update(
        name=f"{NAME}:{name}",
        platform=NAME,
        address=SlackAddress(channel).address if channel else "",
        sender=f"{NAME}:{user}" if user else "",
        payload=json.dumps({"kind": kind, "payload": shown}, ensure_ascii=False),
        received_at=now,
    )

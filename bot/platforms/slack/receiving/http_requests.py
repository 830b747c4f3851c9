"""Requests that Slack sends by HTTP: their signature, and the envelopes that they would have in Socket Mode. Pure."""

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.http_updates import HttpReply, HttpUpdate
from bot.platforms.shared.update_json import read_json

_STAMP, _STAMP_SECONDS = "x-slack-request-timestamp", 300  # the age that slack_sdk allows
_NAME = "http"  # of the envelope; the stored update has its own


class _Instant(Clock):
    """The instant at which a signature is checked."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> float:
        """See `Clock.now`."""
        return self._at.timestamp()


def is_signed(update: HttpUpdate, signing_secret: str, now: datetime) -> bool:
    """Whether Slack signed exactly this body within the last five minutes."""
    headers = {name.lower(): value for name, value in update.headers.items()}
    try:
        return bool(signing_secret) and SignatureVerifier(signing_secret, _Instant(now)).is_valid_request(
            update.body, headers
        )
    except (ValueError, TypeError, OverflowError):  # an odd time stamp, a body not in UTF-8, a signature not in ASCII
        return False


def refusal_of(update: HttpUpdate, now: datetime) -> str:
    """Why a request isn't taken for Slack's, for the log: a time stamp that is off may mean that a clock is wrong."""
    stamp = next((value for name, value in update.headers.items() if name.lower() == _STAMP), "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp):
        return "it has no time stamp"
    age = now.timestamp() - int(stamp)
    if abs(age) <= _STAMP_SECONDS:
        return "its signature is wrong"
    return f"its time stamp is {abs(age):.0f} s {'old' if age > 0 else 'ahead'}, {_STAMP_SECONDS} s are allowed"


def request_of(update: HttpUpdate) -> SocketModeRequest | HttpReply:
    """The envelope of a request, or the answer to one that holds no update. Raises ValueError for any other body."""
    if update.body.lstrip()[:1] == b"{":
        return _event(read_json(update.body))
    form = {name: values[-1] for name, values in parse_qs(update.body.decode(), keep_blank_values=True).items()}
    if "payload" in form:
        payload = read_json(form["payload"])
        if not isinstance(payload, dict):
            raise ValueError("an interaction without a payload")
        return SocketModeRequest("interactive", _NAME, payload)
    if "command" in form:
        return SocketModeRequest("slash_commands", _NAME, form)
    if "ssl_check" in form:
        return HttpReply()
    raise ValueError("a form of no known kind")


def _event(payload: dict[str, Any]) -> SocketModeRequest | HttpReply:
    if payload.get("type") == "url_verification":
        return HttpReply(body=str(payload.get("challenge", "")))
    if payload.get("type") != "event_callback":  # such as app_rate_limited
        return HttpReply()
    return SocketModeRequest("events_api", _NAME, payload)


def receipt_reply(payload: dict[str, Any] | None) -> HttpReply:
    """The acknowledgement of a request."""
    return HttpReply(body=json.dumps(payload), content_type="application/json") if payload else HttpReply()

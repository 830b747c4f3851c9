"""Slack's requests by HTTP: signed, and sent again if an event isn't acknowledged in three seconds."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlencode

from bot.http_updates import HttpReply, HttpUpdate
from tests.fakes.slack_rules import Json

SECRET = "the-signing-secret"
ACK_SECONDS = 3.0
Post = Callable[[HttpUpdate], Awaitable[HttpReply]]


class Unacknowledged(Exception):
    """Slack gave up, or a person was told that nothing happened."""


def signed(body: bytes, at: datetime, secret: str = SECRET, **more: str) -> HttpUpdate:
    """A request with Slack's signature of this body and time."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return HttpUpdate({"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"} | more, body)


def body_of(kind: str, payload: Json) -> bytes:
    """The body that a payload of this kind has by HTTP."""
    if kind == "events_api":
        return json.dumps(payload).encode()
    return urlencode({"payload": json.dumps(payload)} if kind == "interactive" else payload).encode()


async def request(
    post: Post, kind: str, payload: Json, at: datetime, pause: float = 0.01, seconds: float = ACK_SECONDS
) -> Json:
    """Sends a payload until it is acknowledged, an event up to four times; returns what the receipt holds.

    Each time it waits for so many `seconds`.
    """
    for attempt in range(4 if kind == "events_api" else 1):
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
        try:
            async with asyncio.timeout(seconds):
                reply = await post(signed(body_of(kind, payload), at, **retry))
        except TimeoutError:
            continue
        if reply.status == 200:
            return dict(json.loads(reply.body)) if reply.content_type == "application/json" else {}
        await asyncio.sleep(pause)
    raise Unacknowledged(kind)

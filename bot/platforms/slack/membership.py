"""Asks Slack about a channel: whether the bot is in it, without which it can't post there, and who shares it."""

import asyncio
from typing import Any

from bot.chat import DeliveryFailed
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.web import Web

PATIENCE_SECONDS = 3.0  # an answer doesn't wait longer


async def is_member(web: Web, place: SlackAddress) -> bool:
    """Whether the bot is in a channel; True for a direct message, and if Slack doesn't say in time.

    Slack hides a private channel from an app that isn't in it.
    """
    try:
        found = await _channel(web, place)
    except DeliveryFailed as failed:
        return failed.kind != "dead"
    return bool(found.get("is_member", True))


async def is_shared(web: Web, place: SlackAddress) -> bool:
    """Whether a channel is shared with another organisation; False if Slack doesn't say in time."""
    try:
        found = await _channel(web, place)
    except DeliveryFailed:
        return False
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))


async def _channel(web: Web, place: SlackAddress) -> dict[str, Any]:
    """What Slack says of a channel; nothing for a direct message, or if it takes long. Raises DeliveryFailed."""
    if not place.channel.startswith(("C", "G")):
        return {}
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = await web.ask(lambda client: client.conversations_info(channel=place.channel))
    except TimeoutError:
        return {}
    return dict(found["channel"])

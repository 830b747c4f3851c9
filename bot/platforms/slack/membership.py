"""Asks Slack whether the bot is in a channel: commands are answered there in any case, but nothing can be posted."""

import asyncio

from bot.chat import DeliveryFailed
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.sending.web import Web

PATIENCE_SECONDS = 3.0  # an answer doesn't wait longer


async def is_member(web: Web, place: SlackAddress) -> bool:
    """Whether the bot is in a channel; True for a direct message, and if Slack doesn't say in time.

    Slack hides a private channel from an app that isn't in it.
    """
    if not place.channel.startswith(("C", "G")):
        return True
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = await web.ask(lambda client: client.conversations_info(channel=place.channel))
    except DeliveryFailed as failed:
        return failed.kind != "dead"
    except TimeoutError:
        return True
    return bool(found["channel"].get("is_member", True))

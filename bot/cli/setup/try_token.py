"""Tries a token: signs in, waits for the owner's first message, and sends a test message."""

from typing import TYPE_CHECKING

from bot.chat import DeliveryFailed, Platform, Request
from bot.cli.base import now
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.diagnostics import CheckContext, Problem
from bot.message import say

if TYPE_CHECKING:
    from bot.platforms.telegram.adapter import TelegramPlatform

_SETTING_UP = CheckContext(served=True, setting_up=True)  # nobody else is looked for
_TEST = "Readout can write here. Start it with: readout run"


def _pace() -> TokenBucket:
    return TokenBucket(1, lambda _: ChatLimit())


def _telegram(token: str, url: str, web_url: str = "") -> "TelegramPlatform":
    from bot.platforms.telegram.adapter import TelegramPlatform  # 0.9 s, once a token is tried

    return TelegramPlatform(token, url, _pace(), now, web_url=web_url)


async def telegram(token: str, url: str, web_url: str = "") -> list[Problem]:
    """Problems with a Telegram bot token; `web_url` is where its webhook will lead, "" if it will poll."""
    platform = _telegram(token, url, web_url)
    try:
        return await platform.check(_SETTING_UP)
    finally:
        await platform.close()


async def slack_bot(token: str, url: str) -> list[Problem]:
    """Problems with a Slack bot token."""
    # 0.2 s of HTTP client, once a token is tried
    from bot.platforms.slack.diagnosis import bot_faults
    from bot.platforms.slack.sending.web import Web

    web = Web(token, "", url)
    try:
        return await bot_faults(web, now)
    finally:
        await web.close()


async def slack_app(token: str, url: str) -> list[Problem]:
    """Problems with a Slack app-level token."""
    # 0.2 s of HTTP client, once a token is tried
    from bot.platforms.slack.diagnosis import app_faults
    from bot.platforms.slack.sending.web import Web

    web = Web("", token, url)
    try:
        return await app_faults(web)
    finally:
        await web.close()


async def bots_link(token: str, url: str) -> str:
    """The link to the bot, or "" if Telegram doesn't give one."""
    platform = _telegram(token, url)
    try:
        await platform.check(_SETTING_UP)
        return next(iter(platform.invitation_links("hello")), "").partition("?")[0]
    finally:
        await platform.close()


async def wait_for_owner(token: str, url: str, seconds: float) -> Request | None:
    """Waits for a /start in a direct message, for so many seconds; the service answers it again later."""
    platform = _telegram(token, url)
    try:
        return await platform.wait_for_owner(seconds)
    finally:
        await platform.close()


async def write_to_telegram(token: str, url: str, address: str) -> str:
    """Sends a test message; returns the reason if it failed, or ""."""
    return await _written(_telegram(token, url), address)


async def write_to_slack(bot_token: str, app_token: str, url: str, address: str) -> str:
    """Sends a test message; returns the reason if it failed, or ""."""
    from bot.platforms.slack.adapter import SlackPlatform  # 0.8 s, once a token is tried

    return await _written(SlackPlatform(bot_token, app_token, url, _pace(), now), address)


async def _written(platform: Platform, address: str) -> str:
    try:
        await platform.send(address, say(_TEST), "setup")
    except DeliveryFailed as failed:
        return failed.reason
    finally:
        await platform.close()
    return ""
